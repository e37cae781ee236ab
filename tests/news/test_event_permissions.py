"""Role x act x event: who records and changes what; a stranger, and a contributor elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from egov.accounts.models import User
from egov.verbs.refusal import NotAllowed
from news.domain.changing import (
    Change,
    cancel_occurrences,
    change_occurrences,
    reinstate_occurrences,
)
from news.models import Event, Occurrence
from tests.news.conftest import HOUR, NOW, TUESDAY, edit, record
from tests.town import Town, client_of

WHO = {
    "editor": True,
    "contributor": True,
    "far_contributor": False,
    "verifier": False,
    "lurah": False,
    "planner": False,
    "auditor": False,
    "administrator": False,
    "citizen": False,
    "stranger": False,
}
READS = {"editor", "contributor", "planner", "auditor", "administrator"}


def person(town: Town, who: str) -> Any:
    """A stranger is nobody who is signed in."""
    if who in ("citizen", "stranger"):
        return town.citizen if who == "citizen" else AnonymousUser()
    return town.far[who.removeprefix("far_")] if who.startswith("far_") else town.staff[who]


def acts(town: Town, actor: User) -> dict[str, Any]:
    occurrence = record(town).occurrences.get()
    how = {"actor": actor, "occurrence": occurrence, "extent": "one", "reason": "x", "now": NOW}
    return {
        "record": lambda: record(town, "own", actor),
        "change": lambda: change_occurrences(change=Change(TUESDAY + HOUR), **how),
        "cancel": lambda: cancel_occurrences(**how),
        "edit": lambda: edit(actor, occurrence.event, title="Senam sore"),
        "reinstate": lambda: reinstate_occurrences(**{**how, "occurrence": cancelled(town)}),
    }


def cancelled(town: Town) -> Occurrence:
    occurrence = record(town, "cancelled").occurrences.get()
    editor = town.staff["editor"]
    how = {"occurrence": occurrence, "extent": "one", "reason": "x", "now": NOW}
    cancel_occurrences(actor=editor, **how)
    return occurrence


@pytest.mark.parametrize("act", ["record", "change", "cancel", "edit", "reinstate"])
@pytest.mark.parametrize("who", WHO)
def test_who_may_do_what(town: Town, who: str, act: str) -> None:
    do = acts(town, person(town, who))[act]
    if WHO[who]:
        do()
        return
    with pytest.raises(NotAllowed) as refused:
        do()
    assert refused.value.code == "not_your_agency"


@pytest.mark.parametrize("who", WHO)
def test_who_reads_a_closed_event_at_the_desk(town: Town, who: str) -> None:
    event = record(town, audience="internal", title="Rapat tertutup")
    client = Client() if who == "stranger" else client_of(person(town, who))
    client.raise_request_exception = False
    page = client.get(f"/admin/news/event/{event.pk}/change/")
    assert (page.status_code == 200) == (who in READS), page.status_code
    listed = client.get("/admin/news/event/")
    assert ("tertutup" in listed.content.decode()) == (who in READS)


@pytest.mark.parametrize("model", ["event", "edition"])
@pytest.mark.parametrize(("who", "count"), [("contributor", 1), ("editor", 2)])
def test_the_form_offers_ones_own_agencies(town: Town, who: str, count: int, model: str) -> None:
    page = client_of(town.staff[who]).get(f"/admin/news/{model}/add/").content.decode()
    field = page.partition('name="agency"')[2].partition("</select>")[0]
    offered = [f'value="{pk}"' in field for pk in (town.agency.pk, town.other_agency.pk)]
    assert offered == [True, count > 1]


def test_the_desk_records_through_the_verb(town: Town) -> None:
    client = client_of(town.staff["editor"])
    values = {
        "title": "Senam",
        "kind": "kegiatan",
        "audience": "public",
        "agency": town.agency.pk,
        "begins_at": "2027-01-05T09:00",
        "ends_at": "2027-01-05T08:00",
        "key": "k",
        "frequency": "WEEKLY",
        "count": "3",
    }
    wrong = client.post("/admin/news/event/add/", values)
    assert "Selesai harus sesudah mulai" in wrong.content.decode()
    assert 'value="Senam"' in wrong.content.decode()
    for _ in range(2):
        done = client.post("/admin/news/event/add/", {**values, "ends_at": "2027-01-05T10:00"})
        assert done.status_code == 302, done.content.decode()[:3000]
    event = Event.objects.get()
    assert event.occurrences.count() == 3
    assert event.recorded_by == town.staff["editor"]


def api_body(town: Town, **changes: Any) -> dict[str, Any]:
    return {
        "judul": "Senam",
        "jenis": "kegiatan",
        "perangkat_daerah": town.agency.code,
        "mulai": "2027-01-05T09:00:00+07:00",
        "selesai": "2027-01-05T10:00:00+07:00",
        **changes,
    }


def post(client: Client, body: dict[str, Any]) -> Any:
    headers = {"Idempotency-Key": "k"}
    return client.post("/api/v1/agenda/", body, "application/json", headers=headers)


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({}, 201, "", ""),
        ({"selesai": "2027-01-05T08:00:00+07:00"}, 422, "ends_before_begins", "selesai"),
        ({"ulang": "DAILY"}, 422, "endless_series", "ulang_kali"),
        ({"ulang": "DAILY", "ulang_kali": 500}, 422, "too_many_occurrences", "ulang_kali"),
        ({"tautan": "javascript:alert(1)"}, 422, "bad_link", "tautan"),
        ({"judul": ""}, 422, "invalid", "judul"),
        ({"perangkat_daerah": "tidak-ada"}, 422, "invalid", "perangkat_daerah"),
    ],
)
def test_the_api_asks_the_same_verb(
    town: Town, changes: dict[str, Any], status: int, code: str, field: str
) -> None:
    answer = post(client_of(town.staff["editor"]), api_body(town, **changes))
    assert answer.status_code == status, answer.content
    if code:
        assert answer.json()["code"] == code
        assert field in answer.json()["errors"]
    else:
        listed = Client().get("/api/v1/agenda/").json()["results"]
        assert [row["judul"] for row in listed] == ["Senam"]


def test_a_citizen_records_nothing_by_the_api(town: Town) -> None:
    answer = post(client_of(town.citizen), api_body(town))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_your_agency")
