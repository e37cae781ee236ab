from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from drf_spectacular.views import SpectacularSwaggerSplitView

from egov.areas.boundaries import Drawing, draw, outline_of
from egov.areas.models import Area, Level
from egov.home.figures import area_figures, current_cycle, cycle_figures
from egov.web.keyset import keyset_page
from egov.web.public import public_page
from musrenbang.domain.numbers import read_number
from musrenbang.models import Decision, Draft, Figures, Proposal, Stage
from musrenbang.views.proposals import filtered
from musrenbang.vocabulary import Outcome, State, Tier
from regulations.domain.exchange.citations import read_citation
from regulations.models import Application
from regulations.search import find_parts, find_regulations

FOUND = 5  # of each kind on the page that searches everything


class ApiDocs(SpectacularSwaggerSplitView):
    url_name = "schema"
    template_name = "api_docs.html"


def _shaded(
    drawing: Drawing,
    counted: dict[int | None, Figures] | None,
) -> list[tuple[Any, int | None, int]]:
    """Each kecamatan with its number of proposals, None where unknown, and how dark it is."""
    if counted is None:
        return [(shape, None, 0) for shape in drawing.shapes]
    sent = {area: row.sent for area, row in counted.items() if area is not None}
    top = max(sent.values(), default=0) + 1
    held = [(shape, sent.get(shape.area.pk, 0)) for shape in drawing.shapes]
    return [(shape, many, many * 4 // top) for shape, many in held]


def _lines(stages: list[Stage], now: datetime) -> list[dict[str, Any]]:
    """Each channel as a line of stops; those that take proposals now come first."""
    channels = {stage.channel_id: stage.channel for stage in stages}
    lines = []
    for channel in channels.values():
        path = [s for s in stages if s.channel_id == channel.pk and s.tier != Tier.OPD]
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


def _viewer(request: HttpRequest) -> Any:
    """Who is signed in; None without asking the session where no cookie came."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Where the whole region stands this week, and what a citizen can do now."""
    now = timezone.now()
    cycle = current_cycle(now)
    planned = Stage.objects.filter(channel__cycle=cycle).order_by("channel_id", "position")
    stages = list(planned.select_related("channel__cycle", "progress"))
    lines = _lines(stages, now)
    # the corrected ones are left out here: the planner cannot estimate that anti-join
    # and would sort everything
    newest = (
        Decision.objects.filter(proposal__withheld=False)
        .exclude(outcome=Outcome.COMPLETED)
        .select_related("proposal__rw", "proposal__kelurahan", "corrected_by")
        .order_by("-decided_at", "-id")[:20]
    )
    latest = [d for d in newest if not hasattr(d, "corrected_by")][:5]
    counted = cycle_figures(cycle) if cycle else None
    drawing = draw(Level.DISTRICT)
    context = {
        "cycle": cycle,
        "lines": lines,
        "latest": latest,
        "figures": counted[None] if counted else None,
        "drawing": drawing,
        "shapes": _shaded(drawing, counted),
    }
    return render(request, "home/home.html", context)


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """A proposal's number goes straight to its page, a citation to the pasal.

    Other words to the best of each part of the portal.
    """
    query = request.GET.get("q", "").strip()[:200]
    number = read_number(query)
    if number and Proposal.objects.filter(number=number).exists():
        return redirect("proposal", number=number)
    if read_citation(query):
        return redirect(f"/regulasi/?{urlencode({'q': query})}")
    context: dict[str, Any] = {"query": query}
    if query:
        today = timezone.localdate()
        listed = Proposal.objects.visible_to(_viewer(request)).listed()
        about = Q(name__icontains=query) | Q(purpose__icontains=query)
        context |= {
            "proposals": filtered(listed, {"q": query}).for_list().order_by("-id")[:FOUND],
            "regulations": find_regulations(query, on=today).order_by("-year", "-id")[:FOUND],
            "parts": find_parts(query, on=today)[:FOUND],
            "applications": Application.objects.filter(about).order_by("name")[:FOUND],
        }
    return render(request, "home/search.html", context)


def _area(path: str) -> Area:
    """The current area of a code, else the last one that carried it: old areas keep their page."""
    rows = Area.objects.select_related("parent__parent__parent").prefetch_related(
        "successions__successor", "origins__predecessor", "aliases"
    )
    area = rows.filter(code=path.replace("~", "/")).order_by("-valid").first()
    if area is None:
        raise Http404
    return area


@public_page
def area_index(request: HttpRequest) -> HttpResponse:
    return redirect("area", path=settings.REGION)


@public_page
def area(request: HttpRequest, path: str) -> HttpResponse:
    """An area: what lies in it, who leads it (by office), its proposals, and what it was before."""
    found = _area(path)
    children = list(found.children.current().order_by("sort_key"))
    chain = [found]
    while chain[0].parent is not None:
        chain.insert(0, chain[0].parent)
    proposals = Proposal.objects.visible_to(_viewer(request)).listed().in_area(found).for_list()
    page = keyset_page(proposals, order=("-id",), cursor=request.GET.get("sesudah", ""), size=10)
    counted = draw(Level.DISTRICT) if found.level == Level.REGION else None
    context = {
        "figures": area_figures(found),
        "area": found,
        "chain": chain[:-1],
        "children": children,
        "page": page,
        "drawing": counted,
        "shapes": [(shape, 0, 0) for shape in counted.shapes] if counted else [],
    }
    return render(request, "home/area.html", context)


def area_outline(request: HttpRequest, path: str) -> HttpResponse:
    """GeoJSON of the area's outline for the map of the form.

    A labelled schematic where no boundary is loaded.
    """
    response = JsonResponse(outline_of(_area(path)))
    response["Cache-Control"] = "public, max-age=3600"
    return response


@never_cache
@login_required
def account_home(request: HttpRequest) -> HttpResponse:
    """One's own page: what waits for me, my proposals, drafts and notices."""
    user = request.user
    assert user.is_authenticated
    mine = Proposal.objects.filter(Q(proposer=user) | Q(entered_by=user)).for_list()
    drafts = Draft.objects.filter(owner=user, sent_as=None).select_related("channel__cycle")
    context = {
        "page": keyset_page(mine, order=("-id",), cursor=request.GET.get("sesudah", ""), size=20),
        "returned": mine.filter(state=State.RETURNED)[:10],
        "drafts": drafts.order_by("-saved_at")[:10],
        "notices": user.notices.order_by("-id")[:5],
        "residence": user.residence,
    }
    return render(request, "home/account.html", context)
