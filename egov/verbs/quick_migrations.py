"""Migrations in a tenth of the time: a step makes anew only the class that it changes.

Django makes every related class anew after each step, a hundred and more of them in a portal whose
tables all lead to a person or an area. What a step needs of the others are their tables and
columns, and those the old classes tell as well; who refers to a table Django finds by its label.
Before Python code runs, Django's own `is_delayed` has all of them made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

Forwards = Callable[[Any, str, ProjectState], None]
OF_NO_CLASS = (AddTrigger, RemoveTrigger)


def _reload_one(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
    del delay  # every one is
    if "apps" not in state.__dict__:
        return
    state.is_delayed = True
    state._reload({(app_label, model_name)})


def _keeping_classes(forwards: Forwards) -> Forwards:
    """The operation, without making a class anew: no trigger changes one."""

    def state_forwards(self: Any, app_label: str, state: ProjectState) -> None:
        made = state.__dict__.pop("apps", None)
        forwards(self, app_label, state)
        if made is not None:
            state.__dict__["apps"] = made

    return state_forwards


@contextmanager
def quick_migrations() -> Iterator[None]:
    """Within it Django's migrations make one class anew at a step; the tables become the same."""
    with ExitStack() as changes:
        changes.enter_context(_instead(ProjectState, "reload_model", _reload_one))
        for kind in OF_NO_CLASS:
            kept = _keeping_classes(kind.state_forwards)
            changes.enter_context(_instead(kind, "state_forwards", kept))
        yield


@contextmanager
def _instead(owner: type, name: str, other: Callable[..., Any]) -> Iterator[None]:
    usual = getattr(owner, name)
    setattr(owner, name, other)
    try:
        yield
    finally:
        setattr(owner, name, usual)
