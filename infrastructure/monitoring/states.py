"""What a check becomes by one more result: a pure function of time and of what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from infrastructure.vocabulary_monitoring import Outcome, State

RECHECK = timedelta(seconds=10)  # after a first failure
FLAPS = 6  # so many changes within FLAP_WINDOW are no outage, but a thing that flaps
CALM = 2  # with so few it has become calm; between the two it stays what it was
FLAP_WINDOW = timedelta(minutes=30)


@dataclass(frozen=True)
class Observation:
    """What came of asking. `settled`: who tells it has already counted (an engine's alert)."""

    of_check_id: int
    at: datetime
    outcome: Outcome
    code: str = ""
    latency_ms: float | None = None
    settled: bool = False


@dataclass(frozen=True)
class Standing:
    """What a check is. `failed_at`: the first of the failures that follow each other now."""

    state: State
    changed_at: datetime
    failures: int = 0
    failed_at: datetime | None = None
    is_flapping: bool = False


def after(was: Standing, seen: Observation, failures_to_down: int) -> Standing:
    """What it is now. A change is never earlier than the one before, whatever the clock says.

    What could not be run says nothing of the target; what is paused is not moved by results.
    An unreachable one that still fails stays unreachable: its cause was found.
    """
    if seen.outcome == Outcome.NOT_RUN or was.state == State.PAUSED:
        return was
    if seen.outcome == Outcome.FAIL:
        failures = was.failures + 1
        failing = replace(was, failures=failures, failed_at=was.failed_at or seen.at)
        fell = seen.settled or failures >= failures_to_down
        if not fell or was.state in (State.DOWN, State.UNREACHABLE):
            return failing
        return _become(failing, State.DOWN, seen.at)
    well = replace(was, failures=0, failed_at=None)
    return _become(well, State.UP if seen.outcome == Outcome.OK else State.DEGRADED, seen.at)


def _become(standing: Standing, state: State, at: datetime) -> Standing:
    if standing.state == state:
        return standing
    return replace(standing, state=state, changed_at=max(at, standing.changed_at))


def flaps(changes: Sequence[datetime], now: datetime, *, flapped: bool) -> bool:
    """Whether something went up and down so often of late that no one change means much.

    Once it `flapped`, only when it is calm it does no more.
    """
    many = sum(now - FLAP_WINDOW <= moment <= now for moment in changes)
    return many > CALM if flapped else many >= FLAPS


def next_due(of_check_id: int, interval_s: int, now: datetime) -> datetime:
    """The next moment of a check's own beat.

    Each has its own place within its interval, so that after a pause of the whole machine they
    spread again within one round.
    """
    place = (of_check_id * 7919) % interval_s
    since = int(now.timestamp()) - place
    beat = (since // interval_s + 1) * interval_s + place
    return now + timedelta(seconds=beat - now.timestamp())


def due_after(
    now_is: Standing, seen: Observation, interval_s: int, failures_to_down: int
) -> datetime:
    """When it is asked next: soon after a first failure, else at its own beat."""
    if seen.outcome == Outcome.FAIL and now_is.failures < failures_to_down:
        return seen.at + min(RECHECK, timedelta(seconds=interval_s))
    return next_due(seen.of_check_id, interval_s, seen.at)
