"""Four hundred checks of the demo, at the forty local targets that the demo opens beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count, product

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from infrastructure.models import AccessPoint, Asset, Check, CheckState, Device, Site
from infrastructure.monitoring.states import next_due
from infrastructure.vocabulary import IN_USE
from infrastructure.vocabulary_monitoring import CheckKind, Severity

PLACES, EACH = 40, 10
PORT = 7080  # of the local targets (egov.embedded.targets)


def checks_missing() -> bool:
    return bool(settings.DEMO) and Asset.objects.exists() and not Check.objects.exists()


@transaction.atomic
def make_checks() -> None:
    now = timezone.now()
    checks = Check.objects.bulk_create(list(_checks()))
    CheckState.objects.bulk_create(
        CheckState(of_check=check, changed_at=now, due_at=next_due(check.pk, 60, now))
        for check in checks
    )


def _checks() -> Iterator[Check]:
    """For each place ten: each thing by its port first, then by its page."""
    province, city = settings.REGION.split(".")
    things = _things()
    for number, place in enumerate(list(things)[:PLACES], start=1):
        host = f"127.{int(province)}.{int(city)}.{number}"
        ways = product((CheckKind.TCP, CheckKind.HTTP), things[place])
        turns = zip(range(EACH), _again(list(ways)), strict=False)
        for _, (kind, asset) in turns:
            page = kind == CheckKind.HTTP
            yield Check(
                target_id=asset,
                kind=kind,
                address=f"http://{host}:{PORT}/" if page else host,
                params={"contains": "sasaran hidup"} if page else {"port": PORT},
                severity=Severity.CRITICAL if number <= 5 else Severity.WARNING,
            )


def _again(ways: list[tuple[CheckKind, int]]) -> Iterator[tuple[CheckKind, int]]:
    for turn in count():
        yield ways[turn % len(ways)]


def _things() -> dict[int, list[int]]:
    """Of each place in use, what answers there; the places that others lead through first."""
    things: dict[int, list[int]] = defaultdict(list)
    for model in (Device, AccessPoint):
        rows = model._default_manager.filter(site__isnull=False, asset__status__in=IN_USE)
        for site, asset in rows.order_by("asset__code").values_list("site", "asset"):
            things[site].append(asset)
    places = Site.objects.filter(asset__in=things, asset__status__in=IN_USE)
    order = places.order_by("-is_root", "criticality", "asset__code").values_list("pk", flat=True)
    return {place: things[place] for place in order}
