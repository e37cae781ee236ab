"""Planned work and public words of disturbances, as the status page tells them; a query each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from infrastructure.domain.status.rows import APPLICATION, ASSET, Key
from infrastructure.models import (
    Incident,
    IncidentUpdate,
    MaintenanceTarget,
    MaintenanceWindow,
    visible_assets,
)
from infrastructure.vocabulary_monitoring import IncidentState

AHEAD = timedelta(days=60)  # of planned work


@dataclass(frozen=True)
class WorkRow:
    """One time that announced work is done, as it was planned and as it was."""

    pk: int
    maintenance: int
    title: str
    reason: str
    begins_at: datetime
    ends_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None
    cancelled: bool
    cancelling_reason: str
    sequence: int
    changed_at: datetime
    things: frozenset[Key]
    is_running: bool
    is_over: bool

    def span(self, now: datetime) -> tuple[datetime, datetime]:
        """From when it really began until it really ended, or now."""
        begin = self.begun_at or self.begins_at
        return begin, self.ended_at or (now if self.is_running else self.ends_at)

    def has_begun(self, now: datetime) -> bool:
        return not self.cancelled and (self.begun_at or self.begins_at) <= now


def read_work(begin: datetime, now: datetime, *, maintenance: int = 0) -> list[WorkRow]:
    """What ended after `begin`, runs, or lies ahead, the next first; of one announcement all."""
    things = MaintenanceTarget.objects.filter(maintenance=OuterRef("maintenance"))
    events: Any = apps.get_model("infrastructure", "MaintenanceEvent")._default_manager
    history = events.filter(pgh_obj=OuterRef("maintenance"))  # when it was changed last
    lasting = Q(ended_at=None, ends_at__gt=begin) | Q(ended_at__gt=begin)
    meant = Q(maintenance=maintenance) if maintenance else Q(begins_at__lt=now + AHEAD)
    rows = MaintenanceWindow.objects.filter(lasting, meant).annotate(
        written_at=Subquery(history.order_by("-pgh_id").values("pgh_created_at")[:1]),
        assets=ArraySubquery(things.filter(asset__isnull=False).values("asset_id")),
        applications=ArraySubquery(
            things.filter(application__isnull=False).values("application_id")
        ),
    )
    rows = rows.select_related("maintenance").order_by("begins_at", "pk")
    return [_work(row, now) for row in rows]


def _work(row: Any, now: datetime) -> WorkRow:
    work = row.maintenance
    cancelled = row.cancelled_at is not None or work.cancelled_at is not None
    began = row.begun_at is not None or row.begins_at <= now
    late = row.begun_at is not None and row.ended_at is None  # longer than planned: it still runs
    running = not cancelled and began and row.ended_at is None and (late or now < row.ends_at)
    changed = [work.planned_at, row.written_at, row.cancelled_at]
    return WorkRow(
        pk=row.pk,
        maintenance=work.pk,
        title=work.title,
        reason=work.reason,
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
        cancelled=cancelled,
        cancelling_reason=work.cancelling_reason,
        sequence=work.sequence,
        changed_at=max(at for at in changed if at is not None),
        things=_things(row.assets, row.applications),
        is_running=running,
        is_over=cancelled or (began and not running),
    )


def _things(assets: Iterable[int], applications: Iterable[int]) -> frozenset[Key]:
    return frozenset({*((ASSET, pk) for pk in assets), *((APPLICATION, pk) for pk in applications)})


def public_codes(works: Iterable[int]) -> dict[int, list[str]]:
    """For each announcement the codes by which everybody may know what is meant; two queries."""
    keys = list(works)
    codes: dict[int, list[str]] = {key: [] for key in keys}
    targets = MaintenanceTarget.objects.filter(maintenance__in=keys)
    assets = targets.filter(visible_assets(None, "asset__"), asset__isnull=False)
    for key, code in assets.order_by("asset__code").values_list("maintenance", "asset__code"):
        codes[key].append(code.replace("/", "~"))
    applications = targets.filter(application__isnull=False).order_by("application__code")
    for key, code in applications.values_list("maintenance", "application__code"):
        codes[key].append(code)
    return codes


@dataclass(frozen=True)
class UpdateRow:
    word: str
    text: str
    written_at: datetime


@dataclass(frozen=True)
class IncidentRow:
    """What the editor told of a disturbance; the newest update first."""

    pk: int
    title: str
    state: str
    word: str
    cause: str
    opened_at: datetime
    closed_at: datetime | None
    updates: tuple[UpdateRow, ...]
    things: frozenset[Key]

    @property
    def changed_at(self) -> datetime:
        return max([self.opened_at, *(update.written_at for update in self.updates)])


def read_incidents(begin: datetime) -> list[IncidentRow]:
    """Those that are open or were opened since, the newest first."""
    updates = IncidentUpdate.objects.filter(incident=OuterRef("pk")).order_by("-id")
    told = JSONObject(state="state", text="text", at="written_at")
    rows = Incident.objects.filter(Q(closed_at=None) | Q(opened_at__gte=begin)).annotate(
        told=ArraySubquery(updates.values(told=told)),
        asset_ids=ArraySubquery(_through("assets", "asset_id")),
        application_ids=ArraySubquery(_through("applications", "application_id")),
    )
    return [_incident(row) for row in rows.order_by("-opened_at", "-pk")]


def _through(name: str, column: str) -> Any:
    rows = getattr(Incident, name).through.objects.filter(incident=OuterRef("pk"))
    return rows.values(column)


def _incident(row: Any) -> IncidentRow:
    updates = tuple(
        UpdateRow(IncidentState(u["state"]).label, u["text"], datetime.fromisoformat(u["at"]))
        for u in row.told
    )
    return IncidentRow(
        row.pk,
        row.title,
        row.state,
        IncidentState(row.state).label,
        row.cause_text,
        row.opened_at,
        row.closed_at,
        updates,
        _things(row.asset_ids, row.application_ids),
    )
