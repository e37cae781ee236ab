"""News of an RW on paper: its own decisions, nobody's name, nothing that is withheld."""

from __future__ import annotations

import pytest
from django.test import Client

from musrenbang.models import Proposal
from tests.town import Town, decide

pytestmark = pytest.mark.django_db


def test_an_rw_prints_what_was_decided_on_its_proposals(town: Town, client: Client) -> None:
    mine = town.proposal("kelurahan", title="Saluran gang lima")
    hidden = town.proposal("kelurahan", title="Tulisan yang ditahan")
    far = town.proposal("kelurahan", title="Lampu tempat lain", rw=town.areas["35.78.01.1001/02"])
    for sent in (mine, hidden, far):
        decide(actor=town.staff["lurah"], proposal=sent, outcome="forward", reason="Layak.")
    Proposal.objects.filter(pk=hidden.pk).update(withheld=True)
    assert mine.rw is not None
    address = f"/kabar/{mine.rw.path}/"
    assert address in client.get(f"/wilayah/{mine.rw.path}/").content.decode()
    page = client.get(address).content.decode()
    assert mine.number in page and "Diteruskan" in page
    assert "Tulisan yang ditahan" not in page and "Lampu tempat lain" not in page
    assert town.citizen.name not in page
    assert client.get("/kabar/35.78.01.1001/").status_code == 404  # no RW
    assert client.get("/kabar/tidak-ada/").status_code == 404
