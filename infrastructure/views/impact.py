"""What a cut takes with it, for those who may know where the city can be hurt."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import may, require
from egov.verbs.refusal import Invalid
from egov.web.requests import actor_of
from infrastructure.domain.cutting import Selection, read_selection
from infrastructure.domain.impact_map import impact_map
from infrastructure.domain.impacting import assess
from infrastructure.domain.report import Report
from infrastructure.domain.runs import save_run
from infrastructure.domain.telling import Told, tell
from infrastructure.forms import SelectionForm, TitleForm
from infrastructure.models import ImpactRun

SHOWN = 30  # sites, applications and others that are told one by one
RUNS = 10


@login_required
def impact(request: HttpRequest) -> HttpResponse:
    """`?kode=FO-TGL-014,SEG-31#2`: offices, things, applications with their law, people, why.

    An area is posted, for it may be longer than an address; `simpan` keeps what was told.
    """
    actor = actor_of(request)
    require(actor, "infrastructure.assess_impact")
    given = request.POST if request.method == "POST" else request.GET
    form = SelectionForm.read(given)
    saving = request.method == "POST" and "simpan" in given
    title = TitleForm(request.POST) if saving else None
    context: dict[str, Any] = {"form": form, "saves": may(actor, "infrastructure.save_impact")}
    if form.is_bound and form.is_valid():
        try:
            if title is not None and title.is_valid():
                run = _save(actor, form.selection, title)
                return redirect(run)
            context |= _told(actor, form.selection)
        except Invalid as invalid:
            (title if title and invalid.field in title.fields else form).refuse(invalid)
    if "told" in context:
        context["title_form"] = title or TitleForm(title=context["suggested"])
    else:
        context["runs"] = ImpactRun.objects.visible_to(actor).open()[:RUNS]
    faulty = bool(form.errors or (title and title.errors))
    return render(request, "infrastructure/impact.html", context, status=422 if faulty else 200)


def _save(actor: User, selection: Selection, title: TitleForm) -> ImpactRun:
    data = title.cleaned_data
    return save_run(
        actor=actor,
        selection=selection,
        title=data["judul"],
        key=data["kunci"],
        now=timezone.now(),
    )


def _told(actor: User, selection: Selection) -> dict[str, Any]:
    cut = read_selection(user=actor, selection=selection)
    report = assess(user=actor, cut=cut)
    told = tell(report, cut)
    context = {**told_context(told), "to_call": _to_call(report)}
    return {**context, "suggested": _name(told)}


def _to_call(report: Report) -> list[Any]:
    return [row.asset.site for row in report.to_call[:SHOWN]]


def told_context(told: Told) -> dict[str, Any]:
    """What the page of a report shows: the first of each, and how many more there are."""
    figures = told["figures"]
    return {
        "told": told,
        "figures": figures,
        "applications": told["applications"][:SHOWN],
        "more_applications": max(0, figures["stopped"] + figures["degraded"] - SHOWN),
        "sites": told["sites"][:SHOWN],
        "more_sites": max(0, figures["sites"] - SHOWN),
        "things": told["things"][:SHOWN],
        "more_things": max(0, figures["things"] - SHOWN),
        "alone": told["alone"][:SHOWN],
        "more_alone": max(0, figures["alone"] - SHOWN),
        "points": told["points"][:SHOWN],
        "moments": [(_moment(minutes), many) for minutes, many in told["moments"]],
        "day": date.fromisoformat(told["on"]),
        "map": impact_map(told),
    }


def _moment(minutes: int) -> str:
    return f"Di antaranya setelah {minutes} menit" if minutes else "Di antaranya seketika"


def _name(told: Told) -> str:
    """A title to begin with: "Dampak SEG-031 dan 2 lainnya"."""
    codes = [*(thing["code"] for thing in told["cut"]), *(part["text"] for part in told["parts"])]
    more = f" dan {len(codes) - 1} lainnya" if len(codes) > 1 else ""
    return f"Dampak {codes[0]}{more}"
