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

from egov.accounts.models import Appointment, Contact, Residence, User
from egov.accounts.roles import Role
from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from musrenbang.demo.words import FIRST, LAST
from musrenbang.models import Channel, Cycle, KamusEntry, KamusPrice, KamusVariant, Stage
from musrenbang.table import Tier, tier_word

HERE = Path(__file__).parent
AGENCIES = HERE.parent.parent / "egov" / "agencies" / "data"
PASSWORD = "musrenbang-contoh"  # noqa: S105 - for a demo on the loopback, printed at its start
HOST = "demo.example"
CITIZENS_PER_RW = 2
REGION_LOGINS = {
    "auditor": Role.AUDITOR,
    "admin": Role.ADMINISTRATOR,
    "hukum": Role.LEGAL_OFFICER,
    "infrastruktur": Role.INFRA_OPERATOR,
    "penyunting": Role.EDITOR,
}


def make_agencies() -> dict[str, Agency]:
    path = AGENCIES / f"{settings.REGION}.csv"
    with (path if path.exists() else AGENCIES / "default.csv").open(
        encoding="utf-8", newline=""
    ) as f:
        Agency.objects.bulk_create(
            [Agency(**row) for row in csv.DictReader(f)], ignore_conflicts=True
        )
    return {agency.code: agency for agency in Agency.objects.all()}


def make_kamus(agencies: dict[str, Agency], start: date) -> list[KamusVariant]:
    entries: dict[str, KamusEntry] = {}
    variants = []
    with (HERE / "kamus.csv").open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            if row["entry"] not in entries:
                entries[row["entry"]] = KamusEntry.objects.create(
                    code=row["entry"], name=row["name"], nature=row["nature"], agency=agencies[row["agency"]], keywords=row["keywords"],
                    definition=row["definition"], conditions=row["conditions"], example=True,
                )  # fmt: skip
            variant = KamusVariant.objects.create(
                entry=entries[row["entry"]],
                code=row["variant"],
                label=row["label"],
                unit=row["unit"],
                max_volume=Decimal(row["max"]),
            )
            price = Decimal(row["price"])
            half = start + timedelta(days=183)
            KamusPrice.objects.create(
                variant=variant,
                amount=price * 95 // 100,
                valid=DateRange(None, half),
                source="contoh",
            )
            KamusPrice.objects.create(
                variant=variant, amount=price, valid=DateRange(half, None), source="contoh"
            )
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
        self.appointments.append(
            Appointment(user=user, role=role, period=self.period, basis="contoh", **where)
        )
        return user

    def make(self, rws: list[Area], example: Area) -> None:
        """`example` is the RW whose offices get the short logins that `make demo` prints."""
        villages = {rw.parent.pk: rw.parent for rw in rws if rw.parent}
        districts = {v.parent.pk: v.parent for v in villages.values() if v.parent}
        home, above = example.parent, example.parent.parent if example.parent else None
        assert home is not None and above is not None
        self.warga = self._user("warga")
        self.planner = self._staff("perencana", Role.PLANNER)
        for login, role in REGION_LOGINS.items():
            self._staff(login, role)
        for agency in Agency.objects.all():
            self.verifier[agency.pk] = self._staff(
                f"opd-{agency.code}", Role.VERIFIER, agency=agency
            )
        for pk, district in districts.items():
            self.camat[pk] = self._staff(
                "camat" if pk == above.pk else f"camat-{district.path}", Role.CAMAT, area=district
            )
        self._staff("operator-kecamatan", Role.OPERATOR_KECAMATAN, area=above)
        for pk, village in villages.items():
            self.lurah[pk] = self._staff(
                "lurah" if pk == home.pk else f"lurah-{village.path}", Role.LURAH, area=village
            )
        self._staff("operator-kelurahan", Role.OPERATOR_KELURAHAN, area=home)
        for rw in rws:
            self.ketua[rw.pk] = self._staff(
                "ketua-rw" if rw.pk == example.pk else f"ketua-{rw.path}", Role.KETUA_RW, area=rw
            )
            self.citizens[rw.pk] = [
                self._user(f"warga{n}-{rw.path}") for n in range(1, CITIZENS_PER_RW + 1)
            ]
        self.citizens[example.pk].append(self.warga)
        User.objects.bulk_create(self.users, batch_size=1000)
        for contact in self.contacts:
            contact.user_id = contact.user.pk
        Contact.objects.bulk_create(self.contacts, batch_size=1000)
        for appointment in self.appointments:
            appointment.user_id = appointment.user.pk
        Appointment.objects.bulk_create(self.appointments, batch_size=1000)
        now = timezone.now()
        since = now - timedelta(days=700)
        for rw in rws:
            for number, user in enumerate(self.citizens[rw.pk]):
                # a few wait for their ketua RW, so that the queue is not empty
                waiting = (number == 1 and rw.pk % 7 == 0) or (rw.pk == example.pk and number == 1)
                self.residences.append(
                    Residence(
                        user=user, rw=rw, declared_at=since, confirmed_at=None if waiting else since,
                        decided_by=None if waiting else self.ketua[rw.pk],
                        decided_office="" if waiting else f"Ketua RW {rw.place.removeprefix('RW ')}",
                    )
                )  # fmt: skip
        Residence.objects.bulk_create(self.residences, batch_size=1000)


def moment(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def make_channel(
    cycle: Cycle,
    code: str,
    name: str,
    description: str,
    today: date,
    days: dict[str, tuple[int, int]],
    closed: bool,
) -> Channel:
    """A channel whose windows are days relative to today: {"submit": (from, until), tier: (from, until)}."""

    def window(pair: tuple[int, int]) -> DateTimeTZRange:
        return DateTimeTZRange(
            moment(today + timedelta(days=pair[0])), moment(today + timedelta(days=pair[1]))
        )

    names = {
        Tier.RW: "Rembuk RW",
        Tier.KELURAHAN: f"Musrenbang {tier_word(Tier.KELURAHAN).lower()}",
        Tier.KECAMATAN: f"Musrenbang {tier_word(Tier.KECAMATAN).lower()}",
        Tier.OPD: "Verifikasi perangkat daerah",
        Tier.KOTA: f"Musrenbang {tier_word(Tier.KOTA).lower()}",
    }
    channel = Channel.objects.create(
        cycle=cycle,
        code=code,
        name=name,
        description=description,
        submission=window(days["submit"]),
    )
    for position, tier in enumerate(
        (Tier.RW, Tier.KELURAHAN, Tier.KECAMATAN, Tier.OPD, Tier.KOTA), start=1
    ):
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


def make_cycles(today: date) -> dict[str, Channel]:
    """Two closed years and this one: the RW window is open, another channel stands at kecamatan, a third at kelurahan."""
    year = today.year + 1  # what is proposed in year N is built in N+1
    old, last, this = (
        Cycle.objects.create(
            year=y,
            name=f"Musrenbang RKPD {y}",
            example=True,
            note="Data contoh: jadwal, usulan dan orangnya rekaan.",
        )
        for y in (year - 2, year - 1, year)
    )
    citizens, everyone = "Usulan warga", "Setiap warga, untuk RW tempat tinggalnya."
    groups, who = (
        "Usulan kelompok",
        "PKK, karang taruna, perwakilan perempuan, penyandang disabilitas.",
    )
    village = tier_word(Tier.KELURAHAN).lower()
    # the older year went without the middle tier: a row less, not another program
    no_village = {
        "submit": (-800, -770),
        "rw": (-800, -765),
        "kecamatan": (-765, -730),
        "opd": (-765, -715),
        "kota": (-730, -700),
    }
    full = {
        "submit": (-440, -410),
        "rw": (-440, -405),
        "kelurahan": (-405, -375),
        "kecamatan": (-375, -350),
        "opd": (-375, -335),
        "kota": (-350, -320),
    }
    now_rw = {
        "submit": (-14, 31),
        "rw": (-14, 36),
        "kelurahan": (36, 66),
        "kecamatan": (66, 90),
        "opd": (66, 110),
        "kota": (90, 125),
    }
    now_kec = {
        "submit": (-90, -60),
        "rw": (-90, -50),
        "kelurahan": (-50, -20),
        "kecamatan": (-20, 16),
        "opd": (-20, 40),
        "kota": (-4, 46),
    }
    now_kel = {
        "submit": (-60, -30),
        "rw": (-60, -20),
        "kelurahan": (-20, 21),
        "kecamatan": (21, 40),
        "opd": (21, 60),
        "kota": (40, 75),
    }
    return {
        "old": make_channel(
            old,
            "warga",
            citizens,
            f"{everyone} Tahun ini tanpa tahap {village}.",
            today,
            no_village,
            True,
        ),
        "last": make_channel(last, "warga", citizens, everyone, today, full, True),
        "now": make_channel(this, "warga", citizens, everyone, today, now_rw, False),
        "group": make_channel(this, "kelompok", groups, who, today, now_kec, False),
        "youth": make_channel(
            this,
            "pemuda",
            "Usulan anak dan pemuda",
            "Forum anak dan kelompok pemuda.",
            today,
            now_kel,
            False,
        ),
    }


def current_rws() -> list[Area]:
    return list(
        Area.objects.current().level(Level.RW).select_related("parent__parent").order_by("code")
    )
