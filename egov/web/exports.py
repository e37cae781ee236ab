"""Tables out: the same rows as CSV, XLSX or PDF, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.timezone import is_aware, make_naive
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid


@dataclass(frozen=True)
class Table:
    """What is taken along: `rows` under `heads`, `widths` in letters. Rows are read once.

    `sheet` is what lays out its PDF, `<app>/<sheet>`; only there stand the `note` and the
    `figures` (what, how many) above the table, so only for it are they counted.
    """

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = ()
    note: str = ""
    sheet: str = "documents/table"
    figures: Callable[[], Sequence[tuple[str, int]]] = tuple


@dataclass(frozen=True)
class Column:
    """One column of a table of objects: `value` is a path ("rw.name") or what finds it."""

    head: str
    value: str | Callable[[Any], Any]
    width: int = 16  # letters

    def cell(self, row: Any) -> Any:
        """Its value of a row as a spreadsheet can hold it; moments in the portal's own time."""
        value = self.value(row) if callable(self.value) else _follow(row, self.value)
        if isinstance(value, bool):
            return "ya" if value else "tidak"
        if isinstance(value, datetime) and is_aware(value):
            return make_naive(value).replace(microsecond=0)
        return plain(value) if isinstance(value, str) else value


def _follow(row: Any, path: str) -> Any:
    """What a path leads to, called where it is a method; None where it breaks off."""
    value = row
    for name in path.split("."):
        value = getattr(value, name) if value is not None else None
    return value() if callable(value) else value


def table_of(title: str, columns: Sequence[Column], rows: Iterable[Any], **more: Any) -> Table:
    """Objects as a table."""
    return Table(
        title,
        heads=[column.head for column in columns],
        rows=([column.cell(row) for column in columns] for row in rows),
        widths=[column.width for column in columns],
        **more,
    )


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
    """Written row by row: a table of ten thousand rows is never in memory as cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title)
    for index, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, head) for head in table.heads]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for row in table.rows:
        sheet.append([safe_cell(cell) for cell in row])
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


def asked_format(request: HttpRequest, offered: Sequence[str] = ()) -> str:
    """What `?format=` asks for, empty for the page itself; refused where it is none of ours.

    `offered`: where a page offers fewer than there are.
    """
    name = request.GET.get("format", "")
    return name if not name else _known(name, offered)


def _known(name: str, offered: Sequence[str] = ()) -> str:
    if name not in (offered or FORMATS):
        known = ", ".join(offered or FORMATS)
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
