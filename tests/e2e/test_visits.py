"""In a real browser: Klaten asks, is offered another day, comes, and takes the city home."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core import mail
from django.utils import timezone

from egov.notices.tasks import deliver_outbox
from news.domain.visits.dossier import make_dossier
from news.domain.visits.forgetting import forget_visits
from news.domain.visits.links import door_code
from news.models import Visit, VisitContact, VisitDossier, VisitGuest
from tests.factories.accounts import PASSWORD
from tests.files.test_documents import written
from tests.news.visits.conftest import DAY, coming_days, open_hours
from tests.regulations.factories import app, bind_umbrella, make
from tests.town import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NAME, MAIL, GUEST = "Lestari Namatamu", "tamu@klaten.example", "Slamet Pesertatamu"


def mailed(what: str) -> str:
    """The path of the link in the newest mail."""
    deliver_outbox()
    return re.search(rf"/kunjungan/{what}/[\w-]+/", mail.outbox[-1].body)[0]  # type: ignore[index]


def ask(v: Any, folder: Path) -> None:
    """The whole request, on a phone."""
    letter = folder / "surat.pdf"
    letter.write_bytes(written())
    v.go("/kunjungan/")
    v.press("Minta kunjungan")
    v.press("Lanjutkan")
    assert "Ada yang perlu diperbaiki" in v.page.content()
    v.page.fill("[name=institution]", "DPRD Kabupaten Klaten")
    v.page.select_option("[name=region]", "33.10")
    v.press("Lanjutkan")
    v.page.check("[value=studi-banding]")
    v.page.check("[value=aplikasi]")
    v.press("Lanjutkan")
    v.page.fill("[name=guests]", "12")
    v.press("Lanjutkan")
    for number, day in enumerate(coming_days(), 1):
        v.page.fill(f"[name=date{number}]", day.isoformat())
    v.press("Lanjutkan")
    contact = {"contact_name": NAME, "contact_office": "Kepala Bagian", "email": MAIL}
    for name, value in {**contact, "phone": "0812 7700 4321"}.items():
        v.page.fill(f"[name={name}]", value)
    v.press("Lanjutkan")
    v.page.set_input_files("[name=letter]", letter)
    v.press("Lanjutkan")
    v.page.check("[name=consent]")
    v.press("Kirim permintaan")
    v.go(mailed("pastikan"))
    v.press("Ya, kirim kepada tuan rumah")


def desk(v: Any, visit: Visit) -> None:
    v.go(f"/admin/news/visit/{visit.pk}/tindakan/")


def test_klaten_asks_comes_and_takes_the_city_home(
    visit: Any, committed_town: Town, tmp_path: Path
) -> None:
    town = committed_town
    open_hours(town)
    perwali = make("perwali", "28", 2013, title="Surabaya Single Window")
    bind_umbrella(town.staff["legal_officer"], app("ssw"), perwali)
    guest, host = visit(width=360), visit(width=1280)
    ask(guest, tmp_path)
    row = Visit.objects.get()
    host.sign_in(town.staff["host"], PASSWORD)
    desk(host, row)
    other = (coming_days()[1] + 7 * DAY).isoformat()
    host.page.check(f"[name=tawarkan-slots][value$='{other}']")
    host.press("Kirim tawaran")
    guest.go(mailed("tamu"))
    guest.page.check(f"[name=pilih-slot][value$='{other}']")
    guest.press("Pilih tanggal ini")
    row = Visit.objects.with_state().get()
    assert row.state == "confirmed"
    everybody = visit(width=1280)
    for path in (f"/agenda/?pada={other}", f"/agenda/{row.event_id}/", row.page, "/kunjungan/"):
        everybody.go(path)
        text = everybody.page.content()
        assert "DPRD Kabupaten Klaten" in text and NAME not in text and MAIL not in text
    now = timezone.now()
    row.bookings.filter(released_at=None).update(
        begins_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    guest.go(f"/kunjungan/hadir/{door_code(row)}/")
    guest.page.fill("[name=name]", GUEST)
    guest.page.fill("[name=office]", "Anggota")
    guest.page.check("[name=consent]")
    guest.press("Catat kehadiran saya")
    assert "Anda tercatat hadir" in guest.page.content()
    desk(host, row)
    host.page.check("[name=berkas-applications]")
    host.press("Buat berkas")
    desk(host, row)
    host.press("Catat tiba")
    look_at_dossier(everybody, row, tmp_path)
    forget_visits(now + 400 * DAY)
    assert not VisitContact.objects.exists() and not VisitGuest.objects.exists()
    guest.go(row.page)
    assert "sudah diterima" in guest.page.content()


def look_at_dossier(v: Any, row: Visit, folder: Path) -> None:
    """As a picture, and as a folder that opens without a server."""
    dossier = VisitDossier.objects.get()
    make_dossier(dossier.pk)
    dossier.refresh_from_db()
    page = pypdfium2.PdfDocument(dossier.pdf.read())[0]
    picture = page.render(scale=2).to_pil().convert("L")
    picture.save(folder / "berkas.png")
    dark = sum(picture.histogram()[:128]) / (picture.width * picture.height)
    assert 0.005 < dark < 0.3  # written on, and not black
    with zipfile.ZipFile(dossier.archive) as archive:
        archive.extractall(folder / "berkas")
    v.page.goto(f"file://{folder}/berkas/index.html")
    assert v.page.get_by_role("heading", level=1).inner_text() == "Berkas kunjungan"
    assert "Surabaya Single Window" in v.page.content()
    assert (folder / "berkas" / "berkas.pdf").exists()
