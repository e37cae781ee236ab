"""The JDIHN feed: this region's own products as JSON.

All values are strings; unknown ones are empty (DOMAIN.md 4).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.conf import settings

from regulations.models import Regulation
from regulations.vocabulary import Force, Jurisdiction

KEYS = (
    *("idData", "tahun_pengundangan", "tanggal_penetapan", "tanggal_pengundangan", "jenis"),
    *("noPeraturan", "judul", "noPanggil", "singkatanJenis", "tempatTerbit", "penerbit"),
    *("deskripsiFisik", "sumber", "subjek", "isbn", "status", "bahasa", "bidangHukum"),
    *("teuBadan", "nomorIndukBuku", "fileDownload", "urlDownload", "urlDetailPeraturan"),
    *("operasi", "display"),
)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _status_word(regulation: Regulation, force: str) -> str:
    """The computed status; where that is unknown, what another feed stated, else nothing."""
    state = regulation.stated_status if force == Force.UNKNOWN else force
    return str(Force(state).label) if state else ""


def feed_row(regulation: Regulation, force: str) -> dict[str, str]:
    """One object of the feed; every key of KEYS, every value a string."""
    kind, profile = regulation.kind, settings.REGION_PROFILE
    promulgated = regulation.promulgated_on
    row = dict.fromkeys(KEYS, "")
    row.update(
        idData=str(regulation.pk),
        tahun_pengundangan=str(promulgated.year if promulgated else regulation.year),
        tanggal_penetapan=_iso(regulation.enacted_on),
        tanggal_pengundangan=_iso(promulgated),
        jenis=kind.name,
        noPeraturan=regulation.number,
        judul=f"{regulation.full_citation}",
        singkatanJenis=kind.short,
        tempatTerbit=regulation.place or "",
        penerbit=profile.government if regulation.gazette_ref else "",
        sumber=regulation.gazette_ref.strip(),
        subjek=regulation.subjects,
        status=_status_word(regulation, force),
        bahasa="Indonesia",
        teuBadan=profile.name,
        urlDetailPeraturan=f"{settings.SITE_URL}{regulation.get_absolute_url()}",
        operasi="4",
        display="1",
    )
    if hasattr(regulation, "document") and regulation.document.confirmed_at:
        address = f"{settings.SITE_URL}{regulation.pdf_address}"
        row.update(fileDownload=address.rsplit("/", 1)[1], urlDownload=address)
    elif regulation.source_file:
        address = regulation.source_file
        row.update(fileDownload=address.rsplit("/", 1)[1], urlDownload=address)
    return row


def feed(on: date, only: Collection[int] | None = None) -> list[dict[str, str]]:
    """The region's own products, oldest first, in two queries. `only`: those with these ids."""
    rows = (
        Regulation.objects.with_force(on)
        .filter(kind__reach=Jurisdiction.REGION, other_region="")
        .select_related("kind", "document")
        .order_by("year", "kind__rank", "id")
    )
    rows = rows if only is None else rows.filter(pk__in=only)
    return [feed_row(row, row.force) for row in rows]
