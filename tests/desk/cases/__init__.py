"""For every action of the desk: an object that is ready for it, who does it, and who may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from tests.town import Town


@dataclass(frozen=True)
class Case:
    """`given` is what a form of the action holds, under the names of its fields; `shows`: what the
    answer of an action tells that changes nothing."""

    obj: Any
    own: User
    others: tuple[User, ...]
    given: dict[str, Any] = field(default_factory=dict)
    page: str = "tindakan"  # of the object
    shows: str = ""


Prepared = Callable[[Town], Case]
CASES: dict[type[DeskAction], Prepared] = {}


def ready_for(action: type[DeskAction]) -> Callable[[Prepared], Prepared]:
    def register(prepare: Prepared) -> Prepared:
        CASES[action] = prepare
        return prepare

    return register
