"""Reads an XLSX in a process of its own: two kilobytes may speak of seventeen milliard cells.

`python -m egov.imports.sheets` is that process (`egov.verbs.apart`). It says {"head": [...]}, then
{"row": 2, "cells": [...]} for each row that is not empty, and ends; or {"refused": code}.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from egov.verbs.apart import say, serve

MAX_COLUMNS = 500
FAULTS = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError),
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, OSError),
)
# what JSON has no word for: [its name, how it is written]
READ: dict[str, Callable[[str], Any]] = {
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
}


def plain(cells: list[Any]) -> Iterator[Any]:
    """The cells of a row, as the process told them; an empty one is an empty text."""
    for cell in cells:
        yield READ[cell[0]](cell[1]) if isinstance(cell, list) else cell


def _written(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, str | int | float):
        return cell
    kind = type(cell).__name__
    return [kind, cell.isoformat()] if kind in READ else str(cell)


def _tell(content: bytes, _numbers: list[int]) -> None:
    try:
        _rows(content)
    except FAULTS:
        say({"end": True, "refused": "damaged"})


def _rows(content: bytes) -> None:
    sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).active
    # the sheet's own word on how wide it is may be anything
    if not isinstance(sheet, ReadOnlyWorksheet):  # a workbook of drawings only
        say({"head": []})
        say({"end": True})
        return
    first = next(sheet.iter_rows(max_row=1, max_col=MAX_COLUMNS + 1, values_only=True), ())
    head = [str(cell or "").strip() for cell in first]
    while head and not head[-1]:
        head.pop()
    if len(head) > MAX_COLUMNS:
        say({"end": True, "refused": "too_wide"})
        return
    say({"head": head})
    rows = sheet.iter_rows(min_row=2, max_col=len(head), values_only=True) if head else ()
    for number, cells in enumerate(rows, start=2):
        if any(cell is not None for cell in cells):
            say({"row": number, "cells": [_written(cell) for cell in cells]})
    say({"end": True})


if __name__ == "__main__":
    serve(_tell, sys.argv[1:])
