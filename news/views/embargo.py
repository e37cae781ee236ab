"""What newsrooms read before everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from news.domain.embargo import link_at, opens
from news.models import Edition


def embargo(request: HttpRequest, token: str) -> HttpResponse:
    """The text by a signed link, while it lasts; the article once it is public. Kept by nobody."""
    now = timezone.now()
    link = link_at(token)
    if link is None:
        raise Http404
    article = link.edition.article
    if opens(link, now):
        context = {"link": link, "edition": link.edition, "article": article}
        response = render(request, "news/embargo.html", context)
    elif Edition.objects.live(now).filter(article=article, number__gte=link.edition.number):
        response = redirect(article)
    else:
        response = render(request, "news/embargo.html", {"link": link}, status=410)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
