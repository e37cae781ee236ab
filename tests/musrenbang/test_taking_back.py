"""An office takes back what it decided last, while the next one has not acted."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from musrenbang.domain.deliberation import complete
from musrenbang.domain.queue import queue_of
from musrenbang.domain.taking_back import take_back
from musrenbang.models import Proposal
from tests.refusals import outcome_of
from tests.town import Town, decide

HALF = {"volume": Decimal(50), "reason_code": "changed", "reason": "Gangnya pendek."}
WORD = {"reason": "Sebab uji."}


def take(town: Town, role: str, proposal: Proposal, **given: object) -> str:
    seen = Proposal.objects.get(pk=proposal.pk).decided
    values = {"actor": town.staff[role], "proposal": proposal, "seen": seen, **given}
    return outcome_of(take_back, **values)


def waiting(town: Town) -> Proposal:
    """At the kelurahan, by the decision of its RW."""
    proposal = town.proposal()
    decide(actor=town.staff["ketua_rw"], proposal=proposal, outcome="endorse")
    return proposal


def standing(proposal: Proposal) -> tuple[str, str, Decimal]:
    proposal.refresh_from_db()
    return proposal.tier, proposal.state, proposal.volume


def test_what_was_forwarded_waits_here_again(town: Town) -> None:
    p = waiting(town)
    first = decide(actor=town.staff["lurah"], proposal=p, outcome="forward", **HALF)
    assert standing(p) == ("kecamatan", "waiting", Decimal(50))
    row = take_back(actor=town.staff["lurah"], proposal=p, seen=2)
    assert standing(p) == ("kelurahan", "waiting", Decimal(100))
    assert (row.supersedes, row.outcome, row.sequence) == (first, "reopened", 3)
    assert (row.volume, row.cost, p.decided) == (Decimal(100), Decimal(21000000), 3)
    assert row.office == "Lurah Karang Pilang 1"
    assert row.reason.startswith("Lurah Karang Pilang 1 membatalkan keputusannya sendiri")
    # and is decided anew, which corrects nothing any more
    again = decide(actor=town.staff["lurah"], proposal=p, outcome="reject", **WORD)
    assert again.supersedes is None
    assert standing(p)[1] == "rejected"


@pytest.mark.parametrize("outcome", ["return", "reject", "reserve"])
def test_what_stopped_here_goes_on(town: Town, outcome: str) -> None:
    p = waiting(town)
    decide(actor=town.staff["lurah"], proposal=p, outcome=outcome, **WORD)
    assert take(town, "lurah", p) == "ok"
    assert standing(p) == ("kelurahan", "waiting", Decimal(100))
    assert p.return_until is None


def test_a_merge_and_a_rank_are_given_back(town: Town) -> None:
    target, p, ranked = waiting(town), waiting(town), town.proposal()
    lurah = town.staff["lurah"]
    decide(actor=lurah, proposal=p, outcome="merge", merged_into=target, **WORD)
    assert take(town, "lurah", p) == "ok"
    decide(actor=town.staff["ketua_rw"], proposal=ranked, outcome="endorse")
    assert take(town, "ketua_rw", ranked) == "ok"
    assert (standing(p)[1], p.merged_into) == ("waiting", None)
    assert (standing(ranked)[0], ranked.rw_rank) == ("rw", None)


def test_a_correction_is_taken_back_with_what_it_corrected(town: Town) -> None:
    p = waiting(town)
    for outcome in ("forward", "reject"):
        decide(actor=town.staff["lurah"], proposal=p, outcome=outcome, **WORD)
    assert take(town, "lurah", p) == "ok"
    assert standing(p) == ("kelurahan", "waiting", Decimal(100))


def test_each_office_is_told_why_it_may_not(town: Town) -> None:
    p = waiting(town)
    assert take(town, "lurah", p) == "not_your_turn"  # it is the RW's decision
    decide(actor=town.staff["lurah"], proposal=p, outcome="forward")
    assert take(town, "lurah", p, seen=0) == "changed_meanwhile"
    assert take(town, "lurah", p, seen=None) == "seen_missing"
    answers = {
        "camat": "not_your_turn",
        "ketua_rw": "not_your_turn",
        "operator_kelurahan": "not_your_office",
        "planner": "not_your_turn",
        "verifier": "not_your_turn",
        "auditor": "not_your_office",
        "administrator": "not_your_office",
    }
    assert {role: take(town, role, p) for role in answers} == answers
    for nobody in (None, AnonymousUser(), town.citizen, town.stranger, town.far["lurah"]):
        assert take(town, "lurah", p, actor=nobody) == "not_your_office"
    # the next office has acted: too late
    decide(actor=town.staff["camat"], proposal=p, outcome="forward")
    assert take(town, "lurah", p) == "not_your_turn"
    assert standing(p)[0] == "kota"


def test_after_the_end_of_the_stage_it_is_too_late(town: Town) -> None:
    p = waiting(town)
    decide(actor=town.staff["lurah"], proposal=p, outcome="reject", **WORD)
    later = timezone.now() + timedelta(days=60)
    assert take(town, "lurah", p, now=later) == "stage_over"


def test_what_the_citizen_completed_is_not_taken_back(town: Town) -> None:
    p = waiting(town)
    decide(actor=town.staff["lurah"], proposal=p, outcome="return", **WORD)
    complete(actor=town.citizen, proposal=p, changes={"title": "Paving gang 3 kiri"})
    assert take(town, "lurah", p) == "nothing_to_take_back"


def test_an_opinion_is_asked_for_again(town: Town) -> None:
    p = waiting(town)
    for role in ("lurah", "camat"):
        decide(actor=town.staff[role], proposal=p, outcome="forward")
    verifier = town.staff["verifier"]
    decide(actor=verifier, proposal=p, outcome="feasible")
    assert p.has_opinion
    assert p not in queue_of(verifier)
    assert take(town, "camat", p) == "not_your_turn"  # the next has said something since
    assert take(town, "verifier", p) == "ok"
    p.refresh_from_db()
    assert (p.tier, p.state, p.has_opinion) == ("kota", "waiting", False)
    assert p in queue_of(verifier)
    assert list(p.decisions.standing().filter(tier="opd")) == []
    assert p.decisions.last().reason.endswith("Usulan menunggu hasil verifikasi lagi.")


def test_the_proposer_hears_of_it(town: Town) -> None:
    p = waiting(town)
    decide(actor=town.staff["lurah"], proposal=p, outcome="reject", **WORD)
    take_back(actor=town.staff["lurah"], proposal=p, seen=2)
    deliver_outbox()
    texts = list(Notice.objects.filter(user=town.citizen).values_list("sentence", flat=True))
    assert len([t for t in texts if "membatalkan keputusannya sendiri: ditolak" in t]) == 1
