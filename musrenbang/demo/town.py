"""The demo's agencies, kamus and people."""

from __future__ import annotations

import csv
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from egov.accounts.demo import HOST, PASSWORD
from egov.accounts.models import Appointment, Contact, Residence, User
from egov.accounts.roles import Role, office_title
from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from musrenbang.demo.hours import Clock
from musrenbang.demo.kinds import DATA
from musrenbang.demo.words import FIRST, LAST
from musrenbang.models import KamusEntry, KamusVariant
from musrenbang.vocabulary import PLANNER

AGENCIES = Path(settings.BASE_DIR) / "egov" / "agencies" / "data"
CITIZENS_PER_RW = 2
YEARS = timedelta(days=3 * 365)  # in office, and living there: longer than the oldest cycle
WAITS_IN = 7  # one RW of so many has a citizen who waits for the ketua
LATELY = timedelta(days=6)


def make_agencies() -> dict[str, Agency]:
    path = AGENCIES / f"{settings.REGION}.csv"
    if not path.exists():
        path = AGENCIES / "default.csv"
    with path.open(encoding="utf-8", newline="") as f:
        agencies = [Agency(**row) for row in csv.DictReader(f)]
    Agency.objects.bulk_create(agencies, ignore_conflicts=True)
    return {agency.code: agency for agency in Agency.objects.all()}


def make_kamus(agencies: dict[str, Agency], start: date) -> list[KamusVariant]:
    entries: dict[str, KamusEntry] = {}
    variants = []
    with (DATA / "kamus.csv").open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            code = row["entry"]
            if code not in entries:
                entries[code] = KamusEntry.objects.create(
                    code=code,
                    name=row["name"],
                    nature=row["nature"],
                    agency=agencies[row["agency"]],
                    keywords=row["keywords"],
                    need=row["need"],
                    definition=row["definition"],
                    conditions=row["conditions"],
                    example=True,
                )
            variant = KamusVariant.objects.create(
                entry=entries[code],
                code=row["variant"],
                label=row["label"],
                unit=row["unit"],
                max_volume=Decimal(row["max"]),
            )
            price = Decimal(row["price"])
            half = start + timedelta(days=183)
            spans = ((price * 95 // 100, DateRange(None, half)), (price, DateRange(half, None)))
            for amount, valid in spans:
                variant.prices.create(amount=amount, valid=valid, source="contoh")
            variants.append(variant)
    return variants


class People:
    """Fictional staff of every office and citizens of every RW, with one known password."""

    def __init__(self, rng: random.Random, now: datetime, office: Clock, citizen: Clock) -> None:
        self.rng, self.now, self.office, self.citizen = rng, now, office, citizen
        self.password = make_password(PASSWORD)
        self.users: list[User] = []
        self.contacts: list[Contact] = []
        self.appointments: list[Appointment] = []
        self.residences: list[Residence] = []
        self.ketua: dict[int, User] = {}
        self.lurah: dict[int, User] = {}
        self.camat: dict[int, User] = {}
        self.verifier: dict[int, User] = {}
        self.citizens: dict[int, list[User]] = {}  # by RW; those whose residence is confirmed
        self.waiting: dict[int, User] = {}
        self.since = now - YEARS
        self.joined = office.next(self.since - timedelta(days=30))
        self.period = DateRange(timezone.localdate(self.since), None)

    def _user(self, login: str, name: str = "") -> User:
        name = name or f"{self.rng.choice(FIRST)} {self.rng.choice(LAST)}"
        email = f"{login}@{HOST}"
        user = User(name=name, password=self.password, date_joined=self.joined)
        self.users.append(user)
        proved = {"added_at": self.joined, "proved_at": self.joined, "proved_how": "email"}
        self.contacts.append(Contact(user=user, kind="email", value=email, **proved))
        return user

    def _staff(self, login: str, role: str, **where: Any) -> User:
        user = self._user(login)
        appointment = Appointment(user=user, role=role, period=self.period, basis="contoh", **where)
        self.appointments.append(appointment)
        return user

    def make(self, rws: list[Area], example: Area) -> None:
        """`example` is the RW whose offices get the short logins that `make demo` prints."""
        self._offices(rws, example)
        for rw in rws:
            login = "ketua-rw" if rw.pk == example.pk else f"ketua-{rw.path}"
            self.ketua[rw.pk] = self._staff(login, Role.KETUA_RW, area=rw)
            logins = [f"warga{n}-{rw.path}" for n in range(1, CITIZENS_PER_RW + 1)]
            citizens = [self._user(login) for login in logins]
            if rw.pk == example.pk or rw.pk % WAITS_IN == 0:
                self.waiting[rw.pk] = citizens.pop()
            self.citizens[rw.pk] = citizens
        self._store()
        self._settle(rws, example)

    def _offices(self, rws: list[Area], example: Area) -> None:
        """Those above the RW, from the city down."""
        villages = {rw.parent.pk: rw.parent for rw in rws if rw.parent}
        districts = {v.parent.pk: v.parent for v in villages.values() if v.parent}
        home, above = example.parent, example.parent.parent if example.parent else None
        assert home is not None and above is not None
        self.warga = self._user("warga")
        self.planner = self._staff("perencana", PLANNER)
        for agency in Agency.objects.all():
            login = f"opd-{agency.code}"
            self.verifier[agency.pk] = self._staff(login, Role.VERIFIER, agency=agency)
        for pk, district in districts.items():
            login = "camat" if pk == above.pk else f"camat-{district.path}"
            self.camat[pk] = self._staff(login, Role.CAMAT, area=district)
        self._staff("operator-kecamatan", Role.OPERATOR_KECAMATAN, area=above)
        for pk, village in villages.items():
            login = "lurah" if pk == home.pk else f"lurah-{village.path}"
            self.lurah[pk] = self._staff(login, Role.LURAH, area=village)
        self._staff("operator-kelurahan", Role.OPERATOR_KELURAHAN, area=home)

    def _store(self) -> None:
        User.objects.bulk_create(self.users, batch_size=1000)
        for contact in self.contacts:
            contact.user_id = contact.user.pk
        Contact.objects.bulk_create(self.contacts, batch_size=1000)
        for appointment in self.appointments:
            appointment.user_id = appointment.user.pk
        Appointment.objects.bulk_create(self.appointments, batch_size=1000)

    def _settle(self, rws: list[Area], example: Area) -> None:
        """Citizens live in their RW; a few wait for their ketua, so that the queue is not empty."""
        month = self.since + timedelta(days=30)
        for rw in rws:
            home = [self.warga] if rw.pk == example.pk else []
            for user in [*self.citizens[rw.pk], *home]:
                declared = self.citizen.pick(self.rng, self.since, month) or self.since
                residence = Residence(user=user, rw=rw, declared_at=declared)
                residence.confirmed_at = self.office.next(declared)
                residence.decided_by = self.ketua[rw.pk]
                residence.decided_office = office_title(Role.KETUA_RW, area=rw)
                self.residences.append(residence)
            if rw.pk in self.waiting:
                lately = self.citizen.pick(self.rng, self.now - LATELY, self.now) or self.now
                user = self.waiting[rw.pk]
                self.residences.append(Residence(user=user, rw=rw, declared_at=lately))
        Residence.objects.bulk_create(self.residences, batch_size=1000)


def current_rws() -> list[Area]:
    return list(
        Area.objects.current().level(Level.RW).select_related("parent__parent").order_by("code")
    )
