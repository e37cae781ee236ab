"""What the operator advises, taken over by the office that decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
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
    advice = advice_for(actor, row, row.preparations.select_related("stage"))
    if advice is not None and advice.stamp != stamp:
        raise Refusal(
            "advice_changed",
            f"Saran {advice.office} berubah sementara Anda membaca. "
            "Muat ulang daftar untuk membaca yang terbaru.",
        )
    if advice is None:
        raise Refusal(
            "no_advice", f"Tidak ada saran untuk Anda. Usulan ini sekarang: {row.status}."
        )
    return decide(
        actor=actor,
        proposal=proposal,
        outcome=advice.outcome,
        reason_code=advice.reason_code,
        reason=advice.reason,
        volume=advice.volume,
        cost=advice.cost,
        seen=seen,
        now=now,
    )
