"""Public pages of a proposal: its journey, photos and sheets; supporting and reporting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from egov.accounts.models import User
from egov.accounts.signing_in import network
from egov.areas.maps import spot_map
from egov.documents.pdf import pdf_response
from egov.files.documents import send_document
from egov.files.pictures import send_picture
from egov.verbs.limit import Limit
from egov.verbs.refusal import Refusal
from egov.web.context import viewer
from egov.web.public import public_page
from musrenbang.domain.carrying import is_over
from musrenbang.domain.eligibility import completing_office, lacks_opinion
from musrenbang.domain.following import head_of, supported_by
from musrenbang.domain.moderation import for_public, page_for_public, report
from musrenbang.domain.next_steps import next_steps
from musrenbang.domain.own_proposal import WITHDRAWN_FROM, may_edit
from musrenbang.domain.projection import Station, earlier_years, stations
from musrenbang.domain.reserve import place_in_reserve
from musrenbang.domain.satisfaction import moment_for
from musrenbang.domain.silence import is_forgone, passed_over
from musrenbang.domain.submission import may_support, support
from musrenbang.forms import ReportForm
from musrenbang.models import (
    DecisionPhoto,
    DecisionSheet,
    Proposal,
    ProposalPhoto,
    ProposalVersion,
    Rating,
    Stage,
)
from musrenbang.receipts import qr_svg, receipt_pdf
from musrenbang.vocabulary import ENDED, State

VIEW = "musrenbang.view_proposal"


def public_proposal(request: HttpRequest, number: str, **more: Any) -> Proposal:
    """The proposal of a number, among those this visitor may read; 404 for everything else.

    `more`: what is asked with its row.
    """
    rows = Proposal.objects.visible_to(viewer(request))
    return get_object_or_404(rows.for_page().annotate(**more), number=number)


@public_page
def proposal(request: HttpRequest, number: str) -> HttpResponse:
    """The journey of one proposal as a line of stations; at each who, when, why and how much."""
    reader = viewer(request)
    proposal = public_proposal(request, number, **_of_reader(reader))
    history = proposal.decisions.select_related("merged_into", "corrected_by", "agency")
    decisions = list(history.prefetch_related("photos").order_by("sequence"))
    withholdings = list(proposal.withholdings.standing().select_related("appeal"))
    hidden = page_for_public(proposal, decisions, withholdings)
    stages = list(proposal.channel.stages.all())
    ended = proposal.state in ENDED
    head = head_of(proposal)
    stage = next(s for s in stages if s.pk == proposal.stage_id)
    now = timezone.now()
    context = {
        "proposal": proposal,
        "address": settings.SITE_URL + proposal.get_absolute_url(),
        "stations": stations(proposal, decisions, stages),
        "stage": stage,
        "passed_over": passed_over(proposal, decisions, stages),
        "without_opinion": lacks_opinion(stage, proposal) and is_forgone(stage, stages, now),
        "reserve": place_in_reserve(proposal, stage) if proposal.state == State.RESERVE else None,
        "late": proposal.return_until is not None
        and proposal.return_until < timezone.localdate(now),
        "photos": []
        if proposal.withheld
        else [p for p in proposal.photos.all() if p.pk not in hidden],
        "merged_from": proposal.merged_from.all(),
        "next_steps": next_steps(proposal, decisions, stages, now),
        "head": head,
        "line": _line_of(head, stages) if head else None,
        "earlier": earlier_years(decisions, stages),
        "map": _spot(proposal),
        "map_place": str(proposal.kelurahan or proposal.kecamatan or ""),
        "ended": (head or proposal).state in ENDED,
        "may_support": reader is not None and not ended and may_support(reader, proposal),
        **_read_by(reader, proposal),
        **_own_acts(reader, proposal, stages, now),
        "withholdings": withholdings if reader and completing_office(reader, proposal) else (),
    }
    return render(request, "musrenbang/proposal.html", context)


def _of_reader(reader: User | None) -> dict[str, Any]:
    """What the page of a proposal tells who is signed in, asked with its row."""
    if reader is None:
        return {}
    versions = ProposalVersion.objects.filter(proposal=OuterRef("pk"))
    given = Rating.objects.filter(proposal=OuterRef("pk"), given_by=reader)
    return {
        "supported": supported_by(reader.pk),
        "changed": Exists(versions),
        "rated": ArraySubquery(given.values("moment")),
    }


def _read_by(reader: User | None, proposal: Proposal) -> dict[str, Any]:
    """Whether this reader supports it, and may say how well the procedure served."""
    return {
        "supported": getattr(proposal, "supported", False),
        "asked": _asked(reader, proposal),
    }


def _asked(reader: User | None, proposal: Proposal) -> bool:
    """Whether this reader may still say how well the procedure served."""
    if reader is None:
        return False
    moment = moment_for(reader, proposal)
    return moment is not None and moment not in getattr(proposal, "rated", ())


def _own_acts(
    reader: User | None, proposal: Proposal, stages: list[Stage], now: datetime
) -> dict[str, Any]:
    """What its proposer may do here."""
    if reader is None or not completing_office(reader, proposal):
        return {"mine": False}
    return {
        "mine": True,
        "may_edit": may_edit(proposal),
        "may_withdraw": proposal.state in WITHDRAWN_FROM,
        "may_carry": is_over(proposal, stages, now),
        "changed": getattr(proposal, "changed", False),
    }


def _line_of(head: Proposal, stages: list[Stage]) -> list[Station]:
    """The stations of the proposal in which another goes on; `stages` are those of the other."""
    same = any(stage.pk == head.stage_id for stage in stages)
    return stations(head, [], stages if same else list(head.channel.stages.all()))


def _spot(proposal: Proposal) -> Any:
    """Its point on the map of its kelurahan or kecamatan; None without either."""
    around = proposal.kelurahan or proposal.kecamatan
    return spot_map(around, proposal.latitude, proposal.longitude) if around else None


def proposal_photo(request: HttpRequest, number: str, pk: int) -> FileResponse:
    proposal = public_proposal(request, number)
    photo = ProposalPhoto.objects.select_related("file").filter(pk=pk, proposal=proposal).first()
    return _picture(request, proposal, photo)


def _picture(request: HttpRequest, proposal: Proposal, photo: Any) -> FileResponse:
    """A photo of a proposal; a withheld one only for the staff that work with it."""
    if photo is None:
        raise Http404
    own = isinstance(photo, ProposalPhoto)
    public = not proposal.withheld and not (own and photo.withholdings.standing().exists())
    if not public:
        reader = viewer(request)
        if reader is None or not reader.has_perm(VIEW, proposal):
            raise Http404
    return send_picture(photo.file, small="kecil" in request.GET, public=public)


def decision_photo(request: HttpRequest, number: str, pk: int) -> FileResponse:
    proposal = public_proposal(request, number)
    photos = DecisionPhoto.objects.select_related("file")
    photo = photos.filter(pk=pk, decision__proposal=proposal).first()
    return _picture(request, proposal, photo)


@login_required
def decision_sheet(request: HttpRequest, number: str, pk: int) -> FileResponse:
    """The signed sheet behind a recorded decision, for the staff that work with the proposal."""
    sheet = _sheet_of(request, number, pk)
    if sheet.file is None:
        raise Http404
    return send_picture(sheet.file, small="kecil" in request.GET, public=False)


@login_required
def decision_scan(request: HttpRequest, number: str, pk: int) -> FileResponse:
    """As `decision_sheet`, of one that came as a PDF."""
    sheet = _sheet_of(request, number, pk)
    if sheet.document is None:
        raise Http404
    return send_document(sheet.document, title=f"Berita acara {number}", public=False)


def _sheet_of(request: HttpRequest, number: str, pk: int) -> DecisionSheet:
    proposal = public_proposal(request, number)
    reader = viewer(request)
    sheets = DecisionSheet.objects.select_related("file", "document")
    sheet = sheets.filter(pk=pk, decision__proposal=proposal).first()
    if sheet is None or reader is None or not reader.has_perm(VIEW, proposal):
        raise Http404
    return sheet


@require_POST
@login_required
def proposal_support(request: HttpRequest, number: str) -> HttpResponse:
    proposal = public_proposal(request, number)
    assert request.user.is_authenticated
    try:
        new = support(actor=request.user, proposal=proposal)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        word = "Dukungan Anda tercatat." if new else "Anda sudah mendukung usulan ini."
        messages.success(request, word)
    return redirect("musrenbang:proposal", number=number)


@public_page
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """What the sender keeps: the number, how to say it, and a QR that leads to the public page."""
    reader = viewer(request)
    proposal = for_public(public_proposal(request, number, **_of_reader(reader)))
    if request.GET.get("format") == "pdf":
        return pdf_response(receipt_pdf(proposal), f"bukti-{proposal.number}.pdf")
    stages = list(proposal.channel.stages.all())
    context = {
        "proposal": proposal,
        "qr": qr_svg(proposal),
        "fresh": "terkirim" in request.GET,
        "asked": _asked(reader, proposal),
        "stations": stations(proposal, [], stages),
    }
    return render(request, "musrenbang/receipt.html", context)


REPORTS = Limit("report", count=20, seconds=3600)


@never_cache
def proposal_report(request: HttpRequest, number: str) -> HttpResponse:
    """A reader says what should not stand there.

    A page of its own: the proposal's page sets no cookie.
    """
    proposal = for_public(public_proposal(request, number))
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not REPORTS.hit(network(get_adapter().get_client_ip(request))):
                sentence = "Sudah terlalu banyak laporan dari sambungan ini."
                raise Refusal("too_many", f"{sentence} Coba lagi satu jam lagi.")
            report(actor=request.user, proposal=proposal, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return render(request, "musrenbang/reported.html", {"proposal": proposal})
    return render(request, "musrenbang/report.html", {"proposal": proposal, "form": form})
