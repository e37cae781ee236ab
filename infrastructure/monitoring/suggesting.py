"""What the inventory has that nobody watches yet, and how it could be: taken up by one act."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from infrastructure.models import Asset, Camera, Check, Deployment, Device, Site
from infrastructure.monitoring.targets import KEEP, MOST_OWN, Way, add_check
from infrastructure.vocabulary import IN_USE, Connectivity, Environment, Visibility
from infrastructure.vocabulary_monitoring import OWN_KINDS, CheckKind, Runner, Severity

MOST = 500  # that are shown and taken up at once


@dataclass(frozen=True)
class Suggestion:
    """A check that does not exist yet; `key` names it in the form."""

    target: Asset
    way: Way

    @property
    def key(self) -> str:
        return f"{self.target.pk}-{self.way.kind}"


def suggest(user: User) -> list[Suggestion]:
    """Of what this person keeps and nobody watches: at most MOST, most critical first.

    Four queries, whatever the number.
    """
    found = [*_applications(user), *_sites(user), *_devices(user), *_cameras(user)]
    return found[:MOST]


def _unwatched(model: Any, user: User) -> QuerySet[Any]:
    checks = Check.objects.filter(target=OuterRef("asset"), ended_at=None)
    rows = model.objects.administered_by(user).filter(asset__status__in=IN_USE)
    unwatched: QuerySet[Any] = rows.filter(~Exists(checks))
    return unwatched.select_related("asset").order_by("asset__code")


def _applications(user: User) -> Iterator[Suggestion]:
    """What has an address of its own, at the first thing that it runs on."""
    checks = Check.objects.filter(application=OuterRef("group__application"), ended_at=None)
    rows = Deployment.objects.filter(
        ~Exists(checks),
        group__environment=Environment.PRODUCTION,
        group__application__address__startswith="http",
        device__in=Device.objects.administered_by(user).filter(asset__status__in=IN_USE),
    )
    seen = set()
    rows = rows.select_related("group__application", "device__asset")
    for row in rows.order_by("group__application__name", "device__asset__code"):
        application = row.group.application
        if application.pk not in seen:
            seen.add(application.pk)
            way = Way(
                CheckKind.HTTP,
                application.address,
                severity=Severity.CRITICAL,
                application=application,
            )
            yield Suggestion(row.device.asset, way)


def _sites(user: User) -> Iterator[Suggestion]:
    """Places that everybody may know of: asked at what stands there first, for the status page."""
    devices = Device.objects.filter(
        site=OuterRef("asset"), mgmt_ip__isnull=False, asset__status__in=IN_USE
    )
    first = devices.order_by("asset__code").values(ip=Cast("mgmt_ip", CharField()))[:1]
    sites = _unwatched(Site, user).filter(asset__visibility=Visibility.PUBLIC)
    for site in sites.annotate(ip=Subquery(first)).filter(ip__isnull=False)[:MOST]:
        severity = Severity.CRITICAL if site.criticality == 1 else Severity.WARNING
        address = site.ip.partition("/")[0]
        yield Suggestion(site.asset, Way(CheckKind.ICMP, address, severity=severity))


def _devices(user: User) -> Iterator[Suggestion]:
    """Devices with an address to manage them at; one that leads into a site stands for it."""
    for device in _unwatched(Device, user).filter(mgmt_ip__isnull=False)[:MOST]:
        yield Suggestion(device.asset, Way(CheckKind.ICMP))


def _cameras(user: User) -> Iterator[Suggestion]:
    """Connected cameras with a stream: through the engine's exporter, at the secret's address."""
    cameras = _unwatched(Camera, user).filter(connectivity=Connectivity.ONLINE)
    for camera in cameras.filter(streams__isnull=False).distinct()[:MOST]:
        yield Suggestion(camera.asset, Way(CheckKind.RTSP, runner=Runner.ENGINE))


@verb
def take_up(*, actor: User, keys: Collection[str], now: datetime) -> list[Check]:
    """Adds those of the suggestions that were chosen; beyond MOST_OWN the engine asks.

    Raises Invalid where none was chosen that is still suggested.
    """
    require(actor, KEEP)
    chosen = [s for s in suggest(actor) if s.key in keys]
    if not chosen:
        raise Invalid(
            "none_chosen",
            "Pilih paling sedikit satu; yang lain mungkin sudah diambil.",
            field="key",
        )
    own = Check.objects.filter(runner=Runner.OWN, kind__in=OWN_KINDS, ended_at=None).count()
    added: list[Check] = []
    for suggestion in chosen:
        way = suggestion.way
        if way.runner == Runner.OWN and own + len(added) >= MOST_OWN:
            way = Way(**{**way.__dict__, "runner": Runner.ENGINE})
        added.append(add_check(actor=actor, target=suggestion.target, way=way, now=now))
    return added


def sites_without_checks(user: User) -> int:
    """Sites in use of which nothing is watched: nobody would know that they are dark."""
    watched = Check.objects.filter(target__device__site=OuterRef("asset"), ended_at=None)
    sites = Site.objects.administered_by(user).filter(asset__status__in=IN_USE)
    return sites.filter(~Exists(watched)).count()
