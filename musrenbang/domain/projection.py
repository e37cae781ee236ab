"""What follows from a proposal's decisions, and nothing else.

The one place where its standing is derived, and the one that writes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Value, When
from django.db.models.functions import Cast

from musrenbang.models import Decision, Proposal, Stage
from musrenbang.procedure import MOVES_ON, OPINIONS, STATE_AFTER, WIDTHS, rank_field
from musrenbang.vocabulary import ENDED, AfterDecline, Outcome, State


@dataclass(frozen=True)
class Projection:
    """Where a proposal stands after its decisions. Cost in rupiah.

    `agency_id` is the OPD it is with, `first_agency_id` the one before it was redirected.
    `decided` counts every decision, corrected ones too.
    """

    stage: Stage
    state: str
    volume: Decimal
    cost: Decimal
    agency_id: int
    first_agency_id: int | None = None
    rw_rank: int | None = None
    kelurahan_rank: int | None = None
    kecamatan_rank: int | None = None
    reserve_rank: int | None = None
    rw_declined: bool = False
    passed_over: bool = False
    has_opinion: bool = False
    return_until: date | None = None
    merged_into_id: int | None = None
    decided: int = 0


# the columns of a proposal that bear the name of what is derived
_COLUMNS = [field.name for field in fields(Projection) if field.name != "stage"]


def path_of(stages: Sequence[Stage]) -> list[Stage]:
    """The stations in order; the OPD's opinion is no station."""
    return sorted((s for s in stages if not s.is_opinion), key=lambda s: s.position)


def ahead_of(stage: Stage, stages: Sequence[Stage]) -> list[Stage]:
    """The stations after a stage."""
    return [s for s in path_of(stages) if s.position > stage.position]


def path_from(proposal: Proposal, stages: Sequence[Stage]) -> list[Stage]:
    """The stations of one proposal: those smaller than its place are not on its way."""
    path = path_of(stages)
    first = first_station(path, proposal.place_level)
    return [stage for stage in path if first is None or stage.position >= first.position]


def first_station(path: Sequence[Stage], place_level: str) -> Stage | None:
    """Where a proposal for so large a place begins: the first that covers it; None without one."""
    width = WIDTHS[place_level]
    return next((stage for stage in path if WIDTHS[stage.tier] >= width), None)


def project(
    proposal: Proposal, decisions: Sequence[Decision], stages: Sequence[Stage]
) -> Projection:
    """Replays the decisions that no correction replaced, in order.

    What was carried into this year begins anew: of the years before only the OPD goes on.
    """
    path = path_of(stages)
    replaced = {d.supersedes_id for d in decisions if d.supersedes_id}
    first = first_station(path, proposal.place_level)
    assert first is not None  # sending asks for one
    standing = Projection(
        first,
        State.WAITING,
        proposal.proposed_volume,
        proposal.proposed_cost,
        proposal.first_agency_id or proposal.agency_id,
    )
    rows = [d for d in sorted(decisions, key=lambda d: d.sequence) if d.pk not in replaced]
    carried = [d.sequence for d in rows if d.outcome == Outcome.CARRY]
    for decision in rows:
        if not carried or decision.sequence >= carried[-1]:
            standing = after(standing, decision, path)
        elif decision.outcome == Outcome.REDIRECT and decision.agency_id is not None:
            standing = _redirected(standing, decision)
    return replace(standing, decided=len(decisions))


def after(standing: Projection, decision: Decision, path: Sequence[Stage]) -> Projection:
    """What one decision makes of where a proposal stood. `path` holds at least its stage."""
    standing = replace(standing, decided=standing.decided + 1)
    outcome = Outcome(decision.outcome)
    if outcome == Outcome.REOPENED:  # it only takes back what it supersedes
        return standing
    standing = replace(standing, return_until=None, merged_into_id=None, reserve_rank=None)
    if outcome in OPINIONS:
        return replace(standing, has_opinion=True)
    if outcome == Outcome.REDIRECT:
        return _redirected(standing, decision)
    station = next(i for i, stage in enumerate(path) if stage.pk == decision.stage_id)
    standing = replace(standing, stage=path[station], volume=decision.volume, cost=decision.cost)
    if outcome in MOVES_ON or outcome in (Outcome.PASSED, Outcome.PROMOTE):
        return _moved_on(standing, decision, path[station + 1 :])
    return replace(
        standing,
        state=STATE_AFTER[outcome],
        return_until=decision.deadline,
        merged_into_id=decision.merged_into_id,
        reserve_rank=decision.rank if outcome == Outcome.RESERVE else None,
    )


def _redirected(standing: Projection, decision: Decision) -> Projection:
    """To another OPD, whose opinion is awaited then; or out of the musrenbang."""
    if decision.agency_id is None:
        return replace(standing, state=State.REDIRECTED)
    first = standing.first_agency_id or standing.agency_id
    return replace(standing, agency_id=decision.agency_id, first_agency_id=first, has_opinion=False)


def _moved_on(standing: Projection, decision: Decision, ahead: Sequence[Stage]) -> Projection:
    if decision.rank is not None:
        place: Any = {rank_field(standing.stage.tier): decision.rank}
        standing = replace(standing, **place)
    if decision.outcome == Outcome.DECLINE:
        standing = replace(standing, rw_declined=True)
        if standing.stage.after_decline == AfterDecline.STOP:
            return replace(standing, state=State.REJECTED)
    if decision.outcome == Outcome.PASSED:
        standing = replace(standing, passed_over=True)
        if not ahead:  # silence accepts nothing
            return replace(standing, state=State.WAITING)
    if ahead:
        return replace(standing, stage=ahead[0], state=State.WAITING)
    # a channel that ends here: what is agreed at its last station is accepted
    declined = decision.outcome == Outcome.DECLINE
    return replace(standing, state=State.REJECTED if declined else State.ACCEPTED)


def current(proposal: Proposal, stage: Stage) -> Projection:
    """Where the proposal's row says that it stands. Its stage is given, so that none is read."""
    return Projection(stage, **{name: getattr(proposal, name) for name in _COLUMNS})


def columns_of(projection: Projection) -> dict[str, Any]:
    """The columns of a proposal that follow from its decisions, and what stands in them."""
    said = {name: getattr(projection, name) for name in _COLUMNS}
    return {"stage_id": projection.stage.pk, "tier": projection.stage.tier, **said}


def apply_projection(proposal: Proposal, projection: Projection) -> None:
    """Sets the columns on the object: of a new row before it is written, of another after it."""
    proposal.stage = projection.stage
    for name, value in columns_of(projection).items():
        setattr(proposal, name, value)


def write_projection(standings: Sequence[tuple[Proposal, Projection]]) -> None:
    """Writes where proposals stand, in one statement however many they are.

    The only writer of these columns on rows that are there. The caller has locked the rows and
    read them since; a column that changes on none is left out. The objects follow.
    """
    rows = [(proposal, columns_of(projection)) for proposal, projection in standings]
    changes: dict[str, Any] = {}
    for name in rows[0][1] if rows else ():
        if any(getattr(proposal, name) != columns[name] for proposal, columns in rows):
            keys_of: dict[Any, list[int]] = {}
            for proposal, columns in rows:
                keys_of.setdefault(columns[name], []).append(proposal.pk)
            changes[name] = _by_key(name, keys_of)
    if changes:
        keys = [proposal.pk for proposal, _ in rows]
        Proposal.objects.filter(pk__in=keys).update(**changes)
    for proposal, projection in standings:
        apply_projection(proposal, projection)


def _by_key(name: str, keys_of: dict[Any, list[int]]) -> Any:
    """The value of a column where all rows get the same; else one that the row's key chooses."""
    if len(keys_of) == 1:
        return next(iter(keys_of))
    field: Any = Proposal._meta.get_field(name)
    cases = [When(pk__in=keys, then=Value(value, field)) for value, keys in keys_of.items()]
    return Cast(Case(*cases, output_field=field), field)


@dataclass(frozen=True)
class Station:
    """One stop on the line, as a page draws it. `mark`: done, here, stop (refused there), ahead.

    `anchor` names it in an address: its tier, with its number from the second of a tier on.
    """

    tier: str
    anchor: str
    word: str
    mark: str
    decisions: tuple[Decision, ...]
    opens: datetime
    closes: datetime
    basis: str = ""


def stations(
    proposal: Proposal, decisions: Sequence[Decision], stages: Sequence[Stage]
) -> list[Station]:
    """The line RW - kelurahan - kecamatan - kota of one proposal.

    Opinions stand at the station after them, at the last where none follows.
    """
    path = path_from(proposal, stages)
    here = next((i for i, s in enumerate(path) if s.pk == proposal.stage_id), 0)
    ended = proposal.state in ENDED
    line = []
    for index, stage in enumerate(path):
        here_said = {stage.pk, *(said.pk for said in _opinions_before(index, path, stages))}
        mine = tuple(d for d in decisions if d.stage_id in here_said)
        if index < here or (index == here and proposal.state == State.ACCEPTED):
            mark = "done"
        elif index == here:
            mark = "stop" if ended else "here"
            if proposal.state == State.MERGED:  # it goes on in another: no stop
                mark = "done"
        else:
            mark = "ahead"
        of_tier = [s for s in path if s.tier == stage.tier]
        anchor = stage.tier if stage is of_tier[0] else f"{stage.tier}-{of_tier.index(stage) + 1}"
        word = stage.word if len(of_tier) == 1 else stage.name
        line.append(
            Station(stage.tier, anchor, word, mark, mine, stage.opens, stage.closes, stage.basis)
        )
    return line


def _opinions_before(index: int, path: Sequence[Stage], stages: Sequence[Stage]) -> list[Stage]:
    """The opinions between a station and the one before it; at the last also those after it."""
    after = path[index - 1].position if index else 0
    until = path[index].position if index < len(path) - 1 else float("inf")
    return [s for s in stages if s.is_opinion and after < s.position < until]


def _not_carried(decision: Decision, undone: set[int | None]) -> bool:
    """Whether it carried the proposal into a year from which it was brought back."""
    return decision.outcome == Outcome.CARRY and decision.pk in undone


def earlier_years(
    decisions: Sequence[Decision], stages: Sequence[Stage]
) -> list[tuple[str, list[Decision]]]:
    """(year, what was decided) before the proposal was carried into its present channel."""
    here = {stage.pk for stage in stages}
    undone = {decision.supersedes_id for decision in decisions}
    before = [d for d in decisions if d.stage_id not in here and not _not_carried(d, undone)]
    if not before:
        return []
    keys = {decision.stage_id for decision in before}
    names = dict(Stage.objects.filter(pk__in=keys).values_list("pk", "channel__cycle__name"))
    years: dict[str, list[Decision]] = {}
    for decision in before:
        years.setdefault(names[decision.stage_id], []).append(decision)
    return list(years.items())
