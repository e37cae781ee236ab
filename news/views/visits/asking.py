"""A council asks: one question a page, the draft kept for the browser by a signed cookie."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from egov.accounts.signing_in import network
from egov.areas.profile import region_name
from egov.verbs.limit import Limit
from egov.verbs.refusal import Refusal, TooMany
from egov.web.templatetags.portal import day
from news.domain.visits.asking import Request, ask_for_visit, keep_letter
from news.models import VisitDraft
from news.procedure import DRAFT_KEPT, Purpose, Topic
from news.views.visits.forms import (
    DATES,
    ContactForm,
    DatesForm,
    GuestsForm,
    InstitutionForm,
    LetterForm,
    PurposeForm,
    SendForm,
)

COOKIE, SALT = "kunjungan", "news.visit.draft"
BEGUN = Limit("visit-begun", count=60, seconds=3600)  # a network: many people behind one carrier
SENT = Limit("visit-sent", count=20, seconds=3600)
MANY = "Terlalu banyak permintaan dari sambungan ini. Coba lagi satu jam lagi."


@dataclass(frozen=True)
class Step:
    """One page; its form fills the draft's keys of the same names."""

    slug: str
    title: str
    question: str
    form: Any
    fields: tuple[str, ...]


STEPS = (
    Step("lembaga", "Lembaga", "Dari lembaga mana?", InstitutionForm, ("institution", "region")),
    Step("keperluan", "Keperluan", "Untuk keperluan apa?", PurposeForm, ("purpose", "topics")),
    Step("rombongan", "Tamu", "Berapa orang yang datang?", GuestsForm, ("guests",)),
    Step("tanggal", "Tanggal", "Kapan ingin datang?", DatesForm, DATES),
    Step(
        "kontak",
        "Kontak",
        "Siapa yang dapat kami hubungi?",
        ContactForm,
        ("contact_name", "contact_office", "email", "phone"),
    ),
    Step("surat", "Surat", "Unggah surat permohonan", LetterForm, ("letter",)),
    Step("periksa", "Periksa", "Periksa sebelum mengirim", SendForm, ("consent",)),
)
SLUGS = [step.slug for step in STEPS]
STEP_OF_FIELD = {name: step.slug for step in STEPS for name in step.fields}
LONGEST = 300  # letters of one answer that are kept


def _kept_key(request: HttpRequest) -> uuid.UUID | None:
    key = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=DRAFT_KEPT)
    try:
        return uuid.UUID(str(key)) if key else None
    except ValueError:
        return None


def kept_draft(request: HttpRequest) -> VisitDraft | None:
    """What this browser has begun; None where it holds no key of one."""
    key = _kept_key(request)
    rows = VisitDraft.objects.select_related("letter", "sent_as")
    return rows.filter(pk=key).first() if key else None


def _keep_in_browser(response: HttpResponse, draft: VisitDraft) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE,
        str(draft.pk),
        salt=SALT,
        max_age=DRAFT_KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _network(request: HttpRequest) -> str:
    return network(get_adapter().get_client_ip(request))


def begin(request: HttpRequest) -> HttpResponse:
    return redirect("news:visit_step", slug=SLUGS[0])


@never_cache
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """One question. What does not fit comes back as it was typed, and is kept too."""
    if slug not in SLUGS:
        raise Http404
    draft = kept_draft(request)
    if draft is not None and draft.sent_as_id is not None:
        draft = None  # a new one begins
    if draft is None and slug != SLUGS[0]:
        return redirect("news:visit_step", slug=SLUGS[0])
    this = STEPS[SLUGS.index(slug)]
    if slug == "periksa":
        assert draft is not None
        return _review(request, draft)
    form = _form(request, this, draft)
    if request.method != "POST":
        return _show(request, this, draft, form)
    new = draft is None
    if draft is None:
        if not BEGUN.hit(_network(request)):
            raise TooMany("too_many", MANY)
        draft = VisitDraft.objects.create()
    _keep_typed(request, this, draft)
    if form.is_valid() and _keep_file(draft, form):
        target = "periksa" if "ubah" in request.GET else SLUGS[SLUGS.index(slug) + 1]
        response: HttpResponse = redirect("news:visit_step", slug=target)
    else:
        response = _show(request, this, draft, form)
    return _keep_in_browser(response, draft) if new else response


def _form(request: HttpRequest, this: Step, draft: VisitDraft | None) -> Any:
    data = draft.data if draft is not None else {}
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = this.form(*posted, initial={name: data.get(name) for name in this.fields})
    if isinstance(form, DatesForm):
        guests = str(data.get("guests", ""))
        form.guests = int(guests) if guests.isdecimal() and len(guests) < 5 else 1
    return form


def _keep_typed(request: HttpRequest, this: Step, draft: VisitDraft) -> None:
    values: dict[str, Any] = {}
    for name in this.fields:
        if name == "topics":
            values[name] = [text[:LONGEST] for text in request.POST.getlist(name)][:10]
        elif name not in ("letter", "consent"):
            values[name] = request.POST.get(name, "").replace("\0", "")[:LONGEST]
    draft.data = {**draft.data, **values}
    draft.save(update_fields=["data", "saved_at"])


def _keep_file(draft: VisitDraft, form: Any) -> bool:
    """Keeps the letter where the page asks for one. Whether the draft has what was asked."""
    if not isinstance(form, LetterForm):
        return True
    upload = form.cleaned_data["letter"]
    if upload is None and draft.letter_id is None:
        form.add_error("letter", "Pilih berkas PDF surat permohonan.")
        return False
    if upload is not None:
        try:
            keep_letter(draft=draft, upload=upload)
        except Refusal as refusal:
            form.refuse(refusal)
            return False
    return True


def _show(
    request: HttpRequest, this: Step, draft: VisitDraft | None, form: Any, **more: Any
) -> HttpResponse:
    position = SLUGS.index(this.slug)
    context = {
        "step": this,
        "steps": STEPS,
        "position": position + 1,
        "back": SLUGS[position - 1] if position else "",
        "changing": "ubah" in request.GET,
        "draft": draft,
        "form": form,
        **more,
    }
    return render(request, f"news/visits/step_{_template(this)}.html", context)


def _template(this: Step) -> str:
    return this.slug if this.slug in ("surat", "periksa", "tanggal") else "form"


def _review(request: HttpRequest, draft: VisitDraft) -> HttpResponse:
    """All answers with their way back; sending. A refusal leads to the page of its field."""
    form = SendForm(request.POST if request.method == "POST" else None)
    faults: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        if SENT.reached(_network(request)):
            raise TooMany("too_many", MANY)
        try:
            how = {"consents": form.cleaned_data["consent"], "now": timezone.now()}
            ask_for_visit(draft=draft, request=request_of(draft), **how)
        except Refusal as refusal:
            if refusal.field in form.fields or refusal.field not in STEP_OF_FIELD:
                form.refuse(refusal)
            else:
                faults = [(STEP_OF_FIELD[refusal.field], refusal.sentence)]
        else:
            SENT.hit(_network(request))
            return redirect("news:visit_sent")
    missing = [step for step in STEPS[:-1] if not _filled(step, draft)]
    more = {"answers": _answers(draft), "missing": missing, "faults": faults}
    return _show(request, STEPS[-1], draft, form, **more)


def _filled(step: Step, draft: VisitDraft) -> bool:
    if step.slug == "surat":
        return draft.letter_id is not None
    return all(str(draft.data.get(name, "")).strip(" []") for name in step.fields)


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def request_of(draft: VisitDraft) -> Request:
    """The draft as the verb takes it; what does not fit the verb says at its field."""
    data = draft.data
    guests = str(data.get("guests", ""))
    days = [_day(data.get(name, "")) for name in DATES]
    topics = data.get("topics") or []
    return Request(
        institution=str(data.get("institution", "")),
        region=str(data.get("region", "")),
        purpose=str(data.get("purpose", "")),
        topics=[str(topic) for topic in topics],
        guests=int(guests) if guests.isdecimal() and len(guests) < 6 else 0,
        wished_on=[day for day in days if day is not None],
        contact_name=str(data.get("contact_name", "")),
        contact_office=str(data.get("contact_office", "")),
        email=str(data.get("email", "")).strip(),
        phone=str(data.get("phone", "")),
    )


def _answers(draft: VisitDraft) -> list[tuple[str, str, str]]:
    """(slug of the page, its title, what was answered)."""
    asked = request_of(draft)
    purposes, topics = dict(Purpose.choices), dict(Topic.choices)
    what = ", ".join(topics.get(topic, "") for topic in asked.topics)
    pages = draft.letter.pages if draft.letter else 0
    told = {
        "lembaga": f"{asked.institution}, {region_name(asked.region)}",
        "keperluan": f"{purposes.get(asked.purpose, '')}. Topik: {what}",
        "rombongan": f"{asked.guests} orang",
        "tanggal": "; ".join(day(each) for each in asked.wished_on),
        "kontak": f"{asked.contact_name}, {asked.contact_office}, {asked.email}, {asked.phone}",
        "surat": f"PDF {pages} halaman" if pages else "",
    }
    return [
        (each.slug, each.title, told[each.slug] if _filled(each, draft) else "belum diisi")
        for each in STEPS[:-1]
    ]


@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """What follows: the mail with its link."""
    draft = kept_draft(request)
    if draft is None or draft.sent_as is None:
        return redirect("news:visits")
    return render(request, "news/visits/sent.html", {"visit": draft.sent_as})
