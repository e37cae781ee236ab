"""The report of an import as a table to take along."""

from __future__ import annotations

from django.http import HttpResponse

from egov.imports.models import ImportRun
from egov.web.exports import Table, export_response

HEADS = ("Baris", "Kolom", "Sifat", "Kode", "Keterangan")
WIDTHS = (18, 22, 10, 18, 100)


def report_rows(run: ImportRun) -> list[tuple[int | str, str, str, str, str]]:
    """What the run keeps of its faults and remarks, as told; a fault of the whole file has line 0.

    Without a word of the cells themselves beyond what the engine let through.
    """
    return [
        (
            fault["line"] or "",
            fault["field"],
            "salah" if fault.get("stopping", True) else "catatan",
            fault["code"],
            fault["sentence"],
        )
        for fault in run.errors
    ]


def report_response(run: ImportRun, suffix: str) -> HttpResponse:
    """The report as a download; `suffix` is csv or xlsx."""
    table = Table(f"Laporan impor {run.pk}", HEADS, report_rows(run), WIDTHS)
    return export_response(suffix, table)
