"""Forty example events, of example agencies, in the weeks around today."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from egov.accounts.demo import HOST, PASSWORD
from egov.accounts.models import Appointment, User
from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from news.domain.changing import Change, cancel_occurrences, change_occurrences
from news.domain.events import EventContent, record_event
from news.domain.pulling import pull_all
from news.domain.repeating import Repeat
from news.models import Event
from news.vocabulary import CONTRIBUTOR, EDITOR, Audience, EventKind, Extent

HOURS = (8, 9, 10, 13, 15, 16)
# what, kind, where, how long (hours)
SAMPLES = (
    ("Layanan keliling kependudukan (contoh)", EventKind.OUTREACH, "Halaman balai", 4),
    ("Pelatihan memasarkan hasil usaha warga (contoh)", EventKind.TRAINING, "Aula kecamatan", 3),
    ("Rembuk warga tentang sampah rumah tangga (contoh)", EventKind.MEETING, "Balai RW", 2),
    ("Periksa kesehatan gratis bagi lansia (contoh)", EventKind.OUTREACH, "Posyandu", 3),
    ("Lomba mewarnai anak (contoh)", EventKind.GATHERING, "Taman kelurahan", 3),
    ("Kerja bakti membersihkan saluran (contoh)", EventKind.GATHERING, "Gang utama", 2),
    ("Sosialisasi pengisian usulan musrenbang (contoh)", EventKind.MEETING, "Balai kelurahan", 2),
    ("Kelas membaca cepat di perpustakaan (contoh)", EventKind.TRAINING, "Perpustakaan", 2),
)
TEXT = "Data contoh. Terbuka bagi warga; bawa KTP bila ingin dibantu mengisi formulir."


def is_empty() -> bool:
    return not Event.objects.filter(source="").exists()


@transaction.atomic
def make_agenda() -> int:
    """Writes them through the verbs. Returns how many there are, pulled ones too."""
    editor = Appointment.objects.current().filter(role=EDITOR).select_related("user").first()
    agencies = list(Agency.objects.current().order_by("code"))
    if editor is None or not agencies:
        return 0
    _contributor(agencies[0])
    Planner(editor.user, agencies).plan()
    pull_all(timezone.now())
    return Event.objects.count()


def _contributor(agency: Agency) -> None:
    address = f"kontributor@{HOST}"
    if User.objects.signing_in(address) is not None:
        return
    now = timezone.now()
    user = User.objects.create(name="Dewi Contoh", password=make_password(PASSWORD))
    user.contacts.create(kind="email", value=address, proved_at=now, proved_how="email")
    period = DateRange(timezone.localdate(now) - timedelta(days=365), None)
    Appointment.objects.create(
        user=user, role=CONTRIBUTOR, agency=agency, period=period, basis="contoh"
    )


class Planner:
    """Who records the example events, one after another, from one chance."""

    def __init__(self, actor: User, agencies: list[Agency]) -> None:
        self.rng = random.Random(settings.REGION)  # noqa: S311 - example data, not a secret
        self.actor, self.agencies, self.now = actor, agencies, timezone.now()
        self.today = timezone.localtime(self.now).replace(minute=0, second=0, microsecond=0)
        self.villages = list(Area.objects.current().level(Level.VILLAGE).order_by("code")[:40])
        self.made = 0

    def plan(self) -> None:
        for number in range(32):
            self._single(number)
        series = self._series()
        self._change(series)
        self._closures()
        self._closed_doors()

    def _record(self, **values: object) -> Event:
        self.made += 1
        given = {"agency": self.rng.choice(self.agencies), "text": TEXT, **values}
        content = EventContent(**given)  # type: ignore[arg-type]
        key = f"contoh-{self.made}"
        return record_event(actor=self.actor, content=content, key=key, now=self.now)

    def _at(self, days: int, hour: int) -> datetime:
        return (self.today + timedelta(days=days)).replace(hour=hour)

    def _single(self, number: int) -> None:
        title, kind, place, hours = SAMPLES[number % len(SAMPLES)]
        area = self.rng.choice(self.villages) if self.villages else None
        begins = self._at(number - 6, self.rng.choice(HOURS))
        seats = {"capacity": 30} if kind == EventKind.TRAINING else {}
        where = f"{place}, {area.name}" if area else place
        length = timedelta(hours=hours)
        self._record(
            title=title, kind=kind, place=where, area=area,
            begins_at=begins, ends_at=begins + length, **seats,
        )  # fmt: skip

    def _series(self) -> Event:
        begins = self._at((1 - self.today.weekday()) % 7, 6)
        repeat = Repeat("WEEKLY", ("TU",), count=10)
        return self._record(
            title="Senam pagi bersama (contoh)", kind=EventKind.GATHERING, place="Taman kota",
            begins_at=begins, ends_at=begins + timedelta(hours=1), repeat=repeat,
        )  # fmt: skip

    def _change(self, series: Event) -> None:
        times = list(series.occurrences.order_by("begins_at")[1:4])
        later = times[0].begins_at + timedelta(hours=9)
        change_occurrences(
            actor=self.actor, occurrence=times[0], extent=Extent.ONE, change=Change(later),
            reason="Taman dipakai upacara pagi itu (contoh).", now=self.now,
        )  # fmt: skip
        cancel_occurrences(
            actor=self.actor, occurrence=times[2], extent=Extent.ONE,
            reason="Pelatih berhalangan (contoh).", now=self.now,
        )  # fmt: skip

    def _closures(self) -> None:
        for days in (5, 19):
            self._record(
                title="Loket kependudukan tutup (contoh)", kind=EventKind.CLOSURE, all_day=True,
                begins_at=self._at(days, 8), ends_at=self._at(days + 1, 15),
                text="Data contoh. Permohonan daring tetap diterima.",
            )  # fmt: skip

    def _closed_doors(self) -> None:
        for days, audience in ((3, Audience.INVITED), (4, Audience.INTERNAL), (8, "internal")):
            begins = self._at(days, 10)
            self._record(
                title="Rapat persiapan (contoh)", kind=EventKind.MEETING, audience=audience,
                place="Ruang rapat", begins_at=begins, ends_at=begins + timedelta(hours=2),
            )  # fmt: skip
