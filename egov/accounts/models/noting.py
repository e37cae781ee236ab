"""What the database itself writes when a name or a contact changes: a row without the value.

A verb says in whose name it writes (`written_by`); what comes another way, by an import or by SQL,
is the server's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pgtrigger
from django.db import connection

if TYPE_CHECKING:
    from egov.accounts.models.user import User

SERVER = "Pengelola server"  # by whom, where nobody said

# an account's first contact comes with the account and is no change of it
FIRST = """
    IF NOT EXISTS (SELECT FROM accounts_contact WHERE user_id = NEW.user_id AND id <> NEW.id)
       AND NOT EXISTS (SELECT FROM accounts_accountevent WHERE user_id = NEW.user_id)
    THEN RETURN NULL; END IF;
"""


def _noted(kind: str, *, row: str, user: str = "user_id", contact: str = "''") -> str:
    """The SQL that writes one row of the history and changes nothing else."""
    return f"""
    INSERT INTO accounts_accountevent (user_id, kind, contact_kind, office, done_by_id, done_at)
    VALUES (
        {row}.{user}, '{kind}', {contact},
        COALESCE(NULLIF(current_setting('accounts.office', true), ''), '{SERVER}'),
        NULLIF(current_setting('accounts.actor', true), '')::bigint,
        clock_timestamp()
    );
    RETURN NULL;
    """  # noqa: S608 - written into a migration, from this file's own words


def notes_names() -> list[pgtrigger.Trigger]:
    """For the table of people: a name that changed."""
    return [
        pgtrigger.Trigger(
            name="note_name",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf("name"),
            condition=pgtrigger.AnyChange("name"),
            func=_noted("name_changed", row="NEW", user="id"),
        )
    ]


def notes_contacts() -> list[pgtrigger.Trigger]:
    """For the table of contacts: one that was added, changed or taken off."""
    return [
        pgtrigger.Trigger(
            name="note_added",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            func=FIRST + _noted("contact_added", row="NEW", contact="NEW.kind"),
        ),
        pgtrigger.Trigger(
            name="note_changed",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf("value"),
            condition=pgtrigger.AnyChange("value"),
            func=_noted("contact_changed", row="NEW", contact="NEW.kind"),
        ),
        pgtrigger.Trigger(
            name="note_removed",
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            func=_noted("contact_removed", row="OLD", contact="OLD.kind"),
        ),
    ]


@contextmanager
def written_by(actor: User | None, office: str) -> Iterator[None]:
    """Within, a change of a name or contact is written as done by `actor` in `office`. For verbs.

    Not taken back after an error: the verb's transaction takes it back with everything else.
    """
    _say(str(actor.pk) if actor is not None else "", office)
    yield
    _say("", "")


def _say(actor: str, office: str) -> None:
    with connection.cursor() as cursor:
        for name, value in (("accounts.actor", actor), ("accounts.office", office)):
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
