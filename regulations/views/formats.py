"""The registry in other shapes: PDF, ZIP, Atom, Akoma Ntoso, publiccode.yml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from egov.files.documents import show_document
from egov.web.public import public_page
from regulations.domain.exchange.akn import akoma_ntoso
from regulations.domain.exchange.bundle import publiccode
from regulations.domain.exchange.published import published
from regulations.models import Application, LegalEvent, RegulationFile
from regulations.views.as_of import FRAMES_PDF, as_of_date, by_eli, regulation_or_404
from regulations.views.reading import reading_page

# the PDF itself, shown in our own pages
FRAMED_PDF = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}


@xframe_options_sameorigin
@csp_override(FRAMED_PDF)
def regulation_pdf(
    request: HttpRequest, kind: str, year: int, number: str, country: str = ""
) -> FileResponse:
    """The PDF as it was uploaded: regulations are public.

    Its hash names this very file, so a cache may keep it.
    """
    regulation = (
        by_eli(country, kind, year, number) if country else regulation_or_404(kind, year, number)
    )
    documents = RegulationFile.objects.select_related("pdf").defer("text")
    document = get_object_or_404(documents, regulation=regulation)
    name = f"{regulation.kind.code}-{regulation.year}-{regulation.number_in_address}.pdf"
    response = show_document(document.pdf, name=name)
    response["Cache-Control"] = "public, max-age=86400" if document.confirmed_at else "no-cache"
    response["ETag"] = f'"{document.sha256}"'
    return response


@public_page
def bundle(request: HttpRequest) -> HttpResponseBase:
    """Bawa pulang: one ZIP with the matrix and the regulations."""
    on = as_of_date(request)
    name = f"registri-{settings.REGION}-{on.isoformat()}.zip"
    return published(request, "bawa-pulang.zip", on, filename=name, as_attachment=True)


@public_page
@csp_override(FRAMES_PDF)
def akn(request: HttpRequest, country: str, kind: str, year: int, rest: str) -> HttpResponse:
    """The ELI-like address of a regulation, of how it reads on a day, of a part of it.

    /akn/id-3578/act/perda/2018/3[/ind@2018-06-21][/main.xml | /!main | ~art_29]

    Akoma Ntoso for programs; a browser gets the page of that day.
    Another region's regulation has its only page here.
    """
    number, day, tail = read_eli(rest)
    regulation = by_eli(country, kind, year, number)
    on = as_of_date(request) if not day else _expression_day(day)
    wants_page = tail != "main.xml" and "text/html" in request.headers.get("Accept", "")
    if wants_page and not regulation.other_region:
        article = tail.rsplit("~art_", 1)[1] if "~art_" in tail else ""
        part = f"pasal-{article}/" if article else ""
        there = f"{regulation.get_absolute_url()}{part}"
        response: HttpResponse = redirect(f"{there}?pada={on.isoformat()}" if day else there)
    elif wants_page:
        response = reading_page(request, regulation)
    else:
        response = HttpResponse(
            akoma_ntoso(regulation, on, timezone.localdate()),
            content_type="application/akn+xml; charset=utf-8",
        )
    response["Vary"] = "Accept"
    return response


def read_eli(rest: str) -> tuple[str, str, str]:
    """(number, day of the expression or "", what follows) of the end of an ELI-like address."""
    number, _, more = rest.strip("/").partition("/")
    if "~art_" in number:
        number, _, article = number.partition("~art_")
        more = f"~art_{article}"
    day = ""
    if more.startswith("ind"):
        expression, _, more = more.partition("/")
        day = expression.removeprefix("ind").removeprefix("@")
    return number, day, more


def _expression_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


@public_page
def publiccode_yml(request: HttpRequest, code: str) -> HttpResponse:
    on = as_of_date(request)
    applications = Application.objects.with_life(on).select_related("owner")
    application = get_object_or_404(applications, code=code)
    bound = list(application.bindings.standing_on(on).with_law())
    return HttpResponse(
        publiccode(application, bound, application.life),
        content_type="application/yaml; charset=utf-8",
    )


class LegalEventFeed(Feed):  # type: ignore[type-arg]
    """The latest legal events, as Atom."""

    feed_type = Atom1Feed
    link = reverse_lazy("regulations:regulations")

    def title(self) -> str:
        return f"Perubahan regulasi {settings.REGION_PROFILE.name}"

    def items(self) -> Any:
        events = LegalEvent.objects.select_related("source__kind", "target__kind", "provision")
        return events.order_by("-recorded_at", "-id")[:50]

    def item_title(self, item: Any) -> str:
        return str(item)

    def item_description(self, item: Any) -> str:
        return f"{item}, sejak {date_format(item.takes_effect_on, 'j F Y')}. {item.basis}".strip()

    def item_link(self, item: Any) -> str:
        if item.provision_id:
            item.provision.regulation = item.target
            return str(item.provision.get_absolute_url())
        return str(item.target.get_absolute_url())

    def item_guid(self, item: Any) -> str:
        return f"{settings.SITE_URL}/regulasi/peristiwa/{item.pk}"

    def item_updateddate(self, item: Any) -> datetime:
        # when it became known here; since when it holds stands in the sentence
        moment: datetime = item.recorded_at
        return moment
