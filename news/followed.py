"""What of the news people follow: all of it, or one kind."""

from __future__ import annotations

from django.urls import reverse

from egov.portal.declarations import Followed
from news.vocabulary import ArticleKind

ALL = "semua"


def _news(key: str) -> tuple[str, str] | None:
    address = reverse("news:articles")
    if key == ALL:
        return ("semua berita", address)
    if key not in ArticleKind.values:
        return None
    return (f"berita jenis {ArticleKind(key).label.lower()}", f"{address}?jenis={key}")


FOLLOWED = (Followed("berita", _news),)
