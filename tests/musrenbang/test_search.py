"""Searching proposals: what is found, and what is read to find it."""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client

from egov.areas.models import Area
from egov.search import counting, lists
from musrenbang import search
from musrenbang.models import Proposal
from tests.filling import fill, settle
from tests.plans import page_buffers
from tests.town import Town

NONE = ["zeppelin", "zeppelin antariksa", "pavingisasi cermin", "RW 09 Karang Pilang 1", "zz"]
FOUND = ["punden", "gang", "paving", "jalan", "Wonocolo", "RW 01 Wonocolo 2"]


def read(client: Client, rows: int) -> dict[str, int]:
    fill(rows)
    settle()
    asked = product(NONE + FOUND, ("", "&urut=biaya"))
    addresses = [f"/usulan/?q={q}{order}" for q, order in asked]
    for address in addresses:
        shown = client.get(address).context["page"].items
        assert bool(shown) == (address.split("=")[1].split("&")[0] in FOUND), address
    return {address: page_buffers(client, address) for address in addresses}


def test_a_search_reads_no_more_where_there_is_more(
    swept: None,
    town: Town,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists, "FEW", 200)
    monkeypatch.setattr(counting.count_to, "__defaults__", (200,))  # how far matches are counted
    few, many = read(client, 10_000), read(client, 30_000)
    assert {a: (few[a], many[a]) for a in many if many[a] > 1.5 * few[a] + 40} == {}
    # what is looked up one by one costs some steps down an index and its row's page
    assert {a: many[a] for a in many if many[a] > 4 * lists.FEW} == {}
    searches = tuple(f"/usulan/?q={q}" for q in NONE)
    nothing = {a: many[a] for a in many if a.startswith(searches)}
    assert {a: read for a, read in nothing.items() if read > 120} == {}


def found(query: str) -> set[str]:
    return set(search.find(Proposal.objects.all(), query).values_list("title", flat=True))


@pytest.mark.parametrize("few", [0, 2000])
def test_few_and_many_hits_are_the_same_hits(
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    other = town.areas["35.78.02.1001/02"]
    town.proposal("rw", title="Saluran air di pojok")
    town.proposal("rw", title="WC umum", rw=other)
    town.proposal("kelurahan", title="Lampu", problem="Gelap di saluran.", rw=other)
    assert found("saluran") == {"Saluran air di pojok", "Lampu"}
    assert found("salur") == {"Saluran air di pojok", "Lampu"}  # one stem
    assert found("luran air") == {"Saluran air di pojok"}  # as it stands in a title
    assert found("saluran lampu") == {"Lampu"}  # every word
    assert found("wc") == {"WC umum"}
    assert found("wonocolo") == found("WONOCOLO 1") == {"WC umum", "Lampu"}
    assert found("rw 2 wonocolo 1") == found("RW 02 Wonocolo") == {"WC umum", "Lampu"}
    assert found("rw 1 wonocolo 1") == set()
    assert found("zeppelin") == found("??") == set()


def test_an_area_that_ended_is_still_found(town: Town) -> None:
    proposal = town.proposal("rw")
    Area.objects.filter(code="35.78.01.1001").update(valid="[2000-01-01,2020-01-01)")
    assert list(search.find(Proposal.objects.all(), "Karang Pilang 1")) == [proposal]
