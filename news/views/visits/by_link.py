"""Pages that a mailed link opens: confirming a request, and all that guests do with their visit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from egov.documents.calendar import calendar_response
from egov.documents.pdf import pdf_response
from egov.verbs.refusal import Invalid, Refusal
from news.domain.visits import by_guest
from news.domain.visits.asking import prove_request
from news.domain.visits.copying import copy_of_visit
from news.domain.visits.forgetting import erase_guests
from news.domain.visits.letters import visit_calendar
from news.domain.visits.links import issue_link, link_at, require_standing
from news.domain.visits.papers import sheet_pdf
from news.domain.visits.slots import standing_booking
from news.models import Visit, VisitLink
from news.procedure import GUEST_ACTS, SHOWN, LinkPurpose, VisitActKind
from news.views.visits.forms import (
    CompleteForm,
    GiveUpForm,
    MoveForm,
    QuestionForm,
    TakeForm,
)
from news.views.visits.line import line_of
from news.views.visits.private import private

Act = Callable[[Visit, Any], None]


@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A press of the button confirms: mail scanners open links, they press nothing."""
    link = link_at(token, LinkPurpose.CONFIRM)
    if link is None:
        raise Http404
    now = timezone.now()
    try:
        require_standing(link, now)
        if request.method == "POST":
            visit = prove_request(link=link, now=now)
            token = issue_link(visit, LinkPurpose.GUEST, now)
            messages.success(request, "Permintaan Anda sampai kepada tuan rumah.")
            return redirect("news:visit_guest", token=token)
    except Refusal as refusal:
        return _over(request, refusal)
    return render(request, "news/visits/confirm.html", {"visit": link.visit})


def _over(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return render(request, "news/visits/link_over.html", {"refusal": refusal}, status=410)


def _link(token: str) -> VisitLink:
    """A guest's link that still opens; else 404."""
    link = link_at(token, LinkPurpose.GUEST)
    if link is None:
        raise Http404
    return link


def _visit(link: VisitLink) -> Visit:
    rows = Visit.objects.with_state().select_related("host", "event", "contact", "letter")
    return rows.get(pk=link.visit_id)


@private
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """All that guests may do with their visit, in the state in which it is."""
    link = _link(token)
    try:
        require_standing(link, timezone.now())
    except Refusal as refusal:
        return _over(request, refusal)
    visit = _visit(link)
    asked = request.POST.get("act", "") if request.method == "POST" else ""
    offers = _offers(request, visit, asked)
    if asked == "hapus" and "sure" in request.POST:
        erase_guests(visit=visit, now=timezone.now())
        return render(request, "news/visits/erased.html", {})
    if asked:
        done = _run(visit, asked, offers)
        if done:
            messages.success(request, done)
            return redirect("news:visit_guest", token=token)
        visit = _visit(link)
    context = {
        "visit": visit,
        "token": token,
        "line": line_of(visit),
        "booking": standing_booking(visit),
        "offers": offers,
        "shown": visit.state in SHOWN,
        "unsure": asked == "hapus",
        "note": _last_note(visit),
        "stale": bool(asked) and asked not in offers and asked != "hapus",
    }
    return render(request, "news/visits/guest.html", context)


def _last_note(visit: Visit) -> str:
    """What the host said last."""
    rows = visit.acts.filter(acted_by__isnull=False).exclude(note="")
    rows = rows.exclude(kind__in=(VisitActKind.PROGRAMME, VisitActKind.MINUTES))
    kinds = rows.exclude(kind=VisitActKind.FORWARDED).order_by("-id")
    return kinds.values_list("note", flat=True).first() or ""


FORMS: dict[str, tuple[VisitActKind | None, Any, str, str]] = {
    "pilih": (VisitActKind.TAKEN, TakeForm, "Pilih tanggal", "Pilih tanggal ini"),
    "lengkapi": (VisitActKind.COMPLETED, CompleteForm, "Lengkapi permintaan", "Kirim"),
    "pindah": (VisitActKind.MOVED, MoveForm, "Minta tanggal lain", "Minta tanggal lain"),
    "tanya": (None, QuestionForm, "Ajukan pertanyaan", "Kirim pertanyaan"),
    "batal": (VisitActKind.CANCELLED, GiveUpForm, "Batalkan kunjungan", "Batalkan kunjungan"),
}


def _offers(request: HttpRequest, visit: Visit, asked: str) -> dict[str, Any]:
    """The forms of this state by their slug; the one that was sent is bound."""
    offers = {}
    for slug, (kind, form_class, title, button) in FORMS.items():
        allowed = visit.state in (GUEST_ACTS[kind] if kind else SHOWN)
        if not allowed or visit.erased_at is not None:
            continue
        posted = (request.POST, request.FILES) if asked == slug else (None, None)
        form: Any = form_class(*posted, prefix=slug)
        if isinstance(form, TakeForm):
            form.offer(by_guest.offered_slots(visit), visit.host_id)
        offers[slug] = {"form": form, "title": title, "button": button}
    return offers


def _run(visit: Visit, asked: str, offers: dict[str, Any]) -> str:
    """What was done, in words; empty where the form says why not."""
    if asked not in offers:
        return ""
    form = offers[asked]["form"]
    if not form.is_valid():
        return ""
    try:
        return _DO[asked](visit, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return ""


def _take(visit: Visit, form: Any) -> str:
    by_guest.take_date(visit=visit, slot=form.cleaned_data["slot"], now=timezone.now())
    return "Tanggal dipastikan. Surat dengan berkas kalender dikirim ke e-mail Anda."


def _complete(visit: Visit, form: Any) -> str:
    given = form.cleaned_data
    how = {"note": given["note"], "upload": given["letter"], "now": timezone.now()}
    by_guest.complete_request(visit=visit, **how)
    return "Kelengkapan dikirim kepada tuan rumah."


def _move(visit: Visit, form: Any) -> str:
    how = {"days": form.days, "note": form.cleaned_data["note"], "now": timezone.now()}
    by_guest.move_visit(visit=visit, **how)
    return "Permintaan tanggal lain dikirim kepada tuan rumah."


def _give_up(visit: Visit, form: Any) -> str:
    by_guest.give_up_visit(visit=visit, note=form.cleaned_data["note"], now=timezone.now())
    return "Kunjungan dibatalkan."


def _ask(visit: Visit, form: Any) -> str:
    by_guest.ask_question(visit=visit, text=form.cleaned_data["text"], now=timezone.now())
    return "Pertanyaan dikirim kepada tuan rumah."


_DO: dict[str, Callable[[Visit, Any], str]] = {
    "pilih": _take,
    "lengkapi": _complete,
    "pindah": _move,
    "batal": _give_up,
    "tanya": _ask,
}


def _opened(token: str) -> Visit:
    link = _link(token)
    require_standing(link, timezone.now())
    return _visit(link)


@private
def guest_entry(request: HttpRequest, token: str) -> HttpResponse:
    visit = _opened(token)
    if visit.state not in SHOWN:
        raise Http404
    return calendar_response(visit_calendar(visit), "kunjungan.ics")


@private
def guest_copy(request: HttpRequest, token: str) -> HttpResponse:
    """All that is known of who asked, as a file (UU 27/2022 ps 7)."""
    response = JsonResponse(copy_of_visit(_opened(token)), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = 'attachment; filename="salinan-kunjungan.json"'
    return response


@private
def guest_sheet(request: HttpRequest, token: str) -> HttpResponse:
    """The lembar kunjungan, once they were there."""
    visit = _opened(token)
    if not visit.acts.filter(kind=VisitActKind.ARRIVED).exists():
        sentence = "Lembar kunjungan tersedia setelah tuan rumah mencatat kedatangan Anda."
        raise Invalid("not_arrived", sentence)
    return pdf_response(sheet_pdf(visit), "lembar-kunjungan.pdf")
