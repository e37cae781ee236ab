"""Working through a queue from page to page: as the list stood, and at a constant cost."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musrenbang.admin.queue_walk import FILTERS, Walk
from musrenbang.domain.deliberation import prepare
from musrenbang.models import Proposal
from tests.town import Town, client_of, decide

FORWARD = {"outcome": "forward", "seen": "0"}


def page_of(proposal: Proposal, address: str = "") -> str:
    page = f"/admin/musrenbang/proposal/{proposal.pk}/change/"
    return f"{page}?{urlencode({FILTERS: address})}" if address else page


def pressed(desk: Client, proposal: Proposal, address: str = "") -> str:
    """Where one press leads."""
    answer = desk.post(page_of(proposal, address), FORWARD)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def of_costs(town: Town, *costs: int) -> list[Proposal]:
    return [town.proposal("kelurahan", cost=Decimal(cost)) for cost in costs]


def walk(*keys: int, here: int) -> Walk:
    return Walk("", keys, here)


@pytest.mark.parametrize(
    ("keys", "here", "told"),
    [
        (range(1, 201), 4, "4 dari 200"),
        (range(1, 201), 999, "200 menunggu"),
        (range(1, 1001), 1000, "1.000 dari 1.000"),
        (range(1, 1002), 4, "4 dari lebih dari 1.000"),
        (range(1, 1002), 1001, "lebih dari 1.000 menunggu"),
        ((), 4, ""),
    ],
)
def test_where_one_is_told_up_to_a_thousand(keys: range, here: int, told: str) -> None:
    assert walk(*keys, here=here).told == told


def test_the_ends_of_a_walk() -> None:
    first, last, alone, elsewhere = (
        walk(1, 2, here=1),
        walk(1, 2, here=2),
        walk(1, here=1),
        walk(1, 2, here=9),
    )
    pages = {n: f"/admin/musrenbang/proposal/{n}/change/" for n in (1, 2)}
    assert (first.before, first.after, first.left) == ("", pages[2], pages[2])
    assert (last.before, last.after, last.left) == (pages[1], "", pages[1])
    assert (alone.left, alone.ended, alone.follows) == ("", True, "/admin/")
    assert (elsewhere.before, elsewhere.left, elsewhere.ended) == ("", pages[1], False)


def test_the_list_is_walked_in_its_order(town: Town) -> None:
    small, large, middle = of_costs(town, 1_000_000, 3_000_000, 2_000_000)
    desk = client_of(town.staff["lurah"])
    address = "antrean=saya&urut=biaya"
    page = desk.get(f"/admin/musrenbang/proposal/?{address}").content.decode()
    # the list's own links bear its address
    assert f'{page_of(large)}?{urlencode({FILTERS: address})}"' in page
    assert pressed(desk, large, address) == page_of(middle, address)
    assert pressed(desk, middle, address) == page_of(small, address)
    assert pressed(desk, small, address) == "/admin/"


def test_the_list_is_walked_as_it_is_narrowed(town: Town) -> None:
    small, large, middle = of_costs(town, 1_000_000, 3_000_000, 2_000_000)
    desk = client_of(town.staff["lurah"])
    address = "dari=2.000.000"
    page = desk.get(page_of(large, address)).content.decode()
    assert "1 dari 2" in page
    assert pressed(desk, large, address) == page_of(middle, address)
    assert pressed(desk, middle, address) == "/admin/"
    assert small.decisions.count() == 0


def test_a_list_of_everything_is_walked_over_what_waits(town: Town) -> None:
    first, second = of_costs(town, 1, 2)
    decided = town.proposal("kecamatan")
    desk = client_of(town.staff["lurah"])
    assert pressed(desk, second, "antrean=semua") == page_of(first, "antrean=semua")
    assert decided.decisions.count() == 0
    # after a correction one is back in the list of what one decided
    decide(actor=town.staff["lurah"], proposal=first, outcome="reject", reason="Sebab uji.")
    again = desk.post(page_of(first, "antrean=diputuskan"), {"outcome": "forward", "seen": "1"})
    assert again["Location"] == "/admin/musrenbang/proposal/?antrean=diputuskan"


@pytest.mark.parametrize(
    "address",
    ["urut=nonsens", "antrean=apa&jenis=tidak-ada", "p=999", "q=%00", "%ff", "dari=x" * 999],
)
def test_an_address_that_says_nothing_breaks_nothing(town: Town, address: str) -> None:
    first, second = of_costs(town, 1, 2)
    desk = client_of(town.staff["lurah"])
    assert desk.get(page_of(first, address)).status_code == 200
    answer = desk.post(page_of(first, address), FORWARD)
    assert answer.status_code == 302
    follows = urlsplit(answer["Location"])
    assert follows.path in (page_of(second), "/admin/")
    assert set(parse_qs(follows.query)) <= {FILTERS}


def test_an_operator_walks_what_is_not_prepared(town: Town) -> None:
    first, second, third = of_costs(town, 1, 2, 3)
    operator = town.staff["operator_kelurahan"]
    prepare(actor=operator, proposal=second, outcome="forward")
    desk = client_of(operator)
    assert pressed(desk, first) == page_of(third)
    assert pressed(desk, third) == "/admin/"
    # what is prepared is walked once, from its own tab
    assert pressed(desk, first, "antrean=siap") == page_of(second, "antrean=siap")
    assert pressed(desk, third, "antrean=siap") == "/admin/"


def test_who_decides_nothing_walks_nothing(town: Town) -> None:
    p, _ = of_costs(town, 1, 2)
    for role in ("auditor", "administrator", "camat"):
        page = client_of(town.staff[role]).get(page_of(p)).content.decode()
        assert 'class="walk"' not in page, role


def counted(desk: Client, proposal: Proposal) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert desk.get(page_of(proposal, "antrean=saya&urut=dukungan")).status_code == 200
    return len(seen)


@pytest.mark.parametrize("who", ["lurah", "operator_kelurahan", "auditor"])
def test_the_page_asks_as_often_with_two_as_with_thirty(town: Town, who: str) -> None:
    first, _ = of_costs(town, 1, 2)
    desk = client_of(town.staff[who])
    counted(desk, first)  # what is remembered is asked for once
    two = counted(desk, first)
    of_costs(town, *range(3, 31))
    assert counted(desk, first) == two
