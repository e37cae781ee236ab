"""The city accepts what an agency called not feasible: it may, but says why."""

from __future__ import annotations

import pytest

from egov.verbs.refusal import Invalid
from musrenbang.models import Proposal
from tests.town import Town, decide


@pytest.fixture
def proposal(town: Town) -> Proposal:
    proposal = town.proposal("rw")
    for role, outcome in (("ketua_rw", "endorse"), ("lurah", "forward"), ("camat", "forward")):
        decide(actor=town.staff[role], proposal=proposal, outcome=outcome)
    return proposal


def give_opinion(town: Town, proposal: Proposal, outcome: str) -> None:
    reason = "Tanahnya milik perorangan." if outcome == "not_feasible" else ""
    decide(actor=town.staff["verifier"], proposal=proposal, outcome=outcome, reason=reason)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_accepting_against_the_opinion_says_why(
    town: Town, proposal: Proposal, reason: str
) -> None:
    give_opinion(town, proposal, "not_feasible")
    with pytest.raises(Invalid) as refusal:
        decide(
            actor=town.staff["planner"],
            proposal=proposal,
            outcome="accept",
            reason_code="needed",
            reason=reason,
        )
    assert (refusal.value.code, refusal.value.field) == ("no_reason", "reason")
    assert "menyatakan usulan ini tidak layak" in refusal.value.sentence
    assert Proposal.objects.get(pk=proposal.pk).state == "waiting"


def test_with_a_reason_the_city_accepts_against_the_opinion(town: Town, proposal: Proposal) -> None:
    give_opinion(town, proposal, "not_feasible")
    planner = town.staff["planner"]
    decide(actor=planner, proposal=proposal, outcome="accept", reason="Tanah sudah dihibahkan.")
    assert proposal.state == "accepted"


def test_accepting_with_the_opinion_needs_no_sentence(town: Town, proposal: Proposal) -> None:
    give_opinion(town, proposal, "feasible")
    decide(actor=town.staff["planner"], proposal=proposal, outcome="accept")
    assert proposal.state == "accepted"


def test_the_newest_opinion_counts(town: Town, proposal: Proposal) -> None:
    give_opinion(town, proposal, "not_feasible")
    give_opinion(town, proposal, "feasible")
    decide(actor=town.staff["planner"], proposal=proposal, outcome="accept")
    assert proposal.state == "accepted"
