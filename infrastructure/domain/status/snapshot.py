"""What the status page tells, read at once: services with their 90 days, work, incidents.

Only what everybody may know. Four queries, however many services there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from infrastructure.domain.status.rows import (
    APPLICATION,
    ASSET,
    ChangeRow,
    CheckRow,
    District,
    Key,
    read_changes,
    read_checks,
)
from infrastructure.domain.status.spans import (
    Group,
    Span,
    Tally,
    Told,
    day_edges,
    history,
    month_edges,
    tally,
    with_maintenance,
)
from infrastructure.domain.status.told import IncidentRow, WorkRow, read_incidents, read_work
from infrastructure.vocabulary import AssetKind
from infrastructure.vocabulary_monitoring import CauseKind
from regulations.vocabulary import ServiceElement

NOT_WELL = (Told.DOWN, Told.DEGRADED, Told.UNREACHABLE)
WORDS = {
    Told.UNKNOWN: "belum diketahui",
    Told.UP: "berjalan",
    Told.MAINTENANCE: "pemeliharaan",
    Told.UNREACHABLE: "tidak terjangkau",
    Told.DEGRADED: "terganggu sebagian",
    Told.DOWN: "terganggu",
}
TONES = {
    Told.UNKNOWN: "muted",
    Told.UP: "good",
    Told.MAINTENANCE: "wait",
    Told.UNREACHABLE: "wait",
    Told.DEGRADED: "wait",
    Told.DOWN: "stop",
}


@dataclass(frozen=True)
class Month:
    begins_on: date
    tally: Tally


@dataclass
class Service:
    """A service as the public is told of it; `code` is that of an application or an asset."""

    kind: str  # "application", or a kind of asset
    pk: int
    code: str
    name: str
    url: str
    group: str
    district: District | None = None  # None: it is for the whole region
    told: Told = Told.UNKNOWN
    since: datetime | None = None
    cause: str = ""
    days: list[Tally] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)
    whole: Tally = field(default_factory=Tally)
    work: list[WorkRow] = field(default_factory=list)
    incidents: list[IncidentRow] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return (APPLICATION if self.kind == APPLICATION else ASSET, self.pk)

    @property
    def path(self) -> str:
        return self.code.replace("/", "~")

    @property
    def word(self) -> str:
        return WORDS[self.told]

    @property
    def tone(self) -> str:
        return TONES[self.told]

    @property
    def is_well(self) -> bool:
        return self.told not in NOT_WELL

    @property
    def share(self) -> float | None:
        return self.whole.share

    @property
    def running(self) -> WorkRow | None:
        """The planned work that lies over it now."""
        return next((w for w in self.work if w.is_running), None)


@dataclass(frozen=True)
class ServiceGroup:
    """Services of one element, or things of one kecamatan or of the whole region."""

    name: str
    district: District | None
    services: tuple[Service, ...]

    @property
    def not_well(self) -> list[Service]:
        return [service for service in self.services if not service.is_well]

    @property
    def watched(self) -> list[Service]:
        return [service for service in self.services if service.told != Told.UNKNOWN]


@dataclass
class Snapshot:
    at: datetime
    services: list[Service]
    work: list[WorkRow]
    incidents: list[IncidentRow]

    @property
    def groups(self) -> list[ServiceGroup]:
        grouped: dict[tuple[str, District | None], list[Service]] = {}
        for service in self.services:
            grouped.setdefault((service.group, service.district), []).append(service)
        return [ServiceGroup(*key, tuple(each)) for key, each in grouped.items()]

    @property
    def everywhere(self) -> ServiceGroup:
        """What has no place of its own: it concerns everybody."""
        placeless = (service for service in self.services if service.district is None)
        return ServiceGroup("Seluruh daerah", None, tuple(placeless))

    def of(self, group: ServiceGroup) -> Snapshot:
        """What concerns this group alone."""
        keys = {service.key for service in group.services}
        work = [row for row in self.work if row.things & keys]
        incidents = [row for row in self.incidents if row.things & keys]
        return Snapshot(self.at, list(group.services), work, incidents)

    @property
    def not_well(self) -> list[Service]:
        return [service for service in self.services if not service.is_well]

    @property
    def watched(self) -> list[Service]:
        return [service for service in self.services if service.told != Told.UNKNOWN]


def read_snapshot(now: datetime) -> Snapshot:
    zone = ZoneInfo(settings.TIME_ZONE)
    today = timezone.localdate(now)
    months = month_edges(today, zone)
    checks = read_checks(today)
    services, members = _services(checks)
    changes = read_changes([row.pk for row in checks], months[0], now)
    work = _of_public(read_work(months[0], now), services)
    incidents = _of_public(read_incidents(months[0]), services)
    known = {row.pk: row for row in checks}
    for key, service in services.items():
        service.work = [row for row in work if key in row.things]
        service.incidents = [row for row in incidents if key in row.things]
        _count(service, members[key], known, changes, (months[0], now), zone)
    rows = sorted(services.values(), key=_order)
    return Snapshot(now, rows, work, incidents)


def _order(service: Service) -> tuple[Any, ...]:
    """Services for citizens first, then the other applications, then places by kecamatan."""
    elements = [ServiceElement.SERVICE.label, ServiceElement.DEVELOPMENT.label]
    first = elements.index(service.group) if service.group in elements else len(elements)
    kind = "" if service.kind == APPLICATION else service.kind
    return (first, service.group, kind, service.name.lower(), service.code)


def _of_public(rows: Iterable[Any], services: Mapping[Key, Service]) -> list[Any]:
    """Those that are about something that is told; of others the public hears nothing."""
    return [row for row in rows if row.things & services.keys()]


def _services(checks: Sequence[CheckRow]) -> tuple[dict[Key, Service], dict[Key, list[Group]]]:
    """The services that checks tell of, and which of these must answer for each."""
    services: dict[Key, Service] = {}
    own: dict[Key, list[int]] = {}
    servers: dict[Key, dict[int, tuple[int, list[int]]]] = {}
    for row in checks:
        if row.application is not None:
            key = _application(services, row.application)
            own.setdefault(key, []).append(row.pk)
        for part in row.deployed:
            key = _application(services, part)
            group = servers.setdefault(key, {}).setdefault(part["group"], (part["least"], []))
            group[1].append(row.pk)
        if row.is_public and row.application is None:
            key = _asset(services, row)
            own.setdefault(key, []).append(row.pk)
    groups = {}
    for key in services:
        if key in own:
            groups[key] = [Group(tuple(own[key]), len(own[key]), partly=True)]
        else:
            each = servers[key].values()
            groups[key] = [Group(tuple(members), least) for least, members in each]
    return services, groups


def _application(services: dict[Key, Service], facts: Mapping[str, Any]) -> Key:
    key = (APPLICATION, facts["id"])
    if key not in services:
        group = ServiceElement(facts["element"]).label
        url = f"/aplikasi/{facts['code']}/"
        services[key] = Service(APPLICATION, facts["id"], facts["code"], facts["name"], url, group)
    return key


def _asset(services: dict[Key, Service], row: CheckRow) -> Key:
    key = (ASSET, row.target)
    if key not in services:
        name = row.name or f"{AssetKind(row.kind).label} {row.code}"
        group = f"Kecamatan {row.district.name}" if row.district else "Seluruh daerah"
        path = row.code.replace("/", "~")
        url = f"/infrastruktur/aset/{path}/"
        services[key] = Service(row.kind, row.target, row.code, name, url, group, row.district)
    return key


def _count(
    service: Service,
    groups: Sequence[Group],
    checks: Mapping[int, CheckRow],
    changes: Mapping[int, list[ChangeRow]],
    reach: tuple[datetime, datetime],
    zone: ZoneInfo,
) -> None:
    """What it is now and since when, and its days and months."""
    begin, now = reach
    mine = [checks[c] for group in groups for c in group.checks]
    first = {row.pk: _first(row, changes.get(row.pk, ()), begin) for row in mine}
    rows = {row.pk: [(c.changed_at, c.after) for c in changes.get(row.pk, ())] for row in mine}
    spans: list[Span] = history(groups, first, rows, begin, now)
    spans = with_maintenance(spans, (row.span(now) for row in service.work if row.has_begun(now)))
    today = timezone.localdate(now)
    edges = month_edges(today, zone)
    service.days = tally(spans, day_edges(today, zone))
    months = tally(spans, edges)
    service.months = [Month(e.date(), m) for e, m in zip(edges, months, strict=False)]
    for day in service.days:
        for told, seconds in day.seconds.items():
            service.whole.add(told, seconds)
    if spans:
        service.told, service.since = spans[-1].told, spans[-1].begin
    if not service.is_well:
        causes = (row.cause for row in mine if row.cause)
        service.cause = next((CauseKind(cause).label for cause in causes), "")


def _first(row: CheckRow, changes: Sequence[ChangeRow], begin: datetime) -> str:
    """What a check was when the counting begins."""
    if changes:
        return str(changes[0].before)
    return row.state if row.changed_at is not None and row.changed_at <= begin else "new"
