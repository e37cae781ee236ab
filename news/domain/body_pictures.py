"""Pictures inside a text: added to its article, named in the text, shown where they are named.

A text holds no `<img>` of its own: what is written there, whoever wrote it, is cleaned away. So
every picture is ours, with the words that belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from egov.accounts.models import User
from egov.files.pictures import store_picture
from egov.files.renditions import Picture, picture_of
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from news.domain.texts import require_alt
from news.domain.wording import one_line
from news.models import BodyPicture, Edition

MOST = 30  # of one article
_MARK = re.compile(r"\[gambar:(\d{1,9})\]")
_ALONE = re.compile(r"<p>\s*\[gambar:(\d{1,9})\]\s*</p>")


@verb
def add_picture(
    *,
    actor: User,
    edition: Edition,
    upload: File[Any],
    alt: str,
    caption: str,
    credit: str,
    now: datetime,
) -> BodyPicture:
    """Keeps a picture for the texts of an article."""
    require(actor, "news.write_article", edition.article)
    row = BodyPicture(article=edition.article, added_by=actor, added_at=now)
    row.alt, row.caption, row.credit = map(one_line, (alt, caption, credit))
    for name, longest in (("alt", 200), ("caption", 200), ("credit", 100)):
        if len(getattr(row, name)) > longest:
            raise Invalid("too_long", f"Tulis paling banyak {longest} huruf.", field=name)
    require_alt(row.alt, field="alt")
    if not row.credit:
        sentence = "Tulis siapa yang memotret atau menggambarnya."
        raise Invalid("no_credit", sentence, field="credit")
    if edition.article.pictures.count() >= MOST:
        raise Invalid("too_many_pictures", f"Paling banyak {MOST} gambar.", field="picture")
    try:
        row.picture = store_picture(upload=upload, actor_id=actor.pk)
    except Invalid as refusal:
        raise Invalid(refusal.code, refusal.sentence, field="picture") from None
    row.save()
    return row


def marked_in(html: str) -> set[int]:
    """The numbers of the pictures that a text names."""
    return {int(number) for number in _MARK.findall(html)}


def require_known(edition: Edition) -> None:
    """Raises Invalid where a text names a picture that it has not, or in the midst of a line."""
    numbers = marked_in(edition.body)
    if not numbers:
        return
    known: set[int] = set()
    if edition.article.pk:
        known = set(edition.article.pictures.values_list("pk", flat=True))
    if unknown := numbers - known:
        sentence = (
            f"Artikel ini tidak punya gambar {min(unknown)}. Tambahkan gambarnya dulu, lalu pakai "
            "nomor yang diberikan."
        )
        raise Invalid("unknown_picture", sentence, field="body")
    if _MARK.search(_ALONE.sub("", edition.body)):
        sentence = "Tulis [gambar:nomor] pada paragraf sendiri, tanpa kata lain."
        raise Invalid("picture_in_a_line", sentence, field="body")


def pictures_of(editions: Iterable[Edition]) -> dict[int, BodyPicture]:
    """All that some texts name: at most two queries; none where none is named."""
    numbers = {number for edition in editions for number in marked_in(edition.body)}
    if not numbers:
        return {}
    rows = BodyPicture.objects.filter(pk__in=numbers).select_related("picture")
    return {row.pk: row for row in rows.prefetch_related("picture__renditions")}


def with_pictures(html: str, pictures: Mapping[int, BodyPicture]) -> str:
    """A cleaned text with its pictures, for our pages."""

    def figure(match: re.Match[str]) -> str:
        row = pictures.get(int(match[1]))
        if row is None:
            return ""
        return render_to_string("news/figure.html", {"row": row, "picture": as_shown(row)})

    return _ALONE.sub(figure, html)


def shown_picture(edition: Edition, *, eager: bool = False) -> Picture | None:
    """The picture above a text, in its sizes; None where it has none."""
    if edition.picture is None:
        return None
    address = f"{edition.get_absolute_url()}gambar/{edition.pk}/"
    return picture_of(edition.picture, address, alt=edition.picture_alt, eager=eager)


def as_shown(row: BodyPicture) -> Picture:
    """The picture in its sizes."""
    start = reverse("news:body_picture", args=[row.pk, "asli", "jpg"]).removesuffix("asli.jpg")
    return picture_of(row.picture, start, alt=row.alt)


def for_others(html: str, pictures: Mapping[int, BodyPicture]) -> str:
    """The same for readers of feeds and of the API: whole addresses, one size."""

    def figure(match: re.Match[str]) -> str:
        row = pictures.get(int(match[1]))
        if row is None:
            return ""
        address = f"{settings.SITE_URL}{as_shown(row).whole}"
        form = '<figure><img src="{}" alt="{}"><figcaption>{} Foto: {}.</figcaption></figure>'
        return format_html(form, address, row.alt, row.caption, row.credit)

    return _ALONE.sub(figure, html)


def without_pictures(html: str) -> str:
    """The text alone."""
    return _ALONE.sub("", html)
