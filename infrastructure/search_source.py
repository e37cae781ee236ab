"""Assets as the portal's search finds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from egov.portal.declarations import Entry, SearchSource
from infrastructure.domain.searching import find_assets
from infrastructure.models import Asset


def _entries(rows: Sequence[Asset]) -> list[Entry]:
    return [
        Entry(
            kind="aset",
            source_id=row.pk,
            title=f"{row.code} {row.name}".strip(),
            url=row.get_absolute_url(),
            lead=f"{row.get_kind_display()}, {row.get_status_display().lower()}",
        )
        for row in rows
    ]


def _find(rows: Any, query: str) -> Iterable[Asset]:
    return find_assets(rows, query).order_by("code", "id")


def _visible_to(rows: Any, user: Any) -> Any:
    return rows.visible_to(user)


ASSETS = SearchSource(
    kind="aset",
    order=40,
    title="Infrastruktur",
    queryset=Asset.objects.in_use,
    visible_to=_visible_to,
    find=_find,
    project=_entries,
    more="infrastructure:overview",
    more_label="Semua aset yang cocok",
)
