"""The work queue: what waits for a person, and until when.

Waiting is asked stage by stage, for few are open at a time: each part has an index of its own
(`proposal_waiting` and its like), in which the keys of one page lie together, however many wait.
What a row shows is joined to those keys only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db.models import Case, DateTimeField, Q, Value, When
from django.utils import timezone

from egov.accounts.models import User
from egov.accounts.scope import NOTHING, Scope
from egov.verbs.memory import remembered
from musrenbang.domain.silence import is_forgone, is_held, turn_ends
from musrenbang.models import Proposal, Stage
from musrenbang.models.proposal import ProposalQuerySet
from musrenbang.procedure import DECIDING, PREPARING
from musrenbang.vocabulary import Need, State

COUNT_UP_TO = 1000  # more is told as "lebih dari"
DUE = ("due", "rw_rank", "id")  # nearest deadline first, then as the RW ranked


@dataclass(frozen=True)
class Part:
    """What waits at one stage in one state. Parts of a queue have no proposal in common."""

    stage: Stage
    due: datetime  # when the turn of this person ends
    which: Q


@dataclass(frozen=True)
class Total:
    """How many, and what they cost together in rupiah: of all, or of the first COUNT_UP_TO."""

    count: int
    cost: Decimal
    more: bool

    @classmethod
    def of(cls, costs: Sequence[Decimal]) -> Total:
        first = costs[:COUNT_UP_TO]
        return cls(len(first), sum(first, Decimal(0)), len(costs) > COUNT_UP_TO)


class Queue:
    """What waits for a person at a moment: to be decided by their offices, or prepared.

    `stages` are those of the channels that run, read once.
    """

    def __init__(self, user: User | AnonymousUser, now: datetime | None = None) -> None:
        now = now or timezone.now()
        self.stages: list[Stage] = []
        self.parts: tuple[Part, ...] = ()
        if user.is_authenticated and user.holds(*DECIDING, *PREPARING):
            running = Stage.objects.of_running_channels(now).select_related("channel__cycle")
            self.stages = list(running.order_by("channel", "position"))
            self.parts = tuple(_parts(user, self.stages, now))

    def until(self, moment: datetime) -> Queue:
        """What of it is due by a moment."""
        part_of = copy(self)
        part_of.parts = tuple(part for part in self.parts if part.due <= moment)
        return part_of

    def among(self, rows: ProposalQuerySet) -> ProposalQuerySet:
        """Those of `rows` that wait, in no order."""
        return rows.filter(reduce(or_, (part.which for part in self.parts), NOTHING))

    def by_due(self, rows: ProposalQuerySet) -> ProposalQuerySet:
        """Those of `rows` that wait, nearest deadline first, each with its `due`."""
        closes = [When(stage=part.stage.pk, then=Value(part.due)) for part in self.parts]
        due = Case(*closes, output_field=DateTimeField())
        return self.among(rows).annotate(due=due).order_by(*DUE)

    def keys(self, rows: ProposalQuerySet, start: int, stop: int) -> list[int]:
        """Those of a piece of `by_due(rows)`, read from the index only."""
        pieces = [
            rows.filter(part.which)
            .annotate(due=Value(part.due, DateTimeField()))
            .order_by("rw_rank", "id")
            .values_list("due", "rw_rank", "id")[:stop]
            for part in self.parts
        ]
        return [key for _, _, key in _together(pieces, DUE)[start:stop]]

    def keys_by(
        self, rows: ProposalQuerySet, order: Sequence[str], start: int, stop: int
    ) -> list[int]:
        """Those of a piece of what waits of `rows` in another order; it ends with the key."""
        names = [name.removeprefix("-") for name in order]
        pieces = [
            rows.filter(part.which).order_by(*order).values_list(*names)[:stop]
            for part in self.parts
        ]
        return [row[-1] for row in _together(pieces, tuple(order))[start:stop]]

    def page(self, rows: ProposalQuerySet, start: int, stop: int) -> list[Proposal]:
        """A piece of `by_due(rows)`, with all that a row shows."""
        dues = {part.stage.pk: part.due for part in self.parts}
        proposals = in_order(self.keys(rows, start, stop))
        for proposal in proposals:
            proposal.due = dues.get(proposal.stage_id)  # type: ignore[attr-defined]
        return proposals

    def total(self, rows: ProposalQuerySet) -> Total:
        """Of those of `rows` that wait; counted no further than COUNT_UP_TO.

        In the order of the index, which holds the cost: without one PostgreSQL would rather walk
        the table, through all that does not wait. That there are more is kept for a minute: of a
        thousand rows that lie apart, each asks the map of what is visible.
        """
        stop = COUNT_UP_TO + 1
        pieces = [
            rows.filter(part.which).order_by("rw_rank", "id").values_list("cost")[:stop]
            for part in self.parts
        ]
        asked = sha256("".join(map(_sql, pieces)).encode()).hexdigest()

        def find_out() -> Total:
            return Total.of([cost for (cost,) in _together(pieces, ())[:stop]])

        return remembered(f"queue-total-{asked}", 60, find_out, worth=lambda total: total.more)


def queue_of(user: User, now: datetime | None = None) -> ProposalQuerySet:
    """What waits for this person, nearest deadline first. A page of it, `Queue.page` reads."""
    return Queue(user, now).by_due(Proposal.objects.all()).for_queue()


def waiting_for(
    rows: ProposalQuerySet, user: User | AnonymousUser, now: datetime | None = None
) -> ProposalQuerySet:
    """What this person's offices decide or prepare, in stages that are open."""
    return Queue(user, now).among(rows)


def in_order(keys: Sequence[int]) -> list[Proposal]:
    """The proposals of these keys, in their order, with all that a row shows."""
    rows = Proposal.objects.filter(pk__in=keys).for_queue().in_bulk()
    return [rows[key] for key in keys if key in rows]


def _sql(rows: Any) -> str:
    try:
        return str(rows.query)
    except EmptyResultSet:  # known to hold nothing before anybody asks
        return ""


def _together(pieces: list[Any], order: tuple[str, ...]) -> Any:
    """The rows of all pieces in one statement."""
    if not pieces:
        return []
    first, *rest = pieces
    return first.union(*rest, all=True).order_by(*order) if rest else first


def _parts(user: User, stages: Sequence[Stage], now: datetime) -> Iterator[Part]:
    """Of the stages of channels in which one is open."""
    together: dict[int, list[Stage]] = {}
    for stage in stages:
        together.setdefault(stage.channel_id, []).append(stage)
    opinions = {stage.channel_id: stage for stage in stages if stage.is_opinion}
    reaches = {stage.pk: _reach(user, stage) for stage in stages}
    today = timezone.localdate(now)
    for stage in stages:
        opd = opinions.get(stage.channel_id)
        channel = together[stage.channel_id]
        here = _here(stage, channel, reaches[stage.pk], now)
        asked = None
        if opd is not None and _decides(opd, channel, now):
            asked = _opinion_due(stage, opd, reaches[opd.pk])
        due = turn_ends(stage, channel, now)
        if asked is not None and opd is not None:
            due = turn_ends(opd, channel, now)
        waiting = [which for which in (here, asked) if which is not None]
        if waiting:
            at_stage = Q(stage=stage.pk, state=State.WAITING)
            yield Part(stage, due, at_stage & reduce(or_, waiting))
        if here is not None:  # sent back, and nobody answered: decide without
            overdue = Q(stage=stage.pk, state=State.RETURNED, return_until__lt=today)
            yield Part(stage, due, overdue & here)


def _reach(user: User, stage: Stage) -> Q | None:
    """The proposals that this person's offices of a stage decide or prepare; None without one."""
    scope = Scope.of(user, roles=frozenset({stage.role, stage.preparer}))
    if scope.empty:
        return None
    return scope.q(rw="rw", kelurahan="kelurahan", kecamatan="kecamatan", agency="agency")


def _here(stage: Stage, channel: Sequence[Stage], reach: Q | None, now: datetime) -> Q | None:
    """What waits at this stage for its office, while it is open or still holds it."""
    if reach is None or stage.is_opinion or not _decides(stage, channel, now):
        return None
    if Need.OPINION in stage.needs and not is_forgone(stage, channel, now):
        return reach & Q(has_opinion=True)
    return reach


def _decides(stage: Stage, channel: Sequence[Stage], now: datetime) -> bool:
    return stage.phase(now) == "open" or is_held(stage, channel, now)


def _opinion_due(stage: Stage, opd: Stage, reach: Q | None) -> Q | None:
    """What stands at this stage and on which the OPD has said nothing."""
    if reach is None or opd.position >= stage.position:
        return None
    return reach & Q(has_opinion=False)
