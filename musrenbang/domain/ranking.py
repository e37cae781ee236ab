"""A stage that ranks orders its whole list in one act; every change of place keeps its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.areas.models import Area
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.deliberation import NOT_YOURS
from musrenbang.domain.eligibility import check_stage
from musrenbang.domain.projection import after, current, path_of, write_projection
from musrenbang.domain.ranks import MAX_RANK, in_list, ranked
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.procedure import RANKED, rank_field
from musrenbang.vocabulary import Outcome, State

GIVES_PLACE = (*RANKED, Outcome.PROMOTE)


def ranking_office(actor: User, stage: Stage, place: Area) -> Appointment | None:
    """The appointment by which `actor` orders the list of this stage and place."""
    for appointment in actor.appointments_now:
        if appointment.role != stage.role or not appointment.area_id:
            continue
        if place.pk in actor.area_reach[appointment.area_id]:
            return appointment
    return None


def placing_decisions(stage: Stage, rows: Sequence[Proposal]) -> dict[int, Decision]:
    """The decision that gave each its rank, where nobody has decided on it since."""
    given = Decision.objects.filter(proposal__in=rows, stage=stage, outcome__in=GIVES_PLACE)
    decided = {row.pk: row.decided for row in rows}
    return {d.proposal_id: d for d in given if d.sequence == decided[d.proposal_id]}


def movable(stage: Stage, rows: Sequence[Proposal]) -> set[int]:
    """The keys of those whose place may still change: the next office has not acted on them."""
    placing = placing_decisions(stage, rows)
    return {row.pk for row in rows if row.pk in placing and row.state == State.WAITING}


@verb
def rank_list(
    *,
    actor: User,
    stage: Stage,
    place: Area,
    order: Sequence[int],
    seen: Mapping[int, int],
    now: datetime | None = None,
) -> int:
    """Puts the list of a place into this order of keys; returns how many changed their place.

    `seen` is how many decisions each had when the list was read. Those on which the next office
    has acted keep their place: an order that moves one is refused (`rank_fixed`). Refused are also
    another office (`not_your_office`), a stage that is not open, what is no order of this list
    (`not_the_list`), and a list that changed meanwhile (`changed_meanwhile`). Nobody is told:
    the list itself shows it.
    """
    require(actor, "musrenbang.decide_proposal")
    now = now or timezone.now()
    office = ranking_office(actor, stage, place) if stage.ranks else None
    if office is None:
        raise NotAllowed("not_your_office", NOT_YOURS)
    check_stage(stage, now)
    Area.objects.select_for_update(no_key=True).get(pk=place.pk)
    locked = in_list(stage, place).select_for_update(no_key=True).order_by("pk")
    list(locked.values_list("pk"))
    rows = list(ranked(stage, place))
    _check_order(rows, order, seen)
    field = rank_field(stage.tier)
    ranks = [getattr(row, field) for row in rows]
    given = dict(zip(order, ranks, strict=True))
    moved = [row for row in rows if getattr(row, field) != given[row.pk]]
    if moved:
        _write(stage, moved, given, office, now)
    return len(moved)


def _check_order(rows: Sequence[Proposal], order: Sequence[int], seen: Mapping[int, int]) -> None:
    if len(order) > MAX_RANK or sorted(order) != sorted(row.pk for row in rows):
        sentence = "Urutan ini tidak memuat semua usulan di daftar, masing-masing sekali."
        raise Invalid("not_the_list", sentence, field="order")
    if any(seen.get(row.pk) != row.decided for row in rows):
        sentence = "Daftar ini berubah sementara Anda membaca. Muat ulang, lalu urutkan lagi."
        raise Refusal("changed_meanwhile", sentence)


def _write(
    stage: Stage,
    moved: Sequence[Proposal],
    given: Mapping[int, int],
    office: Appointment,
    now: datetime,
) -> None:
    """One correcting row for each that changes its place, and their columns in one statement."""
    placing = placing_decisions(stage, moved)
    fixed = [row for row in moved if row.pk not in placing or row.state != State.WAITING]
    if fixed:
        sentence = f"{fixed[0].number} sudah diputuskan tingkat berikutnya; urutannya tetap."
        raise Refusal("rank_fixed", sentence, field="order")
    decisions = Decision.objects.bulk_create(
        Decision(
            proposal=row,
            sequence=row.decided + 1,
            stage=stage,
            tier=stage.tier,
            decided_by=office.user,
            role=office.role,
            office=office.title,
            decided_at=now,
            outcome=placing[row.pk].outcome,
            reason_code=placing[row.pk].reason_code,
            reason=placing[row.pk].reason,
            volume=placing[row.pk].volume,
            cost=placing[row.pk].cost,
            rank=given[row.pk],
            supersedes=placing[row.pk],
        )
        for row in moved
    )
    path = path_of(list(Stage.objects.filter(channel=stage.channel_id)))
    by_key = {each.pk: each for each in path}
    pairs = zip(moved, decisions, strict=True)
    write_projection(
        [(row, after(current(row, by_key[row.stage_id]), d, path)) for row, d in pairs]
    )
