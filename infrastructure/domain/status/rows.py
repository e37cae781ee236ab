"""The rows that the status page is made of, each kind in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import JSONObject, Left

from egov.areas.models import Area, Level
from infrastructure.models import (
    Asset,
    Check,
    Deployment,
    OutageMember,
    StatusChange,
    visible_assets,
)
from infrastructure.vocabulary import IN_USE, Environment
from regulations.models import Application, LifeStep
from regulations.vocabulary import LifecycleState

APPLICATION, ASSET = "application", "asset"
DISTRICT_CODE = 8  # letters of "35.78.01"
IN_LIFE = (LifecycleState.PILOT, LifecycleState.LIVE, LifecycleState.SUSPENDED)
Key = tuple[str, int]
_COLUMNS = (
    "pk",
    "target_id",
    "target__kind",
    "target__code",
    "target__name",
    "district",
    "target__area__code",
    "is_public",
    "alive",
    "shown_application",
    "deployed",
    "now__state",
    "now__changed_at",
    "cause",
)


@dataclass(frozen=True, order=True)
class District:
    code: str
    name: str


@dataclass(frozen=True)
class CheckRow:
    """A check and what it tells of; `deployed` are the groups of applications on its target."""

    pk: int
    target: int
    kind: str
    code: str
    name: str
    district: District | None  # where it stands; None for the whole region
    is_public: bool
    application: dict[str, Any] | None
    deployed: list[dict[str, Any]]
    state: str
    changed_at: datetime | None
    cause: str  # of the open outage that it is in


def read_checks(today: date) -> list[CheckRow]:
    """Those that tell of something public: of a public thing, or of an application in use."""
    rows = _annotated(today).order_by("pk").values_list(*_COLUMNS)
    return [told for row in rows if (told := _check(row)) is not None]


def _annotated(today: date) -> Any:
    standing = Check.objects.filter(ended_at=None, target__status__in=IN_USE)
    district = Area.objects.current(today).level(Level.DISTRICT)
    return standing.annotate(
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


def _check(row: Any) -> CheckRow | None:
    pk, target, kind, code, name, district, area, public, alive, shown, deployed, *rest = row
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
        District(area[:DISTRICT_CODE], district) if district else None,
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
