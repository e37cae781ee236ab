"""Decisions at the desk on all that are ticked in the queue."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django import forms
from django.http import HttpRequest

from egov.accounts.models import User
from egov.desk.actions import DeskAction, RowResult
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.web.requests import actor_of
from musrenbang.domain.deciding_many import decide_many
from musrenbang.domain.decision_plan import Asked
from musrenbang.forms import BulkForm
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.vocabulary import Outcome


class DecideMany(DeskAction):
    """One outcome and reason for all that are ticked, who came first ranked first."""

    slug = "decide_many"
    title = "Putuskan beberapa usulan"
    in_list = "Putuskan yang dipilih"
    button = "Putuskan"
    permission = "musrenbang.decide_proposal"
    on_object = False
    bulk = True
    some_refused = "Yang tidak dapat diputuskan dilaporkan satu per satu."
    done_word = "Diputuskan"
    left_word = "Belum diputuskan"

    def rows(self, queryset: Any) -> Any:
        rows = queryset.select_related(None).select_related("rw", "kelurahan", "kecamatan", "stage")
        return rows.order_by("submitted_at", "id")

    def name_of(self, obj: Proposal) -> str:
        return f"{obj.number} {obj.title}, {obj.place}"

    def seen(self, obj: Proposal) -> int:
        return obj.decided

    def make_bulk_form(self, request: HttpRequest, *, pressed: bool) -> forms.Form:
        outcomes = _outcomes_of(actor_of(request))
        return BulkForm(request.POST if pressed else None, outcomes=outcomes)

    def perform_many(
        self, actor: User, objects: Iterable[Proposal], data: dict[str, Any]
    ) -> list[RowResult]:
        require(actor, self.permission)
        rows, answers = list(objects), dict(data)
        seen, each = answers.pop("seen"), Asked(**answers)
        results = decide_many(actor=actor, asked={row.pk: each for row in rows}, seen=seen)
        return [row_result(row, results[row.pk]) for row in rows]


def row_result(proposal: Proposal, result: Decision | Refusal) -> RowResult:
    """What the list of results says of one of many."""
    if isinstance(result, Refusal):
        return RowResult(proposal, False, result.sentence)
    return RowResult(proposal, True, str(Outcome(result.outcome).label))


def _outcomes_of(user: User) -> list[str]:
    """What the offices of this person decide, at whatever stage.

    Without a merge: it names another proposal, each its own.
    """
    own = Stage.objects.filter(role__in=user.roles()).order_by("position", "-id")
    outcomes = dict.fromkeys(chain.from_iterable(own.values_list("outcomes", flat=True)))
    outcomes.pop(Outcome.MERGE, None)
    return list(outcomes)
