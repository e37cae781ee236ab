"""What the desk's first page shows of proposals: what waits for this person, what was reported."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import F
from django.http import HttpRequest

from egov.accounts.models import User
from egov.desk.row_pages import told_in_row
from egov.web.requests import actor_of
from musrenbang.admin.queue_filter import with_advice_or_not
from musrenbang.admin.queue_list import PREPARED, UNPREPARED
from musrenbang.admin.queue_rows import QueueRow, rows_of
from musrenbang.domain.eligibility import ASSISTING
from musrenbang.domain.moderation import KELURAHAN, WHOLE_REGION
from musrenbang.domain.queue import COUNT_UP_TO, Queue
from musrenbang.models import Cycle, Decision, Proposal, Report, Stage
from musrenbang.procedure import DECIDING, PREPARING
from musrenbang.vocabulary import Outcome

QUEUE_ROWS = 30
REPORT_ROWS = 20
LEFT_OUT = {Outcome.COMPLETED, Outcome.REOPENED}  # by the proposer; what only takes back


def work_queue(request: HttpRequest, about: None) -> dict[str, Any] | None:
    user = actor_of(request)
    if not user.holds(*DECIDING, *PREPARING):
        return None
    groups = _groups(user)
    return {
        "groups": [(heading, rows[:QUEUE_ROWS]) for heading, rows in groups if rows],
        "more": any(len(rows) > QUEUE_ROWS for _, rows in groups),
        "counts": _own_decisions(user),
        "assists": user.holds(*ASSISTING),
        "told": told_in_row(request),
    }


def _groups(user: User) -> list[tuple[str, list[QueueRow]]]:
    """(heading, rows): an operator sees what is prepared apart from what is not."""
    queue, everything = Queue(user), Proposal.objects.all()
    if user.holds(*DECIDING):
        parts = {"": everything}
    else:
        parts = {
            tab.word: with_advice_or_not(everything, user, tab is PREPARED)
            for tab in (UNPREPARED, PREPARED)
        }
    groups = []
    for heading, rows in parts.items():
        page = queue.page(rows, 0, QUEUE_ROWS + 1)
        groups.append(
            (heading, rows_of(user, page, [proposal.pk for proposal in page], queue.stages))
        )
    return groups


def _own_decisions(user: User) -> list[tuple[str, int]]:
    """How often this person decided what in the newest cycle, of their last thousand decisions."""
    newest_cycle = Cycle.objects.order_by("-year").values("id")[:1]
    stages = Stage.objects.filter(channel__cycle=newest_cycle).values_list("id", flat=True)
    last = Decision.objects.filter(decided_by=user).order_by("-id")[:COUNT_UP_TO]
    rows = last.annotate(replaced=F("corrected_by")).values_list("stage", "outcome", "replaced")
    of_cycle = set(stages)
    outcomes = Counter(
        Outcome(outcome)
        for stage, outcome, replaced in rows
        if stage in of_cycle and replaced is None and outcome not in LEFT_OUT
    )
    return [(str(outcome.label), outcomes[outcome]) for outcome in Outcome if outcome in outcomes]


def reported(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """What readers reported, for the offices that may withhold it."""
    user = actor_of(request)
    if not user.holds(*WHOLE_REGION, *KELURAHAN):
        return None
    places = [f"proposal__{level}" for level in ("rw", "kelurahan", "kecamatan")]
    rows = Report.objects.open().administered_by(user).select_related(*places)
    reports = list(rows.order_by("id")[: REPORT_ROWS + 1])
    if not reports:
        return None
    return {"reports": reports[:REPORT_ROWS], "more": len(reports) > REPORT_ROWS}
