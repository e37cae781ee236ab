"""A connection to Valkey that does not ask again at once what did not answer.

One that is frozen, not dead, takes each question and answers none: without this every question of
a page waits out its own time, and a page asks many.
"""

from __future__ import annotations

import time
from typing import Any, ClassVar

from redis.connection import Connection
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

AWAY = 5.0  # seconds for which it counts as away


class PatientConnection(Connection):
    """After the first time-out every question of this process is refused at once, for AWAY."""

    away_until: ClassVar[float] = 0.0  # of time.monotonic()

    def connect(self) -> None:
        self._refuse_while_away()
        try:
            super().connect()  # type: ignore[no-untyped-call]
        except NoAnswer:
            self._count_as_away()
            raise

    def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        self._refuse_while_away()
        try:
            super().send_packed_command(command, check_health)  # type: ignore[no-untyped-call]
        except NoAnswer:
            self._count_as_away()
            raise

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().read_response(*args, **kwargs)
        except NoAnswer:
            self._count_as_away()
            raise

    def _refuse_while_away(self) -> None:
        if time.monotonic() < PatientConnection.away_until:
            raise NoConnection("away")

    def _count_as_away(self) -> None:
        PatientConnection.away_until = time.monotonic() + AWAY
