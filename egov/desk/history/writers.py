"""By which office somebody wrote: told by the room that keeps offices, above this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol


class Writers(Protocol):
    """Some people, and what each was when they wrote. Never a name."""

    def at(self, person: int | None, moment: datetime) -> str:
        """ "Lurah Kebraon"; of None (a task, a command) a word for nobody."""


WritersOf = Callable[[Iterable[int | None], int | None, bool], Writers]
_writers_of: list[WritersOf] = []


def tells_writers(function: WritersOf) -> WritersOf:
    """Registers who can tell of people (ids), of whose account is read (or None), with numbers."""
    _writers_of[:] = [function]
    return function


def writers_of(people: Iterable[int | None], *, owner: int | None, accounts: bool) -> Writers:
    """What these people were; `owner` is whose account is read of."""
    return _writers_of[0](people, owner, accounts)
