"""The desk's lists find what the public search finds: a place, a number, words by their stem."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.areas.models import Area
from egov.search import lists
from egov.search.lists import search
from musrenbang.admin.search_boxes import DECISIONS, ENTRIES, PROPOSALS, VARIANTS
from musrenbang.models import Decision, KamusEntry, KamusVariant, Proposal
from tests.factories.musrenbang import KamusVariantFactory
from tests.filling import fill, settle
from tests.plans import page_buffers
from tests.town import Town, client_of, decide

LIST = "/admin/musrenbang/proposal/"


@pytest.fixture
def hilly(town: Town) -> dict[str, Proposal]:
    """Three proposals; the second village is called Kebraon."""
    other = town.areas["35.78.02.1001/02"]
    Area.objects.filter(pk=other.parent_id).update(name="Kebraon", name_key="kebraon")
    return {
        "drain": town.proposal("kelurahan", title="Saluran air di pojok"),
        "lamp": town.proposal("kelurahan", title="Lampu", problem="Gelap.", rw=other),
        "hidden": town.proposal("kelurahan", title="Rahasia", rw=other, withheld=True),
    }


def listed(client: Client, query: str) -> set[str]:
    response = client.get(LIST, {"q": query})
    assert response.status_code == 200
    return {row.title for row in response.context["cl"].result_list}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("Kebraon", {"Lampu", "Rahasia"}),
        ("kebraon ", {"Lampu", "Rahasia"}),
        ("RW 2 Kebraon", {"Lampu", "Rahasia"}),
        ("rw 1 kebraon", set()),
        ("salur", {"Saluran air di pojok"}),
        ("luran air", {"Saluran air di pojok"}),
        ("di lampu", {"Lampu"}),
        ("zeppelin", set()),
    ],
)
def test_the_list_finds_places_and_words(
    town: Town, hilly: dict[str, Proposal], query: str, titles: set[str]
) -> None:
    assert listed(client_of(town.staff["planner"]), query) == titles


def test_a_number_is_read_as_a_person_types_it(town: Town, hilly: dict[str, Proposal]) -> None:
    year, serial, digit = hilly["lamp"].number.split("-")
    planner = client_of(town.staff["planner"])
    for typed in (
        f"{year}-{serial}-{digit}",
        f"{year}{serial}{digit}",
        f"{year} {serial} {digit}",
        f"{year}-{serial}",  # the check digit is not known by heart
        serial,
        serial.lstrip("0"),
    ):
        assert listed(planner, typed) == {"Lampu"}, typed


def test_an_officer_finds_nothing_outside_their_area(
    town: Town, hilly: dict[str, Proposal]
) -> None:
    assert listed(client_of(town.staff["lurah"]), "Kebraon") == set()
    number = hilly["lamp"].number
    assert listed(client_of(town.staff["lurah"]), number) == set()
    assert listed(client_of(town.staff["lurah"]), "salur") == {"Saluran air di pojok"}


def test_a_search_costs_the_same_for_one_row_and_for_thirty(
    town: Town, hilly: dict[str, Proposal]
) -> None:
    planner = client_of(town.staff["planner"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            listed(planner, "Kebraon")
        return len(seen)

    queries()
    few = queries()
    for _ in range(30):
        town.proposal("kelurahan", rw=town.areas["35.78.02.1001/02"])
    assert queries() == few


def test_decisions_are_found_by_the_number_of_their_proposal(town: Town) -> None:
    first, second = town.proposal(), town.proposal()
    for proposal in (first, second):
        decide(actor=town.staff["ketua_rw"], proposal=proposal, outcome="endorse")
    for typed in (first.number, first.number.replace("-", ""), first.number.split("-")[1]):
        (decision,) = search(Decision.objects.all(), typed, DECISIONS)
        assert decision.proposal == first
    page = client_of(town.staff["planner"]).get(
        "/admin/musrenbang/decision/", {"q": first.number.replace("-", "")}
    )
    assert [row.proposal_id for row in page.context["cl"].result_list] == [first.pk]


@pytest.mark.parametrize("query", ["jalan becek", "paving", "6 cm", "paving-6", "pavingisasi"])
def test_the_kamus_is_found_in_the_words_of_citizens(town: Town, query: str) -> None:
    about = {"name": "Lampu", "definition": "Penerangan.", "keywords": "gelap"}
    entry = {f"entry__{name}": value for name, value in about.items()}
    other = KamusVariantFactory(code="lampu-1", label="tiang", **entry)
    entries, sizes = KamusEntry.objects.all(), KamusVariant.objects.all()
    assert list(search(sizes, query, VARIANTS)) == [town.variant]
    assert list(search(entries, query, ENTRIES)) == [town.variant.entry]
    assert list(search(entries, "tiang", ENTRIES)) == [other.entry]
    planner = client_of(town.staff["planner"])
    for name, row in (("kamusentry", town.variant.entry), ("kamusvariant", town.variant)):
        page = planner.get(f"/admin/musrenbang/{name}/", {"q": query})
        assert list(page.context["cl"].result_list) == [row], name


def test_the_public_finds_no_more_than_before(town: Town, hilly: dict[str, Proposal]) -> None:
    assert {row.title for row in search(Proposal.objects.listed(), "kebraon", PROPOSALS)} == {
        "Lampu"
    }


def test_a_search_at_the_desk_reads_no_more_where_there_is_more(
    swept: None, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", 200)
    client = client_of(town.staff["planner"])
    asked = ("zeppelin", "zz", "RW 09 Karang Pilang 1", "123456", "punden", "paving", "Wonocolo")
    addresses = [f"{LIST}?antrean=semua&q={query}" for query in asked]

    def read(rows: int) -> dict[str, int]:
        fill(rows)
        settle()
        return {address: page_buffers(client, address) for address in addresses}

    few, many = read(10_000), read(30_000)
    # what is looked up one by one costs its row's page
    bound = {address: max(1.5 * few[address] + 40, lists.FEW) for address in addresses}
    assert {a: (few[a], many[a]) for a in many if many[a] > bound[a]} == {}
