"""Verbs of the proposer on what was sent: change it, withdraw it, carry it into a later year."""

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
from musrenbang.domain.projection import first_station, path_of, project, write_projection
from musrenbang.domain.proposers import check_area, check_open_area
from musrenbang.domain.sentences import sentence_of
from musrenbang.domain.submission_plan import check_accepts, check_first_stage, priced_variant
from musrenbang.domain.validation import cost_of
from musrenbang.models import Channel, Decision, Proposal, ProposalVersion, Stage
from musrenbang.vocabulary import CARRIED_FROM, Outcome, State

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
    decision = _own_decision(row, row.stage, actor, right, now)
    decision.outcome, decision.reason = Outcome.WITHDRAW, sentence
    return _write(row, decision, proposal)


def is_over(proposal: Proposal, stages: Sequence[Stage], now: datetime) -> bool:
    """Whether its year can do no more for it, short of accepting it or sending it elsewhere."""
    if proposal.state == State.RESERVE:
        return path_of(stages)[-1].phase(now) == "over"
    return proposal.state in CARRIED_FROM


def carrying_channels(proposal: Proposal, now: datetime) -> list[Channel]:
    """The open channels of later years into which it may be carried, the nearest year first."""
    if not is_over(proposal, list(proposal.channel.stages.all()), now):
        return []
    later = Channel.objects.filter(
        submission__contains=now,
        cycle__year__gt=proposal.channel.cycle.year,
        place_level=proposal.place_level,
        proposers__contains=[proposal.proposed_as],
    )
    return list(later.select_related("cycle").order_by("cycle__year", "id"))


@verb
def carry(
    *, actor: User, proposal: Proposal, channel: Channel, now: datetime | None = None
) -> Decision:
    """The same wish in a later year: number, texts, supports and history stay, the price is new.

    Refuses strangers (`not_your_proposal`), what still runs or was accepted (`not_over`), a
    channel of no later year or for others (`other_channel`), and what sending there refuses.
    """
    now, row = now or timezone.now(), Proposal.objects.locked(proposal.pk)
    right = own_right(actor, row)
    if not is_over(row, list(row.channel.stages.all()), now):
        sentence = f"Usulan ini sekarang: {row.status}. Yang dibawa hanya yang sudah berakhir."
        raise Refusal("not_over", sentence)
    check_accepts(channel, now)
    if channel.pk not in {each.pk for each in carrying_channels(row, now)}:
        sentence = "Pilih jalur tahun berikutnya yang menerima usulan seperti ini."
        raise Refusal("other_channel", sentence)
    check_area(channel, row.area)
    check_open_area(channel, row.area)
    _, unit_price = priced_variant(channel, row.variant, now)
    stages = list(channel.stages.select_related("channel__cycle"))
    check_first_stage(channel, tuple(stages), now)
    first = first_station(path_of(stages), row.place_level)
    assert first is not None  # asked above
    decision = _own_decision(row, first, actor, right, now)
    decision.outcome = Outcome.CARRY
    decision.reason = f"Dari {row.channel.cycle.name}: {row.status}."
    decision.cost = cost_of(row.volume, unit_price)
    row.channel, row.unit_price = channel, unit_price
    row.save(update_fields=["channel", "unit_price"])
    return _write(row, decision, proposal)


def _own_decision(
    row: Proposal, stage: Stage, actor: User, right: str, now: datetime | None
) -> Decision:
    """A row of the proposer, whose outcome and reason are still to be said."""
    return Decision(
        proposal=row,
        sequence=row.decided + 1,
        stage=stage,
        tier=stage.tier,
        decided_by=actor,
        role="warga",
        office=right,
        decided_at=now or timezone.now(),
        reason_code="other",
        volume=row.volume,
        cost=row.cost,
    )


def _write(row: Proposal, decision: Decision, proposal: Proposal) -> Decision:
    decisions = list(row.decisions.order_by("sequence"))
    decision.save()
    stages = list(row.channel.stages.all())
    write_projection([(row, project(row, [*decisions, decision], stages))])
    row.preparations.all().delete()
    publish("proposal.decided", {"decision": decision.pk})
    proposal.refresh_from_db()
    return decision
