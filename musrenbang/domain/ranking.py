"""A stage that ranks orders its whole list in one act; every change of place keeps its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.areas.models import Area
from egov.verbs.outbox import publish_many
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.deliberation import NOT_YOURS
from musrenbang.domain.eligibility import check_stage, office_for
from musrenbang.domain.projection import after, current, path_of, write_projection
from musrenbang.models import Channel, Decision, Proposal, Stage
from musrenbang.vocabulary import Outcome, State

LONGEST = 999


def ranked(channel: Channel, rw: Area) -> list[Proposal]:
    """The list of an RW, in its order."""
    rows = Proposal.objects.filter(channel=channel, rw=rw, rw_rank__isnull=False)
    return list(rows.order_by("rw_rank"))


def last_endorsements(stage: Stage, rows: Sequence[Proposal]) -> dict[int, Decision]:
    """The decision that gave each its rank, where nobody has decided on it since."""
    last = Decision.objects.filter(proposal__in=rows, stage=stage, outcome=Outcome.ENDORSE)
    decided = {row.pk: row.decided for row in rows}
    return {d.proposal_id: d for d in last if d.sequence == decided[d.proposal_id]}


@verb
def rank_list(
    *,
    actor: User,
    channel: Channel,
    rw: Area,
    order: Sequence[int],
    seen: Mapping[int, int],
    now: datetime | None = None,
) -> int:
    """Puts the RW's list into this order of keys; returns how many changed their place.

    `seen` is how many decisions each had when the list was read. Those on which the next office
    has acted keep their place: an order that moves one is refused (`rank_fixed`). Refused are also
    another office (`not_your_office`), a stage that is not open, what is no order of this list
    (`not_the_list`), and a list that changed meanwhile (`changed_meanwhile`).
    """
    require(actor, "musrenbang.decide_proposal")
    now = now or timezone.now()
    Area.objects.select_for_update(no_key=True).get(pk=rw.pk)
    locked = Proposal.objects.select_for_update(no_key=True).order_by("pk")
    list(locked.filter(channel=channel, rw=rw, rw_rank__isnull=False).values_list("pk"))
    rows = ranked(channel, rw)
    stages = list(channel.stages.select_related("channel__cycle"))
    stage = next((s for s in stages if s.ranks), None)
    office = office_for(actor, rows[0], stage) if rows and stage is not None else None
    if stage is None or office is None:
        raise NotAllowed("not_your_office", NOT_YOURS)
    check_stage(stage, now)
    _check_order(rows, order, seen)
    ranks = [row.rw_rank for row in rows]
    place = dict(zip(order, ranks, strict=True))
    moved = [row for row in rows if row.rw_rank != place[row.pk]]
    if moved:
        _write(stage, moved, place, office, now)
    return len(moved)


def _check_order(rows: Sequence[Proposal], order: Sequence[int], seen: Mapping[int, int]) -> None:
    if len(order) > LONGEST or sorted(order) != sorted(row.pk for row in rows):
        sentence = "Urutan ini tidak memuat semua usulan di daftar, masing-masing sekali."
        raise Invalid("not_the_list", sentence, field="order")
    if any(seen.get(row.pk) != row.decided for row in rows):
        sentence = "Daftar ini berubah sementara Anda membaca. Muat ulang, lalu urutkan lagi."
        raise Refusal("changed_meanwhile", sentence)


def _write(
    stage: Stage,
    moved: Sequence[Proposal],
    place: Mapping[int, int | None],
    office: Appointment,
    now: datetime,
) -> None:
    """One correcting row for each that changes its place, and their columns in one statement."""
    endorsed = last_endorsements(stage, moved)
    fixed = [row for row in moved if row.pk not in endorsed or row.state != State.WAITING]
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
            outcome=Outcome.ENDORSE,
            reason_code=endorsed[row.pk].reason_code,
            reason=endorsed[row.pk].reason,
            volume=endorsed[row.pk].volume,
            cost=endorsed[row.pk].cost,
            rank=place[row.pk],
            supersedes=endorsed[row.pk],
        )
        for row in moved
    )
    path = path_of(list(Stage.objects.filter(channel=stage.channel_id)))
    by_key = {each.pk: each for each in path}
    pairs = zip(moved, decisions, strict=True)
    write_projection(
        [(row, after(current(row, by_key[row.stage_id]), d, path)) for row, d in pairs]
    )
    publish_many("proposal.decided", ({"decision": d.pk} for d in decisions))
