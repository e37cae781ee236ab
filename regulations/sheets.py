"""The board as a spreadsheet."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font


def safe_cell(value: str) -> str:
    """A text that a spreadsheet would run as a formula is shown as text."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def board_xlsx(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Aplikasi"
    sheet.append(list(heads))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([safe_cell(c) for c in row])
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
