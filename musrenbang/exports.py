"""The kamus as PDF, CSV and XLSX: the same rows, one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from egov.web.exports import Table
from egov.web.templatetags.portal import short_day
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


def example_note(variants: Sequence[KamusVariant]) -> str:
    """What is said beside prices that nobody has decided."""
    return NOTE if any(variant.entry.example for variant in variants) else ""


def kamus_table(variants: Sequence[KamusVariant], on: date) -> Table:
    """Price in whole rupiah, empty where none is held."""
    return Table(
        title="Kamus usulan",
        heads=COLUMNS,
        rows=[_kamus_row(variant) for variant in variants],
        widths=(18, 30, 26, 10, 16, 14, 18, 60, 60, 8),
        note=f"Harga per {short_day(on)}. {example_note(variants)}".strip(),
        sheet="musrenbang/kamus",
    )


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
