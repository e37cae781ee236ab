"""How well the procedure serves: recounted by hand over a small town."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from musrenbang.domain.performance import STEPS, count_performance
from musrenbang.models import Draft, Performance, Proposal
from tests.town import Town, decide

pytestmark = pytest.mark.django_db


def test_it_tells_where_wishes_wait_and_where_forms_are_left(town: Town, client: Client) -> None:
    assert "Belum dihitung" in client.get("/kinerja/").content.decode()
    for n, days in enumerate((2, 4, 8)):
        sent = town.proposal("kelurahan")
        decide(actor=town.staff["lurah"], proposal=sent, outcome="forward", reason="Layak.")
        decided_at = sent.decisions.get().decided_at
        Proposal.objects.filter(pk=sent.pk).update(submitted_at=decided_at - timedelta(days=days))
        if n == 0:
            office = {"entered_office": "Lurah", "entered_by": town.staff["lurah"]}
            Proposal.objects.filter(pk=sent.pk).update(proposer=None, **office)
    channel = sent.channel
    Draft.objects.create(channel=channel, owner=town.citizen, data={"variant": 1})
    Draft.objects.create(channel=channel, owner=town.citizen, data={"variant": 1, "rw": 2})
    Draft.objects.create(channel=channel, owner=town.citizen, sent_as=sent)
    old = Draft.objects.create(channel=channel, owner=town.citizen, data={"variant": 1})
    Draft.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=91))
    assert count_performance() == count_performance() > 0
    data = Performance.objects.get(year=channel.cycle.year).data
    (village,) = data["stations"]
    assert (village["tier"], village["many"], village["median"]) == ("kelurahan", 3, 4.0)
    assert village["slow"] == 7.2
    assert data["sent"] == {"citizens": 2, "offices": 1}
    assert data["begun"] == 3
    assert [data["finished"][step] for step in STEPS] == [3, 2, 1, 1, 1, 1, 1]
    page = client.get("/kinerja/").content.decode()
    assert "4 hari" in page and "Ditinggalkan" in page
    told = client.get("/kinerja/", {"format": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert {"bagian": "warga sendiri", "nilai": "2"}.items() <= next(
        row for row in rows if row["kelompok"] == "pengirim"
    ).items()
    assert client.get("/kinerja/", {"format": "pdf"}).status_code == 422
    assert client.get("/kinerja/", {"tahun": "abc"}).status_code == 200


def test_counting_asks_the_same_for_many(town: Town) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            count_performance()
        return len(seen)

    asked()
    few = asked()
    for _ in range(3):
        town.proposal("kelurahan")
    assert asked() == few
