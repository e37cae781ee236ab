"""Role x act x object: who may, and what everybody else is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client

from egov.verbs.refusal import NotAllowed
from news.domain.visits import after, answering, by_guest, dossier, the_day
from news.domain.visits.acting import last_act
from news.domain.visits.links import issue_link
from news.models import Visit, VisitQuestion
from news.procedure import LinkPurpose
from tests.files.test_documents import written
from tests.home.test_addresses import read
from tests.news.visits.conftest import (
    DAY,
    DAYS,
    MAIL,
    MONDAY,
    NAME,
    asked,
    confirmed,
    open_hours,
    slot_key,
)
from tests.regulations.factories import app
from tests.town import Town, client_of

ROLES = ("host", "far_host", "editor", "contributor", "lurah", "auditor", "administrator",
         "citizen")  # fmt: skip
READS = {"host", "auditor", "administrator"}  # the visit at the desk; of its people only the host


def person(town: Town, role: str) -> Any:
    if role == "citizen":
        return town.citizen
    return town.far["host"] if role == "far_host" else town.staff[role]


def waiting(town: Town) -> Visit:
    open_hours(town)
    return asked()


def settled(town: Town) -> Visit:
    visit = confirmed(town)
    app("ssw")
    by_guest.ask_question(visit=visit, text="Berapa?", now=MONDAY)
    return visit


def arrived(town: Town) -> Visit:
    visit = settled(town)
    at = visit.bookings.get().begins_at
    the_day.note_arrival(actor=town.staff["host"], visit=visit, at=at, now=at)
    return visit


def _upload(how: dict[str, Any]) -> Any:
    return after.add_material(
        upload=ContentFile(written(), "a.pdf"), title="Paparan", **_without_seen(how)
    )


def _without_seen(how: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in how.items() if name != "seen"}


def _moment(act: Callable[..., Any]) -> Callable[[dict[str, Any]], Any]:
    def run(how: dict[str, Any]) -> Any:
        booking = how["visit"].bookings.get()
        now = booking.ends_at
        return act(actor=how["actor"], visit=how["visit"], at=now, now=now)

    return run


def _answer(how: dict[str, Any]) -> Any:
    question = VisitQuestion.objects.get()
    return after.answer_question(
        actor=how["actor"], question=question, answer="Dua.", public=True, now=MONDAY
    )


ACTS: dict[str, tuple[Callable[[Town], Visit], Callable[[dict[str, Any]], Any]]] = {
    "accept": (waiting, lambda how: answering.accept_visit(slot=slot_key(), **how)),
    "offer": (waiting, lambda how: answering.offer_dates(slots=[slot_key(DAYS[0])], **how)),
    "complete": (waiting, lambda how: answering.ask_completion(note="Sebut.", **how)),
    "decline": (waiting, lambda how: answering.decline_visit(note="Penuh.", **how)),
    "cancel": (settled, lambda how: answering.cancel_visit(note="Libur.", **how)),
    "programme": (
        settled,
        lambda how: answering.write_programme(note="09.00", **_without_seen(how)),
    ),
    "resend": (settled, lambda how: answering.resend_letter(**_without_seen(how))),
    "dossier": (
        settled,
        lambda how: dossier.ask_dossier(applications=["ssw"], **_without_seen(how)),
    ),
    "material": (settled, _upload),
    "answer": (settled, _answer),
    "arrive": (settled, _moment(the_day.note_arrival)),
    "leave": (arrived, _moment(the_day.note_leaving)),
    "minutes": (
        arrived,
        lambda how: after.write_minutes(note="Notula.", **_without_seen(how)),
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_the_host_of_its_agency_does_it(town: Town, act: str) -> None:
    build, run = ACTS[act]
    visit = build(town)
    for role in (*(each for each in ROLES if each != "host"), "host"):
        how = {
            "actor": person(town, role),
            "visit": visit,
            "seen": last_act(visit),
            "now": MONDAY,
        }
        if role == "host":
            run(how)
            continue
        with pytest.raises(NotAllowed), transaction.atomic():
            run(how)


def test_who_reads_a_visit_and_its_people_at_the_desk(town: Town) -> None:
    visit = settled(town)
    here = f"/admin/news/visit/{visit.pk}/"
    lists = ("/admin/news/visit/", "/admin/news/visitquestion/")
    for role in (*ROLES, "stranger"):
        client = Client() if role == "stranger" else client_of(person(town, role))
        answer = client.get(f"{here}tindakan/")
        text = answer.content.decode()
        assert (answer.status_code == 200) == (role in READS), role
        assert (NAME in text and MAIL in text) == (role == "host"), role
        for path in (*lists, f"{here}surat.pdf", f"{here}history/"):
            text = read(client.get(path)).decode(errors="replace")
            assert NAME.lower() not in text and MAIL not in text, (role, path)


def test_a_guest_token_opens_its_own_visit_only(town: Town) -> None:
    visit = settled(town)
    days = [DAYS[2] + n * 7 * DAY for n in range(3)]
    names = {"institution": "DPRD Kota Contoh", "contact_name": "Orang Lain"}
    other = confirmed(town, day=days[0], wished_on=days, **names)
    token = issue_link(other, LinkPurpose.GUEST, MONDAY)
    page = Client().get(f"/kunjungan/tamu/{token}/").content.decode()
    assert "DPRD Kota Contoh" in page and visit.institution not in page
    for wrong in (token[:-1], token.upper(), issue_link(visit, LinkPurpose.CONFIRM, MONDAY)):
        for tail in ("", "salinan.json", "kunjungan.ics", "lembar.pdf"):
            assert Client().get(f"/kunjungan/tamu/{wrong}/{tail}").status_code == 404
    copy = Client().get(f"/kunjungan/tamu/{token}/salinan.json").json()
    assert copy["kontak"]["nama"] == "Orang Lain"
