"""One export for every table: formats, names, and what is safe to open."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from egov.verbs.refusal import Invalid
from egov.web.exports import (
    FORMATS,
    Column,
    Table,
    asked_format,
    export,
    export_response,
    table_of,
)

TABLE = Table(
    title="Daftar uji",
    heads=("nama", "jumlah"),
    rows=[("=HYPERLINK(1)", 2), (None, 3)],
    widths=(20, 8),
    note="Contoh.",
    figures=lambda: [("baris", 2)],
)


def test_a_text_that_would_run_is_shown_as_text() -> None:
    lines = export("csv", TABLE).decode("utf-8-sig").split("\r\n")
    assert lines == ["nama,jumlah", "'=HYPERLINK(1),2", ",3", ""]
    sheet: Any = load_workbook(io.BytesIO(export("xlsx", TABLE))).active
    assert [list(row) for row in sheet.values] == [
        ["nama", "jumlah"],
        ["'=HYPERLINK(1)", 2],
        [None, 3],
    ]
    assert (sheet.title, sheet.column_dimensions["A"].width) == ("Daftar uji", 20)


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("csv", "text/csv; charset=utf-8", "attachment"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "attachment",
        ),
        ("pdf", "application/pdf", "inline"),
    ],
)
def test_the_file_is_named_after_its_table(name: str, kind: str, shown: str) -> None:
    response = export_response(name, TABLE)
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'{shown}; filename="daftar-uji.{name}"'


@pytest.mark.parametrize("name", ["xls", "PDF", "json"])
def test_an_unknown_format_is_refused_and_the_known_are_named(name: str) -> None:
    request = RequestFactory().get("/", {"format": name})
    for ask in (lambda: asked_format(request), lambda: export(name, TABLE)):
        with pytest.raises(Invalid, match=r"^Format yang ada: pdf, csv, xlsx\.$") as refusal:
            ask()
        assert (refusal.value.code, refusal.value.field) == ("unknown_format", "format")


def test_without_a_format_the_page_itself_is_asked_for() -> None:
    assert asked_format(RequestFactory().get("/")) == ""
    assert {asked_format(RequestFactory().get("/", {"format": f})) for f in FORMATS} == set(FORMATS)


def test_a_pdf_without_a_sheet_of_its_own_has_title_note_figures_and_rows() -> None:
    text = PdfDocument(export("pdf", TABLE))[0].get_textpage().get_text_bounded()
    for part in ("Daftar uji", "Contoh.", "baris: 2", "=HYPERLINK(1)"):
        assert part in text


def test_objects_become_a_table_by_its_columns() -> None:
    columns = (
        Column("nama", "name", 20),
        Column("tempat", "place.name"),
        Column("jenis", "get_kind_display"),
        Column("ganda", lambda row: row.cost * 2),
        Column("sah", "sound"),
        Column("waktu", "at"),
        Column("hari", "on"),
    )
    row = SimpleNamespace(
        name="=1+1\x0b",
        place=SimpleNamespace(name="RW 05"),
        get_kind_display=lambda: "Fisik",
        cost=Decimal(21),
        sound=True,
        at=datetime(2026, 1, 31, 23, 30, 15, 99, tzinfo=UTC),
        on=date(2026, 2, 1),
    )
    bare = SimpleNamespace(**{**vars(row), "place": None, "sound": False, "name": "-"})
    table = table_of("Uji", columns, iter([row, bare]))
    assert (table.heads[1], table.widths[:2]) == ("tempat", [20, 16])
    assert export("csv", table).decode("utf-8-sig").split("\r\n")[1:3] == [
        "'=1+1,RW 05,Fisik,42,ya,2026-02-01 06:30:15,2026-02-01",
        "'-,,Fisik,42,tidak,2026-02-01 06:30:15,2026-02-01",
    ]
    book = load_workbook(io.BytesIO(export("xlsx", table_of("Uji", columns, [row]))))
    sheet: Any = book.active
    assert [cell.value for cell in sheet[2]] == [
        "'=1+1",
        "RW 05",
        "Fisik",
        42,
        "ya",
        datetime(2026, 2, 1, 6, 30, 15),  # noqa: DTZ001  # a cell knows no zone
        datetime(2026, 2, 1),  # noqa: DTZ001
    ]
    assert (sheet.freeze_panes, sheet["A1"].font.bold) == ("A2", True)
