"""Assets that everybody may know of, as the portal's search finds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.portal.searching import SearchRow, SearchSource, Watch
from infrastructure.models import Asset, Opening

_OF_CLASS = "SELECT a.id FROM infrastructure_asset a JOIN changed c ON a.kind = c.kind"
_OF_OWNER = "SELECT a.id FROM infrastructure_asset a JOIN changed c ON a.owner_id = c.id"
_OF_AREA = "SELECT a.id FROM infrastructure_asset a JOIN changed c ON a.area_id = c.id"


def _project(rows: Sequence[Asset]) -> list[SearchRow]:
    return [
        SearchRow(
            source_id=row.pk,
            title=f"{row.code} {row.name}".strip(),
            url=row.get_absolute_url(),
            lead=f"{row.get_kind_display()}, {row.get_status_display().lower()}",
            area=row.area.code if row.area else "",
            agency=row.owner.code if row.owner else "",
        )
        for row in rows
    ]


def _visible_to(rows: Any, user: Any) -> Any:
    return rows.visible_to(user)


ASSETS = SearchSource(
    kind="aset",
    order=40,
    title="Infrastruktur",
    queryset=lambda: Asset.objects.in_use().select_related("area", "owner"),
    visible_to=_visible_to,
    project=_project,
    watches=(
        Watch(Asset, ("kind", "code", "name", "status", "visibility", "area", "owner")),
        Watch(Opening, ("kind", "visibility", "closed_at"), _OF_CLASS),
        Watch(Agency, ("code",), _OF_OWNER),
        Watch(Area, ("code",), _OF_AREA),
    ),
    weight=0.8,
    more="infrastructure:overview",
    more_label="Semua aset yang cocok",
)
