"""The order that a place gave to its proposals, for everybody to read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from egov.areas.models import Area
from egov.web.context import viewer
from egov.web.public import public_page
from musrenbang.domain.ranks import ranked
from musrenbang.models import Proposal, Stage
from musrenbang.procedure import LEVELS, RANKING, rank_field

SHOWN = 500  # of a kecamatan's list: what a phone still reads


def ranked_rows(
    request: HttpRequest, stage: Stage, area: Area, most: int = SHOWN
) -> list[tuple[int, Proposal]]:
    """(place in the list, proposal) of what this visitor may read, the first `most` in order."""
    field = rank_field(stage.tier)
    rows = ranked(stage, area.pk).visible_to(viewer(request)).listed().for_list()[:most]
    return [(getattr(row, field), row) for row in rows]


@public_page
def ranking(request: HttpRequest, year: int, channel: str, place: str) -> HttpResponse:
    """The list of an RW, kelurahan or kecamatan in one channel, in its order."""
    area = Area.objects.filter(code=place.replace("~", "/")).order_by("-valid").first()
    if area is None or area.level not in RANKING:
        raise Http404
    tiers = [tier for tier, level in LEVELS.items() if level.reach == area.level]
    stages = Stage.objects.filter(ranks=True, tier__in=tiers).select_related("channel__cycle")
    stage = get_object_or_404(stages, channel__cycle__year=year, channel__code=channel)
    context = {
        "stage": stage,
        "area": area,
        "lines": ranked_rows(request, stage, area),
        "most": SHOWN,
    }
    return render(request, "musrenbang/ranking.html", context)
