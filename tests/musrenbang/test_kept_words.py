"""A proposal keeps the kamus's words of the day on which it was sent; an edit rewrites no past."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from egov.verbs.refusal import Refusal
from egov.web.exports import table_of
from musrenbang import exports
from musrenbang.domain.carrying import carry
from musrenbang.histories import decisions_of
from musrenbang.models import Proposal
from tests.musrenbang.test_own_proposal import next_year, rejected
from tests.town import Town, client_of, decide

MIGRATION = import_module("musrenbang.migrations.0046_words_of_the_kamus")
WORDS = ("kind", "size", "unit", "output")


def edit_the_kamus(town: Town) -> None:
    entry = town.variant.entry
    entry.name, entry.output = "Pekerjaan beton", "beton"
    entry.save()
    town.variant.label, town.variant.unit = "tebal 1 m", "m3"
    town.variant.save()


def words_of(proposal: Proposal) -> tuple[Any, ...]:
    return Proposal.objects.values_list(*WORDS).get(pk=proposal.pk)


def test_what_was_sent_reads_as_it_was_sent(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    decision = decide(actor=town.staff["lurah"], proposal=proposal, outcome="forward", rank=1)
    before, unit = words_of(proposal), town.variant.unit
    assert before == (
        town.variant.entry.name,
        town.variant.label,
        unit,
        town.variant.entry.output,
    )
    edit_the_kamus(town)
    assert words_of(proposal) == before
    page = Client().get(proposal.get_absolute_url()).content.decode()
    assert before[0] in page
    assert "Pekerjaan beton" not in page
    assert "m3" not in page
    desk = client_of(town.staff["camat"])
    for address in ("", f"{proposal.pk}/change/"):
        page = desk.get(f"/admin/musrenbang/proposal/{address}").content.decode()
        page = page.replace("Pekerjaan beton</option>", "")  # the filter names today's kamus
        assert before[0] in page, address
        assert "Pekerjaan beton" not in page, address
    told = Client().get(f"/api/v1/usulan/{proposal.number}/").json()
    assert told["satuan"] == unit
    rows = exports.proposals_to_export(Proposal.objects.all())
    table = table_of("Usulan", exports.PROPOSALS, rows)
    assert {(row[4], row[5]) for row in table.rows} == {before[:2]}
    lines = decisions_of(proposal.decisions.filter(pk=decision.pk))
    assert f" {unit}," in lines.speak(list(lines.rows))[0].note


def test_a_volume_in_another_unit_is_not_carried_at_a_new_price(town: Town) -> None:
    proposal, channel = rejected(town), next_year(town)
    edit_the_kamus(town)
    with pytest.raises(Refusal) as refusal:
        carry(actor=town.citizen, proposal=proposal, channel=channel)
    assert refusal.value.code == "other_unit"


def test_rows_of_before_are_filled_from_the_history_of_their_day(town: Town) -> None:
    old, new, older = (town.proposal("rw") for _ in range(3))
    before = words_of(old)
    edit_the_kamus(town)
    now = timezone.now()
    # the history's moments are those of the test's transaction
    with connection.cursor() as cursor:
        for table in ("kamusentryevent", "kamusvariantevent"):
            cursor.execute(f"ALTER TABLE musrenbang_{table} DISABLE TRIGGER USER")
            cursor.execute(
                f"UPDATE musrenbang_{table} SET pgh_created_at = %s - interval '1 day'"
                " WHERE pgh_label = 'insert'",
                [now],
            )
            cursor.execute(f"ALTER TABLE musrenbang_{table} ENABLE TRIGGER USER")
    for proposal, moment in (
        (older, now - timedelta(days=9)),
        (old, now - timedelta(hours=1)),
        (new, now + timedelta(hours=1)),
    ):
        Proposal.objects.filter(pk=proposal.pk).update(
            kind="", size="", unit="", output="", submitted_at=moment
        )
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.FILL)
    assert words_of(old) == words_of(older) == before
    assert words_of(new) == ("Pekerjaan beton", "tebal 1 m", "m3", "beton")
