"""An article: begun, given another address, withdrawn, restored, replaced."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.text import slugify

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.verbs.idempotency import reserve_key
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from news.domain.body_pictures import require_known
from news.domain.texts import TextContent, write_text
from news.domain.wording import reason_of
from news.models import Article, Edition, FormerAddress
from news.vocabulary import ArticleKind

LONGEST_SLUG = 80


@verb
def begin_article(
    *,
    actor: User,
    kind: str,
    agency: Agency,
    content: TextContent,
    key: str,
    now: datetime,
    area: Area | None = None,
) -> Edition:
    """Writes the first text of a new article, once per (actor, key)."""
    article = Article(kind=kind, agency=agency, area=area, created_at=now)
    require(actor, "news.write_article", article)
    article.created_by = actor
    slot = reserve_key(verb="news.begin_article", actor_id=actor.pk, key=key)
    if slot.result:
        return Edition.objects.select_related("article").get(pk=slot.result)
    if kind not in ArticleKind.values:
        raise Invalid("unknown_kind", "Pilih jenis artikel.", field="kind")
    edition = Edition(article=article, number=1, written_by=actor, written_at=now)
    write_text(edition, content)
    require_known(edition)
    article.year = timezone.localtime(now).year
    article.slug = free_slug(article.year, edition.title)
    article.save()
    edition.article = article
    edition.save()
    slot.complete_key(str(edition.pk))
    return edition


def free_slug(year: int, title: str) -> str:
    """An address of a title that no article of the year has or had."""
    base = slugify(title)[: LONGEST_SLUG - 4].strip("-") or "artikel"
    for number in range(1, 1000):
        slug = base if number == 1 else f"{base}-{number}"
        if not _taken(year, slug):
            return slug
    raise Invalid("title_taken", "Judul ini sudah dipakai terlalu sering. Ubah.", field="title")


def _taken(year: int, slug: str) -> bool:
    tables = (Article.objects, FormerAddress.objects)
    return any(rows.filter(year=year, slug=slug).exists() for rows in tables)


def _locked(actor: User, article: Article, perm: str) -> Article:
    row = Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
    require(actor, perm, row)
    return row


@verb
def readdress(*, actor: User, article: Article, slug: str, now: datetime) -> Article:
    """Gives an article another address; the old one leads there."""
    row = _locked(actor, article, "news.edit_article")
    slug = slugify(slug)[:LONGEST_SLUG].strip("-")
    if not slug:
        raise Invalid("no_slug", "Tulis alamat baru dengan huruf kecil.", field="slug")
    if slug == row.slug:
        raise Invalid("same_slug", "Ini alamatnya sekarang.", field="slug")
    back = FormerAddress.objects.filter(article=row, year=row.year, slug=slug)
    if not back.exists() and _taken(row.year, slug):
        raise Invalid("slug_taken", "Alamat ini dipakai artikel lain.", field="slug")
    back.delete()
    FormerAddress.objects.create(article=row, year=row.year, slug=row.slug, left_at=now)
    row.slug = slug
    row.save(update_fields=["slug"])
    return row


@verb
def withdraw_article(*, actor: User, article: Article, reason: str, now: datetime) -> Article:
    """Takes an article off every public page; its address says why, the desk keeps its texts."""
    row = _locked(actor, article, "news.edit_article")
    if row.withdrawn_at is not None:
        raise Refusal("already_withdrawn", "Artikel ini sudah ditarik.")
    row.withdraw_reason = reason_of(reason)
    row.withdrawn_at, row.withdrawn_by = now, actor
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    return row


@verb
def restore_article(*, actor: User, article: Article) -> Article:
    """The way back: it stands again where it stood."""
    row = _locked(actor, article, "news.edit_article")
    if row.withdrawn_at is None:
        raise Refusal("not_withdrawn", "Artikel ini tidak sedang ditarik.")
    row.withdrawn_at, row.withdrawn_by, row.withdraw_reason = None, None, ""
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    return row


@verb
def replace_article(*, actor: User, article: Article, by: Article | None) -> Article:
    """Names the newer article on the page of the older; None takes it back."""
    row = _locked(actor, article, "news.edit_article")
    newer = Article.objects.get(pk=by.pk) if by is not None else None
    while newer is not None:
        if newer.pk == row.pk:
            sentence = "Artikel tidak dapat menggantikan dirinya sendiri, juga lewat yang lain."
            raise Invalid("replaces_itself", sentence, field="by")
        newer = newer.replaced_by
    row.replaced_by = by
    row.save(update_fields=["replaced_by"])
    return row
