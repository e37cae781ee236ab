"""What e-Musrenbang shows on the pages of the portal: home, an area, one's own page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from egov.accounts.models import User
from egov.areas.models import Area, Level
from egov.portal.declarations import Window
from egov.verbs.memory import remembered
from egov.web.context import viewer
from egov.web.keyset import keyset_page
from musrenbang.domain.current_figures import area_figures, current_cycle, cycle_figures
from musrenbang.domain.proposers import (
    PARTLY_ON_PAPER,
    on_paper,
    open_partly,
    open_somewhere,
    opened_areas,
)
from musrenbang.domain.submission import open_channels
from musrenbang.models import Cycle, Decision, Draft, Proposal, Stage
from musrenbang.procedure import LEVELS, RANKING
from musrenbang.views.ranking import ranked_rows
from musrenbang.vocabulary import Outcome, State

FIRST = 3  # of a list that a place put in order
NEWEST = 5  # of the home page


def _lines(stages: list[Stage], now: datetime) -> list[dict[str, Any]]:
    """Each channel as a line of stops; those that take proposals now come first."""
    channels = {stage.channel_id: stage.channel for stage in stages}
    lines = []
    for channel in channels.values():
        path = [s for s in stages if s.channel_id == channel.pk and not s.is_opinion]
        if not path:  # still being set up
            continue
        phases = [s.phase(now) for s in path]
        here = _current_stop(phases)
        stops: list[dict[str, Any]] = [
            {
                "stage": s,
                "word": s.word,
                "mark": _mark(i, here),
                "progress": getattr(s, "progress", None),
            }
            for i, s in enumerate(path)
        ]
        current = path[here]
        lines.append(
            {
                "channel": channel,
                "stops": stops,
                "stage": current,
                "open": phases[here] == "open",
                "accepts": channel.accepts_at(now),
            }
        )
    return sorted(lines, key=lambda line: not line["accepts"])


def _current_stop(phases: list[str]) -> int:
    """The open stop, else the first that is still to come, else the last."""
    if "open" in phases:
        return phases.index("open")
    return phases.index("before") if "before" in phases else len(phases) - 1


def _mark(stop: int, here: int) -> str:
    if stop == here:
        return "here"
    return "done" if stop < here else "ahead"


def _this_year(request: HttpRequest) -> dict[str, Any]:
    """The cycle of these weeks and its channels as lines; asked once for a page."""
    known: dict[str, Any] | None = getattr(request, "_this_year", None)
    if known is None:
        now = timezone.now()
        cycle = current_cycle(now)
        planned = Stage.objects.filter(channel__cycle=cycle).order_by("channel_id", "position")
        stages = list(planned.select_related("channel__cycle", "progress"))
        known = {"cycle": cycle, "lines": _lines(stages, now)}
        request._this_year = known  # type: ignore[attr-defined]
    return known


def submission_open(request: HttpRequest) -> Window | None:
    """While a channel takes proposals: until when; of several the one that ends first."""
    lines = _this_year(request)["lines"]
    open_now = [line["channel"] for line in lines if line["accepts"]]
    if not open_now:
        return None
    first = min(open_now, key=lambda channel: channel.submission.upper)
    return Window(first.submission.upper, first.name)


def submission_shut(request: HttpRequest) -> Window | None:
    """While none does."""
    return None if submission_open(request) else Window()


def home_now(request: HttpRequest, _about: None) -> dict[str, Any] | None:
    """Where the region stands this week: the first channel as a line, the others a row each."""
    known = _this_year(request)
    if not known["lines"]:
        return None
    first, *others = known["lines"]
    return {"cycle": known["cycle"], "line": first, "others": others}


def in_reach(request: HttpRequest, _about: None) -> dict[str, Any] | None:
    """The one act, while it can be done."""
    if hasattr(request, "_this_year"):  # the home page knows already
        window = submission_open(request)
        return {"until": window.until} if window else None
    first = open_channels()
    return {"until": min(channel.submission.upper for channel in first)} if first else None


def home_around(_request: HttpRequest, area: Area | None) -> dict[str, Any]:
    """The newest proposals of an area that a reader chose; of the whole region, decisions."""
    if area is None:
        return {"latest": _latest_decisions()}
    rows = Proposal.objects.visible_to(None).listed().in_area(area).for_list()
    return {"proposals": rows.order_by("-id")[:NEWEST], "area": area}


def _latest_decisions() -> list[Decision]:
    # the corrected ones are left out here: the planner cannot estimate that anti-join
    # and would sort everything
    newest = (
        Decision.objects.filter(proposal__withheld=False)
        .exclude(outcome=Outcome.COMPLETED)
        .select_related("proposal__rw", "proposal__kelurahan", "corrected_by")
        .order_by("-decided_at", "-id")[:20]
    )
    return [d for d in newest if not hasattr(d, "corrected_by")][:NEWEST]


def home_figures(request: HttpRequest, _about: None) -> dict[str, Any] | None:
    """The year in figures, with their hour."""
    cycle = _this_year(request)["cycle"]
    if cycle is None:
        return None
    counted = cycle_figures(cycle)
    if counted is None:
        return {"cycle": cycle, "figures": None}
    partly = PARTLY_ON_PAPER if _by_paper_somewhere(cycle) else ""
    return {"cycle": cycle, "figures": counted[None], "partly": partly}


def _by_paper_somewhere(cycle: Cycle) -> bool:
    """Whether none of a year's channels is open in the whole region; kept for some minutes."""
    return remembered(f"by-paper-{cycle.pk}", 300, lambda: _open_in_parts(cycle))


def _open_in_parts(cycle: Cycle) -> bool:
    opened = opened_areas(list(cycle.channels.all()))
    return bool(opened) and all(opened.values())


def of_area(_request: HttpRequest, area: Area) -> dict[str, Any]:
    """How many proposals came from an area, over all years; where it is still by paper, that."""
    channels = open_channels()
    if not channels or open_somewhere(channels, area):
        return {"figures": area_figures(area)}
    if area.level == Level.REGION or open_partly(channels, area):
        return {"figures": area_figures(area), "partly": PARTLY_ON_PAPER}
    return {"figures": None, "paper": on_paper(area)}


def ranking_of_area(request: HttpRequest, area: Area) -> dict[str, Any] | None:
    """The first of each list that this place put in order in the running year."""
    if area.level not in RANKING:
        return None
    stages = [s for s in _ranking_stages() if LEVELS[s.tier].reach == area.level]
    found = [(stage, ranked_rows(request, stage, area, FIRST + 1)) for stage in stages]
    lists = [
        {"stage": stage, "first": lines[:FIRST], "more": len(lines) > FIRST}
        for stage, lines in found
        if lines
    ]
    return {"lists": lists} if lists else None


def _ranking_stages() -> list[Stage]:
    cycle = current_cycle(timezone.now())
    stages = Stage.objects.filter(channel__cycle=cycle, ranks=True).select_related("channel__cycle")
    return list(stages.order_by("channel_id", "position"))


def proposals_of_area(request: HttpRequest, area: Area) -> dict[str, Any]:
    """The newest proposals from an area, page by page."""
    rows = Proposal.objects.visible_to(viewer(request)).listed().in_area(area).for_list()
    cursor = request.GET.get("sesudah", "")
    return {"page": keyset_page(rows, order=("-id",), cursor=cursor, size=10)}


def returned_to(_request: HttpRequest, user: User) -> dict[str, Any] | None:
    """What came back to its proposer to be completed."""
    rows = list(_of_person(user).filter(state=State.RETURNED)[:10])
    return {"returned": rows} if rows else None


def proposals_of(request: HttpRequest, user: User) -> dict[str, Any]:
    """One's own proposals and drafts."""
    drafts = Draft.objects.filter(owner=user, sent_as=None).select_related("channel__cycle")
    cursor = request.GET.get("sesudah", "")
    return {
        "page": keyset_page(_of_person(user), order=("-id",), cursor=cursor, size=20),
        "drafts": drafts.order_by("-saved_at")[:10],
    }


def _of_person(user: User) -> Any:
    return Proposal.objects.filter(Q(proposer=user) | Q(entered_by=user)).for_list()
