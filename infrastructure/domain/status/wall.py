"""What hangs on the wall: open outages by cause, what is not well and where, what nobody asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from egov.accounts.models import User
from egov.areas.frame import on_frame
from egov.areas.maps import WIDTH, Window
from egov.areas.models import Level, MapShape
from infrastructure.models import (
    Check,
    ExternalAlert,
    Heartbeat,
    Maintenance,
    MaintenanceWindow,
    Outage,
    Stoppage,
    reads_restricted,
)
from infrastructure.vocabulary import IN_USE
from infrastructure.vocabulary_monitoring import CauseKind, State

MOST = 100  # rows of a table
SILENT = timedelta(minutes=10)  # after which what was never asked is a fault of ours
LATE = timedelta(minutes=2)  # without a word of who asks, nothing is known of what is asked
NOT_WELL = (State.DOWN, State.DEGRADED, State.UNREACHABLE)
MARKS = {State.DOWN: "down", State.UNREACHABLE: "away", State.DEGRADED: "less"}
EDGE = 0.02
WORKERS = {"checker": "Pemeriksa portal", "engine": "Prometheus"}


@dataclass(frozen=True)
class Spot:
    """Something that is not well, where it stands; each mark has a shape of its own."""

    mark: str
    name: str
    x: int
    y: int


@dataclass(frozen=True)
class WallMap:
    window: Window
    ground: tuple[MapShape, ...]
    spots: tuple[Spot, ...]

    width = WIDTH


@dataclass(frozen=True)
class Worker:
    """Who asks, and when it was last at work."""

    name: str
    beaten_at: datetime
    is_late: bool


@dataclass(frozen=True)
class Wall:
    counts: list[tuple[State, int]]
    causes: list[tuple[str, list[Outage]]]
    not_well: list[Any]
    more: int
    never: list[Any]
    silent: int
    work: list[MaintenanceWindow]
    unknown: int
    workers: list[Worker]
    stoppage: Stoppage | None
    map: WallMap | None

    @property
    def late(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.is_late]


def read_wall(user: User, now: datetime) -> Wall:
    """As far as this person keeps or audits things; nine queries."""
    kept = Check.objects.administered_by(user)
    checks = kept.filter(ended_at=None, target__status__in=IN_USE)
    bad = checks.filter(now__state__in=NOT_WELL).select_related("target__area", "now")
    rows = list(bad.order_by("now__changed_at", "pk")[: MOST + 1])
    counted = Counter(dict(checks.order_by().values_list("now__state").annotate(Count("pk"))))
    silent = checks.active().filter(now__last_at=None, added_at__lt=now - SILENT)
    never = list(silent.select_related("target").order_by("pk")[: MOST + 1])
    everything = reads_restricted(user)
    work = MaintenanceWindow.objects.running().select_related("maintenance")
    if not everything:
        work = work.filter(maintenance__in=_own_work(user))
    return Wall(
        counts=[(state, counted[state]) for state in State if counted[state]],
        causes=_causes(user),
        not_well=rows[:MOST],
        more=max(0, sum(counted[state] for state in NOT_WELL) - MOST),
        never=never[:MOST],
        silent=len(never),
        work=list(work.order_by("ends_at")[:MOST]),
        unknown=ExternalAlert.objects.unknown().open().count() if everything else 0,
        workers=_workers(now),
        stoppage=Stoppage.objects.filter(resumed_at=None).first(),
        map=_map(rows),
    )


def _workers(now: datetime) -> list[Worker]:
    rows = Heartbeat.objects.filter(name__in=WORKERS).order_by("name")
    return [
        Worker(WORKERS[row.name], timezone.localtime(row.beaten_at), now - row.beaten_at > LATE)
        for row in rows
    ]


def _own_work(user: User) -> Any:
    return Maintenance.objects.administered_by(user).values("pk")


def _causes(user: User) -> list[tuple[str, list[Outage]]]:
    """The open outages by their cause, the one with the most behind it first."""
    rows = Outage.objects.administered_by(user).open().select_related("root", "maintenance")
    counted: Any = rows.annotate(many=Count("members", filter=Q(members__left_at=None)))
    causes: dict[str, list[Outage]] = {}
    for row in counted.order_by("-many", "began_at"):
        causes.setdefault(CauseKind(row.cause).label, []).append(row)
    return list(causes.items())


def _map(rows: Iterable[Any]) -> WallMap | None:
    """None where nothing that is not well has a point, or the region is not drawn."""
    placed = [row for row in rows if row.target.latitude is not None]
    if not placed:
        return None
    ground = MapShape.objects.filter(area__level=Level.DISTRICT).defer("geometry", "inner")
    shapes = tuple(ground.order_by("area__code"))
    if not shapes:
        return None
    edges = (
        min(shape.west for shape in shapes),
        min(shape.north for shape in shapes),
        max(shape.east for shape in shapes),
        max(shape.south for shape in shapes),
    )
    window = Window.around(edges, EDGE)
    return WallMap(window, shapes, tuple(_spot(window, row) for row in placed))


def _spot(window: Window, row: Any) -> Spot:
    target = row.target
    x, y = window.at(*on_frame(target.latitude, target.longitude))
    name = f"{target.code}: {row.now.get_state_display()}"
    return Spot(MARKS[State(row.now.state)], name, x, y)
