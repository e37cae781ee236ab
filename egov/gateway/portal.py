"""What short messages give the portal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from egov.desk.overviews import TEMPLATE as OVERVIEW
from egov.desk.overviews import Figure, Overview
from egov.gateway.door import is_nearly_spent, is_open, spent
from egov.portal.declarations import DeskRoom, Panel, Place, Portal
from egov.verbs.permission import may


def month(request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """For the administrator: what the month cost, once little of it is left."""
    if not is_open() or not may(request.user, "gateway.view_senttext") or not is_nearly_spent():
        return None
    figures = [
        Figure("rupiah terpakai bulan ini", spent()),
        Figure("rupiah batas sebulan", settings.GATEWAY_CEILING),
    ]
    more = reverse("admin:gateway_senttext_changelist")
    return Overview("pesan-singkat", "Pesan singkat hampir habis", [], figures, more).context()


PORTAL = Portal(
    panels=(Panel(Place.DESK, 60, OVERVIEW, month),),
    desk_rooms=(
        DeskRoom(
            46,
            "Kata pesan singkat",
            "admin:gateway_texttemplate_changelist",
            ("administrator",),
            help="Kata-kata SMS dan WhatsApp, paling panjang 160 huruf.",
        ),
    ),
)
