"""What happened to accounts, residences and offices, without a name or a contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from egov.accounts.models import AccountEvent, AccountEventKind, Appointment, Residence, User
from egov.desk.history.pages import Line, Source
from egov.desk.history.tracked import Happening, Said, tracked

# pghistory gives each tracked model the model of its history
USERS: Any = User.pgh_event_model  # type: ignore[attr-defined]
RESIDENCES: Any = Residence.pgh_event_model  # type: ignore[attr-defined]
APPOINTMENTS: Any = Appointment.pgh_event_model  # type: ignore[attr-defined]


def of_person(person: User) -> list[Source]:
    """All that is kept of an account: itself, its contacts, its residences, its offices."""
    accounts = USERS.objects.filter(pgh_obj=person.pk)
    events = AccountEvent.objects.filter(user=person)
    if events.filter(kind=AccountEventKind.REGISTERED).exists():
        accounts = accounts.exclude(pgh_label="insert")  # told by the person's own "Akun dibuat"
    homes = RESIDENCES.objects.filter(pgh_obj__in=person.residences.values("pk"))
    offices = APPOINTMENTS.objects.filter(user=person.pk)
    return [
        tracked(accounts, say=of_accounts, owner=person.pk, accounts=True),
        Source(events, "id", lambda event: event.done_at, _told),
        tracked(homes, say=of_residences, owner=person.pk, accounts=True),
        tracked(offices, say=of_appointments, accounts=True),
    ]


def _told(events: Sequence[AccountEvent]) -> list[Line]:
    return [Line(event.done_at, event.sentence, _by(event)) for event in events]


def _by(event: AccountEvent) -> str:
    own = event.done_by_id is None or event.done_by_id == event.user_id
    return event.office if own else f"{event.office} (akun {event.done_by_id})"


def of_accounts(happenings: Sequence[Happening]) -> list[Said | None]:
    return [_account(h) for h in happenings]


def _account(h: Happening) -> Said | None:
    if h.kind == "insert":
        return Said("Akun dibuat")
    if h.changed("is_active"):
        return Said("Akun diaktifkan lagi" if h.row.is_active else "Akun dinonaktifkan")
    return None


def of_residences(happenings: Sequence[Happening]) -> list[Said | None]:
    places = _residence_places(happenings)
    return [_residence(h, places.get(h.row.pgh_obj_id, "RW")) for h in happenings]


def _residence_places(happenings: Sequence[Happening]) -> dict[int, str]:
    rows = Residence.objects.filter(pk__in=[h.row.pgh_obj_id for h in happenings])
    return {row.pk: row.rw.place for row in rows.select_related("rw__parent")}


def _residence(h: Happening, place: str) -> Said | None:
    """ "Domisili di RW 05 Kebraon dipastikan Ketua RW 05 Kebraon"."""
    if h.kind == "insert":
        return Said(f"Domisili di {place} dinyatakan")
    if h.changed("ended_at") and h.row.ended_at:
        return Said(f"Domisili di {place} berakhir")
    office = h.row.decided_office
    if h.changed("confirmed_at") and h.row.confirmed_at:
        return Said(f"Domisili di {place} dipastikan {office}", by="" if office else None)
    if h.changed("declined_at") and h.row.declined_at:
        return Said(f"Domisili di {place} ditolak {office}", by="" if office else None)
    return None


def of_appointments(happenings: Sequence[Happening]) -> list[Said | None]:
    rows = Appointment.objects.filter(pk__in=[h.row.pgh_obj_id for h in happenings])
    titles = {row.pk: row.title for row in rows.select_related("area__parent", "agency")}
    return [_appointment(h, titles.get(h.row.pgh_obj_id, "")) for h in happenings]


def _appointment(h: Happening, title: str) -> Said | None:
    if h.kind == "insert":
        return Said(f"Ditunjuk sebagai {title}")
    if h.changed("ended_at") and h.row.ended_at:
        return Said(f"Jabatan {title} diakhiri")
    if h.changed("period"):
        return Said(f"Masa jabatan {title} diubah", with_changes=True)
    return None
