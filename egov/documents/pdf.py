"""Data and a typst template become a tagged PDF (PDF/UA-1).

Data is passed as JSON and never read as markup.
"""

import json
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

TEMPLATES = Path(__file__).parent / "typst"


def make_pdf(template: str, data: dict[str, Any]) -> bytes:
    """Compiles `typst/<template>.typ`; the region's name is always at hand as `region`."""
    given = {
        "region": settings.REGION_PROFILE.name,
        "government": settings.REGION_PROFILE.government,
        "site": settings.SITE_URL,
        **data,
    }
    made: bytes = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        sys_inputs={"data": json.dumps(given, cls=DjangoJSONEncoder)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    return made


def pdf_response(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
