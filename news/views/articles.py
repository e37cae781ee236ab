"""The news: the list, an article, its pictures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from egov.files.models import StoredFile
from egov.files.pictures import send_picture
from egov.files.renditions import send_rendition
from egov.web.context import viewer
from egov.web.keyset import keyset_page
from egov.web.public import known_params, public_page
from news.domain.body_pictures import pictures_of, shown_picture
from news.filters import ArticleFilter
from news.models import Article, BodyPicture, Edition, FormerAddress
from news.structured import article_data

PAGE = 15
RELATED = 3
OLD = timedelta(days=730)
FORMATS = {"avif": "avif", "jpg": "jpeg"}
known_params(*ArticleFilter.base_filters)


@public_page
def article_list(request: HttpRequest) -> HttpResponse:
    """What is public now, the newest first; a correction does not bring an article up again."""
    live = Edition.objects.live(timezone.now())
    narrowing = ArticleFilter(request.GET, live)
    page = keyset_page(
        narrowing.qs.for_list(),
        order=("-first_publish_at", "-id"),
        cursor=request.GET.get("sesudah", ""),
        size=PAGE,
    )
    context = {
        "form": narrowing.form,
        "narrowed": narrowing.narrowed,
        "page": page,
        "rows": [(row, shown_picture(row, eager=n == 0)) for n, row in enumerate(page.items)],
    }
    status = 200 if narrowing.is_valid() else 422
    return render(request, "news/article_list.html", context, status=status)


@public_page
def article(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """The text that is public now; 410 with the reason where the article was withdrawn."""
    now = timezone.now()
    rows = Article.objects.select_related("agency", "area__parent", "replaced_by")
    row = rows.filter(year=year, slug=slug).first()
    if row is None:
        return _moved(year, slug)
    out = list(row.editions.out(now).order_by("publish_at", "number").select_related("picture"))
    if not out:
        raise Http404
    if row.withdrawn_at is not None:
        gone = {"article": row, "newer": _newer(row, now)}
        return render(request, "news/withdrawn.html", gone, status=410)
    shown = out[-1]
    shown.article = row
    context = {
        "article": row,
        "edition": shown,
        "picture": shown_picture(shown, eager=True),
        "pictures": pictures_of([shown]),
        "corrections": [edition for edition in out if edition.is_correction],
        "old": now - shown.first_publish_at > OLD,
        "years": (now - shown.first_publish_at).days // 365,
        "lapsed": shown.lapses_on is not None and shown.lapses_on < timezone.localdate(now),
        "newer": _newer(row, now),
        "data": article_data(row, shown),
        **_linked(request, row, now),
    }
    return render(request, "news/article.html", context)


def _moved(year: int, slug: str) -> HttpResponse:
    """An address of before leads to the article, for good."""
    former = FormerAddress.objects.filter(year=year, slug=slug).select_related("article").first()
    if former is None:
        raise Http404
    return redirect(former.article, permanent=True)


def _newer(row: Article, now: datetime) -> Edition | None:
    """The public text of what replaces this article."""
    if row.replaced_by_id is None:
        return None
    return Edition.objects.live(now).filter(article=row.replaced_by_id).for_list().first()


def _linked(request: HttpRequest, row: Article, now: datetime) -> dict[str, Any]:
    """What the article is about elsewhere in the portal, as far as its reader may see it."""
    reader = viewer(request)
    proposals = row.proposals.visible_to(reader).listed()
    near = Edition.objects.live(now).filter(article__agency=row.agency_id)
    return {
        "regulations": row.regulations.select_related("kind")[:10],
        "applications": row.applications.all()[:10],
        "proposals": proposals.only("number", "title")[:10],
        "events": row.agenda.visible_to(reader).defer("entry")[:10],
        "related": near.exclude(article=row).for_list().order_by("-first_publish_at")[:RELATED],
    }


def article_picture(
    request: HttpRequest, year: int, slug: str, edition: int, name: str, ending: str
) -> HttpResponseBase:
    """The picture of a public text: whole, in one size, or cut for sharing."""
    rows = Edition.objects.out(timezone.now()).filter(article__withdrawn_at=None)
    row = get_object_or_404(
        rows.select_related("picture"), pk=edition, article__year=year, article__slug=slug
    )
    if row.picture is None:
        raise Http404
    return _sized(row.picture, name, ending, public=True)


def body_picture(request: HttpRequest, pk: int, name: str, ending: str) -> HttpResponseBase:
    """A picture inside a public text; to who works on its article also before."""
    row = BodyPicture.objects.shown(timezone.now()).filter(pk=pk).select_related("picture").first()
    if row is not None:
        return _sized(row.picture, name, ending, public=True)
    own = BodyPicture.objects.administered_by(request.user).select_related("picture")
    return _sized(get_object_or_404(own, pk=pk).picture, name, ending, public=False)


def _sized(stored: StoredFile, name: str, ending: str, *, public: bool) -> HttpResponseBase:
    """Whole, cut for sharing, or in one of its widths."""
    if name == "asli":
        return send_picture(stored, small=False, public=public)
    if name == "bagikan":
        share = stored.renditions.filter(format="share").first()
        if share is None:
            return send_picture(stored, small=False, public=public)
        return send_rendition(share, public=public)
    if not name.isdecimal() or len(name) > len("1440") or ending not in FORMATS:
        raise Http404
    sizes = stored.renditions.filter(format=FORMATS[ending], width=int(name))
    return send_rendition(get_object_or_404(sizes), public=public)
