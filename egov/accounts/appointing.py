"""Verbs of appointments. Only the administrator appoints; nobody appoints themselves to decide."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from egov.accounts.models import Appointment, Capacity, User
from egov.accounts.roles import Reach, office_of
from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.portal.joining import offices
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb

LEVELS = {Reach.RW: "rw", Reach.KELURAHAN: "kelurahan", Reach.KECAMATAN: "kecamatan"}


def check_reach(role: str, area: Area | None, agency: Agency | None) -> None:
    """Refuses an appointment whose area or agency does not fit the role."""
    if role not in offices():
        raise Invalid("no_such_office", "Pilih jabatan dari daftar.", field="role")
    reach = office_of(role).reach
    if reach == Reach.AGENCY and (agency is None or area is not None):
        raise Invalid(
            "needs_agency",
            "Jabatan ini untuk perangkat daerah: pilih perangkat daerahnya, kosongkan wilayah.",
            field="agency",
        )
    if reach in LEVELS and (area is None or area.level != LEVELS[reach] or agency is not None):
        raise Invalid(
            "needs_area",
            f"Jabatan ini untuk satu {LEVELS[reach]}: pilih wilayah setingkat itu.",
            field="area",
        )
    if reach == Reach.REGION and (area is not None or agency is not None):
        raise Invalid(
            "whole_region",
            "Jabatan ini untuk seluruh daerah: kosongkan wilayah dan perangkat daerah.",
            field="area",
        )


def check_capacity(capacity: str) -> None:
    """Refuses what is no way of holding an office."""
    if capacity not in Capacity.values:
        raise Invalid("no_such_capacity", "Pilih definitif, Plt., Plh., atau Pj.", field="capacity")


def check_basis(basis: str) -> None:
    """Refuses a decree named in more letters than its column holds (`basis_too_long`)."""
    most = Appointment._meta.get_field("basis").max_length
    if most is not None and len(basis) > most:
        sentence = f"Nama surat terlalu panjang. Paling banyak {most} huruf."
        raise Invalid("basis_too_long", sentence, field="basis")


@verb
def appoint(  # noqa: PLR0913 - what an appointment consists of
    *,
    actor: User,
    user: User,
    role: str,
    area: Area | None = None,
    agency: Agency | None = None,
    start: date | None = None,
    until: date | None = None,
    basis: str = "",
    capacity: str = Capacity.FULL,
) -> Appointment:
    """Appoints a person from `start` (today) until `until` (exclusive, open when None)."""
    require(actor, "accounts.appoint")
    if actor.pk == user.pk:
        sentence = "Anda tidak dapat menunjuk diri sendiri. Minta administrator lain."
        raise NotAllowed("own_appointment", sentence)
    check_reach(role, area, agency)
    check_capacity(capacity)
    check_basis(basis)
    start = start or timezone.localdate()
    if until is not None and until <= start:
        raise Invalid("bad_period", "Tanggal akhir harus sesudah tanggal mulai.", field="period")
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                user=user,
                role=role,
                area=area,
                agency=agency,
                period=DateRange(start, until),
                basis=basis,
                capacity=capacity,
                appointed_by=actor,
            )
    except IntegrityError:
        sentence = "Jabatan ini sudah terisi pada masa itu. Akhiri dulu penunjukan yang lama."
        raise Invalid("office_taken", sentence, field="period") from None
    user.__dict__.pop("appointments_now", None)
    return appointment


@verb
def end_appointment(
    *, actor: User, appointment: Appointment, on: date | None = None, now: datetime | None = None
) -> Appointment:
    """The office ends at this moment, or on a later day `on` (exclusive).

    What was done in it stays. What has not begun yet is cancelled and never begins.
    The period keeps the day on which it began.
    """
    require(actor, "accounts.end_appointment", appointment)
    now = now or timezone.now()
    today = timezone.localdate(now)
    row = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    start, until = row.period.lower, row.period.upper
    if row.ended_at or (until is not None and until <= today):
        raise Refusal("already_ended", f"Penunjukan ini sudah berakhir: {row.end_told}.")
    if on is not None and on > today:
        if on <= start:
            sentence = "Tanggal akhir harus sesudah tanggal mulai. Kosongkan untuk membatalkan."
            raise Invalid("bad_period", sentence, field="on")
        row.period = DateRange(start, on)
    elif on is not None and on < today:
        raise Invalid("bad_period", "Tanggal akhir tidak boleh sebelum hari ini.", field="on")
    else:
        row.ended_at, row.ended_by = now, actor
    row.save(update_fields=["period", "ended_at", "ended_by"])
    return row
