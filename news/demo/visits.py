"""An example visit in each state; councils and people are made up."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from egov.accounts.demo import HOST as DEMO_HOST
from egov.accounts.demo import PASSWORD
from egov.accounts.models import Appointment, User
from egov.agencies.models import Agency
from egov.documents.pdf import table_pdf
from egov.web.exports import Table
from news.domain.visits import after, answering, by_guest, the_day
from news.domain.visits.acting import last_act
from news.domain.visits.asking import Request, ask_for_visit, keep_letter, prove_request
from news.domain.visits.dossier import ask_dossier, make_dossier
from news.domain.visits.keeping_hours import record_blackout, record_hours
from news.domain.visits.links import issue_link, link_at
from news.domain.visits.slots import Slot, days_from, free_slots
from news.models import Visit, VisitDraft
from news.procedure import LinkPurpose, Purpose, Topic
from news.vocabulary import HOST
from regulations.models import Application

DAY = timedelta(days=1)
WEEKDAYS = ("1", "2", "3")  # Tuesday to Thursday
FIRST_CODES = ("diskominfo", "dinkominfo")
PROGRAMME = (
    "09.00 Sambutan tuan rumah\n"
    "09.15 Aplikasi pemerintah dan peraturan yang memayunginya\n"
    "10.00 Pusat data dan jaringan, bagian yang terbuka\n"
    "10.30 e-Musrenbang: dari RW sampai kota\n"
    "11.00 Tanya jawab"
)
QUESTION = "Apakah tiap aplikasi perlu peraturan sendiri?"
ANSWER = (
    "Tiap aplikasi dipayungi satu peraturan kepala daerah. Bila mewajibkan warga, dasarnya Perda "
    "(jawaban contoh)."
)
MINUTES = (
    "Dibahas cara mengikat aplikasi dengan peraturannya dan cara menulis pasal tentang "
    "e-Government. Disepakati bertukar daftar aplikasi (notula contoh)."
)
PEOPLE = (
    ("Rahayu Misal", "Ketua komisi"),
    ("Slamet Umpama", "Anggota komisi"),
    ("Hadi Andai", "Sekretaris dewan"),
)


def no_visits() -> bool:
    return not Visit.objects.exists()


@transaction.atomic
def make_visits() -> int:
    """Writes them through the verbs. Returns how many there are."""
    agencies = Agency.objects.current().order_by("code")
    agency = agencies.filter(code__in=FIRST_CODES).first() or agencies.first()
    if agency is None:
        return 0
    Hosting(_host(agency), agency).make()
    return Visit.objects.count()


def _host(agency: Agency) -> User:
    address = f"penerima-tamu@{DEMO_HOST}"
    user = User.objects.signing_in(address)
    if user is None:
        now = timezone.now()
        user = User.objects.create(name="Ningsih Contoh", password=make_password(PASSWORD))
        user.contacts.create(kind="email", value=address, proved_at=now, proved_how="email")
    period = DateRange(timezone.localdate() - timedelta(days=365), None)
    given = {"agency": agency, "period": period, "basis": "contoh"}
    if not Appointment.objects.current().filter(user=user, role=HOST).exists():
        Appointment.objects.create(user=user, role=HOST, **given)
    return User.objects.get(pk=user.pk)


class Hosting:
    """Who receives guests in the demo, and how each came about."""

    def __init__(self, host: User, agency: Agency) -> None:
        self.host, self.agency, self.now = host, agency, timezone.now()

    def make(self) -> None:
        hours: dict[str, Any] = {"begins": time(9), "ends": time(11, 30), "capacity": 40}
        before = self.now - 90 * DAY
        for weekday in WEEKDAYS:
            record_hours(
                actor=self.host, agency=self.agency, weekday=weekday, now=before, **hours
            )  # fmt: skip
        self._closed_days()
        self._closed("DPRD Kabupaten Sragen (contoh)", "33.14")
        self._held("DPRD Kota Madiun (contoh)", "35.77")
        self._confirmed("DPRD Kabupaten Klaten (contoh)", "33.10")
        self._offered("Bappeda Kabupaten Ngawi (contoh)", "35.21")
        self._declined("DPRD Kota Salatiga (contoh)", "33.73")
        self._incomplete("Dinas Kominfo Kota Blitar (contoh)", "35.72")
        self._cancelled("DPRD Kabupaten Kudus (contoh)", "33.19")
        self._prove(*self._ask("DPRD Kabupaten Kediri (contoh)", "35.06", self.now - DAY))
        self._ask("DPRD Kabupaten Tuban (contoh)", "35.23", self.now - DAY / 12)

    def _closed_days(self) -> None:
        first = timezone.localdate(self.now) + 50 * DAY
        record_blackout(
            actor=self.host,
            agency=self.agency,
            first=first,
            last=first + 2 * DAY,
            reason="Rapat kerja tahunan (contoh)",
            now=self.now,
        )

    def _slots(self, at: datetime, ahead: int) -> list[Slot]:
        days = days_from(timezone.localdate(at) + ahead * DAY, 21)
        return free_slots(self.agency.pk, days, 20)

    def _asked(self, institution: str, region: str, at: datetime, ahead: int = 14) -> Visit:
        """Asked, and proved by the link in the mail."""
        return self._prove(*self._ask(institution, region, at, ahead))

    def _prove(self, visit: Visit, at: datetime) -> Visit:
        link = link_at(issue_link(visit, LinkPurpose.CONFIRM, at), LinkPurpose.CONFIRM)
        assert link is not None
        return prove_request(link=link, now=at + timedelta(minutes=7))

    def _ask(
        self, institution: str, region: str, at: datetime, ahead: int = 14
    ) -> tuple[Visit, datetime]:
        slots = self._slots(at, ahead)
        draft = VisitDraft.objects.create()
        keep_letter(draft=draft, upload=ContentFile(_letter(institution), "surat.pdf"))
        request = Request(
            institution=institution,
            region=region,
            purpose=Purpose.STUDY,
            topics=[Topic.APPLICATIONS, Topic.REGULATIONS, Topic.MUSRENBANG],
            guests=18,
            wished_on=[slot.day for slot in slots[:3]],
            contact_name="Lestari Teladan",
            contact_office="Kepala bagian umum",
            email=f"sekretariat-{region.replace('.', '')}@tamu.example",
            phone="0800 0000 0000",
        )
        return ask_for_visit(draft=draft, request=request, consents=True, now=at), at

    def _how(self, visit: Visit, at: datetime) -> dict[str, Any]:
        return {"actor": self.host, "visit": visit, "seen": last_act(visit), "now": at}

    def _accept(self, visit: Visit, at: datetime) -> Visit:
        (slot, *_) = free_slots(self.agency.pk, visit.wished_on, visit.guests)
        visit = answering.accept_visit(slot=slot.key, **self._how(visit, at))
        return answering.write_programme(actor=self.host, visit=visit, note=PROGRAMME, now=at)

    def _receive(self, visit: Visit) -> datetime:
        """The day itself. Returns when they left."""
        booking = visit.bookings.get(released_at=None)
        arrived, left = booking.begins_at, booking.ends_at
        for name, office in PEOPLE:
            guest = the_day.Guest(name, office, visit.institution)
            the_day.sign_in_guest(visit=visit, guest=guest, consents=True, now=arrived)
        the_day.note_arrival(actor=self.host, visit=visit, at=arrived, now=arrived)
        the_day.note_leaving(actor=self.host, visit=visit, at=left, now=left)
        return left

    def _closed(self, institution: str, region: str) -> None:
        at = self.now - 75 * DAY
        visit = self._asked(institution, region, at)
        note = "Sebutkan rancangan perda yang dibahas."
        visit = answering.ask_completion(note=note, **self._how(visit, at + DAY))
        visit = by_guest.complete_request(
            visit=visit, note="Rancangan tentang e-Government.", now=at + 2 * DAY
        )
        visit = self._accept(visit, at + 3 * DAY)
        left = self._receive(visit)
        question = by_guest.ask_question(visit=visit, text=QUESTION, now=left)
        after.answer_question(
            actor=self.host, question=question, answer=ANSWER, public=True, now=left
        )
        after.write_minutes(actor=self.host, visit=visit, note=MINUTES, now=left + DAY)

    def _held(self, institution: str, region: str) -> None:
        at = self.now - 38 * DAY
        self._receive(self._accept(self._asked(institution, region, at), at + DAY))

    def _confirmed(self, institution: str, region: str) -> None:
        at = self.now - 6 * DAY
        visit = self._accept(self._asked(institution, region, at, ahead=18), at + 2 * DAY)
        codes = list(Application.objects.order_by("code").values_list("code", flat=True)[:12])
        if codes:
            dossier = ask_dossier(
                actor=self.host, visit=visit, applications=codes, now=self.now
            )  # fmt: skip
            make_dossier(dossier.pk)

    def _offered(self, institution: str, region: str) -> None:
        at = self.now - 4 * DAY
        visit = self._asked(institution, region, at)
        slots = [slot.key for slot in self._slots(self.now, 30)[:3]]
        answering.offer_dates(
            slots=slots,
            note="Minggu itu ada rapat paripurna (contoh).",
            **self._how(visit, at + DAY),
        )

    def _declined(self, institution: str, region: str) -> None:
        at = self.now - 20 * DAY
        visit = self._asked(institution, region, at)
        note = "Topik itu tidak kami kelola; mohon bersurat ke pemerintah provinsi (contoh)."
        answering.decline_visit(note=note, **self._how(visit, at + 2 * DAY))

    def _incomplete(self, institution: str, region: str) -> None:
        at = self.now - 3 * DAY
        visit = self._asked(institution, region, at)
        note = "Tambahkan daftar pertanyaan (contoh)."
        answering.ask_completion(note=note, **self._how(visit, at + DAY))

    def _cancelled(self, institution: str, region: str) -> None:
        at = self.now - 9 * DAY
        visit = self._accept(self._asked(institution, region, at, ahead=20), at + DAY)
        note = "Jadwal pimpinan berubah (contoh)."
        by_guest.give_up_visit(visit=visit, note=note, now=at + 3 * DAY)


def _letter(institution: str) -> bytes:
    """An example of a surat permohonan."""
    rows = [("Dari", institution), ("Perihal", "Permohonan kunjungan kerja (contoh)")]
    return table_pdf(Table("Surat permohonan (contoh)", ("Hal", "Isi"), rows))
