"""The day itself: guests sign in at the door, the host notes when they come and go."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from egov.accounts.models import User
from egov.search.names import normalise
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from egov.web.templatetags.portal import moment
from news.domain.visits.acting import add_act, locked, locked_for_host
from news.domain.visits.slots import standing_booking
from news.domain.wording import one_line
from news.models import Visit, VisitGuest
from news.procedure import CLOSES_AFTER, CONSENT_VERSION, OPENS_BEFORE, SHOWN
from news.procedure import VisitActKind as Kind

SPARE = 20  # who comes along unannounced


@dataclass(frozen=True)
class Guest:
    """What one writes at the door."""

    name: str
    office: str
    institution: str


def check_door(visit: Visit, now: datetime) -> None:
    """Raises Refusal where nobody signs in now: from 60 minutes before until two hours after."""
    booking = standing_booking(visit)
    if booking is None or visit.state not in SHOWN or visit.erased_at is not None:
        raise Refusal("not_expected", "Kunjungan ini tidak sedang dijadwalkan. Tanya tuan rumah.")
    opens, closes = booking.begins_at - OPENS_BEFORE, booking.ends_at + CLOSES_AFTER
    if now < opens:
        raise Refusal("door_not_open", f"Daftar hadir dibuka {moment(opens)}. Coba lagi nanti.")
    if now > closes:
        sentence = f"Daftar hadir ditutup {moment(closes)}. Tulis nama di daftar kertas."
        raise Refusal("door_closed", sentence)


@verb
def sign_in_guest(*, visit: Visit, guest: Guest, consents: bool, now: datetime) -> VisitGuest:
    """Writes who came; whoever signs in again has their row already."""
    row = locked(visit)
    check_door(row, now)
    given = {"name": 120, "office": 120, "institution": 150}
    lines = {field: one_line(getattr(guest, field)) for field in given}
    for field, longest in given.items():
        if not lines[field]:
            raise Invalid("empty", "Isi bagian ini.", field=field)
        if len(lines[field]) > longest:
            raise Invalid("too_long", f"Tulis paling banyak {longest} huruf.", field=field)
    if not consents:
        raise Invalid("no_consent", "Centang persetujuan, atau tulis di daftar kertas.",
                      field="consent")  # fmt: skip
    same = hashlib.sha256("|".join(map(normalise, lines.values())).encode()).hexdigest()
    known = VisitGuest.objects.filter(visit=row, same=same).first()
    if known is not None:
        return known
    if row.guest_rows.count() >= row.guests * 2 + SPARE:
        sentence = "Daftar hadir daring sudah penuh. Tulis nama di daftar kertas."
        raise Refusal("too_many_guests", sentence)
    return VisitGuest.objects.create(
        visit=row, same=same, consent_version=CONSENT_VERSION, signed_in_at=now, **lines
    )


@verb
def note_arrival(*, actor: User, visit: Visit, at: datetime, now: datetime) -> Visit:
    """The delegation is there. It stands on the lembar kunjungan."""
    row = locked_for_host(actor, visit, Kind.ARRIVED)
    booking = standing_booking(row)
    if booking is None or not booking.begins_at - OPENS_BEFORE <= at <= now:
        sentence = "Tulis waktu dari satu jam sebelum kunjungan sampai sekarang."
        raise Invalid("bad_time", sentence, field="at")
    add_act(row, Kind.ARRIVED, actor=actor, now=now, moment=at.isoformat())
    return row


@verb
def note_leaving(*, actor: User, visit: Visit, at: datetime, now: datetime) -> Visit:
    row = locked_for_host(actor, visit, Kind.LEFT)
    arrived = moment_of(row, Kind.ARRIVED)
    if arrived is None or not arrived < at <= now + timedelta(minutes=1):
        raise Invalid("bad_time", "Tulis waktu sesudah tiba, paling akhir sekarang.", field="at")
    add_act(row, Kind.LEFT, actor=actor, now=now, moment=at.isoformat())
    return row


def moment_of(visit: Visit, kind: Kind) -> datetime | None:
    """When it happened, by the newest act of a kind that names a moment."""
    act = visit.acts.filter(kind=kind).order_by("-id").first()
    return datetime.fromisoformat(act.details["moment"]) if act is not None else None


def attendance(visit: Visit) -> int:
    """How many came, those too whose names are gone."""
    return visit.guests_erased + visit.guest_rows.count()
