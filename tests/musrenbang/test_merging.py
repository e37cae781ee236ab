"""Into which proposals another may be merged."""

from __future__ import annotations

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from egov.verbs.refusal import Invalid
from musrenbang.models import Channel, Cycle, Proposal
from tests.town import HOUR, Town, decide


def merge(town: Town, proposal: Proposal, target: Proposal | None) -> Proposal:
    decide(
        actor=town.staff["lurah"],
        proposal=proposal,
        outcome="merge",
        reason="Gang yang sama.",
        merged_into=target,
    )
    return Proposal.objects.get(pk=proposal.pk)


def refused(town: Town, proposal: Proposal, target: Proposal | None) -> str:
    with pytest.raises(Invalid) as refusal:
        merge(town, proposal, target)
    assert refusal.value.field == "merged_into"
    assert Proposal.objects.get(pk=proposal.pk).state == "waiting"
    return refusal.value.code


@pytest.mark.parametrize("state", ["waiting", "reserve"])
def test_what_still_runs_takes_another_in(town: Town, state: str) -> None:
    target = town.proposal("kelurahan", state=state)
    merged = merge(town, town.proposal("kelurahan"), target)
    assert (merged.state, merged.merged_into) == ("merged", target)


@pytest.mark.parametrize("state", ["returned", "rejected", "merged", "accepted", "not_discussed"])
def test_what_has_ended_or_is_away_takes_nothing_in(town: Town, state: str) -> None:
    third = town.proposal("kelurahan") if state == "merged" else None
    target = town.proposal("kelurahan", state=state, merged_into=third)
    assert refused(town, town.proposal("kelurahan"), target) == "merge_ended"


def test_a_target_is_named(town: Town) -> None:
    assert refused(town, town.proposal("kelurahan"), None) == "merge_target"


def test_nothing_is_merged_with_itself(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    assert refused(town, proposal, proposal) == "merge_itself"


def test_a_target_lies_within_the_office(town: Town) -> None:
    inside = town.proposal("kelurahan", rw=town.areas["35.78.01.1001/02"])
    assert merge(town, town.proposal("kelurahan"), inside).merged_into == inside
    beside = town.proposal("kelurahan", rw=town.areas["35.78.01.1002/01"])
    assert refused(town, town.proposal("kelurahan"), beside) == "merge_outside"


def test_a_target_is_of_the_same_year(town: Town) -> None:
    now = timezone.now()
    cycle = Cycle.objects.create(year=now.year + 2, name="Tahun berikutnya")
    window = DateTimeTZRange(now - HOUR, now + HOUR)
    later = Channel.objects.create(cycle=cycle, code="kelak", name="Kelak", submission=window)
    target = town.proposal("kelurahan", channel=later)
    assert refused(town, town.proposal("kelurahan"), target) == "merge_other_year"
