"""Deciding on many at once: what `decide` does with each, in as many statements as for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from musrenbang.domain.batch import Batch
from musrenbang.domain.decision_plan import Asked, Case
from musrenbang.domain.deliberation import Past, plan_turn, write_decisions
from musrenbang.models import Decision, Proposal, Stage


@verb
def decide_many(
    *,
    actor: User,
    asked: Mapping[int, Asked],
    seen: Mapping[int, int | None],
    now: datetime | None = None,
) -> dict[int, Decision | Refusal]:
    """One decision for each key of `asked`, in its order: its row, or why it was refused.

    One that is refused leaves the others decided; ranks are given in the order of `asked`. `seen`
    is by key as in `decide`. What is merged is merged one by one: `asked` names no other proposal.
    """
    rows = Proposal.objects.locked_many(asked)
    past = _past_of(rows.values(), now or timezone.now())
    results: dict[int, Decision | Refusal] = {}
    planned: list[tuple[Case, Decision]] = []
    for key, each in asked.items():
        try:
            case, decision = plan_turn(actor, rows[key], each, seen.get(key), past[key])
        except Refusal as refusal:
            results[key] = refusal
            continue
        planned.append((case, decision))
        results[key] = decision
    if planned:
        write_decisions(planned)
    return results


def _past_of(proposals: Iterable[Proposal], now: datetime) -> dict[int, Past]:
    """By key; the decisions and the stages of all are read in two queries."""
    rows = list(proposals)
    channels = {row.channel_id for row in rows}
    stages: dict[int, list[Stage]] = {channel: [] for channel in channels}
    paths = Stage.objects.filter(channel__in=channels).select_related("channel__cycle")
    for stage in paths.order_by("channel", "position"):
        stages[stage.channel_id].append(stage)
    decisions: dict[int, list[Decision]] = {row.pk: [] for row in rows}
    for decision in Decision.objects.filter(proposal__in=decisions).order_by("sequence"):
        decisions[decision.proposal_id].append(decision)
    batch = Batch(rows)
    return {r.pk: Past(stages[r.channel_id], decisions[r.pk], batch, now) for r in rows}
