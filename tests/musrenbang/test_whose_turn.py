"""Who may act on a proposal now: the office where it waits, and who may still correct."""

from __future__ import annotations

from datetime import datetime

import pytest

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from musrenbang.domain.eligibility import Turn, current_turn, why_not
from musrenbang.models import Decision, Proposal
from tests.town import HOUR, Town, decide

PATH = (("ketua_rw", "endorse"), ("lurah", "forward"), ("camat", "forward"))


def sent_to(town: Town, steps: int) -> Proposal:
    """A proposal that so many offices have moved on."""
    proposal = town.proposal("rw")
    for role, outcome in PATH[:steps]:
        decide(actor=town.staff[role], proposal=proposal, outcome=outcome)
    return proposal


def turn(town: Town, proposal: Proposal, role: str) -> Turn | str:
    """The turn of an office, or the code of the refusal."""
    actor = User.objects.get(pk=town.staff[role].pk)
    try:
        return current_turn(
            actor=actor,
            proposal=Proposal.objects.get(pk=proposal.pk),
            stages=list(town.channel.stages.all()),
            decisions=list(proposal.decisions.order_by("sequence")),
        )
    except Refusal as refusal:
        return refusal.code


def corrects(town: Town, proposal: Proposal, role: str) -> Decision | None:
    found = turn(town, proposal, role)
    assert isinstance(found, Turn), found
    assert found.office.user == town.staff[role]
    return found.corrects


def last(proposal: Proposal) -> Decision:
    return proposal.decisions.order_by("sequence").last()


def test_it_is_the_turn_of_the_office_where_it_waits(town: Town) -> None:
    proposal = sent_to(town, 1)
    found = turn(town, proposal, "lurah")
    assert isinstance(found, Turn)
    assert (found.stage, found.corrects) == (town.stages["kelurahan"], None)
    assert turn(town, proposal, "camat") == "not_your_turn"
    assert turn(town, proposal, "planner") == "not_your_turn"
    assert turn(town, proposal, "editor") == "not_your_office"


def test_only_who_moved_it_on_last_may_correct_it(town: Town) -> None:
    proposal = sent_to(town, 2)
    assert corrects(town, proposal, "lurah") == last(proposal)
    assert turn(town, proposal, "ketua_rw") == "not_your_turn"


def test_nobody_corrects_once_the_next_office_has_acted(town: Town) -> None:
    proposal = sent_to(town, 1)
    decide(actor=town.staff["lurah"], proposal=proposal, outcome="reserve", reason="Menunggu.")
    assert turn(town, proposal, "ketua_rw") == "not_your_turn"
    assert corrects(town, proposal, "lurah") == last(proposal)


def test_an_opinion_ends_the_correction_of_who_moved_it_on(town: Town) -> None:
    proposal = sent_to(town, 3)
    assert corrects(town, proposal, "camat") == last(proposal)
    decide(actor=town.staff["verifier"], proposal=proposal, outcome="feasible")
    assert turn(town, proposal, "camat") == "not_your_turn"


def test_an_opinion_is_given_and_renewed_while_it_waits(town: Town) -> None:
    proposal = sent_to(town, 3)
    assert corrects(town, proposal, "verifier") is None
    decide(actor=town.staff["verifier"], proposal=proposal, outcome="feasible")
    assert corrects(town, proposal, "verifier") == last(proposal)


@pytest.mark.parametrize("outcome", ["accept", "reject", "reserve", "return"])
def test_no_opinion_once_the_city_has_decided(town: Town, outcome: str) -> None:
    proposal = sent_to(town, 3)
    decide(actor=town.staff["verifier"], proposal=proposal, outcome="feasible")
    decide(actor=town.staff["planner"], proposal=proposal, outcome=outcome, reason="Sebab uji.")
    assert turn(town, proposal, "verifier") == "not_your_turn"


def test_no_opinion_before_it_has_left_the_kecamatan(town: Town) -> None:
    assert turn(town, sent_to(town, 2), "verifier") == "not_your_turn"


def test_what_no_decision_tells_of_is_nobodys_turn(town: Town) -> None:
    proposal = town.proposal("kelurahan", state="reserve")
    assert turn(town, proposal, "lurah") == "not_your_turn"


def held_up(
    town: Town, proposal: Proposal, role: str, now: datetime | None = None
) -> tuple[bool, str]:
    """Whether it is the turn of an office, and what a page says still holds it up."""
    actor = User.objects.get(pk=town.staff[role].pk)
    row = Proposal.objects.get(pk=proposal.pk)
    its_turn, sentence = why_not(actor=actor, proposal=row, now=now)
    return its_turn is not None, sentence


@pytest.mark.parametrize(("steps", "role"), [(0, "ketua_rw"), (1, "lurah"), (2, "camat")])
def test_nothing_holds_up_whose_turn_it_is(town: Town, steps: int, role: str) -> None:
    assert held_up(town, sent_to(town, steps), role) == (True, "")


def test_a_page_says_what_holds_a_proposal_up_in_the_rw(town: Town) -> None:
    proposal = sent_to(town, 0)
    town.citizen.residences.update(confirmed_at=None)
    sentence = "Domisili pengusul di RW 01 belum dipastikan; usulan belum dapat diteruskan."
    assert held_up(town, proposal, "ketua_rw") == (True, sentence)


def test_a_residence_holds_nothing_up_beyond_the_rw(town: Town) -> None:
    proposal = sent_to(town, 1)
    town.citizen.residences.update(confirmed_at=None)
    assert held_up(town, proposal, "lurah") == (True, "")


def test_a_page_says_that_the_city_waits_for_an_opinion(town: Town) -> None:
    proposal = sent_to(town, 3)
    sentence = (
        f"{town.agency} belum memberi hasil verifikasi; baru dapat dikembalikan kepada pengusul."
    )
    assert held_up(town, proposal, "planner") == (True, sentence)
    assert held_up(town, proposal, "verifier") == (True, "")
    decide(actor=town.staff["verifier"], proposal=proposal, outcome="feasible")
    assert held_up(town, proposal, "planner") == (True, "")


def test_a_page_says_whose_turn_it_is_not(town: Town) -> None:
    proposal, stage = sent_to(town, 1), town.stages["kelurahan"]
    for role, now in (("camat", None), ("lurah", stage.opens - HOUR)):
        its_turn, sentence = held_up(town, proposal, role, now)
        assert not its_turn
        assert sentence
