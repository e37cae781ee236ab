"""What the operator advises, taken over by the office that decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from musrenbang.domain.deciding_many import decide_many
from musrenbang.domain.decision_plan import Asked
from musrenbang.domain.deliberation import decide
from musrenbang.domain.eligibility import office_for
from musrenbang.models import Decision, Preparation, Proposal


def advice_for(
    actor: Any, proposal: Proposal, preparations: Iterable[Preparation]
) -> Preparation | None:
    """What was prepared for the turn that the actor's office has; the opinion comes first.

    The preparations come with their stages.
    """
    for preparation in sorted(preparations, key=lambda p: not p.stage.is_opinion):
        stage = preparation.stage
        here = stage.is_opinion or stage.pk == proposal.stage_id
        if here and office_for(actor, proposal, stage) is not None:
            return preparation
    return None


@verb
def follow_advice(
    *, actor: Any, proposal: Proposal, seen: int | None, stamp: int, now: datetime | None = None
) -> Decision:
    """Decides as was prepared: outcome, reason, volume and cost.

    `seen` as in `decide`; `stamp` is that of the advice which the actor read, so that nobody
    takes over what was changed meanwhile. Raises what `decide` raises.
    """
    require(actor, "musrenbang.decide_proposal", proposal)
    row = Proposal.objects.locked(proposal.pk)
    advice = _advice_read(actor, row, row.preparations.select_related("stage"), stamp)
    return decide(actor=actor, proposal=proposal, seen=seen, now=now, **_answers(advice))


@verb
def follow_advice_many(
    *,
    actor: Any,
    proposals: Sequence[int],
    seen: Mapping[int, int | None],
    stamps: Mapping[int, int],
    now: datetime | None = None,
) -> dict[int, Decision | Refusal]:
    """As `follow_advice` of each, by key: its decision, or why it was refused."""
    require(actor, "musrenbang.decide_proposal")
    rows = Proposal.objects.locked_many(proposals)
    prepared: dict[int, list[Preparation]] = {key: [] for key in proposals}
    for each in Preparation.objects.filter(proposal__in=prepared).select_related("stage"):
        prepared[each.proposal_id].append(each)
    asked: dict[int, Asked] = {}
    refused: dict[int, Decision | Refusal] = {}
    for key in proposals:
        try:
            advice = _advice_read(actor, rows[key], prepared[key], stamps.get(key, -1))
            asked[key] = Asked(**_answers(advice))
        except Refusal as refusal:
            refused[key] = refusal
    return refused | decide_many(actor=actor, asked=asked, seen=seen, now=now)


def _advice_read(
    actor: Any, row: Proposal, preparations: Iterable[Preparation], stamp: int
) -> Preparation:
    """The advice for the actor's turn, where it is the one that was read."""
    advice = advice_for(actor, row, preparations)
    if advice is None:
        raise Refusal(
            "no_advice", f"Tidak ada saran untuk Anda. Usulan ini sekarang: {row.status}."
        )
    if advice.stamp != stamp:
        raise Refusal(
            "advice_changed",
            f"Saran {advice.office} berubah sementara Anda membaca. "
            "Muat ulang daftar untuk membaca yang terbaru.",
        )
    return advice


def _answers(advice: Preparation) -> dict[str, Any]:
    """As `Asked` names them."""
    names = ("outcome", "reason_code", "reason", "volume", "cost")
    return {name: getattr(advice, name) for name in names}
