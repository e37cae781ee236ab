"""Tables of agenda and news."""

from __future__ import annotations

from typing import Any

from egov.web.exports import Column
from news.vocabulary import Audience

EVENTS = (
    Column("Nomor", "pk", 8),
    Column("Acara", "title", 40),
    Column("Jenis", "get_kind_display", 20),
    Column("Perangkat daerah", "agency.short_name", 20),
    Column("Tempat", "place", 30),
    Column("Mulai", "begins_at", 18),
    Column("Selesai", "ends_at", 18),
    Column("Pengulangan", "rule", 24),
    Column("Sebab batal", "cancel_reason", 30),
)


def public_events(rows: Any) -> Any:
    """Only what stands on public pages leaves as a file."""
    return rows.filter(audience=Audience.PUBLIC).select_related("agency")
