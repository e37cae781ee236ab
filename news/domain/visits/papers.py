"""Papers of the day: the poster at the door, the list beside it, the lembar kunjungan."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.urls import reverse

from egov.documents.pdf import make_pdf
from egov.web.templatetags.portal import moment
from news.domain.visits.dossier_content import when
from news.domain.visits.links import door_code, sheet_code
from news.domain.visits.the_day import attendance, moment_of
from news.models import Visit
from news.procedure import VisitActKind

LINES = 25  # of the paper list


def qr(address: str) -> str:
    """An SVG without colours of its own."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, omitsize=True, title=None
    )
    return out.getvalue().decode()


def door_address(visit: Visit) -> str:
    return f"{settings.SITE_URL}{reverse('news:visit_door', args=[door_code(visit)])}"


def sheet_address(visit: Visit) -> str:
    return f"{settings.SITE_URL}{reverse('news:visit_sheet_check', args=[sheet_code(visit)])}"


def _shared(visit: Visit) -> dict[str, str]:
    return {
        "institution": visit.institution,
        "origin": visit.region_name,
        "purpose": visit.get_purpose_display(),
        "topics": visit.topic_words,
        "when": when(visit),
        "host": visit.host.name if visit.host else settings.REGION_PROFILE.government,
    }


def poster_pdf(visit: Visit) -> bytes:
    address = door_address(visit)
    return make_pdf("news", "poster", {**_shared(visit), "address": address, "qr": qr(address)})


def list_pdf(visit: Visit) -> bytes:
    """Empty lines, for who has no phone."""
    lines = max(LINES, visit.guests)
    return make_pdf("news", "guest_list", {**_shared(visit), "lines": lines})


def sheet_pdf(visit: Visit) -> bytes:
    """What guests show at home for their SPPD. Their names are written by hand: we print none."""
    address = sheet_address(visit)
    arrived = moment_of(visit, VisitActKind.ARRIVED)
    left = moment_of(visit, VisitActKind.LEFT)
    data = {
        **_shared(visit),
        "arrived": moment(arrived) if arrived else "",
        "left": moment(left) if left else "",
        "came": attendance(visit),
        "address": address,
        "qr": qr(address),
    }
    return make_pdf("news", "visit_sheet", data)
