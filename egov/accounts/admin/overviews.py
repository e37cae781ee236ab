"""What an administrator looks after: offices vacant or ending, sign-ins, waiting residents.

Each reads a few rows and counts to a limit, however many people there are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.admin.offices import appoint_address, offices_address, place_address
from egov.accounts.models import Appointment, Contact, Residence, User
from egov.accounts.roles import Reach
from egov.accounts.seats import Seat, must_be_held, vacant_places
from egov.agencies.models import Agency
from egov.desk.first_page import few
from egov.desk.overviews import SHOWN, Figure, Line, Overview
from egov.portal.offices import Office
from egov.verbs.permission import may

ENDING = timedelta(days=30)
WAITING = timedelta(days=7)
Context = dict[str, Any] | None


def vacant_offices(request: HttpRequest, _about: None) -> Context:
    """The heads and verifiers that are missing, the widest office first."""
    if not may(request.user, "accounts.appoint"):
        return None
    figures, lines = [], []
    for office in must_be_held():
        rows = vacant_places(office)
        count = few(rows)
        if count:
            figures.append(Figure(office.label, count, offices_address(kosong=office.code)))
        lines += [_vacant_line(office, place) for place in rows[:SHOWN]]
    return Overview("kosong", "Jabatan kosong", lines[:SHOWN], figures).context()


def _vacant_line(office: Office, place: Any) -> Line:
    agency = place if isinstance(place, Agency) else None
    seat = Seat(office, None if agency else place, agency)
    above = "" if agency or not place.parent else str(place.parent)
    address = place_address(place)
    return Line(seat.title, address, above, act="Tunjuk", act_address=appoint_address(seat))


def ending_offices(request: HttpRequest, _about: None) -> Context:
    """Offices that end within thirty days, and for which nobody is appointed after that."""
    if not may(request.user, "accounts.appoint"):
        return None
    rows = (
        _ending()
        .select_related("user", "area__parent", "agency")
        .order_by("period__endswith", "id")
    )
    lines = [_ending_line(row) for row in rows[:SHOWN]]
    figures = [Figure("dalam 30 hari", few(_ending()))] if lines else []
    return Overview("berakhir", "Jabatan yang segera berakhir", lines, figures).context()


def _ending() -> QuerySet[Appointment]:
    last = timezone.localdate() + ENDING
    after = Appointment.objects.filter(
        Q(area=OuterRef("area")) | Q(area=None, agency=OuterRef("agency")) | Q(reach=Reach.REGION),
        role=OuterRef("role"),
        ended_at=None,
        period__startswith__gte=OuterRef("period__endswith"),
    )
    return Appointment.objects.current().filter(~Exists(after), period__endswith__lte=last)


def _ending_line(row: Appointment) -> Line:
    until = date_format(row.period.upper - timedelta(days=1), "j F Y")
    place = {"area": row.area_id, "agency": row.agency_id}
    query = {"user": row.user_id, "role": row.role, "start": row.period.upper.isoformat()}
    form = reverse("admin:accounts_appointment_add")
    filled = urlencode(query | {name: key for name, key in place.items() if key})
    return Line(
        row.title,
        place_address(row.agency or row.area),
        f"{row.user.name}, hari terakhir {until}",
        act="Perpanjang",
        act_address=f"{form}?{filled}",
    )


def without_second_factor(request: HttpRequest, _about: None) -> Context:
    """Officers whose account opens with a password alone."""
    if not may(request.user, "accounts.change_user"):
        return None
    holds = Appointment.objects.current().filter(user=OuterRef("pk"))
    proves = Authenticator.objects.filter(user=OuterRef("pk"))
    rows = User.objects.filter(Exists(holds), ~Exists(proves), is_active=True)
    people = list(
        rows.prefetch_related("appointments__area__parent", "appointments__agency").order_by("-id")[
            :SHOWN
        ]
    )
    lines = [_person_line(person) for person in people]
    figures = [Figure("petugas", few(rows))] if lines else []
    title = "Tanpa verifikasi dua langkah"
    return Overview("tanpa-2fa", title, lines, figures).context()


def _person_line(person: User) -> Line:
    held = [row.title for row in person.appointments.all() if row.runs_on()]
    seen = "belum pernah masuk" if person.last_login is None else ""
    address = reverse("admin:accounts_user_actions", args=[person.pk])
    return Line(person.name, address, ", ".join(held), late=seen)


def doubtful_offices(request: HttpRequest, _about: None) -> Context:
    """Offices whose holder had, when appointed, a contact that nobody proved beside a proved one.

    Until 0.2.0 such a contact led to the person, though anybody may type anybody's address: these
    may stand with a citizen who typed an officer's.
    """
    if not may(request.user, "accounts.appoint"):
        return None
    mine = Contact.objects.filter(user=OuterRef("user"))
    typed = mine.filter(proved_at=None, added_at__lt=OuterRef("appointed_at"))
    rows = Appointment.objects.current().filter(Exists(typed), Exists(mine.proved()))
    shown = list(rows.select_related("user", "area__parent", "agency").order_by("-id")[:SHOWN])
    lines = [
        Line(
            row.title,
            reverse("admin:accounts_user_change", args=[row.user_id]),
            f"{row.user.name}: saat ditunjuk, akunnya memuat kontak yang belum dipastikan",
            act="Periksa akunnya",
            act_address=reverse("admin:accounts_user_actions", args=[row.user_id]),
        )
        for row in shown
    ]
    figures = [Figure("jabatan", few(rows))] if lines else []
    return Overview("jabatan-ragu", "Jabatan yang perlu diperiksa", lines, figures).context()


def residents_too_long(request: HttpRequest, _about: None) -> Context:
    """Residents whom nobody has confirmed for a week: their place, not their name."""
    if not may(request.user, "accounts.appoint"):
        return None
    now = timezone.now()
    rows = Residence.objects.open().filter(declared_at__lt=now - WAITING)
    # keys before joins: PostgreSQL would else join all who wait before it takes five
    keys = list(rows.order_by("declared_at", "id").values_list("pk", flat=True)[:SHOWN])
    oldest = Residence.objects.filter(pk__in=keys).select_related("rw__parent")
    lines = [
        Line(
            f"Domisili {row.pk} di {row.rw.place}",
            reverse("admin:accounts_residence_actions", args=[row.pk]),
            late=f"{(now - row.declared_at).days} hari",
            act="Lihat ketua RW",
            act_address=place_address(row.rw),
        )
        for row in oldest.order_by("declared_at", "id")
    ]
    figures = [Figure("warga", few(rows))] if lines else []
    more = reverse("admin:accounts_residence_changelist") + "?keadaan=menunggu"
    title = "Warga menunggu lebih dari 7 hari"
    return Overview("warga-lama", title, lines, figures, more=more if lines else "").context()
