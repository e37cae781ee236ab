"""The registry in other shapes: ZIP, Atom, Akoma Ntoso, publiccode.yml."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from egov.ui.public import public_page
from regulations.models import Application, LegalEvent, Regulation
from regulations.takehome import akoma_ntoso, publiccode, take_home
from regulations.views.registry import asked_day, board_csv


@public_page
def bundle(request: HttpRequest) -> HttpResponse:
    """Bawa pulang: one ZIP with the matrix and the regulations."""
    on = asked_day(request)
    headers = {"Content-Disposition": f'attachment; filename="registri-{settings.REGION}-{on.isoformat()}.zip"'}
    return HttpResponse(take_home(board_csv(on), on), content_type="application/zip", headers=headers)


def _regulation(kind: str, year: int, number: str) -> Regulation:
    rows = Regulation.objects.select_related("kind").prefetch_related("provisions")
    return get_object_or_404(rows, kind__code=kind, year=year, number=number.replace("~", "/"))


@public_page
def akn(request: HttpRequest, region: str, kind: str, year: int, number: str) -> HttpResponse:
    found = _regulation(kind, year, number)
    return HttpResponse(akoma_ntoso(found, timezone.localdate()), content_type="application/akn+xml; charset=utf-8")


@public_page
def publiccode_yml(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Application.objects.select_related("owner"), code=code)
    bound = list(found.bindings.standing_on(timezone.localdate()).with_law())
    return HttpResponse(publiccode(found, bound), content_type="application/yaml; charset=utf-8")


class LegalEventFeed(Feed):  # type: ignore[type-arg]
    """The latest legal events, as Atom."""

    feed_type = Atom1Feed
    link = "/regulasi/"

    def title(self) -> str:
        return f"Perubahan regulasi {settings.REGION_PROFILE.name}"

    def items(self) -> Any:
        return LegalEvent.objects.select_related("source__kind", "target__kind").order_by("-on", "-id")[:50]

    def item_title(self, item: Any) -> str:
        return str(item)

    def item_description(self, item: Any) -> str:
        return f"{item}, sejak {item.on.isoformat()}. {item.basis}".strip()

    def item_link(self, item: Any) -> str:
        return str(item.target.get_absolute_url())

    def item_guid(self, item: Any) -> str:
        return f"{settings.SITE_URL}/regulasi/peristiwa/{item.pk}"

    def item_updateddate(self, item: Any) -> datetime:
        return datetime.combine(item.on, time(), tzinfo=timezone.get_default_timezone())
