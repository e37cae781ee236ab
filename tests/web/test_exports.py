"""One export for every table: formats, names, and what is safe to open."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import RequestFactory
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from egov.verbs.refusal import Invalid
from egov.web.exports import FORMATS, Table, asked_format, export, export_response

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
