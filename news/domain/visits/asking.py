"""A council asks to come: each answer checked as it is given, sent once, confirmed by mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import validate_email
from django.utils import timezone

from egov.areas.profile import regions
from egov.files.documents import delete_document, store_document
from egov.verbs.outbox import publish
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from egov.web.templatetags.portal import day as day_words
from news.domain.visits.acting import CONFIRM, add_act, locked, tell_hosts
from news.domain.visits.links import require_standing
from news.domain.visits.slots import free_slots, hours_of
from news.domain.visits.working_days import answer_due, closed_days, closing
from news.domain.wording import one_line
from news.models import Visit, VisitContact, VisitDraft, VisitLetter, VisitLink
from news.models.visits.hosting import first_host
from news.procedure import (
    CONSENT_VERSION,
    DATES_ASKED,
    FURTHEST,
    MOST_GUESTS,
    NOTICE_DAYS,
    Purpose,
    Topic,
    VisitActKind,
    VisitWeekday,
)

PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{6,18}[0-9]")
TEXTS = {
    "institution": (150, "Tulis nama lembaga Anda."),
    "contact_name": (120, "Tulis nama yang dapat kami hubungi."),
    "contact_office": (120, "Tulis jabatannya."),
}


@dataclass(frozen=True)
class Request:
    """What a council sends."""

    institution: str
    region: str
    purpose: str
    topics: Sequence[str]
    guests: int
    wished_on: Sequence[date]
    contact_name: str
    contact_office: str
    email: str
    phone: str


def checked_text(name: str, text: str) -> str:
    """A text on one line. Raises Invalid at its field where it is empty or too long."""
    longest, sentence = TEXTS[name]
    line = one_line(text)
    if not line:
        raise Invalid("empty", sentence, field=name)
    if len(line) > longest:
        raise Invalid("too_long", f"Tulis paling banyak {longest} huruf.", field=name)
    return line


def check_region(code: str) -> None:
    if len(code) != len("33.10") or code not in regions():
        sentence = "Pilih kabupaten atau kota dari daftar."
        raise Invalid("unknown_region", sentence, field="region")


def check_purpose(purpose: str, topics: Sequence[str]) -> None:
    if purpose not in Purpose.values:
        raise Invalid("unknown_purpose", "Pilih keperluannya.", field="purpose")
    if not topics or set(topics) - set(Topic.values):
        raise Invalid("no_topic", "Pilih paling sedikit satu topik.", field="topics")


def check_guests(guests: int) -> None:
    if not 0 < guests <= MOST_GUESTS:
        sentence = f"Tulis banyaknya tamu, 1 sampai {MOST_GUESTS}."
        raise Invalid("bad_guests", sentence, field="guests")


def check_contact(email: str, phone: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        sentence = "Tulis alamat e-mail yang lengkap, contoh sekretariat@dprd.example."
        raise Invalid("bad_email", sentence, field="email") from None
    if not PHONE.fullmatch(phone.strip()):
        sentence = "Tulis nomor telepon dengan angka, contoh 0812 0000 1111."
        raise Invalid("bad_phone", sentence, field="phone")


def check_dates(days: Sequence[date], guests: int, host: int | None, now: datetime) -> None:
    """Raises Invalid at the date on which guests cannot be received."""
    today = timezone.localdate(now)
    closed, hours = closed_days(host), hours_of(host)
    weekdays = sorted({row.weekday for row in hours})
    free = {slot.day for slot in free_slots(host, list(days), guests)}
    for number, day in enumerate(days, 1):
        field = f"date{number}"
        if day < today + timedelta(days=NOTICE_DAYS) or day > today + FURTHEST:
            sentence = f"Pilih tanggal dari {NOTICE_DAYS} hari lagi sampai enam bulan ke depan."
            raise Invalid("bad_date", sentence, field=field)
        if day in days[: number - 1]:
            raise Invalid("same_date", "Pilih tanggal yang berbeda.", field=field)
        reason = closing(day, closed)
        if reason is not None:
            sentence = f"{day_words(day)} tidak menerima tamu: {reason.reason}. Pilih hari lain."
            raise Invalid("blackout_day", sentence, field=field)
        if hours and str(day.weekday()) not in weekdays:
            words = ", ".join(VisitWeekday(each).label for each in weekdays)
            sentence = f"Tamu diterima pada hari {words}. Pilih salah satunya."
            raise Invalid("closed_weekday", sentence, field=field)
        if hours and day not in free:
            sentence = (
                f"{day_words(day)} sudah penuh, atau jamnya untuk rombongan yang lebih kecil. "
                "Pilih hari lain."
            )
            raise Invalid("slot_full", sentence, field=field)


def check_request(request: Request, host: int | None, now: datetime) -> None:
    """All of it once more, for between two pages days fill up."""
    for name in TEXTS:
        checked_text(name, getattr(request, name))
    check_region(request.region)
    check_purpose(request.purpose, request.topics)
    check_guests(request.guests)
    if len(request.wished_on) != DATES_ASKED:
        raise Invalid("no_date", f"Pilih {DATES_ASKED} tanggal.", field="date1")
    check_dates(request.wished_on, request.guests, host, now)
    check_contact(request.email, request.phone)


@verb
def keep_letter(*, draft: VisitDraft, upload: File[Any]) -> None:
    """Puts the surat permohonan to a draft, in the place of the one before."""
    before, draft.letter = (
        draft.letter,
        store_document(upload=upload, actor_id=None, field="letter"),
    )
    draft.save(update_fields=["letter", "saved_at"])
    delete_document(before)


@verb
def ask_for_visit(*, draft: VisitDraft, request: Request, consents: bool, now: datetime) -> Visit:
    """Sends a draft, once. Nobody answers until it is confirmed by the mailed link."""
    row = VisitDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if row.sent_as_id is not None:
        return Visit.objects.get(pk=row.sent_as_id)
    host = first_host()
    check_request(request, host.pk if host else None, now)
    if row.letter_id is None:
        sentence = "Unggah surat permohonan dahulu, sebagai PDF."
        raise Invalid("no_letter", sentence, field="letter")
    if not consents:
        sentence = "Centang persetujuan supaya kami boleh menghubungi Anda."
        raise Invalid("no_consent", sentence, field="consent")
    visit = Visit.objects.create(
        key=row.pk,
        institution=checked_text("institution", request.institution),
        region=request.region,
        purpose=request.purpose,
        topics=list(request.topics),
        guests=request.guests,
        wished_on=list(request.wished_on),
        letter_id=row.letter_id,
        consent_version=CONSENT_VERSION,
        host=host,
        asked_at=now,
    )
    VisitContact.objects.create(
        visit=visit,
        name=checked_text("contact_name", request.contact_name),
        office=checked_text("contact_office", request.contact_office),
        email=request.email.strip(),
        phone=request.phone.strip(),
    )
    add_act(visit, VisitActKind.ASKED, actor=None, now=now)
    mail_confirmation(visit, now)
    row.sent_as, row.data, row.letter = visit, {}, None  # the draft forgets who sent it
    row.save(update_fields=["sent_as", "data", "letter", "saved_at"])
    return visit


def mail_confirmation(visit: Visit, now: datetime) -> None:
    event = publish(CONFIRM, {"visit": visit.pk})
    subject = "Pastikan permintaan kunjungan"
    VisitLetter.objects.create(visit=visit, subject=subject, event=event.pk, written_at=now)


@verb
def prove_request(*, link: VisitLink, now: datetime) -> Visit:
    """The mailed link was opened and its button pressed: now the host is told."""
    rows = VisitLink.objects.select_for_update(of=("self",)).select_related("visit")
    row = rows.get(pk=link.pk)
    require_standing(row, now)
    visit = locked(row.visit)
    row.used_at = now
    row.save(update_fields=["used_at"])
    if visit.last_act != VisitActKind.ASKED:
        raise Refusal("already_proved", "Permintaan ini sudah dipastikan.")
    act = add_act(visit, VisitActKind.PROVED, actor=None, now=now)
    visit.answer_due_on = answer_due(timezone.localdate(now))
    visit.save(update_fields=["answer_due_on"])
    tell_hosts(act)
    return visit
