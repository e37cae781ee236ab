"""Pages that are composed from what the apps give: home, areas, one's own page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request

from egov.areas.boundaries import outline_of
from egov.areas.maps import map_of
from egov.areas.models import Area, AreaQuerySet, Level
from egov.areas.offices import office_of
from egov.areas.spots import dots
from egov.portal import joining
from egov.portal.joining import shading
from egov.web.public import known_params, public_page

known_params("wilayah")


class Schema(SpectacularAPIView):
    """The API's description: made once in a process, for it takes seconds and never changes."""

    kept: ClassVar[dict[str, tuple[bytes, dict[str, str]]]] = {}

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shape = request.accepted_renderer.media_type
        if shape not in self.kept:
            made = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
            made = self.finalize_response(request, made).render()
            self.kept[shape] = (made.content, dict(made.headers))
        content, headers = self.kept[shape]
        return HttpResponse(content, headers=headers)


class ApiDocs(SpectacularSwaggerSplitView):
    url_name = "schema"
    template_name = "api_docs.html"


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is for, and what a citizen can do now: the panels of the apps.

    `?wilayah=<code>` chooses whose news stand there; it is kept in the address alone.
    """
    code = request.GET.get("wilayah", "")
    chosen = _area(code) if code else None
    return render(request, "home/home.html", {"area": chosen, "choices": _choices(chosen)})


def _choices(chosen: Area | None) -> list[Area]:
    """The districts, and under the chosen one, or the chosen one's, the villages."""
    district = chosen
    while district is not None and district.level not in (Level.DISTRICT, Level.REGION):
        district = district.parent
    among = Q(level=Level.DISTRICT)
    if district is not None:
        among |= Q(parent=district)
    rows = list(Area.objects.current().filter(among).select_related("parent").order_by("sort_key"))
    districts = [row for row in rows if row.level == Level.DISTRICT]
    villages = [row for row in rows if row.level == Level.VILLAGE]
    at = districts.index(district) + 1 if district in districts else 0
    return [*districts[:at], *villages, *districts[at:]]


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
def feeds(request: HttpRequest) -> HttpResponse:
    """What programs may read again and again, and how a person follows without one."""
    return render(request, "home/feeds.html", {"feeds": joining.feeds()})


@public_page
def area_index(request: HttpRequest) -> HttpResponse:
    return redirect("home:area", path=settings.REGION)


@public_page
def area(request: HttpRequest, path: str) -> HttpResponse:
    """An area: what lies in it, who leads it (by office), and what it was before."""
    shown = _area(path)
    chain = [shown]
    while chain[0].parent is not None:
        chain.insert(0, chain[0].parent)
    context = {
        "area": shown,
        "chain": chain[:-1],
        "office": office_of(shown),
        **_lying_in(shown),
    }
    return render(request, "home/area.html", context)


def _lying_in(shown: Area) -> dict[str, Any]:
    """The areas within one, with what came from each, and their map.

    A village is shown among its neighbours, without shades, with points; an RW as its village.
    """
    children = list(_with_shapes(shown))
    if shown.level not in (Level.REGION, Level.DISTRICT):
        return {"children": children, **_among_neighbours(shown)}
    shade = shading()
    counts = shade.counts([child.pk for child in children]) if shade else None
    listed = [(child, None if counts is None else counts.get(child.pk, 0)) for child in children]
    drawn = map_of(children, counts=counts)
    return {"children": children, "listed": listed, "map": drawn, "shade": shade}


def _among_neighbours(shown: Area) -> dict[str, Any]:
    """The map of a village, with what stands there as points; of an RW only where any does."""
    village = shown if shown.level == Level.VILLAGE else shown.parent
    if village is None or village.level != Level.VILLAGE:
        return {}
    spots = joining.spots()
    places = spots.of(shown) if spots is not None else ()
    if shown != village and not places:
        return {}
    neighbours = list(_with_shapes(village.parent))
    drawn = map_of(neighbours, here=village) if village in neighbours else None
    found = dots(drawn, places) if drawn is not None else []
    if shown != village and not found:
        return {}
    return {
        "map": drawn,
        "village": village,
        "neighbours": neighbours,
        "dots": found,
        "spots": spots,
    }


def _with_shapes(parent: Area | None) -> AreaQuerySet:
    """What lies in an area today, as the map shows it."""
    rows = Area.objects.current().filter(parent=parent).select_related("map_shape")
    return rows.defer("map_shape__geometry", "map_shape__drawn_from").order_by("sort_key")


def area_outline(request: HttpRequest, path: str) -> HttpResponse:
    """GeoJSON of the area's outline.

    A sketch, named so, where no boundary is loaded; no geometry where there is neither.
    """
    response = JsonResponse(outline_of(_area(path)))
    response["Cache-Control"] = "public, max-age=3600"
    return response


@never_cache
@login_required
def account_home(request: HttpRequest) -> HttpResponse:
    """One's own page: what waits for me, my proposals, drafts and notices."""
    return render(request, "home/account.html")
