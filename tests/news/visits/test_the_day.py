"""The day: signing in at the door, the papers, and what they prove."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from egov.verbs.refusal import Refusal
from news.domain.visits.forgetting import forget_guest
from news.domain.visits.links import door_code, issue_link, own_code, sheet_code
from news.domain.visits.papers import list_pdf, poster_pdf, sheet_pdf
from news.domain.visits.the_day import (
    Guest,
    attendance,
    note_arrival,
    note_leaving,
    sign_in_guest,
)
from news.models import Visit, VisitGuest, VisitHours
from news.procedure import LinkPurpose, VisitState
from regulations.domain.parsing.pdf import read_pdf
from tests.news.visits.conftest import MAIL, MONDAY, NAME, PHONE, confirmed
from tests.town import Town, client_of
from tests.web.test_html import HOSTILE

MINUTE = timedelta(minutes=1)
GUEST = {"name": "Slamet Pesertatamu", "office": "Anggota", "institution": "DPRD Klaten"}


@pytest.mark.parametrize(
    ("minutes", "status"), [(-61, 409), (-60, 200), (0, 200), (270, 200), (271, 409)]
)
def test_the_door_opens_an_hour_before_and_closes_two_after(
    town: Town, hours: VisitHours, minutes: int, status: int
) -> None:
    visit = confirmed(town)
    begins = visit.bookings.get().begins_at
    with time_machine.travel(begins + minutes * MINUTE, tick=False):
        answer = Client().get(f"/kunjungan/hadir/{door_code(visit)}/")
    assert answer.status_code == status
    assert answer["Cache-Control"] == "private, no-store"


def test_who_signs_in_twice_is_one_and_takes_it_back(town: Town, hours: VisitHours) -> None:
    visit = confirmed(town)
    begins, client = visit.bookings.get().begins_at, Client()
    address = f"/kunjungan/hadir/{door_code(visit)}/"
    with time_machine.travel(begins, tick=False):
        bad = client.post(address, {**GUEST, "name": " "})
        assert bad.status_code == 200 and 'value="Anggota"' in bad.content.decode()
        unsure = client.post(address, GUEST)
        assert unsure.status_code == 200 and "Centang persetujuan" in unsure.content.decode()
        first = client.post(address, {**GUEST, "consent": "on"})
        again = client.post(address, {**GUEST, "name": "slamet  pesertatamu", "consent": "on"})
        assert first.url == again.url
        for text in HOSTILE[:5]:
            other = {**GUEST, "name": f"C{text}"[:120], "consent": "on"}
            assert client.post(address, other).status_code == 302
        shown = client.get(first.url)
        assert GUEST["name"] in shown.content.decode()
        assert client.get(f"{first.url}?salinan=1").json()["nama"] == GUEST["name"]
        assert attendance(visit) == 6
        assert client.post(first.url, {"hapus": "1"}).status_code == 200
    assert client.get(first.url).status_code == 410
    visit.refresh_from_db()
    assert (attendance(visit), VisitGuest.objects.count()) == (6, 5)
    forget_guest(guest=VisitGuest(pk=10**9, visit=visit))
    assert Client().get("/kunjungan/hadir/1:palsu/").status_code == 404
    row = VisitGuest.objects.first()
    assert client.get(f"/kunjungan/kehadiran/{own_code(row)}x/").status_code == 410


def test_arrived_and_left_stand_on_the_sheet_that_its_code_proves(
    town: Town, hours: VisitHours
) -> None:
    visit = confirmed(town)
    begins, ends = visit.bookings.get().begins_at, visit.bookings.get().ends_at
    host = {"actor": town.staff["host"], "visit": visit}
    guest = Guest(**GUEST)
    sign_in_guest(visit=visit, guest=guest, consents=True, now=begins)
    for act, at in ((note_arrival, begins - 61 * MINUTE), (note_arrival, ends + MINUTE)):
        with pytest.raises(Refusal, match="Tulis waktu"), transaction.atomic():
            act(at=at, now=ends, **host)
    page = f"/kunjungan/tamu/{issue_link(visit, LinkPurpose.GUEST, MONDAY)}/"
    with time_machine.travel(ends, tick=False):
        early = Client().get(f"{page}lembar.pdf")
        assert early.status_code == 422
    note_arrival(at=begins + 5 * MINUTE, now=ends, **host)
    note_leaving(at=ends, now=ends, **host)
    assert Visit.objects.with_state().get().state == VisitState.HELD
    with time_machine.travel(ends, tick=False):
        sheet = Client().get(f"{page}lembar.pdf")
    text = read_pdf(sheet.content).text
    assert "pukul 09.05 WIB" in text and "pukul 11.30 WIB" in text and "1 orang" in text
    secrets = (NAME, MAIL, PHONE, GUEST["name"])
    for pdf in (poster_pdf(visit), list_pdf(visit), sheet_pdf(visit)):
        printed = read_pdf(pdf).text
        assert "DPRD Kabupaten Klaten" in printed
        assert [each for each in secrets if each in printed] == []
    checked = Client().get(f"/kunjungan/lembar/{sheet_code(visit)}/")
    assert "Lembar ini sah" in checked.content.decode()
    assert Client().get(f"/kunjungan/lembar/{sheet_code(visit)}x/").status_code == 404
    for name, who, status in (("poster", "host", 200), ("lembar", "host", 200),
                              ("daftar", "editor", 403), ("surat", "auditor", 403)):  # fmt: skip
        answer = client_of(town.staff[who]).get(f"/admin/news/visit/{visit.pk}/{name}.pdf")
        assert answer.status_code == status, name
