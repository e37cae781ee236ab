"""One part of the demo under watch: it is started again when it dies, and not in haste."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from egov.embedded.process import Child, StartupError

FIRST_WAIT = 1.0  # seconds; doubled with every fall
LONGEST_WAIT = 30.0
STEADY = 60.0  # ready for so long, the next fall waits FIRST_WAIT again
PATIENCE = 120.0  # not ready even once within so long, the demo ends


@dataclass
class Part:
    """`launch` starts the child and does not wait; `ready` says whether it does its work."""

    child: Child
    ready: Callable[[], bool]
    launch: Callable[[], None]
    say: Callable[[str], None]
    missing_since: float
    ready_at: float | None = None
    due: float | None = field(default=None, init=False)  # when it is started again
    wait: float = field(default=FIRST_WAIT, init=False)

    def tick(self, now: float) -> None:
        """Looks once. Raises StartupError when the part has been missed for too long."""
        if self.due is not None:
            if now >= self.due:
                self._start_again(now)
        elif not self.child.running():
            self._fallen(now)
        elif self.ready_at is None:
            self.ready_at = now if self.ready() else None
        elif now - self.ready_at >= STEADY:
            self.wait = FIRST_WAIT
        if self.ready_at is None and now - self.missing_since >= PATIENCE:
            name, log = self.child.name, self.child.log
            sentence = f"{name} belum siap juga setelah {PATIENCE:.0f} detik. "
            raise StartupError(f"{sentence}Lihat catatannya: {log}{self.child.tail()}")

    def _start_again(self, now: float) -> None:
        self.due = None
        try:
            self.launch()
        except StartupError as error:
            self._fallen(now, f" ({error})")

    def _fallen(self, now: float, why: str = "") -> None:
        if self.ready_at is not None:
            self.ready_at, self.missing_since = None, now
        self.due = now + self.wait
        fell = f"! {self.child.name} berhenti sendiri{why}"
        again = f"dijalankan lagi dalam {self.wait:.0f} detik"
        self.say(f"{fell}; {again}. Catatannya: {self.child.log}")
        self.wait = min(2 * self.wait, LONGEST_WAIT)
