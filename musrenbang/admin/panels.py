"""What the desk's first page shows of proposals: what waits for this person, what was reported."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from egov.accounts.models import User
from egov.web.requests import actor_of
from musrenbang.domain.eligibility import ASSISTING, office_for
from musrenbang.domain.moderation import KELURAHAN, WHOLE_REGION
from musrenbang.domain.queue import queue_of
from musrenbang.models import Cycle, Decision, Proposal, Report
from musrenbang.procedure import TABLE
from musrenbang.vocabulary import BUTTONS, Outcome, Tier

QUEUE_ROWS = 30
REPORT_ROWS = 20
DECIDING = tuple(set(chain.from_iterable(r.decides + r.prepares for r in TABLE.values())))


def work_queue(request: HttpRequest, about: None) -> dict[str, Any] | None:
    user = actor_of(request)
    if not user.holds(*DECIDING):
        return None
    waiting = list(queue_of(user)[: QUEUE_ROWS + 1])
    standing = Decision.objects.standing()
    opinions = {
        decision.proposal_id: decision
        for decision in standing.filter(proposal__in=[p.pk for p in waiting], tier=Tier.OPD)
    }
    return {
        "rows": [_queue_row(user, p, opinions.get(p.pk)) for p in waiting[:QUEUE_ROWS]],
        "more": len(waiting) > QUEUE_ROWS,
        "counts": _outcome_counts(user),
        "assists": user.holds(*ASSISTING),
    }


def _queue_row(user: User, proposal: Proposal, opinion: Decision | None) -> dict[str, Any]:
    tier = proposal.tier
    if office_for(user, proposal, "opd") and not office_for(user, proposal, tier):
        tier = "opd"
    return {
        "proposal": proposal,
        "opinion": opinion,
        "outcomes": [(outcome, BUTTONS[outcome]) for outcome in TABLE[tier].outcomes],
        "preparing": office_for(user, proposal, tier) is None,
    }


def _outcome_counts(user: User) -> list[tuple[str, int]]:
    """How often the tiers of this person decided what in the newest cycle."""
    own = tuple(tier for tier, rule in TABLE.items() if user.holds(*rule.decides, *rule.prepares))
    newest_cycle = Cycle.objects.order_by("-year").values("id")[:1]
    standing = Decision.objects.administered_by(user).standing()
    standing = standing.filter(tier__in=own, stage__channel__cycle=newest_cycle)
    outcomes = standing.exclude(outcome=Outcome.COMPLETED).order_by().values_list("outcome")
    counts = outcomes.annotate(Count("id")).order_by("outcome")
    return [(str(Outcome(outcome).label), count) for outcome, count in counts]


def reported(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """What readers reported, for the offices that may withhold it."""
    user = actor_of(request)
    if not user.holds(*WHOLE_REGION, *KELURAHAN):
        return None
    rows = Report.objects.open().administered_by(user).select_related("proposal__rw__parent")
    reports = list(rows.order_by("id")[: REPORT_ROWS + 1])
    if not reports:
        return None
    return {"reports": reports[:REPORT_ROWS], "more": len(reports) > REPORT_ROWS}
