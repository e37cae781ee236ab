"""A kelurahan was split: the office over the part to which an RW came acts, not the old one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from egov.areas.models import Area
from egov.areas.succession import merge_areas, split_area
from egov.verbs.refusal import Refusal
from musrenbang.domain.carrying import assisting_office
from musrenbang.domain.queue import queue_of
from musrenbang.models import Decision, Proposal
from musrenbang.notices import waiting_by_place
from tests.factories.accounts import UserFactory
from tests.factories.areas import AreaFactory
from tests.town import Town, appoint, decide, fresh


def lurah_of(area: Area) -> Any:
    person = UserFactory()
    appoint(person, Role.LURAH, area=area)
    return fresh(person)


def split(town: Town) -> tuple[Area, Area, Area]:
    """(the second RW of the town's kelurahan, the part of its first RW, the part of its second)."""
    village = town.rw.parent
    second = AreaFactory(code=f"{village.code}/77", level="rw", parent=village, name="RW 77")
    others = Area.objects.current().filter(parent=village).exclude(pk=second.pk)
    parts = [
        {"code": "35.78.99.1001", "name": "Barat", "rw": [rw.code for rw in others]},
        {"code": "35.78.99.1002", "name": "Timur", "rw": [second.code]},
    ]
    today = timezone.localdate()
    west, east = split_area(predecessor=village, parts=parts, on=today)
    return second, west, east


def test_each_part_acts_on_its_own_rw(town: Town) -> None:
    mine = town.proposal("kelurahan")
    old = fresh(town.staff["lurah"])
    second, west, east = split(town)
    other = town.proposal("kelurahan", rw=second, kelurahan=mine.kelurahan)
    lurah = {"west": lurah_of(west), "east": lurah_of(east)}
    assert list(queue_of(lurah["west"])) == [mine]
    assert list(queue_of(lurah["east"])) == [other]
    assert list(queue_of(fresh(old))) == []
    counts = waiting_by_place(town.stages["kelurahan"])
    assert (counts[west.pk], counts[east.pk]) == (1, 1)
    for actor, row in (
        (lurah["west"], other),
        (lurah["east"], mine),
        (fresh(old), mine),
    ):
        with pytest.raises(Refusal) as refused:
            decide(actor=actor, proposal=row, outcome="forward")
        assert refused.value.code == "not_your_office"
        assert assisting_office(actor, row.kelurahan_id, row.rw_id) is None
        assert row not in Proposal.objects.administered_by(actor)
        assert not Scope.of(actor).reaches(kelurahan=row.kelurahan_id, rw=row.rw_id)
    decide(actor=lurah["west"], proposal=mine, outcome="forward")
    decide(actor=lurah["east"], proposal=other, outcome="forward")
    assert set(Decision.objects.administered_by(lurah["east"])) == set(other.decisions.all())


def test_one_office_over_both_parts_and_parts_merged_again_reach_all(town: Town) -> None:
    mine = town.proposal("kelurahan")
    second, west, east = split(town)
    other = town.proposal("kelurahan", rw=second, kelurahan=mine.kelurahan)
    both = lurah_of(west)
    appoint(both, Role.OPERATOR_KELURAHAN, area=east)
    assert set(Proposal.objects.administered_by(fresh(both))) == {mine, other}
    tomorrow = timezone.localdate() + timedelta(days=1)
    whole = merge_areas(predecessors=[west, east], code="35.78.99.1003", name="Satu", on=tomorrow)
    assert set(queue_of(lurah_of(whole))) == {mine, other}


def test_what_names_no_rw_waits_for_every_part(town: Town) -> None:
    place = town.proposal("kelurahan")
    Proposal.objects.filter(pk=place.pk).update(rw=None, place_level="kelurahan")
    _, west, east = split(town)
    for part in (west, east):
        assert list(queue_of(lurah_of(part))) == [place]
        assert waiting_by_place(town.stages["kelurahan"])[part.pk] == 1
