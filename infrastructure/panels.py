"""What the inventory shows on the pages of applications, regulations and areas.

Each as far as its reader may know the assets; where he knows of none there is no panel.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone

from egov.areas.models import Area
from egov.verbs.permission import may
from egov.web.context import viewer
from infrastructure.domain.cameras import register
from infrastructure.domain.figures import region_figures
from infrastructure.models import Asset, Dependency, Deployment, visible_assets
from infrastructure.statuspage.files import root
from infrastructure.views.sheets.reading import SHOWN, seen
from infrastructure.vocabulary import AssetKind, Environment
from regulations.domain.applications.standing import is_umbrella_today
from regulations.models import Application, Binding, Regulation
from regulations.vocabulary import BindingRole

SITES = 10
CAMERAS = 5
FIGURES = 6
STATUS_ROWS = 3


def of_application(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """The devices that it runs on, the assets it needs; for who assesses also the applications."""
    reader = viewer(request)
    assesses = may(reader, "infrastructure.assess_impact")
    members = _deployed(reader).filter(group__application=application)
    rows = list(members.select_related("device__asset", "device__role", "group")[:SHOWN])
    sites = seen(reader, [row.device.site_id for row in rows])
    needs = Dependency.objects.filter(
        visible_assets(reader, "asset__"), consumer=application, asset__isnull=False
    ).select_related("asset")
    others = Dependency.objects.filter(consumer=application, application__isnull=False)
    needed = list(others.select_related("application").order_by("id")[:SHOWN]) if assesses else []
    assets = list(needs.order_by("id")[:SHOWN])
    if not rows and not assets and not needed:
        return None
    return {
        "members": [(row, sites.get(row.device.site_id or 0)) for row in rows],
        "needs": assets,
        "applications": needed,
        "assesses": assesses,
        "codes": ",".join(row.device.asset.code for row in rows),
    }


def _deployed(reader: Any) -> Any:
    rows = Deployment.objects.filter(
        visible_assets(reader, "device__asset__"), group__environment=Environment.PRODUCTION
    )
    return rows.order_by("group__name", "device__asset__code")


def of_regulation(request: HttpRequest, regulation: Regulation) -> dict[str, Any] | None:
    """The applications that stand under it today, each with what of it may be known to stand on."""
    if not is_umbrella_today(regulation):
        return None
    bound = Binding.objects.standing_on(timezone.localdate()).filter(
        regulation=regulation, role=BindingRole.UMBRELLA
    )
    rows = _deployed(viewer(request)).filter(group__application__in=bound.values("application"))
    members = list(rows.select_related("group__application", "device__asset")[:SHOWN])
    if not members:
        return None
    devices: dict[Application, list[Asset]] = {}
    for row in members:
        devices.setdefault(row.group.application, []).append(row.device.asset)
    return {"applications": sorted(devices.items(), key=lambda pair: pair[0].name)}


def cameras_of_regulation(request: HttpRequest, regulation: Regulation) -> dict[str, Any] | None:
    """The cameras that name it as their legal basis, as far as the reader may know them."""
    rows = register(viewer(request)).filter(camera__legal_basis=regulation)
    listed = list(rows.select_related("area").order_by("code")[: CAMERAS + 1])
    if not listed:
        return None
    many = len(listed) if len(listed) <= CAMERAS else rows.count()
    return {"code": regulation.code, "many": many, "cameras": listed[:CAMERAS]}


def figures_of_region(request: HttpRequest, area: Area) -> dict[str, Any] | None:
    """On the page of the whole region: what there is, in figures."""
    if area.parent_id is not None:
        return None
    group = region_figures(viewer(request))
    return {"rows": group.rows[:FIGURES]} if group.rows else None


def of_area(request: HttpRequest, area: Area) -> dict[str, Any] | None:
    """What stands in an area below the whole region, counted by kind, and its sites by name."""
    if area.parent_id is None:
        return None
    within = Area.objects.within(area).values("pk")
    visible = Asset.objects.visible_to(viewer(request)).in_use().filter(area__in=within)
    counted = visible.order_by().values_list("kind").annotate(Count("id"))
    figures = [(AssetKind(kind), many) for kind, many in counted]
    if not figures:
        return None
    sites = visible.filter(kind=AssetKind.SITE).order_by("code")[: SITES + 1]
    listed = list(sites)
    return {
        "figures": sorted(figures, key=lambda figure: -figure[1]),
        "cameras": any(kind == AssetKind.CAMERA for kind, _ in figures),
        "sites": listed[:SITES],
        "more": len(listed) > SITES,
    }


def status_of_services(_request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """On the home page: how many services run, as the status page was written last. No query."""
    try:
        told = json.loads((root() / "index.json").read_bytes())
    except (OSError, ValueError):
        return None
    watched = [row for row in told["layanan"] if row["keadaan"] != "unknown"]
    if not watched:
        return None
    bad = [row for row in watched if row["keadaan"] in ("down", "degraded", "unreachable")]
    at = datetime.fromisoformat(told["ditulis"])
    return {"watched": len(watched), "bad": bad[:STATUS_ROWS], "many": len(bad), "at": at}
