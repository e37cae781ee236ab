"""Verbs of the proposer on what was sent: change it, withdraw it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from egov.accounts.models import User
from egov.files.models import StoredFile
from egov.verbs.outbox import publish
from egov.verbs.refusal import NotAllowed, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.decision_plan import check_seen
from musrenbang.domain.deliberation import completed_money
from musrenbang.domain.eligibility import completing_office
from musrenbang.domain.following import followers_of
from musrenbang.domain.projection import project, write_projection
from musrenbang.domain.sentences import sentence_of
from musrenbang.models import Decision, Proposal, ProposalVersion, Stage
from musrenbang.vocabulary import Outcome, State

WITHDRAWN_FROM = (State.WAITING, State.RETURNED, State.RESERVE)


def own_right(actor: Any, proposal: Proposal) -> str:
    """By which right `actor` changes their own proposal, as its row says. Refuses strangers."""
    right = completing_office(actor, proposal)
    if not right:
        raise NotAllowed("not_your_proposal", "Hanya pengusul yang mengubah usulan ini.")
    return right


def may_edit(proposal: Proposal) -> bool:
    """Before the first act of an office."""
    return proposal.decided == 0 and proposal.state == State.WAITING


def check_editing(actor: Any, proposal: Proposal) -> str:
    """The right to change it; refuses once an office has acted: `already_decided`."""
    right = own_right(actor, proposal)
    if not may_edit(proposal):
        sentence = (
            f"Usulan ini sudah diputuskan sekali: {proposal.status}. "
            "Tulisannya tidak dapat diubah lagi; Anda masih dapat menariknya."
        )
        raise Refusal("already_decided", sentence)
    return right


@verb
def edit(
    *,
    actor: User,
    proposal: Proposal,
    changes: dict[str, Any],
    photos: Sequence[StoredFile] = (),
    now: datetime | None = None,
) -> ProposalVersion:
    """The proposer changes texts or volume before the first act; what stood there is kept.

    `changes`: title, problem, wish, address, volume. Returns what it said before.
    """
    row = Proposal.objects.locked(proposal.pk)
    check_editing(actor, row)
    before = ProposalVersion(
        proposal=row,
        number=row.versions.count() + 1,
        title=row.title,
        problem=row.problem,
        wish=row.wish,
        address=row.address,
        volume=row.volume,
        cost=row.cost,
        replaced_by=actor,
        replaced_at=now or timezone.now(),
    )
    money = completed_money(row, changes, photos)
    row.proposed_volume, row.proposed_cost = money.volume, money.cost
    row.save(update_fields=["proposed_volume", "proposed_cost"])
    before.save()
    write_projection([(row, project(row, [], list(row.channel.stages.all())))])
    proposal.refresh_from_db()
    return before


def check_withdrawing(actor: Any, proposal: Proposal) -> str:
    """The right to withdraw it.

    Refuses what has ended (`nothing_to_withdraw`) and what others go on in (`others_follow`).
    """
    right = own_right(actor, proposal)
    if proposal.state not in WITHDRAWN_FROM:
        sentence = f"Usulan ini sekarang: {proposal.status}. Tidak ada yang perlu ditarik."
        raise Refusal("nothing_to_withdraw", sentence)
    if followers_of([proposal.pk]):
        sentence = (
            "Usulan warga lain sudah bergabung ke usulan ini, jadi tidak dapat ditarik sendiri. "
            "Minta kelurahan memisahkannya dulu."
        )
        raise Refusal("others_follow", sentence)
    return right


@verb
def withdraw(
    *,
    actor: User,
    proposal: Proposal,
    reason: str,
    seen: int | None,
    now: datetime | None = None,
) -> Decision:
    """The proposer takes the proposal back, with a reason that everybody reads. `seen` as ever."""
    row = Proposal.objects.locked(proposal.pk)
    right = check_withdrawing(actor, row)
    check_seen(row, seen)
    sentence = sentence_of(reason, "Tulis mengapa Anda menariknya, dalam satu kalimat.")
    decision = own_decision(row, row.stage, actor, right, now)
    decision.outcome, decision.reason = Outcome.WITHDRAW, sentence
    return write_own(row, decision, proposal)


def own_decision(
    row: Proposal, stage: Stage, actor: User, right: str, now: datetime | None, role: str = "warga"
) -> Decision:
    """A row of the proposer, whose outcome and reason are still to be said."""
    return Decision(
        proposal=row,
        sequence=row.decided + 1,
        stage=stage,
        tier=stage.tier,
        decided_by=actor,
        role=role,
        office=right,
        decided_at=now or timezone.now(),
        reason_code="other",
        volume=row.volume,
        cost=row.cost,
    )


def write_own(row: Proposal, decision: Decision, proposal: Proposal) -> Decision:
    """Keeps the row and where the proposal stands by it; its people are told."""
    decisions = list(row.decisions.order_by("sequence"))
    decision.save()
    stages = list(row.channel.stages.all())
    write_projection([(row, project(row, [*decisions, decision], stages))])
    row.preparations.all().delete()
    publish("proposal.decided", {"decision": decision.pk})
    proposal.refresh_from_db()
    return decision
