"""What is known of guests goes by the clock or when they ask; counts stay, nothing else knows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from psycopg2 import sql

from egov.files.models import StoredDocument
from egov.notices.tasks import deliver_outbox
from news.domain.visits import after, by_guest
from news.domain.visits.asking import keep_letter
from news.domain.visits.links import issue_link
from news.domain.visits.the_day import Guest, attendance, note_arrival, sign_in_guest
from news.models import Visit, VisitContact, VisitDraft, VisitGuest, VisitHours
from news.procedure import LinkPurpose, VisitState
from news.tasks import forget_visits
from tests.files.test_documents import written
from tests.news.visits.conftest import DAY, MAIL, MONDAY, NAME, PHONE, ask, asked, confirmed
from tests.town import Town

GUEST = "Slamet Pesertatamu"
WORDS = "sebab yang menyebut nama"


def held(town: Town) -> Visit:
    visit = confirmed(town)
    begins = visit.bookings.get().begins_at
    for name in (GUEST, "Hadi Pesertatamu"):
        guest = Guest(name, "Anggota", "DPRD Kabupaten Klaten")
        sign_in_guest(visit=visit, guest=guest, consents=True, now=begins)
    note_arrival(actor=town.staff["host"], visit=visit, at=begins, now=begins)
    after.write_minutes(actor=town.staff["host"], visit=visit, note="Notula.", now=begins)
    by_guest.ask_question(visit=visit, text=WORDS, now=begins)
    return visit


def tables_with(needle: str) -> list[str]:
    """Every table of the database in which a text stands, histories and outbox too."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            statement = sql.SQL("SELECT count(*) FROM {} t WHERE t::text LIKE %s")
            cursor.execute(statement.format(sql.Identifier(table)), [f"%{needle}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return sorted(found)


def test_only_its_own_tables_know_a_guest_and_the_clock_empties_them(
    town: Town, hours: VisitHours, settings: Any, caplog: Any
) -> None:
    settings.VISIT_RETENTION_DAYS = 365
    visit = held(town)
    deliver_outbox()
    assert tables_with(NAME) == tables_with(MAIL) == tables_with(PHONE) == ["news_visitcontact"]
    assert tables_with(GUEST) == ["news_visitguest"]
    ends = visit.bookings.get().ends_at
    for days, left in ((364, 1), (366, 0)):
        with time_machine.travel(ends + days * DAY, tick=False):
            forget_visits()
        assert VisitContact.objects.count() == left
    assert tables_with(NAME) == tables_with(MAIL) == tables_with(GUEST) == tables_with(WORDS) == []
    visit = Visit.objects.with_state().get(pk=visit.pk)
    assert (attendance(visit), visit.state, visit.letter) == (2, VisitState.CLOSED, None)
    assert not StoredDocument.objects.exists()
    assert "Notula." in Client().get(visit.page).content.decode()
    with time_machine.travel(ends + 400 * DAY, tick=False):
        assert forget_visits() == 0
    assert not any(each in caplog.text for each in (NAME, MAIL, PHONE, GUEST))


def test_a_guest_takes_a_copy_and_has_all_deleted_by_the_link(
    town: Town, hours: VisitHours
) -> None:
    visit = confirmed(town)
    page = f"/kunjungan/tamu/{issue_link(visit, LinkPurpose.GUEST, MONDAY)}/"
    client = Client()
    with time_machine.travel(MONDAY, tick=False):
        copy = client.get(f"{page}salinan.json")
        assert copy.json()["kontak"]["surel"] == MAIL
        assert client.get(f"{page}kunjungan.ics").status_code == 200
        unsure = client.post(page, {"act": "hapus"})
        assert "Centang dahulu" in unsure.content.decode() and VisitContact.objects.exists()
        assert client.post(page, {"act": "hapus", "sure": "1"}).status_code == 200
        assert client.get(page).status_code == 404
    assert tables_with(NAME) == []
    visit = Visit.objects.with_state().get(pk=visit.pk)
    assert visit.state == VisitState.CANCELLED and visit.event.cancelled_at
    assert not VisitGuest.objects.exists()


def test_what_nobody_confirmed_and_what_nobody_sent_goes_whole(town: Town) -> None:
    lost, kept = ask(), asked(MONDAY)
    draft = VisitDraft.objects.create(data={"contact_name": NAME})
    keep_letter(draft=draft, upload=ContentFile(written(), "a.pdf"))
    VisitDraft.objects.update(saved_at=MONDAY)
    with time_machine.travel(MONDAY + timedelta(days=15), tick=False):
        assert (
            forget_visits() == 3
        )  # a request with its draft, a draft that was sent, one that never was
    assert list(Visit.objects.values_list("pk", flat=True)) == [kept.pk]
    assert not VisitDraft.objects.exists()
    assert StoredDocument.objects.count() == 1
    assert lost.pk != kept.pk
