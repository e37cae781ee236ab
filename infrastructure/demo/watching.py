"""Four hundred checks of the demo, at the forty local targets that the demo opens beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from infrastructure.models import AccessPoint, Asset, Check, CheckState, Device, Site
from infrastructure.monitoring.states import next_due
from infrastructure.vocabulary import IN_USE
from infrastructure.vocabulary_monitoring import CheckKind, Severity

MANY = 400
# of the local targets (egov.embedded.targets): the first so many never fall, and are shared by the
# places that others lead through; each of the rest stands for one place at an end of the network
PORT, TARGETS, STEADY = 7080, 40, 12


def checks_missing() -> bool:
    return bool(settings.DEMO) and Asset.objects.exists() and not Check.objects.exists()


@transaction.atomic
def make_checks() -> None:
    now = timezone.now()
    checks = Check.objects.bulk_create(islice(_checks(), MANY))
    CheckState.objects.bulk_create(
        CheckState(of_check=check, changed_at=now, due_at=next_due(check.pk, 60, now))
        for check in checks
    )


def _checks() -> Iterator[Check]:
    """The port of everything first, then its page: the places that may fall before all others."""
    province, city = settings.REGION.split(".")
    things = _things()
    alone = list(things)[: TARGETS - STEADY]
    own = {place: STEADY + number for number, place in enumerate(alone, start=1)}
    for kind in (CheckKind.TCP, CheckKind.HTTP):
        page = kind == CheckKind.HTTP
        for turn, place in enumerate(things):
            number = own.get(place, 1 + turn % STEADY)
            host = f"127.{int(province)}.{int(city)}.{number}"
            for asset in things[place]:
                yield Check(
                    target_id=asset,
                    kind=kind,
                    address=f"http://{host}:{PORT}/" if page else host,
                    params={"contains": "sasaran hidup"} if page else {"port": PORT},
                    severity=Severity.WARNING if place in own else Severity.CRITICAL,
                )


def _things() -> dict[int, list[int]]:
    """Of each place in use, what answers there; the ends of the network first."""
    things: dict[int, list[int]] = defaultdict(list)
    for model in (Device, AccessPoint):
        rows = model._default_manager.filter(site__isnull=False, asset__status__in=IN_USE)
        for site, asset in rows.order_by("asset__code").values_list("site", "asset"):
            things[site].append(asset)
    places = Site.objects.filter(asset__in=things, asset__status__in=IN_USE)
    order = places.order_by("is_root", "-criticality", "-asset__code").values_list("pk", flat=True)
    return {place: things[place] for place in order}
