"""Django's migrate, as the owner of the tables.

Afterwards the running role gets its rights on what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import transaction
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from egov.verbs.owner import as_owner
from egov.verbs.records import grant_rights

Forwards = Callable[[Any, str, ProjectState], None]


def _keeping_classes(forwards: Forwards) -> Forwards:
    """The operation, without making the models' classes anew: no trigger changes a class."""

    def state_forwards(self: Any, app_label: str, state: ProjectState) -> None:
        made = state.__dict__.pop("apps", None)
        forwards(self, app_label, state)
        if made is not None:
            state.__dict__["apps"] = made

    return state_forwards


@contextmanager
def quick_triggers(operation: Any) -> Iterator[None]:
    """With hundreds of triggers the classes that are made anew are a third of a migration's time.

    What the state holds of a model is the same; only its class of the moment stays.
    """
    forwards = operation.state_forwards
    operation.state_forwards = _keeping_classes(forwards)
    try:
        yield
    finally:
        operation.state_forwards = forwards


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner(), ExitStack() as quick:
            quick.enter_context(quick_triggers(AddTrigger))
            quick.enter_context(quick_triggers(RemoveTrigger))
            super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                with transaction.atomic():
                    grant_rights()
