"""Who comes to an occurrence: signed up under lock, withdrawn by themselves, noted as present."""

from __future__ import annotations

from datetime import datetime

from egov.accounts.models import User
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from news.models import Occurrence, SignUp
from news.vocabulary import Audience


@verb
def sign_up(*, actor: User, occurrence: Occurrence, now: datetime, wait: bool = False) -> SignUp:
    """One seat for one person; whoever asks again has it already.

    `wait`: where there is none, the person stands in line for the next that is given back.
    """
    require(actor, "news.sign_up")
    row = _locked(occurrence)
    event = row.event
    if event.capacity is None or event.audience != Audience.PUBLIC:
        raise Refusal("no_sign_up", "Acara ini tidak perlu didaftari; datang saja.")
    if row.cancelled:
        raise Refusal("event_cancelled", "Acara ini dibatalkan. Lihat acara lain di agenda.")
    if row.begins_at <= now:
        raise Refusal("event_begun", "Pendaftaran ditutup saat acara mulai.")
    own = row.sign_ups.standing().filter(user=actor).first()
    if own is not None:
        return own
    full = row.sign_ups.seated().count() >= event.capacity
    if full and not wait:
        sentence = f"Semua {event.capacity} tempat sudah terisi. Masuk daftar tunggu bila mau."
        raise Refusal("event_full", sentence)
    return SignUp.objects.create(occurrence=row, user=actor, signed_up_at=now, waiting=full)


@verb
def withdraw(*, actor: User, occurrence: Occurrence, now: datetime) -> SignUp:
    """Gives one's own seat back."""
    require(actor, "news.sign_up")
    row = _locked(occurrence)
    own = row.sign_ups.standing().filter(user=actor).first()
    if own is None:
        raise Refusal("not_signed_up", "Anda tidak terdaftar di acara ini, atau sudah batal.")
    if row.begins_at <= now:
        raise Refusal("event_begun", "Acara sudah mulai; pendaftaran tidak dapat dibatalkan lagi.")
    own.withdrawn_at = now
    own.save(update_fields=["withdrawn_at"])
    move_up(row, now)
    return own


def move_up(occurrence: Occurrence, now: datetime) -> int:
    """Gives free seats to who stands first in line, and tells them. Returns how many.

    The occurrence is locked; `event` is read along.
    """
    if occurrence.begins_at <= now or occurrence.cancelled:
        return 0
    line, capacity = occurrence.sign_ups.in_line(), occurrence.event.capacity
    if capacity is not None:
        line = line[: max(0, capacity - occurrence.sign_ups.seated().count())]
    keys = list(line.values_list("pk", flat=True))
    SignUp.objects.filter(pk__in=keys).update(waiting=False)
    for key in keys:
        publish("sign_up.moved_up", {"sign_up": key})
    return len(keys)


@verb
def note_attendance(*, actor: User, signed_up: SignUp, now: datetime) -> SignUp:
    """Notes who came, at the door."""
    rows = SignUp.objects.select_for_update(of=("self",)).select_related("occurrence__event")
    row = rows.get(pk=signed_up.pk)
    require(actor, "news.keep_event", row.occurrence.event)
    if row.withdrawn_at is not None:
        raise Refusal("not_signed_up", "Pendaftaran ini sudah dibatalkan orangnya.")
    if row.waiting:
        raise Refusal("still_waiting", "Orang ini masih di daftar tunggu.")
    if row.attended_at is None:
        row.attended_at, row.attendance_noted_by = now, actor
        row.save(update_fields=["attended_at", "attendance_noted_by"])
    return row


def _locked(occurrence: Occurrence) -> Occurrence:
    """The lock of the seats: of one occurrence one person signs up at a time."""
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("event")
    return rows.get(pk=occurrence.pk)
