"""Verbs of deliberation: prepare, decide, complete. Each is atomic and writes rows that stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import Appointment
from egov.files.models import StoredFile
from egov.verbs.outbox import publish, publish_many
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.batch import Batch
from musrenbang.domain.decision_plan import (
    Asked,
    Case,
    changed_money,
    check_seen,
    plan_decision,
)
from musrenbang.domain.eligibility import (
    check_stage,
    completing_office,
    current_turn,
    office_for,
)
from musrenbang.domain.findable import keep_findable
from musrenbang.domain.following import recount_merges
from musrenbang.domain.money import Money
from musrenbang.domain.projection import project, write_projection
from musrenbang.domain.sentences import check_length, reason_code_of
from musrenbang.domain.validation import (
    MAX_PHOTOS,
    TEXT_SIZES,
    check_least,
    check_texts,
    check_volume,
    cost_of,
)
from musrenbang.models import (
    Decision,
    DecisionPhoto,
    Preparation,
    Proposal,
    ProposalPhoto,
    Stage,
)
from musrenbang.procedure import NEEDS_SENTENCE, OPINIONS
from musrenbang.vocabulary import Outcome, State

NOT_YOURS = (
    "Jabatan Anda tidak memutuskan usulan ini. Usulan ini milik wilayah atau perangkat daerah lain."
)


@verb
def decide(
    *,
    actor: Any,
    proposal: Proposal,
    photos: Sequence[StoredFile] = (),
    seen: int | None = None,
    now: datetime | None = None,
    **answers: Any,
) -> Decision:
    """Writes one decision of the actor's office and moves the proposal; `answers` are `Asked`'s.

    `seen` is the number of decisions the actor had before them: when another was made meanwhile,
    the act is refused and says what changed.
    Inside its window an office corrects itself with a new decision.
    Raises Refusal, NotAllowed or Invalid.
    """
    asked = Asked(**answers)
    others = [asked.merged_into.pk] if asked.merged_into else []
    row = Proposal.objects.locked(proposal.pk, *others)
    stages = list(row.channel.stages.select_related("channel__cycle"))
    decisions = list(row.decisions.order_by("sequence"))
    past = Past(stages, decisions, Batch(), now or timezone.now())
    case, decision = plan_turn(actor, row, asked, seen, past)
    write_decision(case, decision, photos)
    proposal.refresh_from_db()
    return decision


class Past(NamedTuple):
    """The path of a proposal, what was decided of it, and what is read with others of one act."""

    stages: Sequence[Stage]
    decisions: Sequence[Decision]
    batch: Batch
    now: datetime


def plan_turn(
    actor: Any, row: Proposal, asked: Asked, seen: int | None, past: Past
) -> tuple[Case, Decision]:
    """What the actor's turn on a locked proposal gives; writes nothing. Raises as `decide`."""
    stages, decisions, batch, now = past
    if not any(office_for(actor, row, stage) for stage in stages):
        raise NotAllowed("not_your_office", NOT_YOURS)
    check_seen(row, seen, decisions)
    among = [s for s in stages if s.is_opinion == (asked.outcome in OPINIONS)]
    turn = current_turn(actor=actor, proposal=row, stages=stages, decisions=decisions, among=among)
    case = Case(row, turn, stages, decisions, now, batch)
    return case, plan_decision(case, asked, actor=actor, title=turn.office.title)


def write_decision(case: Case, decision: Decision, photos: Sequence[StoredFile] = ()) -> None:
    """Keeps a planned row, moves the proposal, and tells its people."""
    write_decisions([(case, decision)])
    DecisionPhoto.objects.bulk_create(DecisionPhoto(decision=decision, file=f) for f in photos)


def write_decisions(planned: Sequence[tuple[Case, Decision]]) -> None:
    """Keeps planned rows of as many proposals in a few statements, however many they are."""
    merged = {case.proposal.pk: case.proposal.merged_into_id for case, _ in planned}
    decisions = Decision.objects.bulk_create(decision for _, decision in planned)
    write_projection(
        [
            (case.proposal, project(case.proposal, [*case.decisions, decision], case.stages))
            for case, decision in planned
        ]
    )
    recount_merges([(case.proposal, merged[case.proposal.pk]) for case, _ in planned])
    advised: dict[int, list[int]] = {}
    for case, _ in planned:
        advised.setdefault(case.stage.pk, []).append(case.proposal.pk)
    for stage, keys in advised.items():
        Preparation.objects.filter(stage=stage, proposal__in=keys).delete()
    publish_many("proposal.decided", ({"decision": decision.pk} for decision in decisions))


@verb
def prepare(
    *, actor: Any, proposal: Proposal, now: datetime | None = None, **answers: Any
) -> Preparation:
    """The operator's advice for the one who decides; a later one replaces it.

    The same window and outcomes as deciding; `answers` are `Asked`'s.
    """
    asked, now = Asked(**answers), now or timezone.now()
    row = Proposal.objects.locked(proposal.pk)
    stage, office = _preparing(actor, row, asked.outcome)
    if row.state != State.WAITING:
        raise Refusal(
            "not_waiting", f"Usulan ini sekarang: {row.status}. Tidak ada yang perlu disiapkan."
        )
    if asked.outcome not in stage.outcomes:
        raise Invalid("outcome_not_here", "Saran ini tidak ada di tingkat ini.", field="outcome")
    check_stage(stage, now)
    reason_code, reason = reason_code_of(asked.outcome, asked.reason_code), asked.reason.strip()
    check_length(reason)
    if asked.outcome in NEEDS_SENTENCE and not reason:
        raise Invalid("no_reason", "Tulis penjelasan dalam satu kalimat.", field="reason")
    before = Money(row.volume, row.cost)
    money = changed_money(row, asked, before, before, reason_code, reason)
    advice = {
        "outcome": asked.outcome,
        "reason_code": reason_code,
        "reason": reason,
        "volume": money.volume,
        "cost": money.cost,
    }
    by = {"prepared_by": actor, "office": office.title, "prepared_at": now}
    rows = Preparation.objects
    return rows.update_or_create(proposal=row, stage=stage, defaults={**advice, **by})[0]


def _preparing(actor: Any, proposal: Proposal, outcome: str) -> tuple[Stage, Appointment]:
    """At which stage the actor's office prepares: here, or the opinion."""
    stage, office = proposal.stage, office_for(actor, proposal, proposal.stage, prepare=True)
    if office is None or outcome in OPINIONS:
        asked = proposal.channel.stages.opinions().filter(position__lt=proposal.stage.position)
        stage = asked.select_related("channel__cycle").first() or stage
        office = office_for(actor, proposal, stage, prepare=True) if stage.is_opinion else None
    if office is None:
        raise NotAllowed("not_your_office", "Jabatan Anda tidak menyiapkan usulan ini.")
    return stage, office


@verb
def complete(
    *,
    actor: Any,
    proposal: Proposal,
    changes: dict[str, Any],
    photos: Sequence[StoredFile] = (),
    now: datetime | None = None,
) -> Decision:
    """The proposer completes what was sent back; it waits at the same tier again.

    `changes`: title, problem, wish, address, volume.
    What was first proposed stays as it was; a new volume stands in the row of this act.
    Volume and cost that offices have set stay where no other volume is given.
    """
    now = now or timezone.now()
    row = Proposal.objects.locked(proposal.pk)
    office = check_completing(actor, row, now)
    money = completed_money(row, changes, photos)
    decisions = list(row.decisions.order_by("sequence"))
    decision = Decision.objects.create(
        proposal=row,
        sequence=len(decisions) + 1,
        stage=row.stage,
        tier=row.tier,
        decided_by=actor,
        role="warga",
        office=office,
        decided_at=now,
        outcome=Outcome.COMPLETED,
        reason_code="other",
        reason="",
        volume=money.volume,
        cost=money.cost,
    )
    stages = list(row.channel.stages.all())
    write_projection([(row, project(row, [*decisions, decision], stages))])
    publish("proposal.decided", {"decision": decision.pk})
    proposal.refresh_from_db()
    return decision


def check_completing(actor: Any, proposal: Proposal, now: datetime) -> str:
    """The right by which the actor completes it; refuses who may not, and who comes too late."""
    office = completing_office(actor, proposal)
    if not office:
        raise NotAllowed("not_your_proposal", "Hanya pengusul yang melengkapi usulan ini.")
    if proposal.state != State.RETURNED or proposal.return_until is None:
        sentence = f"Usulan ini sekarang: {proposal.status}. Tidak ada yang perlu dilengkapi."
        raise Refusal("not_returned", sentence)
    if timezone.localdate(now) > proposal.return_until:
        until = date_format(proposal.return_until, "j F Y")
        raise Refusal("deadline_over", f"Batas melengkapi usulan ini {until}, sudah lewat.")
    return office


def completed_money(row: Proposal, changes: dict[str, Any], photos: Sequence[StoredFile]) -> Money:
    """Writes the texts and photos that were added; the money of the new volume."""
    texts = {name: str(changes[name]).strip() for name in TEXT_SIZES if name in changes}
    check_texts(texts)
    for name, text in texts.items():
        setattr(row, name, " ".join(text.split()) if name in ("title", "address") else text)
    volume, cost = row.volume, row.cost
    if changes.get("volume") is not None and changes["volume"] != volume:
        volume = changes["volume"]
        least, most = row.volume_limits
        check_volume(volume, most, row.unit)
        check_least(volume, least, row.unit)
        cost = cost_of(volume, row.unit_price)
    count = row.photos.count()
    if count + len(photos) > MAX_PHOTOS:
        raise Invalid(
            "too_many_photos", f"Paling banyak {MAX_PHOTOS} foto; sudah ada {count}.", field="photo"
        )
    ProposalPhoto.objects.bulk_create(
        ProposalPhoto(proposal=row, file=f, position=count + i) for i, f in enumerate(photos)
    )
    row.save(update_fields=list(texts))
    keep_findable(row)
    return Money(volume, cost)
