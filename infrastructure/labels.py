"""Labels to stick on things: a QR code each, on sheets of twenty-four (A4, 70 x 37 mm)."""

from __future__ import annotations

import io
from collections.abc import Iterable

import segno
from django.conf import settings
from django.urls import reverse

from egov.documents.pdf import make_pdf
from infrastructure.models import Asset

MOST = 400  # labels of one sheet of work


def label_address(asset: Asset) -> str:
    """Where a phone that scans the label goes."""
    return f"{settings.SITE_URL}{reverse('infrastructure:label', args=[asset.path])}"


def labels_pdf(assets: Iterable[Asset]) -> bytes:
    labels = [
        {
            "code": asset.code,
            "name": asset.name or asset.get_kind_display(),
            "owner": asset.owner.short_name if asset.owner else "",
            "qr": _qr(label_address(asset)),
        }
        for asset in assets
    ]
    return make_pdf("infrastructure", "labels", {"labels": labels})


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, omitsize=True, title=None
    )
    return out.getvalue().decode()
