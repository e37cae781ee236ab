"""The rows that the status page is made of, each kind in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import JSONObject, Left

from egov.areas.models import Area, Level
from infrastructure.models import (
    Asset,
    Check,
    Deployment,
    Incident,
    IncidentUpdate,
    MaintenanceTarget,
    MaintenanceWindow,
    OutageMember,
    StatusChange,
    visible_assets,
)
from infrastructure.vocabulary import IN_USE, Environment
from infrastructure.vocabulary_monitoring import IncidentState
from regulations.models import Application, LifeStep
from regulations.vocabulary import LifecycleState

APPLICATION, ASSET = "application", "asset"
DISTRICT_CODE = 8  # letters of "35.78.01"
AHEAD = timedelta(days=60)  # of planned work
IN_LIFE = (LifecycleState.PILOT, LifecycleState.LIVE, LifecycleState.SUSPENDED)
Key = tuple[str, int]


@dataclass(frozen=True)
class CheckRow:
    """A check and what it tells of; `deployed` are the groups of applications on its target."""

    pk: int
    target: int
    kind: str
    code: str
    name: str
    district: str
    is_public: bool
    application: dict[str, Any] | None
    deployed: list[dict[str, Any]]
    state: str
    changed_at: datetime | None
    cause: str  # of the open outage that it is in


def read_checks(today: date) -> list[CheckRow]:
    """Those that tell of something public: of a public thing, or of an application in use."""
    standing = Check.objects.filter(ended_at=None, target__status__in=IN_USE)
    district = Area.objects.current(today).level(Level.DISTRICT)
    rows: Any = standing.annotate(
        is_public=Case(When(visible_assets(None, "target__"), then=True), default=False),
        district=Subquery(
            district.filter(code=Left(OuterRef("target__area__code"), DISTRICT_CODE)).values(
                "name"
            )[:1]
        ),
        alive=_in_life(OuterRef("application")),
        deployed=ArraySubquery(_deployed()),
        cause=Subquery(
            OutageMember.objects.filter(
                of_check=OuterRef("pk"), left_at=None, outage__resolved_at=None
            ).values("outage__cause")[:1]
        ),
        shown_application=JSONObject(
            id="application_id",
            code="application__code",
            name="application__name",
            element="application__element",
        ),
    )
    rows = rows.order_by("pk").values_list(
        "pk",
        "target_id",
        "target__kind",
        "target__code",
        "target__name",
        "district",
        "is_public",
        "alive",
        "shown_application",
        "deployed",
        "now__state",
        "now__changed_at",
        "cause",
    )
    return [told for row in rows if (told := _check(row)) is not None]


def _check(row: Any) -> CheckRow | None:
    pk, target, kind, code, name, district, public, alive, shown, deployed, *rest = row
    state, changed_at, cause = rest
    application = shown if alive else None
    if not (public or application or deployed):
        return None
    return CheckRow(
        pk,
        target,
        kind,
        code,
        name,
        district or "",
        public,
        application,
        deployed,
        state or "new",
        changed_at,
        cause or "",
    )


def _in_life(application: Any) -> Exists:
    """Whether the last step of an application says that it is used."""
    last = LifeStep.objects.filter(application=OuterRef("pk")).order_by("-entered_on", "-id")
    rows = Application.objects.annotate(last=Subquery(last.values("life")[:1]))
    return Exists(rows.filter(Q(last=None) | Q(last__in=[*IN_LIFE]), pk=application))


def _deployed() -> Any:
    """Of the groups in production on the target of the outer check, what their service is."""
    rows = Deployment.objects.filter(
        device=OuterRef("target"), group__environment=Environment.PRODUCTION
    ).annotate(alive=_in_life(OuterRef("group__application")))
    return rows.filter(alive=True).values(
        told=JSONObject(
            group="group_id",
            least="group__min_up",
            id="group__application_id",
            code="group__application__code",
            name="group__application__name",
            element="group__application__element",
        )
    )


@dataclass(frozen=True)
class ChangeRow:
    changed_at: datetime
    before: str
    after: str


def read_changes(
    checks: Iterable[int], begin: datetime, end: datetime
) -> dict[int, list[ChangeRow]]:
    """Of each check, in their order."""
    rows = StatusChange.objects.filter(
        of_check__in=list(checks), changed_at__gte=begin, changed_at__lt=end
    )
    told: dict[int, list[ChangeRow]] = {}
    for check, at, before, after in rows.order_by("changed_at", "number").values_list(
        "of_check_id", "changed_at", "before", "after"
    ):
        told.setdefault(check, []).append(ChangeRow(at, before, after))
    return told


# -- planned work ----------------------------------------------------------------------------------


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
    lasting = Q(ended_at=None, ends_at__gt=begin) | Q(ended_at__gt=begin)
    meant = Q(maintenance=maintenance) if maintenance else Q(begins_at__lt=now + AHEAD)
    rows = MaintenanceWindow.objects.filter(lasting, meant).annotate(
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
    changed = [
        work.planned_at,
        getattr(work, "changed_at", None),
        work.cancelled_at,
        row.cancelled_at,
    ]
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


# -- incidents -------------------------------------------------------------------------------------


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


# -- one of them -----------------------------------------------------------------------------------


def public_service(code: str) -> tuple[str, str] | None:
    """(code, name) of a watched service that everybody may see; None for all else."""
    row = Application.objects.filter(code__iexact=code).filter(_watched_application()).first()
    if row is not None:
        return row.code, row.name
    assets = Asset.objects.visible_to(None).filter(status__in=IN_USE).at(code)
    asset = assets.filter(Exists(Check.objects.filter(target=OuterRef("pk"), ended_at=None)))
    found = asset.order_by("-code").first()
    return (found.code, found.name or found.code) if found is not None else None


def _watched_application() -> Q:
    own = Check.objects.filter(application=OuterRef("pk"), ended_at=None)
    servers = Check.objects.filter(
        target__device__deployments__group__application=OuterRef("pk"), ended_at=None
    )
    return Q(Exists(own)) | Q(Exists(servers))
