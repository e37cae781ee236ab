"""The public list: how many there are, the common filters, what is taken along."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from egov.search import counting
from musrenbang.domain.figures import count_figures
from musrenbang.models import KamusEntry
from musrenbang.views import proposal_list
from tests.town import Town, decide

pytestmark = pytest.mark.django_db


def page(client: Client, **query: Any) -> str:
    answer = client.get("/usulan/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_tells_how_many_there_are_as_far_as_one_wants_to_know(
    town: Town, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(30):
        town.proposal("kelurahan")
    assert "</strong> usulan" not in page(client).replace("\n  ", " ")  # not counted yet
    count_figures()
    assert "<strong>30</strong>" in page(client)
    assert "<strong>30</strong>" in page(client, wilayah="35.78.01.1001")
    monkeypatch.setattr(counting.count_to, "__defaults__", (28,))
    monkeypatch.setattr(proposal_list, "MOST_EXPORTED", 28)
    assert "<strong>Lebih dari 28</strong>" in page(client)
    assert "<strong>Lebih dari 28</strong>" in page(client, wilayah="35.78.01.1001")


def test_common_filters_keep_what_was_typed(town: Town, client: Client) -> None:
    sent = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=sent, outcome="forward")
    found = page(client, q="paving", keadaan="waiting")
    assert 'href="/usulan/?q=paving&amp;keadaan=accepted">Diterima</a>' in found
    assert 'href="/usulan/?q=paving&amp;keadaan=waiting" aria-current="true">Menunggu</a>' in found
    # a search alone leaves the filters folded
    assert "<details open>" in found
    assert "<details open>" not in page(client, q="paving")
    # a stranger chooses an area, who lives somewhere sees its own
    assert 'href="#id_wilayah">Sekitar saya</a>' in found
    client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    assert 'href="/usulan/?wilayah=35.78.01.1001">Sekitar saya</a>' in page(client)


def test_what_is_narrowed_is_taken_along(
    town: Town, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [town.proposal("kelurahan").number for _ in range(3)]
    hidden = town.proposal("kelurahan")
    type(hidden).objects.filter(pk=hidden.pk).update(withheld=True)
    monkeypatch.setattr(proposal_list, "MOST_EXPORTED", 2)
    answer = client.get("/usulan/", {"wilayah": "35.78.01.1001", "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["nomor"] for row in rows] == numbers[:0:-1]  # the newest two, nothing withheld
    assert "pengusul" not in rows[0]
    assert client.get("/usulan/", {"format": "xlsx"}).content[:2] == b"PK"
    refused = client.get("/usulan/", {"format": "pdf"})
    assert refused.status_code == 422
    assert "csv, xlsx" in refused.content.decode()


def test_a_proposal_has_the_face_of_its_need(town: Town, client: Client) -> None:
    KamusEntry.objects.filter(code="paving").update(need="jalan")
    sent = town.proposal("kelurahan")
    assert ".svg#jalan" in page(client)
    told = client.get(sent.get_absolute_url()).content.decode()
    assert f'<meta property="og:title" content="{sent.title}, {sent.place}">' in told
    assert f"https://wa.me/?text={sent.title.split()[0]}" in told
    assert told.count('<ol class="line">') == 1
    assert told.index("Masalah</h2>") < told.index('<ol class="line">')
