"""The receipt of a proposal: number, QR, PDF."""

import io

import segno
from django.conf import settings

from egov.documents.pdf import make_pdf
from egov.web.templatetags.portal import moment, number, rupiah
from musrenbang.models import Proposal


def public_address(proposal: Proposal) -> str:
    return f"{settings.SITE_URL}{proposal.get_absolute_url()}"


def qr_svg(proposal: Proposal) -> str:
    """An SVG of the public page's address, without colours of its own."""
    out = io.BytesIO()
    segno.make(public_address(proposal), error="m").save(
        out, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, omitsize=True, title=None
    )
    return out.getvalue().decode()


def receipt_pdf(proposal: Proposal) -> bytes:
    return make_pdf(
        "musrenbang",
        "receipt",
        {
            "number": proposal.number,
            "title": proposal.title,
            "place": proposal.full_place,
            "sent": moment(proposal.submitted_at),
            "volume": f"{number(proposal.proposed_volume)} {proposal.unit}",
            "cost": rupiah(proposal.proposed_cost),
            "address": public_address(proposal),
            "qr": qr_svg(proposal),
        },
    )
