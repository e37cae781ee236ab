"""Who hears of what happens to events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from egov.accounts.models import Appointment
from egov.verbs.outbox import Message
from egov.web.templatetags.portal import moment, short_day
from news.followed import ALL
from news.models import Edition, Event, Occurrence, SignUp, VisitAct
from news.models.visits.hosting import hosting
from news.procedure import VisitActKind
from news.vocabulary import EDITOR


def event_changed(payload: dict[str, Any]) -> Iterable[Message]:
    """Those who signed up hear that it moved or does not happen, and why."""
    row = Occurrence.objects.select_related("event").get(pk=payload["occurrence"])
    people = frozenset(row.sign_ups.standing().values_list("user_id", flat=True))
    title = row.event.title
    if row.cancelled:
        subject = "Acara dibatalkan"
        sentence = f"{title}, {moment(row.begins_at)}, dibatalkan: {row.cancel_reason}"
    elif payload.get("what") == "reinstated":
        subject = "Acara jadi diadakan"
        sentence = f"{title}, {moment(row.begins_at)}, jadi diadakan: {row.change_note}"
    else:
        subject = "Acara berubah"
        where = f" di {row.place}" if row.place else ""
        sentence = f"{title} menjadi {moment(row.begins_at)}{where}: {row.change_note}"
    yield Message(people, subject, sentence, row.get_absolute_url())


def event_edited(payload: dict[str, Any]) -> Iterable[Message]:
    """Those who signed up hear what is different, and why."""
    event = Event.objects.get(pk=payload["event"])
    coming = event.occurrences.filter(ends_at__gt=timezone.now())
    rows = SignUp.objects.standing().filter(occurrence__in=coming)
    people = frozenset(rows.values_list("user_id", flat=True))
    address = event.get_absolute_url() if event.is_public else reverse("news:agenda")
    where = f" Tempat: {event.place}." if event.place else ""
    sentence = f"{event.title}: {event.change_note}.{where}"
    yield Message(people, "Acara berubah", sentence, address)


def moved_up(payload: dict[str, Any]) -> Iterable[Message]:
    """Who stood in line has a seat now."""
    rows = SignUp.objects.standing().filter(pk=payload["sign_up"], waiting=False)
    row = rows.select_related("occurrence__event").first()
    if row is None:
        return
    occurrence = row.occurrence
    sentence = (
        f"Ada tempat bagi Anda: {occurrence.event.title}, {moment(occurrence.begins_at)}. "
        "Batalkan bila tidak jadi datang, supaya yang berikutnya mendapat tempat."
    )
    people = frozenset({row.user_id})
    yield Message(people, "Anda mendapat tempat", sentence, occurrence.get_absolute_url())


def article_published(payload: dict[str, Any]) -> Iterable[Message]:
    """Who follows the news, its kind, the place or the agency hears of what became public."""
    rows = Edition.objects.live(timezone.now()).select_related("article__agency", "article__area")
    row = rows.filter(article=payload["article"]).first()
    if row is None:  # withdrawn meanwhile
        return
    article = row.article
    about = {("berita", ALL), ("berita", article.kind), ("opd", article.agency.code)}
    if article.area is not None:
        about.add(("wilayah", article.area.code))
    subject = f"{article.get_kind_display()}: {row.title}"[:150]
    yield Message(frozenset(), subject, row.lead, row.get_absolute_url(), frozenset(about))


def edition_returned(payload: dict[str, Any]) -> Iterable[Message]:
    """Who wrote the text hears what is to be changed."""
    row = Edition.objects.get(pk=payload["edition"])
    note = row.reviews.filter(act="dikembalikan").order_by("-id").first()
    said = note.note if note is not None else ""
    address = reverse("admin:news_edition_actions", args=[row.pk])
    people = frozenset({row.written_by_id})
    yield Message(people, "Teks dikembalikan", f"{row.title}: {said}", address, at_desk=True)


_TOLD = {
    VisitActKind.PROVED: ("Kunjungan diminta", "minta berkunjung"),
    VisitActKind.FORWARDED: ("Kunjungan diteruskan", "diteruskan kepada Anda"),
    VisitActKind.COMPLETED: ("Kunjungan dilengkapi", "melengkapi permintaannya"),
    VisitActKind.TAKEN: ("Tanggal kunjungan dipilih", "memilih tanggal yang ditawarkan"),
    VisitActKind.MOVED: ("Kunjungan minta tanggal lain", "minta tanggal lain"),
    VisitActKind.CANCELLED: ("Kunjungan dibatalkan tamu", "membatalkan kunjungannya"),
}


def visit_told(payload: dict[str, Any]) -> Iterable[Message]:
    """Who receives the guests of that agency; where nobody does, the editors. Names no guest."""
    act = VisitAct.objects.select_related("visit").get(pk=payload["act"])
    visit = act.visit
    people = frozenset(hosting().filter(agency=visit.host_id).values_list("user", flat=True))
    if not people:
        editors = Appointment.objects.current().filter(role=EDITOR)
        people = frozenset(editors.values_list("user", flat=True))
    subject, what = _TOLD[VisitActKind(act.kind)]
    due = f" Jawab paling lambat {short_day(visit.answer_due_on)}." if visit.answer_due_on else ""
    waits = act.kind not in (VisitActKind.TAKEN, VisitActKind.CANCELLED)
    sentence = f"{visit.institution} ({visit.region_name}) {what}.{due if waits else ''}"
    address = reverse("admin:news_visit_actions", args=[visit.pk])
    yield Message(people, subject, sentence, address, at_desk=True)
