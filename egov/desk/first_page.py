"""The desk's first page: what waits for this person, then the rooms of the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from egov.desk.predicates import is_superuser
from egov.portal.declarations import DeskRoom, Place
from egov.portal.joining import desk_rooms, panels

if TYPE_CHECKING:
    from egov.accounts.models import User

COUNT_UP_TO = 1000


@dataclass(frozen=True)
class Door:
    """A room as its link shows it; `count` is None where nothing is counted."""

    room: DeskRoom
    address: str
    count: int | None

    @property
    def countless(self) -> bool:
        """Whether there are more than were counted."""
        return self.count is not None and self.count > COUNT_UP_TO


def few(rows: Any) -> int:
    """How many rows there are, counted to the limit and one more: no page counts a million."""
    return int(rows.order_by()[: COUNT_UP_TO + 1].count())


def waiting_panels(request: HttpRequest) -> list[dict[str, Any]]:
    """What each app shows this person of what waits, in order, with the panel's template."""
    shown = []
    for panel in panels(Place.DESK):
        context = panel.context(request, None)
        if context is not None:
            shown.append({"template": panel.template, **context})
    return shown


def doors_for(user: User) -> dict[str, list[Door]]:
    """The rooms of the offices that this person holds by their heading, those without one first.

    The installation's first administrator holds none, and finds the administrator's.
    """
    roles = user.roles() | ({"administrator"} if is_superuser(user) else set())
    rooms = [room for room in desk_rooms() if _opens(room, user, roles)]
    doors: dict[str, list[Door]] = {}
    for room in sorted(rooms, key=lambda room: room.group != ""):
        doors.setdefault(room.group, []).append(_door(room, user))
    return doors


def _opens(room: DeskRoom, user: User, roles: set[str]) -> bool:
    if roles.intersection(room.offices):
        return True
    return room.allows is not None and room.allows(user)


def _door(room: DeskRoom, user: User) -> Door:
    query = f"?{room.query}" if room.query else ""
    count = room.count(user) if room.count else None
    return Door(room, reverse(room.url_name) + query, count)
