"""The way of a text: saved, submitted, claimed, returned, approved for a moment, corrected."""

from __future__ import annotations

from datetime import datetime, timedelta

from egov.accounts.models import User
from egov.files.renditions import renditions_soon
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from news.domain.body_pictures import pictures_of, require_known
from news.domain.texts import TextContent, alarms, content_of, hosts_of, new_hosts, write_text
from news.domain.wording import reason_of
from news.models import Edition, EditionReview, OutgoingHost
from news.vocabulary import EditionState

REVIEWED_WITHIN = timedelta(days=2)
FURTHEST = timedelta(days=366)  # a text may be scheduled no further ahead
IN_WORK = (EditionState.DRAFT, EditionState.RETURNED)


def _locked(actor: User, edition: Edition, perm: str) -> Edition:
    rows = Edition.objects.select_for_update(of=("self",)).select_related("article")
    row = rows.get(pk=edition.pk)
    require(actor, perm, row.article)
    return row


def _note(edition: Edition, actor: User, act: str, now: datetime, note: str = "") -> None:
    EditionReview.objects.create(edition=edition, act=act, note=note, done_by=actor, done_at=now)


@verb
def save_text(
    *, actor: User, edition: Edition, content: TextContent, seen: int, now: datetime
) -> Edition:
    """Saves a text in work. `seen` is its version as the writer has read it."""
    row = _locked(actor, edition, "news.write_article")
    if row.state == EditionState.APPROVED:
        raise _frozen()
    if row.version != seen:
        raise Refusal(
            "changed_meanwhile",
            "Teks ini baru saja disimpan orang lain. Salin tulisan Anda, muat ulang halaman, "
            "lalu gabungkan.",
        )
    write_text(row, content)
    require_known(row)
    row.written_by, row.written_at, row.version = actor, now, row.version + 1
    row.save()
    return row


def _frozen() -> Refusal:
    sentence = "Teks yang sudah disetujui tetap. Buat perbaikan sebagai edisi baru."
    return Refusal("already_approved", sentence)


@verb
def submit_text(*, actor: User, edition: Edition, now: datetime) -> Edition:
    """Gives a text to the editors."""
    row = _locked(actor, edition, "news.write_article")
    if row.state not in IN_WORK:
        raise Refusal("already_submitted", "Teks ini sudah diajukan atau disetujui.")
    if row.is_correction and not row.change_note:
        sentence = "Tulis apa yang diperbaiki dan sebabnya; dibaca umum."
        raise Invalid("no_change_note", sentence, field="change_note")
    row.state, row.submitted_at = EditionState.SUBMITTED, now
    row.review_due_at = now + REVIEWED_WITHIN
    row.claimed_by = row.claimed_at = None
    row.save()
    _note(row, actor, "diajukan", now)
    return row


@verb
def claim_text(*, actor: User, edition: Edition, now: datetime) -> Edition:
    """An editor takes a text that waits, so that no other reads it too."""
    row = _locked(actor, edition, "news.edit_article")
    _check_waits(row)
    if row.claimed_by_id not in (None, actor.pk):
        raise Refusal("claimed_already", "Teks ini sedang dibaca penyunting lain.")
    row.claimed_by, row.claimed_at = actor, now
    row.save()
    return row


def _check_waits(row: Edition) -> None:
    if row.state != EditionState.SUBMITTED:
        raise Refusal("not_submitted", "Teks ini tidak sedang menunggu penyunting.")


@verb
def return_text(*, actor: User, edition: Edition, note: str, now: datetime) -> Edition:
    """Gives a text back with what is to be changed."""
    row = _locked(actor, edition, "news.edit_article")
    _check_waits(row)
    note = reason_of(note, field="note")
    row.state, row.claimed_by, row.claimed_at = EditionState.RETURNED, None, None
    row.save()
    _note(row, actor, "dikembalikan", now, note)
    publish("edition.returned", {"edition": row.pk})
    return row


@verb
def approve_text(
    *,
    actor: User,
    edition: Edition,
    now: datetime,
    publish_at: datetime | None = None,
    checked: bool = False,
) -> Edition:
    """Freezes a text; it is public from `publish_at` on (now), and nothing is switched then.

    `checked`: the approver has seen the hosts that are new and the words that alarm.
    """
    row = _locked(actor, edition, "news.edit_article")
    _check_waits(row)
    if row.written_by_id == actor.pk:
        sentence = "Yang menulis atau mengubah teks ini bukan yang menyetujuinya."
        raise NotAllowed("own_text", sentence)
    moment = _moment(publish_at, now)
    write_text(row, content_of(row))
    _check_links(row, checked)
    first = row.article.editions.filter(number=1, approved_at__isnull=False).first()
    row.state, row.approved_by, row.approved_at = EditionState.APPROVED, actor, now
    row.publish_at = moment
    row.first_publish_at = first.first_publish_at if first is not None else moment
    row.save()
    OutgoingHost.objects.bulk_create(
        (OutgoingHost(host=host, approved_by=actor, first_used_at=now) for host in hosts_of(row)),
        ignore_conflicts=True,
    )
    inside = [each.picture for each in pictures_of([row]).values()]
    for picture in (*inside, *filter(None, [row.picture])):
        renditions_soon(picture)
    _note(row, actor, "disetujui", now)
    return row


def _moment(publish_at: datetime | None, now: datetime) -> datetime:
    if publish_at is None:
        return now
    if publish_at < now - timedelta(minutes=5):
        sentence = "Waktu terbit sudah lewat. Kosongkan untuk menerbitkan sekarang."
        raise Invalid("publish_in_past", sentence, field="publish_at")
    if publish_at > now + FURTHEST:
        raise Invalid("publish_too_far", "Paling jauh setahun ke depan.", field="publish_at")
    return max(publish_at, now)


def _check_links(row: Edition, checked: bool) -> None:
    hosts, words = new_hosts(row), alarms(row)
    if checked or not (hosts or words):
        return
    parts = [f"Alamat luar yang belum pernah dipakai: {', '.join(hosts)}."] if hosts else []
    if words:
        parts.append(f"Kata yang lazim pada judi daring: {', '.join(words)}.")
    parts.append("Periksa, lalu centang bahwa sudah diperiksa.")
    raise Invalid("unknown_hosts", " ".join(parts), field="checked")


@verb
def correct_text(*, actor: User, edition: Edition, now: datetime) -> Edition:
    """A new text that begins as the approved one; what is published stays until it is approved."""
    row = _locked(actor, edition, "news.write_article")
    work = row.article.editions.filter(approved_at=None).first()
    if work is not None:
        raise Refusal("text_in_work", "Artikel ini sudah punya satu konsep. Lanjutkan yang itu.")
    if row.state != EditionState.APPROVED:
        raise Refusal("not_approved", "Teks ini belum disetujui; ubah langsung.")
    newest = row.article.editions.order_by("-number").first()
    assert newest is not None
    new = Edition(
        article=row.article,
        number=newest.number + 1,
        written_by=actor,
        written_at=now,
        first_publish_at=row.first_publish_at,
    )
    for name, value in vars(content_of(row)).items():
        setattr(new, name, value)
    new.change_note, new.minor = "", False
    new.save()
    return new


@verb
def revoke_text(*, actor: User, edition: Edition, now: datetime) -> Edition:
    """Calls back what was approved for a moment that has not come."""
    row = _locked(actor, edition, "news.edit_article")
    if row.publish_at is None or row.publish_at <= now:
        sentence = "Teks ini sudah terbit. Perbaiki dengan edisi baru, atau tarik artikelnya."
        raise Refusal("already_published", sentence)
    if row.revoked_at is not None:
        raise Refusal("already_revoked", "Terbitan ini sudah dibatalkan.")
    row.revoked_at, row.revoked_by = now, actor
    row.save(update_fields=["revoked_at", "revoked_by"])
    _note(row, actor, "batal terbit", now)
    return row


def announce(now: datetime) -> int:
    """Tells of what became public, each once, whoever else asks at the same moment."""
    waiting = Edition.objects.out(now).filter(announced_at=None).order_by("publish_at")
    told = 0
    for edition in list(waiting.only("pk", "minor", "article")[:200]):
        told += _announce_one(edition=edition, now=now)
    return told


@verb
def _announce_one(*, edition: Edition, now: datetime) -> int:
    mine = Edition.objects.filter(pk=edition.pk, announced_at=None).update(announced_at=now)
    if mine and not edition.minor:
        publish("article.published", {"edition": edition.pk, "article": edition.article_id})
    return mine


def next_publication(now: datetime) -> datetime | None:
    """When a page of the news changes next by itself."""
    coming = Edition.objects.filter(publish_at__gt=now, revoked_at=None)
    return coming.order_by("publish_at").values_list("publish_at", flat=True).first()
