"""At the door: signing in by the poster's code, one's own row, and whether a sheet is genuine."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from egov.accounts.signing_in import network
from egov.verbs.limit import Limit
from egov.verbs.refusal import Refusal, TooMany
from news.domain.visits.copying import copy_of_guest
from news.domain.visits.forgetting import forget_guest
from news.domain.visits.links import (
    guest_of_code,
    own_code,
    visit_at_door,
    visit_of_sheet,
)
from news.domain.visits.slots import standing_booking
from news.domain.visits.the_day import Guest, check_door, moment_of, sign_in_guest
from news.procedure import SHOWN, VisitActKind
from news.views.visits.forms import DoorForm
from news.views.visits.private import private

SIGNED = Limit("visit-door", count=400, seconds=3600)  # a whole delegation behind one network


@private
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Name, office, institution, consent; a second time finds the first row."""
    visit = visit_at_door(token)
    if visit is None:
        raise Http404
    context: dict[str, Any] = {"visit": visit, "form": None, "closed": ""}
    try:
        check_door(visit, timezone.now())
    except Refusal as refusal:
        context["closed"] = refusal.sentence
        return render(request, "news/visits/door.html", context, status=409)
    form = DoorForm(request.POST or None, initial={"institution": visit.institution})
    context["form"] = form
    if request.method == "POST" and form.is_valid():
        if not SIGNED.hit(network(get_adapter().get_client_ip(request))):
            raise TooMany("too_many", "Terlalu banyak dari sambungan ini. Tulis di daftar kertas.")
        given = form.cleaned_data
        guest = Guest(given["name"], given["office"], given["institution"])
        try:
            row = sign_in_guest(
                visit=visit, guest=guest, consents=given["consent"], now=timezone.now()
            )
            return redirect("news:visit_own_row", token=own_code(row))
        except Refusal as refusal:
            form.refuse(refusal)
    return render(request, "news/visits/door.html", context)


@private
def own_row(request: HttpRequest, token: str) -> HttpResponse:
    """Who signed in sees that they did, takes a copy, or takes it back."""
    guest = guest_of_code(token)
    if guest is None:
        return render(request, "news/visits/erased.html", {}, status=410)
    if request.method == "POST" and "hapus" in request.POST:
        forget_guest(guest=guest)
        return render(request, "news/visits/erased.html", {})
    if "salinan" in request.GET:
        response = JsonResponse(copy_of_guest(guest), json_dumps_params={"indent": 1})
        response["Content-Disposition"] = 'attachment; filename="salinan-hadir.json"'
        return response
    return render(request, "news/visits/own_row.html", {"guest": guest, "visit": guest.visit})


def sheet_check(request: HttpRequest, token: str) -> HttpResponse:
    """What the QR of a lembar kunjungan leads to: that it is ours, and what it says."""
    visit = visit_of_sheet(token)
    genuine = visit is not None and visit.state in SHOWN
    context: dict[str, Any] = {"visit": visit if genuine else None}
    if visit is not None and genuine:
        context |= {
            "booking": standing_booking(visit),
            "arrived": moment_of(visit, VisitActKind.ARRIVED),
            "left": moment_of(visit, VisitActKind.LEFT),
        }
    response = render(
        request, "news/visits/sheet_check.html", context, status=200 if genuine else 404
    )
    response["X-Robots-Tag"] = "noindex"
    return response
