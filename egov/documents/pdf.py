"""Data and a typst template become a tagged PDF (PDF/UA-1).

Data is passed as JSON and never read as markup.
"""

import json
from pathlib import Path
from typing import Any

import typst
from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from egov.web.exports import Table


def make_pdf(app: str, sheet: str, data: dict[str, Any]) -> bytes:
    """Compiles the sheet `<app>/typst/<sheet>.typ`; `app` is a label of an installed app.

    The region's name is always at hand as `region`; sheets take the frame of all documents from
    /egov/documents/typst/frame.typ.
    """
    path = Path(apps.get_app_config(app).path) / "typst" / f"{sheet}.typ"
    inputs = {
        "region": settings.REGION_PROFILE.name,
        "government": settings.REGION_PROFILE.government,
        "site": settings.SITE_URL,
        **data,
    }
    content: bytes = typst.compile(
        str(path),
        root=str(settings.BASE_DIR),
        sys_inputs={"data": json.dumps(inputs, cls=DjangoJSONEncoder)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    return content


def table_pdf(table: Table) -> bytes:
    """A table by its sheet."""
    app, _, sheet = table.sheet.partition("/")
    shown = {name: getattr(table, name) for name in ("title", "heads", "widths", "note")}
    return make_pdf(app, sheet, {**shown, "rows": list(table.rows), "figures": table.figures()})


def pdf_response(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
