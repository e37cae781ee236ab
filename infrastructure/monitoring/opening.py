"""Outages: opened with their cause and impact, joined, widened to what explains more."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from infrastructure.domain.expansion import Cut
from infrastructure.domain.impacting import assess
from infrastructure.domain.telling import tell
from infrastructure.models import Asset, MaintenanceTarget, MaintenanceWindow, Outage, OutageMember
from infrastructure.monitoring.causes import Cause
from infrastructure.monitoring.standing import Watched
from infrastructure.monitoring.telling import tell_opened
from infrastructure.vocabulary_monitoring import Severity

log = logging.getLogger(__name__)


def open_outage(
    cause: Cause, roots: Sequence[Watched], *, began_at: datetime, now: datetime
) -> Outage:
    """A new outage, and who hears of it."""
    root = Asset.objects.filter(pk=cause.root or 0).select_related("owner", "area").first()
    outage = Outage.objects.create(
        root=root,
        cause=cause.kind,
        severity=max((w.severity for w in roots), default=Severity.WARNING),
        agency=root.owner if root is not None else None,
        maintenance_id=work_on(cause, roots),
        impact=impact_of(cause.root),
        began_at=began_at,
        settled_at=now,
    )
    flapping = bool(roots) and all(w.is_flapping for w in roots)
    tell_opened(outage, now, flapping=flapping)
    return outage


def widen(outage: Outage, cause: Cause) -> None:
    """More fell with the same cause: the outage is called after what explains all of it."""
    root = Asset.objects.filter(pk=cause.root or 0).first()
    if root is None:
        return
    outage.root, outage.cause, outage.impact = root, cause.kind, impact_of(root.pk)
    outage.save(update_fields=["root", "cause", "impact"])


def add_members(outage: Outage, checks: Sequence[int], *, is_root: bool, now: datetime) -> None:
    """These fell along; who left and fell again is in it anew."""
    rows = [
        OutageMember(outage=outage, of_check_id=key, is_root=is_root, joined_at=now)
        for key in checks
    ]
    OutageMember.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["outage", "of_check"],
        update_fields=["is_root", "left_at"],
    )


def impact_of(root: int | None) -> dict[str, Any]:
    """What goes dark with it, told whole; nothing where it cannot be told: the alert goes out."""
    if root is None:
        return {}
    cut = Cut(assets=frozenset({root}))
    try:
        with transaction.atomic():
            return tell(assess(user=None, cut=cut), cut)
    except Exception:
        log.exception("monitoring.impact_failed %s", root)
        return {}


def work_on(cause: Cause, roots: Sequence[Watched]) -> int | None:
    """The maintenance that runs now and announced this, if one did."""
    things = {w.asset for w in roots} | ({cause.root} if cause.root is not None else set())
    running = MaintenanceWindow.objects.running().values("maintenance")
    told = MaintenanceTarget.objects.filter(maintenance__in=running, asset__in=things)
    works: dict[int, set[int]] = {}
    for work, asset in told.order_by("maintenance").values_list("maintenance", "asset"):
        works.setdefault(work, set()).add(asset)
    covering = (w for w, assets in works.items() if cause.root in assets or things <= assets)
    return next(covering, None)
