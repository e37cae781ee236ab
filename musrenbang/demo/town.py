"""The demo's agencies, kamus, people and cycles."""

from __future__ import annotations

import csv
import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from egov.accounts.demo import HOST, PASSWORD
from egov.accounts.models import Appointment, Contact, Residence, User
from egov.accounts.roles import Role
from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from musrenbang.demo.words import FIRST, LAST
from musrenbang.models import Channel, Cycle, KamusEntry, KamusVariant, Stage
from musrenbang.vocabulary import PLANNER, Tier, tier_word

HERE = Path(__file__).parent
AGENCIES = HERE.parent.parent / "egov" / "agencies" / "data"
CITIZENS_PER_RW = 2


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
    with (HERE / "kamus.csv").open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            code = row["entry"]
            if code not in entries:
                entries[code] = KamusEntry.objects.create(
                    code=code,
                    name=row["name"],
                    nature=row["nature"],
                    agency=agencies[row["agency"]],
                    keywords=row["keywords"],
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

    def __init__(self, rng: random.Random, today: date) -> None:
        self.rng, self.today = rng, today
        self.password = make_password(PASSWORD)
        self.users: list[User] = []
        self.contacts: list[Contact] = []
        self.now = timezone.now()
        self.appointments: list[Appointment] = []
        self.residences: list[Residence] = []
        self.ketua: dict[int, User] = {}
        self.lurah: dict[int, User] = {}
        self.camat: dict[int, User] = {}
        self.verifier: dict[int, User] = {}
        self.citizens: dict[int, list[User]] = {}
        self.period = DateRange(today - timedelta(days=3 * 365), None)

    def _user(self, login: str, name: str = "") -> User:
        name = name or f"{self.rng.choice(FIRST)} {self.rng.choice(LAST)}"
        email = f"{login}@{HOST}"
        user = User(name=name, password=self.password)
        self.users.append(user)
        self.contacts.append(
            Contact(user=user, kind="email", value=email, proved_at=self.now, proved_how="email")
        )
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
            self.citizens[rw.pk] = [self._user(login) for login in logins]
        self.citizens[example.pk].append(self.warga)
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
        since = timezone.now() - timedelta(days=700)
        for rw in rws:
            for number, user in enumerate(self.citizens[rw.pk]):
                waiting = number == 1 and (rw.pk == example.pk or rw.pk % 7 == 0)
                residence = Residence(user=user, rw=rw, declared_at=since)
                if not waiting:
                    residence.confirmed_at = since
                    residence.decided_by = self.ketua[rw.pk]
                    residence.decided_office = f"Ketua RW {rw.place.removeprefix('RW ')}"
                self.residences.append(residence)
        Residence.objects.bulk_create(self.residences, batch_size=1000)


def moment(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def stage_names() -> dict[str, str]:
    """The name of each tier's stage, in the order of the line."""
    return {
        Tier.RW: "Rembuk RW",
        Tier.KELURAHAN: f"Musrenbang {tier_word(Tier.KELURAHAN).lower()}",
        Tier.KECAMATAN: f"Musrenbang {tier_word(Tier.KECAMATAN).lower()}",
        Tier.OPD: "Verifikasi perangkat daerah",
        Tier.KOTA: f"Musrenbang {tier_word(Tier.KOTA).lower()}",
    }


def make_channel(
    cycle: Cycle,
    code: str,
    name: str,
    description: str,
    today: date,
    days: dict[str, tuple[int, int]],
    closed: bool,
) -> Channel:
    """A channel whose windows are days relative to today.

    `days` is {"submit": (from, until), tier: (from, until)}.
    """

    def window(pair: tuple[int, int]) -> DateTimeTZRange:
        opens, closes = (moment(today + timedelta(days=day)) for day in pair)
        return DateTimeTZRange(opens, closes)

    names = stage_names()
    channel = Channel.objects.create(
        cycle=cycle,
        code=code,
        name=name,
        description=description,
        submission=window(days["submit"]),
    )
    for position, tier in enumerate(names, start=1):
        if tier in days:
            span = window(days[tier])
            over = closed or span.upper <= timezone.now()
            Stage.objects.create(
                channel=channel,
                tier=tier,
                position=position,
                name=names[tier],
                window=span,
                closed_at=span.upper if over else None,
            )
    return channel


# the windows of a channel in days from today, (from, until): of the submission, then of each tier
WINDOWS = ("submit", Tier.RW, Tier.KELURAHAN, Tier.KECAMATAN, Tier.OPD, Tier.KOTA)
CALENDAR: dict[str, tuple[tuple[int, int] | None, ...]] = {
    # the older year went without the middle tier: a row less, not another program
    "old": ((-800, -770), (-800, -765), None, (-765, -730), (-765, -715), (-730, -700)),
    "last": ((-440, -410), (-440, -405), (-405, -375), (-375, -350), (-375, -335), (-350, -320)),
    "now": ((-14, 31), (-14, 36), (36, 66), (66, 90), (66, 110), (90, 125)),
    "group": ((-90, -60), (-90, -50), (-50, -20), (-20, 16), (-20, 40), (-4, 46)),
    "youth": ((-60, -30), (-60, -20), (-20, 21), (21, 40), (21, 60), (40, 75)),
}


def _days(key: str) -> dict[str, tuple[int, int]]:
    rows = zip(WINDOWS, CALENDAR[key], strict=True)
    return {name: pair for name, pair in rows if pair is not None}


def make_cycles(today: date) -> dict[str, Channel]:
    """Two closed years and this one.

    Of this one the RW window is open; another channel stands at kecamatan, a third at kelurahan.
    """
    year = today.year + 1  # what is proposed in year N is built in N+1
    note = "Data contoh: jadwal, usulan dan orangnya rekaan."
    old, last, this = (
        Cycle.objects.create(year=y, name=f"Musrenbang RKPD {y}", example=True, note=note)
        for y in (year - 2, year - 1, year)
    )
    everyone = "Setiap warga, untuk RW tempat tinggalnya."
    without_village = f"{everyone} Tahun ini tanpa tahap {tier_word(Tier.KELURAHAN).lower()}."
    groups = "PKK, karang taruna, perwakilan perempuan, penyandang disabilitas."
    youth = "Forum anak dan kelompok pemuda."
    rows = (
        ("old", old, "warga", "Usulan warga", without_village),
        ("last", last, "warga", "Usulan warga", everyone),
        ("now", this, "warga", "Usulan warga", everyone),
        ("group", this, "kelompok", "Usulan kelompok", groups),
        ("youth", this, "pemuda", "Usulan anak dan pemuda", youth),
    )
    return {
        key: make_channel(cycle, code, name, about, today, _days(key), cycle is not this)
        for key, cycle, code, name, about in rows
    }


def current_rws() -> list[Area]:
    return list(
        Area.objects.current().level(Level.RW).select_related("parent__parent").order_by("code")
    )
