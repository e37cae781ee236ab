"""Who backs a proposal: confirmed residents of its kelurahan, never the proposer."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from egov.accounts.models import User
from egov.verbs.permission import may
from egov.verbs.refusal import NotAllowed, Refusal
from musrenbang.domain.submission import support
from musrenbang.models import Proposal, Support
from tests.town import Town, reside, user


@pytest.fixture
def proposal(town: Town) -> Proposal:
    return town.proposal("kelurahan")


def backer(town: Town, code: str = "35.78.01.1001/02", *, confirmed: bool = True) -> User:
    """Somebody who lives in another RW of the proposal's kelurahan."""
    person = user(f"pendukung-{code.replace('/', '-')}")
    reside(person, town.areas[code], confirmed=confirmed)
    return person


def refused(actor: User, proposal: Proposal) -> str:
    assert not may(actor, "musrenbang.support", proposal)
    with pytest.raises(NotAllowed) as refusal:
        support(actor=actor, proposal=proposal)
    assert not Support.objects.filter(proposal=proposal).exists()
    assert Proposal.objects.get(pk=proposal.pk).support_count == 0
    return refusal.value.code


def test_every_confirmed_resident_of_the_kelurahan_supports_once(
    town: Town, proposal: Proposal
) -> None:
    same_rw, other_rw = backer(town, "35.78.01.1001/01"), backer(town, "35.78.01.1001/02")
    for person in (same_rw, other_rw):
        assert may(person, "musrenbang.support", proposal)
        assert support(actor=person, proposal=proposal) is True
        assert support(actor=person, proposal=proposal) is False
    assert Proposal.objects.get(pk=proposal.pk).support_count == 2


def test_nobody_supports_a_proposal_of_their_own(town: Town, proposal: Proposal) -> None:
    assert proposal.proposer == town.citizen  # confirmed, and of this RW
    assert refused(town.citizen, proposal) == "not_a_resident"


def test_a_residence_that_nobody_confirmed_supports_nothing(town: Town, proposal: Proposal) -> None:
    assert refused(backer(town, confirmed=False), proposal) == "not_a_resident"


def test_a_neighbouring_kelurahan_supports_nothing(town: Town, proposal: Proposal) -> None:
    assert refused(backer(town, "35.78.01.1002/01"), proposal) == "not_a_resident"


def test_who_told_no_residence_supports_nothing(town: Town, proposal: Proposal) -> None:
    assert refused(town.stranger, proposal) == "not_a_resident"


def test_the_page_offers_a_stranger_no_support(proposal: Proposal) -> None:
    assert not may(AnonymousUser(), "musrenbang.support", proposal)


@pytest.mark.parametrize("state", ["rejected", "merged", "not_discussed"])
def test_what_has_ended_without_success_is_not_supported(town: Town, state: str) -> None:
    other = town.proposal("kelurahan") if state == "merged" else None
    proposal = town.proposal("kelurahan", state=state, merged_into=other)
    with pytest.raises(Refusal) as refusal:
        support(actor=backer(town), proposal=proposal)
    code = "follow_head" if state == "merged" else "ended"
    assert (refusal.value.code, Support.objects.count()) == (code, 0)


@pytest.mark.parametrize("state", ["returned", "reserve", "accepted"])
def test_what_may_still_be_built_is_supported(town: Town, state: str) -> None:
    assert support(actor=backer(town), proposal=town.proposal("kelurahan", state=state))
