"""The kamus as PDF, CSV and XLSX: the same rows, one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from egov.documents.pdf import make_pdf
from egov.web.exports import to_csv, to_xlsx
from egov.web.templatetags.portal import rupiah, short_day
from musrenbang.models import KamusVariant

COLUMNS = (
    "kode",
    "jenis",
    "ukuran",
    "satuan",
    "harga_satuan",
    "sifat",
    "perangkat_daerah",
    "penjelasan",
    "syarat",
    "contoh",
)
NOTE = "Harga dan jenis di sini data contoh, bukan ketetapan pemerintah daerah."


def kamus_rows(variants: Iterable[KamusVariant]) -> list[tuple[Any, ...]]:
    """One tuple per variant in the order of COLUMNS.

    Price in whole rupiah, empty where none is held.
    """
    return [_kamus_row(variant) for variant in variants]


def _kamus_row(variant: KamusVariant) -> tuple[Any, ...]:
    entry = variant.entry
    return (
        variant.code,
        entry.name,
        variant.label,
        variant.unit,
        variant.unit_price,  # type: ignore[attr-defined]
        entry.get_nature_display(),
        entry.agency.short_name,
        entry.definition,
        entry.conditions,
        "ya" if entry.example else "tidak",
    )


def kamus_csv(variants: Iterable[KamusVariant]) -> bytes:
    return to_csv(COLUMNS, kamus_rows(variants))


def kamus_xlsx(variants: Iterable[KamusVariant]) -> bytes:
    widths = (18, 30, 26, 10, 16, 14, 18, 60, 60, 8)
    return to_xlsx("Kamus usulan", COLUMNS, kamus_rows(variants), widths=widths)


def kamus_pdf(variants: list[KamusVariant], on: date) -> bytes:
    rows = [
        {
            "code": v.code,
            "name": v.entry.name,
            "label": v.label,
            "unit": v.unit,
            "price": rupiah(v.unit_price),  # type: ignore[attr-defined]
            "agency": v.entry.agency.short_name,
            "conditions": v.entry.conditions,
        }
        for v in variants
    ]
    note = NOTE if any(v.entry.example for v in variants) else ""
    return make_pdf("musrenbang", "kamus", {"rows": rows, "date": short_day(on), "note": note})
