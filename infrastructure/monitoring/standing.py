"""What stands and what fell, as all that is watched says now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import F, Max

from infrastructure.models import CheckState, Heartbeat, Outage, OutageMember
from infrastructure.vocabulary import IN_USE
from infrastructure.vocabulary_monitoring import Outcome, Runner, State

ENGINE = "engine"  # the heartbeat of an engine: any word from it
# from an asking that failed to the engine's word of it, as engine/configuration.py sets it up
ENGINE_LAG = timedelta(seconds=21)
FALLEN = (State.DOWN, State.UNREACHABLE)
EVER, NEVER = datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)


class Watched(NamedTuple):
    """One check with its target."""

    of_check: int
    asset: int
    kind: str
    runner: str
    application: int | None
    severity: int
    state: str
    number: int
    changed_at: datetime
    failures: int
    failed_at: datetime | None
    last_at: datetime | None
    last_outcome: str
    is_flapping: bool
    interval_s: int

    @property
    def is_failing(self) -> bool:
        """It failed and will be asked again before it counts."""
        return self.failures > 0 and self.state not in FALLEN


@dataclass(frozen=True)
class Board:
    """All checks that are asked; of those that fell, in which open outage they are.

    A thing is down when none of its checks answers. What answers in one way lives, whatever
    else of it fails.
    """

    watched: tuple[Watched, ...]
    outages: Mapping[int, Outage]
    outage_by_check: Mapping[int, int]
    left: Mapping[int, datetime]  # when a check last left an outage that ended without it
    engine_at: datetime | None = None  # when an engine last told us anything at all

    @cached_property
    def assets(self) -> frozenset[int]:
        return frozenset(w.asset for w in self.watched)

    @cached_property
    def failing(self) -> tuple[Watched, ...]:
        return tuple(w for w in self.watched if w.state in FALLEN)

    @property
    def outage_of_root(self) -> Mapping[int | None, Outage]:
        return {outage.root_id: outage for outage in self.outages.values()}

    @property
    def outage_of_check(self) -> Mapping[int, Outage]:
        return {check: self.outages[key] for check, key in self.outage_by_check.items()}

    def without_outage(self) -> list[Watched]:
        return [w for w in self.failing if w.of_check not in self.outage_by_check]

    def since(self, watched: Watched) -> datetime:
        """Since when it is asked why this is down: its failure, or the end of another's outage."""
        began = watched.failed_at or watched.changed_at
        left = self.left.get(watched.of_check)
        return max(began, left) if left else began

    @cached_property
    def _by_asset(self) -> Mapping[int, list[Watched]]:
        checks: dict[int, list[Watched]] = defaultdict(list)
        for watched in self.watched:
            if watched.state not in (State.NEW, State.PAUSED):
                checks[watched.asset].append(watched)
        return checks

    def checks_of(self, asset: int) -> Sequence[Watched]:
        """Those of this thing that have a word to say; what is new or paused has none."""
        return self._by_asset.get(asset, ())

    def down(self) -> frozenset[int]:
        each = self._by_asset.items()
        return frozenset(asset for asset, checks in each if all(w.state in FALLEN for w in checks))

    def last_heard(self, watched: Watched) -> datetime | None:
        """When it was last known what it is.

        An engine tells of failures. Its silence is health, of as long ago as it takes to ask and
        to tell.
        """
        if watched.runner == Runner.ENGINE and self.engine_at is not None:
            silent = self.engine_at - timedelta(seconds=watched.interval_s) - ENGINE_LAG
            return max(silent, watched.last_at or silent)
        return watched.last_at

    def known_until(self, watched: Watched) -> datetime:
        """Up to when it is known what this is; EVER where asking would tell nothing new.

        One that fell before is known from its failure on; where its cause is gone it is asked anew
        whether it came back too.
        """
        if watched.state in FALLEN:
            seen = watched.last_at is None or watched.last_at >= self.since(watched)
            return EVER if seen else NEVER
        if watched.last_outcome == Outcome.NOT_RUN:
            return EVER
        return NEVER if watched.is_failing else self.last_heard(watched) or NEVER

    def unheard_since(self, moment: datetime) -> frozenset[int]:
        """Those that an engine asks and that stood when it was last known, before this moment."""
        return frozenset(
            w.asset
            for w in self.watched
            if w.runner == Runner.ENGINE
            and w.state in (State.UP, State.DEGRADED)
            and self.known_until(w) < moment
        )

    def alive_since(self, moment: datetime) -> frozenset[int]:
        """Those of which something answered after this moment."""
        return frozenset(
            w.asset
            for w in self.watched
            if w.state in (State.UP, State.DEGRADED)
            and w.failures == 0
            and w.last_outcome != Outcome.NOT_RUN
            and (last := self.last_heard(w)) is not None
            and last >= moment
        )


def read_board() -> Board:
    """Five queries, whatever the number."""
    of = "of_check__"
    rows = CheckState.objects.filter(
        of_check__ended_at=None, of_check__paused_at=None, of_check__target__status__in=IN_USE
    ).values_list(
        "of_check_id",
        f"{of}target_id",
        f"{of}kind",
        f"{of}runner",
        f"{of}application_id",
        f"{of}severity",
        "state",
        "number",
        "changed_at",
        "failures",
        "failed_at",
        "last_at",
        "last_outcome",
        "is_flapping",
        f"{of}interval_s",
    )
    watched = tuple(Watched(*row) for row in rows)
    outages = {outage.pk: outage for outage in Outage.objects.open()}
    members = OutageMember.objects.filter(left_at=None).values_list("of_check_id", "outage_id")
    fallen = [w.of_check for w in watched if w.state in FALLEN]
    left = OutageMember.objects.filter(of_check__in=fallen, left_at=F("outage__resolved_at"))
    return Board(
        watched,
        outages,
        {check: outage for check, outage in members if outage in outages},
        dict(left.values_list("of_check_id").annotate(at=Max("left_at"))),
        Heartbeat.objects.filter(name=ENGINE).values_list("beaten_at", flat=True).first(),
    )
