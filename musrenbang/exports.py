"""The kamus as PDF, CSV and XLSX: the same rows, one place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from egov.documents.pdf import make_pdf
from egov.ui.templatetags.portal import rupiah, short_day
from musrenbang.models import KamusVariant

COLUMNS = ("kode", "jenis", "ukuran", "satuan", "harga_satuan", "sifat", "perangkat_daerah", "penjelasan", "syarat", "contoh")
NOTE = "Harga dan jenis di sini data contoh, bukan ketetapan pemerintah daerah."


def kamus_rows(variants: Iterable[KamusVariant]) -> list[tuple[Any, ...]]:
    """One tuple per variant in the order of COLUMNS; price in whole rupiah, empty where none is held."""
    return [
        (
            v.code, v.entry.name, v.label, v.unit, v.unit_price, v.entry.get_nature_display(), v.entry.agency.short_name,  # type: ignore[attr-defined]
            v.entry.definition, v.entry.conditions, "ya" if v.entry.example else "tidak",
        )
        for v in variants
    ]  # fmt: skip


def safe_cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula is shown as text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def kamus_csv(variants: Iterable[KamusVariant]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell("" if c is None else c) for c in row] for row in kamus_rows(variants))
    return out.getvalue().encode("utf-8-sig")


def kamus_xlsx(variants: Iterable[KamusVariant]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Kamus usulan"
    sheet.append(COLUMNS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in kamus_rows(variants):
        sheet.append([safe_cell(c) for c in row])
    for letter, width in zip("ABCDEFGHIJ", (18, 30, 26, 10, 16, 14, 18, 60, 60, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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
    return make_pdf("kamus", {"rows": rows, "date": short_day(on), "note": note})
