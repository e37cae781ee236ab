"""An account goes for good, with what only it holds.

What others rely on, a proposal or a decision, keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import CASCADE

from egov.accounts.models import AccountEvent, Residence, User

# the running role may not delete these; accounts_forget may
BY_FUNCTION = (Residence, AccountEvent)


def _relations() -> Iterator[Any]:
    """Everything that points at an account, histories aside: they keep only a number."""
    for relation in User._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        model: Any = relation.related_model
        managed = model._meta.concrete_model._meta.managed
        if managed and not hasattr(model, "pgh_tracked_model"):
            yield relation


def spoken_of(user: User) -> bool:
    """Whether a row that outlives the account names this person.

    Their own history goes with them.
    """
    for relation in _relations():
        if relation.on_delete is CASCADE or not relation.field.db_constraint:
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: user.pk})
        if relation.related_model is AccountEvent:
            rows = rows.exclude(user=user)
        if rows.exists():
            return True
    return False


@transaction.atomic
def forget(user: User) -> None:
    """Deletes the account and what it alone holds.

    The caller has asked `spoken_of`; the database refuses otherwise.
    """
    for relation in _relations():
        model = relation.related_model
        if relation.on_delete is CASCADE and model not in BY_FUNCTION:
            model._base_manager.filter(**{relation.field.name: user.pk}).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_forget(%s)", [user.pk])
