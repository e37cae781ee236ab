"""Offices by place at the desk: who holds them, and the way to the form that fills a vacant one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from egov.accounts.place_search import SHOWN, agencies_called, areas_called, read_query
from egov.accounts.roles import Reach
from egov.accounts.seats import (
    Place,
    Seat,
    must_be_held,
    seats_of,
    vacant_agencies,
    vacant_areas,
    vacant_places,
)
from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.desk.first_page import few
from egov.desk.frame import DeskAdmin
from egov.desk.overviews import Figure
from egov.portal.offices import Office
from egov.verbs.permission import may
from egov.web.params import int_param

PAGE = 50  # vacant offices of one kind on a page
NAME = "accounts_appointment_offices"
CODE = re.compile(r"[0-9./]{1,24}")


def offices_address(**query: Any) -> str:
    """The page of offices, asked for something."""
    base = reverse(f"admin:{NAME}")
    return f"{base}?{urlencode(query)}" if query else base


def place_address(place: Place | None) -> str:
    """The page of the offices of one place; of the whole region where there is none."""
    if isinstance(place, Agency):
        return offices_address(opd=place.pk)
    return offices_address(wilayah=place.pk) if place else offices_address()


def appoint_address(seat: Seat) -> str:
    """The form of an appointment, filled with office and place."""
    return f"{reverse('admin:accounts_appointment_add')}?{seat.query}"


class OfficePages(DeskAdmin):
    """Adds `jabatan/`: offices found by place, also those that nobody holds."""

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(require_GET(self.offices_view))
        return [path("jabatan/", page, name=NAME), *super().get_urls()]

    def offices_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Jabatan",
            "opts": self.opts,
            "may_appoint": may(request.user, "accounts.appoint"),
            "asked": _term(request),
        }
        context |= _asked_for(request)
        return render(request, "admin/offices.html", context)


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """What the address asks for: the vacant of one kind, one place, words, or the region."""
    if "kosong" in request.GET:
        return _vacant(request.GET["kosong"], request.GET.get("sesudah", ""))
    place = _place(request)
    if place is not None:
        return _of_place(place)
    term = _term(request)
    if term:
        return _called(term)
    return _of_region()


def _term(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:200]


def _place(request: HttpRequest) -> Place | None:
    for name, model in (("wilayah", Area), ("opd", Agency)):
        if name in request.GET:
            rows: Any = model._default_manager.all()
            key = int_param(request.GET[name])
            place: Place | None = rows.filter(pk=key).first() if key else None
            if place is None:
                raise Http404
            return place
    return None


def _groups(places: Sequence[Place], *, heads_only: bool = False) -> list[dict[str, Any]]:
    """Each place with its offices, as the page shows them."""
    shown: dict[Any, dict[str, Any]] = {
        (type(p), p.pk): {"label": _label(p), "address": place_address(p), "seats": []}
        for p in places
    }
    for seat in seats_of(places, heads_only=heads_only):
        whole = seat.agency or seat.area
        key = (type(whole), whole.pk) if whole else next(iter(shown))
        shown[key]["seats"].append((seat, appoint_address(seat)))
    return [group for group in shown.values() if group["seats"]]


def _label(place: Place) -> str:
    return place.name if isinstance(place, Agency) else str(place)


def _of_place(place: Place) -> dict[str, Any]:
    """Its own offices, and the heads of what lies in it."""
    below: list[Area] = []
    if isinstance(place, Area) and place.level != Level.REGION:
        rows = place.children.current().exclude(level=Level.RT).select_related("parent")
        below = list(rows.order_by("sort_key"))
    return {
        "title": f"Jabatan: {_label(place)}",
        "groups": [*_groups([place]), *_groups(below, heads_only=True)],
        "whole": True,
    }


def _called(term: str) -> dict[str, Any]:
    """The places that the words mean, with the offices that they mean."""
    asked = read_query(term)
    places: list[Place] = [*areas_called(asked)[: SHOWN + 1], *agencies_called(asked)[:SHOWN]]
    groups = _groups(places[:SHOWN])
    if asked.roles:
        for group in groups:
            group["seats"] = [s for s in group["seats"] if s[0].office.code in asked.roles]
        groups = [group for group in groups if group["seats"]]
    return {"groups": groups, "more": len(places) > SHOWN, "term": term}


def _of_region() -> dict[str, Any]:
    """The region's own offices, and of which kinds how many are vacant."""
    region = Area.objects.current().level(Level.REGION).filter(code=settings.REGION).first()
    groups = _groups([region]) if region else []
    counts = [(office, few(vacant_places(office))) for office in must_be_held()]
    kinds = [Figure(o.label, n, offices_address(kosong=o.code)) for o, n in counts if n]
    return {"groups": groups, "kinds": kinds, "whole_region": True}


def _vacant(code: str, after: str) -> dict[str, Any]:
    """A page of the vacant offices of one kind."""
    office: Office | None = next((o for o in must_be_held() if o.code == code), None)
    if office is None:
        raise Http404
    rows: list[Place]
    if office.reach == Reach.AGENCY:
        rows = list(vacant_agencies(office)[: PAGE * 4])
        following = ""
    else:
        begin = after if CODE.fullmatch(after) else ""
        areas = list(vacant_areas(office).filter(code__gt=begin)[: PAGE + 1])
        following = areas[PAGE - 1].code if len(areas) > PAGE else ""
        rows = list(areas[:PAGE])
    seats = [s for s in seats_of(rows) if s.office.code == code]
    return {
        "title": f"{office.label}: belum ada pemegangnya",
        "vacant": [(seat, appoint_address(seat), _above(seat)) for seat in seats],
        "kind": office,
        "following": following,
        "first": not after,
    }


def _above(seat: Seat) -> str:
    """Where the area lies, for names that are not alone."""
    return str(seat.area.parent) if seat.area and seat.area.parent else ""
