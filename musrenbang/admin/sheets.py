"""The signed sheet of an RW at the kelurahan's desk: all its lines on one page, kept in one act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.areas.models import Area, Level
from egov.verbs.permission import may
from egov.verbs.refusal import Refusal
from egov.web.forms import PortalForm, put_back
from egov.web.params import int_param
from egov.web.requests import actor_of
from musrenbang.domain.decision_plan import Asked
from musrenbang.domain.eligibility import ASSISTING
from musrenbang.domain.recording import (
    SILENT,
    RowRefused,
    outcomes_on_sheet,
    record_sheet,
    unheard,
)
from musrenbang.domain.sheets import store_sheet
from musrenbang.forms.silence import why_late_field
from musrenbang.models import Proposal, Stage
from musrenbang.vocabulary import Act, Outcome, State, Tier

PAGE = "admin:musrenbang_proposal_sheet"
LINES = 100  # on one page; a longer list goes on after these were kept


class SheetForm(PortalForm):
    sheet = forms.FileField(
        label="Foto atau PDF berita acara yang ditandatangani",
        help_text="JPG, PNG, WebP, atau PDF. Tidak tampil untuk umum.",
        error_messages={"required": "Unggah foto atau PDF berita acara yang ditandatangani."},
    )


class LateSheetForm(SheetForm):
    why_late = why_late_field()


@dataclass
class SheetLine:
    """One proposal on the sheet, with what was typed for it and why it was refused."""

    proposal: Proposal
    outcomes: Sequence[Outcome]
    outcome: str = ""
    rank: str = ""
    reason: str = ""
    fault: str = ""

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(o, str(o.label)) for o in self.outcomes]


def recordable(now: datetime) -> Any:
    """What waits for the assembly of an RW that has no head now, or is about to end."""
    stages = Stage.objects.open_at(now).filter(tier=Tier.RW, act=Act.ASSEMBLY)
    rows = Proposal.objects.filter(state=State.WAITING, stage__in=stages)
    heads = Appointment.objects.current().filter(user__is_active=True, area__level=Level.RW)
    silent = rows.filter(stage__window__endswith__lte=now + SILENT)
    return silent | rows.exclude(rw__in=heads.values("area"))


def brought_late(now: datetime) -> Any:
    """What the stage of an assembly passed on in silence this week, and nobody acted on since."""
    rows = Proposal.objects.filter(state=State.WAITING, passed_over=True)
    return rows.filter(Exists(unheard(now).filter(proposal=OuterRef("pk"))))


def sheets_waiting(request: HttpRequest, _about: None) -> dict[str, Any] | None:
    """The RW of one's kelurahan whose sheet may be recorded now, with how many lines."""
    user = actor_of(request)
    places = [a.area_id for a in user.appointments_now if a.role in ASSISTING and a.area_id]
    if not places:
        return None
    now, counted = timezone.now(), Counter[int]()
    for rows in (recordable(now), brought_late(now)):
        rows = rows.filter(kelurahan__in=places).order_by()
        counted.update(dict(rows.values_list("rw").annotate(Count("id"))))
    areas = Area.objects.filter(pk__in=counted).select_related("parent").order_by("sort_key")
    found = [(rw, counted[rw.pk], reverse(PAGE, args=[rw.path])) for rw in areas]
    return {"sheets": found} if found else None


def sheet_page(request: HttpRequest, code: str, frame: Any) -> HttpResponse:
    """GET shows what waits in the RW; POST keeps what its sheet says. `frame`: of all pages."""
    actor, rw = actor_of(request), _rw(code)
    rows, late = _waiting(rw, recordable(timezone.now())), False
    if not rows:
        rows = _waiting(rw, brought_late(timezone.now()))
        late = bool(rows)
    if not may(actor, "musrenbang.record_assembly", rows[0] if rows else None):
        raise PermissionDenied
    outcomes = {s.channel_id: outcomes_on_sheet(s, late=late) for s in _assemblies(rows)}
    lines = [_line(request, row, outcomes[row.channel_id]) for row in rows[:LINES]]
    asked = LateSheetForm if late else SheetForm
    form = asked(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = _keep(request, actor, rw, lines, form)
        if told:
            messages.success(request, told)
            return HttpResponseRedirect(reverse("admin:index"))
    context = {
        **frame,
        "title": f"Berita acara rembuk {rw.place}",
        "rw": rw,
        "lines": lines,
        "form": form,
        "more": len(rows) > LINES,
    }
    failed = form.is_bound and bool(form.errors)
    return render(request, "admin/sheet.html", context, status=422 if failed else 200)


def _rw(code: str) -> Area:
    rows = Area.objects.filter(code=code.replace("~", "/"), level=Level.RW)
    rw = rows.select_related("parent").order_by("-valid").first()
    if rw is None:
        raise Http404
    return rw


def _waiting(rw: Area, waiting: Any) -> list[Proposal]:
    return list(waiting.filter(rw=rw).order_by("submitted_at", "id")[: LINES + 1])


def _assemblies(rows: Sequence[Proposal]) -> Any:
    channels = {row.channel_id for row in rows}
    return Stage.objects.filter(channel__in=channels, tier=Tier.RW, act=Act.ASSEMBLY)


def _line(request: HttpRequest, row: Proposal, outcomes: Sequence[Outcome]) -> SheetLine:
    sent = request.POST
    return SheetLine(
        row,
        outcomes,
        sent.get(f"hasil_{row.pk}", ""),
        sent.get(f"urutan_{row.pk}", "")[:3],
        sent.get(f"alasan_{row.pk}", ""),
    )


def _keep(
    request: HttpRequest, actor: User, rw: Area, lines: Sequence[SheetLine], form: SheetForm
) -> str:
    """What is told where all was kept; else nothing, and each fault stands at its line."""
    filled = [line for line in lines if line.outcome]
    asked = {
        line.proposal.pk: Asked(
            outcome=line.outcome, reason=line.reason, rank=int_param(line.rank, digits=3)
        )
        for line in filled
    }
    seen = {key: int_param(request.POST.get(f"seen_{key}")) for key in asked}
    try:
        upload = form.cleaned_data["sheet"]
        sheet = store_sheet(upload=upload, actor_id=actor.pk) if upload and asked else None
        why_late = form.cleaned_data.get("why_late", "")
        count = record_sheet(
            actor=actor, rw=rw, sheet=sheet, lines=asked, seen=seen, why_late=why_late
        )
    except RowRefused as refused:
        for line in filled:
            if line.proposal.pk == refused.proposal.pk:
                line.fault = refused.sentence
        form.add_error(None, f"{refused.proposal.title}: {refused.sentence}")
        return ""
    except Refusal as refusal:
        put_back(form, refusal)
        return ""
    return f"Berita acara {rw.place} tercatat: {count} usulan."
