"""The queue at the cost of what it shows: what waits besides is not read."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from musrenbang.models import Proposal
from tests.filling import copies, vacuum
from tests.plans import page_buffers
from tests.town import Town, client_of, fresh

MORE = 500  # buffers for a thousand times as many, at most
PLACES = {
    "planner": ("kota", {"has_opinion": True}),
    "verifier": ("kota", {}),
    "camat": ("kecamatan", {}),
}


def read(client: Client) -> int:
    """The list, also the dearest first, and the desk's first page; nothing is remembered."""
    total = 0
    queue = "/admin/musrenbang/proposal/?antrean=saya"
    for address in (queue, f"{queue}&urut=biaya", "/admin/"):
        client.get(address)
        cache.clear()
        total += page_buffers(client, address)
    return total


@pytest.mark.slow
@pytest.mark.parametrize("who", PLACES)
def test_a_queue_of_20_000_reads_hardly_more_than_one_of_200(
    committed_town: Town, who: str
) -> None:
    town = committed_town
    tier, values = PLACES[who]
    # what was decided long ago stands first: who walks the table for what waits reads it all
    copies(town.proposal(tier, state="accepted", **values), 20_000)
    copies(town.proposal(tier, **values), 200)
    client = client_of(fresh(town.staff[who]))
    vacuum()
    few = read(client)
    neighbour = town.areas["35.78.01.1001/02"]
    copies(town.proposal(tier, rw=neighbour, **values), 20_000, ranked=True)
    vacuum()
    many = read(client)
    assert Proposal.objects.filter(tier=tier, state="waiting").count() > 20_000
    assert many - few <= MORE, (few, many)


@pytest.mark.slow
@pytest.mark.parametrize("who", PLACES)
def test_a_page_of_the_queue_reads_hardly_more_among_20_000_than_2_000(
    committed_town: Town, who: str
) -> None:
    """Where one is in the queue, what is next, and which are like it: each to its bound."""
    town = committed_town
    tier, values = PLACES[who]
    first = town.proposal(tier, **values)
    client = client_of(fresh(town.staff[who]))
    address = f"/admin/musrenbang/proposal/{first.pk}/change/"
    found = []
    for code, count in (("01", 2_000), ("02", 18_000)):
        rw = town.areas[f"35.78.01.1001/{code}"]
        copies(town.proposal(tier, rw=rw, **values), count, ranked=True)
        vacuum()
        assert "lebih dari 1.000" in client.get(address).content.decode()
        found.append(page_buffers(client, address))
    few, many = found
    assert many - few <= MORE, found
