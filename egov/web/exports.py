"""Tables out: the same rows as CSV, XLSX or PDF, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from egov.verbs.refusal import Invalid


@dataclass(frozen=True)
class Table:
    """What is taken along: `rows` under `heads`, `widths` in letters.

    `sheet` is what lays out its PDF, `<app>/<sheet>`; only there stand the `note` and the
    `figures` (what, how many) above the table, so only for it are they counted.
    """

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[int] = ()
    note: str = ""
    sheet: str = "documents/table"
    figures: Callable[[], Sequence[tuple[str, int]]] = tuple


@dataclass(frozen=True)
class Format:
    """How a table is written; `inline`: a browser shows it, where others are saved."""

    content_type: str
    write: Callable[[Table], bytes]
    inline: bool = False


def safe_cell(value: Any) -> Any:
    """A text that would run as a formula is shown as text; a missing value is an empty cell."""
    if value is None:
        return ""
    runs = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if runs else value


def _csv(table: Table) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it right."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.heads)
    writer.writerows([safe_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(table: Table) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = table.title
    sheet.append(list(table.heads))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in table.rows:
        sheet.append([safe_cell(cell) for cell in row])
    for index, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _pdf(table: Table) -> bytes:
    return _printers[-1](table)


FORMATS = {
    "pdf": Format("application/pdf", _pdf, inline=True),
    "csv": Format("text/csv; charset=utf-8", _csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
_printers: list[Callable[[Table], bytes]] = []


def printed_by(printer: Callable[[Table], bytes]) -> None:
    """Registers what makes the PDF of a table: it stands on a floor above this one."""
    _printers.append(printer)


def asked_format(request: HttpRequest) -> str:
    """What `?format=` asks for, empty for the page itself; refused where it is none of ours."""
    name = request.GET.get("format", "")
    return name if not name else _known(name)


def _known(name: str) -> str:
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise Invalid("unknown_format", f"Format yang ada: {known}.", field="format")
    return name


def file_name(name: str, title: str) -> str:
    """ "Kamus usulan" as csv is kamus-usulan.csv."""
    return f"{slugify(title)}.{name}"


def export(name: str, table: Table) -> bytes:
    """The table in a format."""
    return FORMATS[_known(name)].write(table)


def export_response(name: str, table: Table) -> HttpResponse:
    """The table as a file to show or to keep."""
    content, how = export(name, table), FORMATS[name]
    shown = "inline" if how.inline else "attachment"
    disposition = f'{shown}; filename="{file_name(name, table.title)}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type=how.content_type, headers=headers)
