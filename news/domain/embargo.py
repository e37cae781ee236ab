"""Embargo: a newsroom reads an approved text before its moment, by a signed link that lapses."""

from __future__ import annotations

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from news.domain.wording import one_line
from news.models import Edition, EmbargoLink

_SIGNER = Signer(salt="news.embargo")
MOST = 50  # of one text


@verb
def give_embargo(
    *,
    actor: User,
    edition: Edition,
    newsroom: str,
    now: datetime,
    expires_at: datetime | None = None,
) -> EmbargoLink:
    """Lets a newsroom read the text until `expires_at`, at most until it is public."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("article")
    row = rows.get(pk=edition.pk)
    require(actor, "news.edit_article", row.article)
    if not _is_ahead(row, now):
        sentence = "Embargo hanya untuk teks yang disetujui dan belum terbit."
        raise Refusal("nothing_ahead", sentence)
    name = one_line(newsroom)
    if not 0 < len(name) <= 120:
        raise Invalid("no_newsroom", "Tulis nama redaksinya, paling banyak 120 huruf.",
                      field="newsroom")  # fmt: skip
    assert row.publish_at is not None
    until = expires_at or row.publish_at
    if not now < until <= row.publish_at:
        sentence = "Tulis waktu sesudah sekarang dan paling lambat saat teksnya terbit."
        raise Invalid("bad_expiry", sentence, field="expires_at")
    if row.embargo_links.standing(now).count() >= MOST:
        raise Refusal("too_many_links", f"Paling banyak {MOST} tautan untuk satu teks.")
    given = {"newsroom": name, "expires_at": until, "given_by": actor, "given_at": now}
    return EmbargoLink.objects.create(edition=row, **given)


@verb
def revoke_embargo(*, actor: User, edition: Edition, now: datetime) -> int:
    """Closes every link of a text. Returns how many."""
    require(actor, "news.edit_article", edition.article)
    standing = EmbargoLink.objects.standing(now).filter(edition=edition)
    count = standing.update(revoked_at=now, revoked_by=actor)
    if not count:
        raise Refusal("no_embargo", "Tidak ada tautan embargo yang masih berlaku.")
    return count


def address_of(link: EmbargoLink) -> str:
    """Where the newsroom reads it. Whoever has this address can."""
    return reverse("news:embargo", args=[_SIGNER.sign(str(link.pk))])


def link_at(token: str) -> EmbargoLink | None:
    """The link of an address; None for one that we have not signed."""
    try:
        key = int(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    rows = EmbargoLink.objects.select_related("edition__article__agency")
    return rows.filter(pk=key).first()


def opens(link: EmbargoLink, now: datetime) -> bool:
    """Whether the text may be read by it now."""
    lapsed = link.revoked_at is not None or link.expires_at <= now
    return not lapsed and _is_ahead(link.edition, now)


def _is_ahead(edition: Edition, now: datetime) -> bool:
    """Approved, and to be public later."""
    ahead = edition.publish_at is not None and edition.publish_at > now
    return ahead and edition.revoked_at is None and edition.article.withdrawn_at is None
