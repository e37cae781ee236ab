"""Pages of visits: as many questions to the database for three as for one, at most twelve."""

from __future__ import annotations

from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.domain.visits.links import door_code, issue_link, sheet_code
from news.domain.visits.the_day import Guest, note_arrival, sign_in_guest
from news.models import Visit
from news.procedure import LinkPurpose
from tests.news.visits.conftest import DAY, DAYS, MONDAY, confirmed
from tests.town import Town, client_of


def held(town: Town, week: int) -> Visit:
    days = [day + 7 * week * DAY for day in DAYS]
    visit = confirmed(town, day=days[0], wished_on=days, institution=f"DPRD Kota Uji {week}")
    begins = visit.bookings.get().begins_at
    guest = Guest("Hadi", "Anggota", "DPRD")
    sign_in_guest(visit=visit, guest=guest, consents=True, now=begins)
    note_arrival(actor=town.staff["host"], visit=visit, at=begins, now=begins)
    return visit


def counts(pages: dict[str, Any]) -> dict[str, int]:
    asked = {}
    for path, client in pages.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        asked[path] = len(queries)
    return asked


@time_machine.travel(MONDAY + 8 * DAY, tick=False)
def test_three_visits_cost_what_one_costs(town: Town) -> None:
    visit, stranger = held(town, 0), Client()
    token = issue_link(visit, LinkPurpose.GUEST, MONDAY)
    public = dict.fromkeys(
        [
            "/kunjungan/",
            "/kunjungan/statistik/",
            visit.page,
            f"/kunjungan/tamu/{token}/",
            f"/kunjungan/hadir/{door_code(visit)}/",
            f"/kunjungan/lembar/{sheet_code(visit)}/",
            "/kunjungan/minta/lembaga/",
        ],
        stranger,
    )
    desk = {"/admin/news/visit/": client_of(town.staff["host"])}
    counts(desk)  # what a process asks once
    one = counts({**public, **desk})
    for week in (1, 2):
        held(town, week)
    assert counts({**public, **desk}) == one
    assert max(one[path] for path in public) <= 12, one
