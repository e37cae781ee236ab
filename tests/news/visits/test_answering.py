"""What hosts answer and guests choose; the agenda follows and names nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from egov.notices.models import Notice, OutgoingLetter
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Refusal
from news.domain.visits import answering, by_guest
from news.domain.visits.acting import last_act
from news.domain.visits.keeping_hours import record_blackout
from news.domain.visits.links import issue_link
from news.domain.visits.mail_state import letter_states
from news.models import Event, Occurrence, Visit, VisitAct, VisitBooking, VisitHours
from news.procedure import LinkPurpose, VisitState
from tests.news.test_rooms import hall
from tests.news.visits.conftest import (
    DAY,
    DAYS,
    MAIL,
    MONDAY,
    NAME,
    PHONE,
    asked,
    confirmed,
    how,
    open_hours,
    slot_key,
)
from tests.threads import in_threads
from tests.town import Town, appoint, client_of, user


def refused(act: Any, *args: Any, **given: Any) -> tuple[str, str]:
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        act(*args, **given)
    return refusal.value.code, refusal.value.field


def test_accepted_it_stands_in_the_agenda_and_goes_out_with_its_calendar(town: Town) -> None:
    open_hours(town, room=hall(town))
    visit = asked()
    deliver_outbox()
    mail.outbox.clear()
    hosts = Notice.objects.filter(subject="Kunjungan diminta")
    assert [notice.user for notice in hosts] == [town.staff["host"]]
    assert "DPRD Kabupaten Klaten" in hosts[0].sentence and NAME not in hosts[0].sentence
    visit = answering.accept_visit(slot=slot_key(), note="Sampai jumpa.", **how(town, visit))
    assert visit.state == VisitState.CONFIRMED
    event = Event.objects.get()
    assert (event.title, event.kind) == ("Kunjungan DPRD Kabupaten Klaten", "kunjungan")
    assert event.occurrences.get().room == hall_of(town)
    deliver_outbox()
    (letter,) = mail.outbox
    assert letter.to == [MAIL] and "Sampai jumpa." in letter.body
    ((name, content, kind),) = letter.attachments
    assert (name, kind) == ("kunjungan.ics", "text/calendar; charset=utf-8")
    assert "DTSTART;TZID=Asia/Jakarta:20261209T090000" in str(content)
    client = Client()
    for path in (f"/agenda/{event.pk}/", "/agenda/?pada=2026-12-09", "/agenda.ics",
                 "/api/v1/agenda/", visit.page, "/kunjungan/",
                 f"/kunjungan/{visit.pk}/kunjungan.ics"):  # fmt: skip
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200 and "Klaten" in page, path
        assert not {NAME, MAIL, PHONE} & {each for each in (NAME, MAIL, PHONE) if each in page}
    assert letter_states(visit)[-1].endswith("terkirim")


def hall_of(town: Town) -> Any:
    return VisitHours.objects.exclude(room=None).first().room  # type: ignore[union-attr]


def test_offered_taken_moved_and_given_up_by_the_link(town: Town, hours: VisitHours) -> None:
    visit = asked()
    keys = [slot_key(day + 7 * DAY) for day in DAYS]
    answering.offer_dates(slots=keys, **how(town, visit))
    token = issue_link(visit, LinkPurpose.GUEST, MONDAY)
    page, client = f"/kunjungan/tamu/{token}/", Client()
    assert client.get(page).content.decode().count('type="radio"') == 3
    other = confirmed(town, day=DAYS[1] + 7 * DAY, wished_on=[d + 7 * DAY for d in DAYS])
    full = client.post(page, {"act": "pilih", "pilih-slot": keys[1]})
    assert full.status_code == 200 and "sudah dipakai rombongan lain" in full.content.decode()
    assert refused(by_guest.take_date, visit=visit, slot=slot_key(), now=MONDAY) == (
        "unknown_slot",
        "slot",
    )
    assert client.post(page, {"act": "pilih", "pilih-slot": keys[0]}).status_code == 302
    visit = Visit.objects.with_state().get(pk=visit.pk)
    assert visit.state == VisitState.CONFIRMED and visit.event != other.event
    moved = {"act": "pindah", "pindah-date1": "2026-12-22", "pindah-note": "Rapat paripurna."}
    bad = client.post(page, {**moved, "pindah-date1": "2026-12-21"})
    assert bad.status_code == 200 and "Rapat paripurna." in bad.content.decode()
    assert client.post(page, moved).status_code == 302
    row = Occurrence.objects.get(event=visit.event)
    assert (row.cancelled, row.cancel_reason) == (True, "Menunggu tanggal baru.")
    assert Client().get(visit.page).status_code == 404
    answering.accept_visit(slot=slot_key(DAYS[0] + 14 * DAY), **how(town, visit))
    row.refresh_from_db()
    assert not row.cancelled and row.event.sequence == 2
    assert client.post(page, {"act": "batal"}).status_code == 302
    again = client.post(page, {"act": "batal"})
    assert again.status_code == 200 and "tidak dapat dilakukan lagi" in again.content.decode()
    deliver_outbox()
    told = Notice.objects.filter(user=town.staff["host"]).values_list("subject", flat=True)
    assert {"Kunjungan dibatalkan tamu", "Kunjungan minta tanggal lain"} <= set(told)


def test_completion_forwarding_declining_and_what_each_refuses(
    town: Town, hours: VisitHours
) -> None:
    visit = asked()
    given = how(town, visit)
    assert refused(answering.ask_completion, note=" ", **given) == ("no_note", "note")
    answering.ask_completion(note="Sebut rancangannya.", **given)
    assert refused(answering.decline_visit, note="x", **given)[0] == "answered_meanwhile"
    by_guest.complete_request(visit=visit, note="Tentang SPBE.", now=MONDAY)
    forward = {"note": "Urusan Anda.", **how(town, visit)}
    assert refused(answering.forward_visit, agency=town.agency, **forward) == (
        "same_host",
        "agency",
    )
    answering.forward_visit(agency=town.other_agency, **forward)
    assert refused(answering.decline_visit, note="x", **how(town, visit))[0] == "not_host"
    far = {**how(town, visit), "actor": town.far["host"]}
    answering.decline_visit(note="Tidak ada yang menerima.", **far)
    assert refused(answering.cancel_visit, note="x", **{**far, "seen": last_act(visit)}) == (
        "wrong_state",
        "",
    )
    rows = Visit.objects.with_state().get(pk=visit.pk)
    assert rows.state == VisitState.DECLINED
    with pytest.raises(InternalError, match="acts of a confirmed"), transaction.atomic():
        VisitAct.objects.filter(visit=visit).delete()


def test_slots_capacity_and_closed_days(town: Town, hours: VisitHours) -> None:
    visit = asked(guests=12)
    give = how(town, visit)
    assert refused(answering.accept_visit, slot="9.bukan", **give) == ("unknown_slot", "slot")
    VisitHours.objects.update(capacity=11)
    assert refused(answering.accept_visit, slot=slot_key(), **give) == ("over_capacity", "slot")
    VisitHours.objects.update(capacity=40)
    blackout = {"actor": town.staff["host"], "agency": town.agency, "reason": "Rapat"}
    record_blackout(first=DAYS[1], last=DAYS[1], now=MONDAY, **blackout)
    assert refused(answering.accept_visit, slot=slot_key(), **give) == ("blackout_day", "slot")
    answering.accept_visit(slot=slot_key(DAYS[0]), **give)
    assert refused(record_blackout, first=DAYS[0] - DAY, last=DAYS[0], now=MONDAY, **blackout) == (
        "day_promised",
        "first",
    )
    booking = VisitBooking.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitBooking.objects.filter(pk=booking.pk).update(guests=41)


def test_the_editor_answers_where_nobody_receives_guests(town: Town) -> None:
    open_hours(town)
    town.staff["host"].appointments.all().delete()
    town.far["host"].appointments.all().delete()
    visit = asked()
    assert visit.host is None
    deliver_outbox()
    assert Notice.objects.get(subject="Kunjungan diminta").user == town.staff["editor"]
    editor = how(town, visit, "editor")
    answering.forward_visit(agency=town.agency, note="Urusan Anda.", **editor)
    answering.accept_visit(slot=slot_key(), **how(town, visit, "editor"))
    later = user("tamu-baru")
    appoint(later, "host", agency=town.agency)
    assert refused(answering.cancel_visit, note="x", **how(town, visit, "editor"))[0] == "not_host"


def test_a_letter_that_the_server_refuses_is_shown_to_the_host(
    town: Town, hours: VisitHours
) -> None:
    visit = asked()
    answering.decline_visit(note="Penuh.", **how(town, visit))
    deliver_outbox()
    OutgoingLetter.objects.filter(event=visit.letters.last().event).update(
        mailed_at=None, mail_tries=5
    )
    page = client_of(town.staff["host"]).get(f"/admin/news/visit/{visit.pk}/tindakan/")
    assert "ditolak server surat; hubungi lewat telepon" in page.content.decode()
    mail.outbox.clear()
    answering.resend_letter(actor=town.staff["host"], visit=visit, now=MONDAY)
    deliver_outbox()
    assert len(mail.outbox) == 1


def attempt(given: tuple[str, dict[str, Any]]) -> str:
    slot, how_ = given
    try:
        answering.accept_visit(slot=slot, **how_)
    except Refusal as refusal:
        return refusal.code
    return "done"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_hosts_at_once_one_is_told(committed_town: Town) -> None:
    town = committed_town
    open_hours(town)
    first, second = asked(), asked(institution="DPRD Kota Contoh")
    one = [(slot_key(day), how(town, first)) for day in DAYS[:2]]
    assert sorted(in_threads(attempt, one, 2)) == ["answered_meanwhile", "done"]
    rivals = [(slot_key(DAYS[2]), how(town, visit)) for visit in (second, asked_other())]
    assert sorted(in_threads(attempt, rivals, 2)) == ["done", "slot_full"]


def asked_other() -> Visit:
    return asked(institution="DPRD Kota Lain", wished_on=[DAYS[2] + n * 7 * DAY for n in range(3)])
