"""When a part is started again: a clock in the hand, parts that are no processes."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from egov.embedded.part import FIRST_WAIT, LONGEST_WAIT, PATIENCE, STEADY, Part
from egov.embedded.process import Child, StartupError


class Fake:
    """A child that runs when told to, and when it was started."""

    name, log = "Bagian", Path("bagian.log")

    def __init__(self, *, lives: bool = False, ready: bool = False) -> None:
        self.lives, self.is_ready = lives, ready
        self.alive, self.starts, self.lines = True, list[float](), list[str]()
        self.now, self.broken = 0.0, ""
        child = cast(Child, self)
        self.part = Part(child, lambda: self.is_ready, self.launch, self.lines.append, 0.0)

    def running(self) -> bool:
        return self.alive

    def tail(self) -> str:
        return ""

    def launch(self) -> None:
        self.starts.append(self.now)
        if self.broken:
            raise StartupError(self.broken)
        self.alive = self.lives

    def pass_time(self, seconds: float) -> None:
        """Looks every half second."""
        for _ in range(int(2 * seconds)):
            self.now += 0.5
            self.part.tick(self.now)

    def fall(self) -> float:
        """Dies, is started again, and lives; after how long."""
        self.alive = False
        began, before = self.now, len(self.starts)
        while len(self.starts) == before:
            self.pass_time(0.5)
        return self.starts[-1] - began - 0.5  # its death is seen at the next look


def test_the_waits_double_up_to_half_a_minute() -> None:
    fake = Fake(lives=True, ready=True)
    waits = []
    for _ in range(7):
        waits.append(fake.fall())
        fake.pass_time(1)  # ready for a moment, which is no while
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert (FIRST_WAIT, LONGEST_WAIT) == (1, 30)


def test_after_a_while_of_being_ready_the_waits_begin_anew() -> None:
    fake = Fake(lives=True, ready=True)
    assert [fake.fall() for _ in range(3)] == [1, 2, 4]
    fake.pass_time(STEADY + 1)
    assert fake.fall() == 1


def test_running_without_being_ready_does_not_shorten_the_wait() -> None:
    fake = Fake(lives=True)
    fake.fall()
    fake.pass_time(STEADY + 1)
    assert fake.fall() == 2


def test_every_restart_is_one_line_and_says_which_part_and_where_its_log_is() -> None:
    fake = Fake(lives=True, ready=True)
    for _ in range(3):
        fake.fall()
        fake.pass_time(2)
    line = "! Bagian berhenti sendiri; dijalankan lagi dalam {} detik. Catatannya: bagian.log"
    assert fake.lines == [line.format(wait) for wait in (1, 2, 4)]


@pytest.mark.parametrize("lives", [True, False])
def test_a_part_that_is_not_ready_once_in_two_minutes_ends_the_demo(lives: bool) -> None:
    fake = Fake(lives=lives)
    fake.alive = lives
    fake.pass_time(PATIENCE - 1)
    with pytest.raises(StartupError, match="Bagian belum siap juga setelah 120 detik"):
        fake.pass_time(2)


def test_a_part_that_falls_ever_again_but_was_ready_does_not_end_the_demo() -> None:
    fake = Fake(lives=True, ready=True)
    while fake.now < 5 * PATIENCE:
        fake.fall()
        fake.pass_time(1)
    assert len(fake.starts) > 15


def test_a_start_that_fails_is_told_and_tried_again() -> None:
    fake = Fake(lives=True, ready=True)
    fake.broken = "sisanya masih ada"
    fake.fall()
    fake.broken = ""
    fake.pass_time(3)
    assert fake.alive
    assert "(sisanya masih ada)" in fake.lines[1]


def test_time_is_counted_from_the_last_moment_it_was_ready() -> None:
    fake = Fake(lives=True, ready=True)
    fake.pass_time(10 * PATIENCE)
    fake.lives = fake.alive = fake.is_ready = False
    fake.pass_time(PATIENCE - 1)
    with pytest.raises(StartupError):
        fake.pass_time(2)
