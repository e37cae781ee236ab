"""The queue at the cost of what it shows: what waits besides is not read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from musrenbang.models import Proposal
from tests.filling import copies
from tests.plans import page_buffers
from tests.town import Town, client_of, fresh

MORE = 500  # buffers for a thousand times as many, at most
PLACES = {
    "planner": ("kota", {"has_opinion": True}),
    "verifier": ("kota", {}),
    "camat": ("kecamatan", {}),
}


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) musrenbang_proposal")


def read(client: Client) -> int:
    """The list and the desk's first page, both warm."""
    addresses = ("/admin/musrenbang/proposal/?antrean=saya", "/admin/")
    for address in addresses:
        client.get(address)
    return sum(page_buffers(client, address) for address in addresses)


@pytest.mark.slow
@pytest.mark.parametrize("who", PLACES)
def test_a_queue_of_20_000_reads_hardly_more_than_one_of_200(
    committed_town: Town, who: str
) -> None:
    town = committed_town
    tier, values = PLACES[who]
    copies(town.proposal(tier, **values), 200)
    copies(town.proposal("kelurahan"), 200)  # that others wait elsewhere changes nothing
    client = client_of(fresh(town.staff[who]))
    settle()
    few = read(client)
    neighbour = town.areas["35.78.01.1001/02"]
    copies(town.proposal(tier, rw=neighbour, **values), 20_000, ranked=True)
    settle()
    many = read(client)
    assert Proposal.objects.filter(tier=tier, state="waiting").count() > 20_000
    assert many - few <= MORE, (few, many)
