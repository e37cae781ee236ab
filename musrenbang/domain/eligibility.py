"""Whose turn it is: which office may act on a proposal now, at which stage.

And what it would correct.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import Appointment
from egov.accounts.roles import Role
from egov.areas.models import Area, Level
from egov.verbs.refusal import NotAllowed, Refusal
from musrenbang.domain.money import Money
from musrenbang.domain.projection import ahead_of, first_station, path_of, project
from musrenbang.domain.residence import resident_confirmed
from musrenbang.domain.silence import is_forgone, is_held
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.procedure import LEVELS, MOVES_ON
from musrenbang.vocabulary import Need, Outcome, State

NO_OFFICE = ("sistem", "warga")  # whose rows no office corrects
ASSISTING = (Role.OPERATOR_KELURAHAN, Role.LURAH)


def moment_of(when: datetime) -> str:
    return date_format(timezone.localtime(when), "l, j F Y H.i")


def office_for(
    actor: Any, proposal: Proposal, stage: Stage, *, prepare: bool = False
) -> Appointment | None:
    """The appointment by which `actor` decides (or prepares) this proposal at a stage.

    None for everybody else.
    The office of an area or agency also holds what its predecessors left: a proposal keeps
    its old area.
    """
    if not getattr(actor, "is_authenticated", False):
        return None
    role, reach = stage.preparer if prepare else stage.role, LEVELS[stage.tier].reach
    wanted = {
        "rw": proposal.rw_id,
        "kelurahan": proposal.kelurahan_id,
        "kecamatan": proposal.kecamatan_id,
    }
    appointment: Appointment
    for appointment in actor.appointments_now:
        if appointment.role != role:
            continue
        if reach == "region":
            return appointment
        agency = appointment.agency_id if reach == "agency" else None
        if agency and proposal.agency_id in actor.agency_reach[agency]:
            return appointment
        if (
            reach in wanted
            and appointment.area_id
            and actor.reaches(appointment.area_id, wanted[reach], proposal.rw_id)
        ):
            return appointment
    return None


def check_stage(stage: Stage, now: datetime) -> None:
    """Refuses outside the window, and says when it opens."""
    phase = stage.phase(now)
    if phase == "before":
        raise Refusal(
            "stage_not_open",
            f"{stage.name} belum dibuka. Keputusan dapat dibuat mulai {moment_of(stage.opens)}.",
        )
    if phase == "over":
        ended = min(stage.closed_at or stage.closes, stage.closes)
        raise Refusal(
            "stage_over",
            f"{stage.name} sudah berakhir {moment_of(ended)}. Keputusan tidak dapat diubah lagi.",
        )


def check_open(turn: Turn, stages: Sequence[Stage], now: datetime) -> None:
    """As `check_stage`; what the stage holds may still be decided, and is not corrected then."""
    if turn.late:
        return
    if turn.corrects is not None or not is_held(turn.stage, stages, now):
        check_stage(turn.stage, now)


@dataclass(frozen=True)
class Turn:
    """Where an actor may act on a proposal now: the stage and the office.

    `corrects` is the decision that a new one would correct.
    """

    stage: Stage
    office: Appointment
    corrects: Decision | None
    late: bool = False  # a signed sheet brought when the stage was over


def last_of(decisions: Sequence[Decision]) -> Decision | None:
    replaced = {d.supersedes_id for d in decisions}
    left = [d for d in decisions if d.pk not in replaced and d.outcome != Outcome.REOPENED]
    return left[-1] if left else None


def current_turn(
    *,
    actor: Any,
    proposal: Proposal,
    stages: Sequence[Stage],
    decisions: Sequence[Decision],
    among: Sequence[Stage] | None = None,
) -> Turn:
    """The turn that `actor` has on this proposal, whatever the window; only at a stage `among`.

    Raises NotAllowed or Refusal when there is none.
    """
    for turn in _turns(actor, proposal, stages, decisions):
        if among is None or turn.stage in among:
            return turn
    if any(office_for(actor, proposal, stage) for stage in stages):
        raise Refusal(
            "not_your_turn",
            f"Usulan ini sekarang: {proposal.status}. Giliran Anda sudah lewat atau belum tiba.",
        )
    raise NotAllowed(
        "not_your_office",
        "Jabatan Anda tidak memutuskan usulan ini. "
        "Usulan ini milik wilayah atau perangkat daerah lain.",
    )


def _turns(
    actor: Any, proposal: Proposal, stages: Sequence[Stage], decisions: Sequence[Decision]
) -> Iterator[Turn]:
    """Those that the actor has: to give an opinion, to decide here, to correct what moved it on."""
    by_key = {stage.pk: stage for stage in stages}
    here, waits = by_key[proposal.stage_id], proposal.state == State.WAITING
    for stage in stages:
        if waits and stage.is_opinion and stage.position < here.position:
            office = office_for(actor, proposal, stage)
            if office is not None:
                yield Turn(stage, office, opinion_of(decisions, stages))
    office, last = office_for(actor, proposal, here), last_at_station(decisions, stages)
    if office is not None and waits:
        yield Turn(here, office, None)
    if last is None:
        return
    if office is not None and not waits and last.stage_id == here.pk and last.role not in NO_OFFICE:
        yield Turn(here, office, last)
    # the office that moved it on may correct itself while the next one has not acted
    if last.outcome in MOVES_ON and not any(d.sequence > last.sequence for d in decisions):
        office = office_for(actor, proposal, by_key[last.stage_id])
        if office is not None:
            yield Turn(by_key[last.stage_id], office, last)


def opinion_of(decisions: Sequence[Decision], stages: Sequence[Stage]) -> Decision | None:
    """What the OPD holds now; not what another one held before the proposal was redirected."""
    opinions = {stage.pk for stage in stages if stage.is_opinion}
    since = max((d.sequence for d in decisions if d.outcome == Outcome.REDIRECT), default=0)
    return last_of([d for d in decisions if d.stage_id in opinions and d.sequence > since])


def last_at_station(decisions: Sequence[Decision], stages: Sequence[Stage]) -> Decision | None:
    """The newest that stands, opinions apart."""
    opinions = {stage.pk for stage in stages if stage.is_opinion}
    apart = [d for d in decisions if d.stage_id in opinions or d.outcome == Outcome.REDIRECT]
    return last_of([d for d in decisions if d not in apart])


def lacks_opinion(stage: Stage, proposal: Proposal) -> bool:
    return Need.OPINION in stage.needs and not proposal.has_opinion


def needs_residence(stage: Stage, proposal: Proposal, stages: Sequence[Stage]) -> bool:
    """Whether the proposer's residence is asked for here.

    On leaving the first station, whichever it is; also where silence passed it on.
    """
    first = first_station(path_of(stages), proposal.place_level)
    asked = [s for s in stages if Need.RESIDENCE in s.needs or s == first]
    before = proposal.passed_over and any(s.position < stage.position for s in asked)
    return before or stage in asked


def money_before(
    proposal: Proposal, turn: Turn, decisions: Sequence[Decision], stages: Sequence[Stage]
) -> Money:
    """What the proposal carried to this office.

    The OPD's opinion where one is asked, else what stood before its own rows.
    """
    opinion = opinion_of(decisions, stages)
    if Need.OPINION in turn.stage.needs and opinion is not None:
        return Money(opinion.volume, opinion.cost)
    own: set[int | None] = set()
    row = turn.corrects
    # the whole chain of corrections goes, else an older one would stand again
    while row is not None:
        own.add(row.pk)
        row = next((d for d in decisions if d.pk == row.supersedes_id), None)
    left = project(proposal, [d for d in decisions if d.pk not in own], stages)
    return Money(left.volume, left.cost)


def money_default(turn: Turn, before: Money) -> Money:
    """Volume and cost that a decision carries on when none are given.

    Those it corrects, else what came to this office.
    """
    return Money(turn.corrects.volume, turn.corrects.cost) if turn.corrects is not None else before


def completing_office(actor: Any, proposal: Proposal) -> str:
    """By which right `actor` completes: "Pengusul", or the kelurahan office that entered it.

    Empty for everybody else.
    """
    if not getattr(actor, "is_authenticated", False):
        return ""
    if proposal.entered_office:
        office = assisting_office(actor, proposal.kelurahan_id, proposal.rw_id)
        return office.title if office else ""
    if proposal.group is not None:  # whom the group appointed last
        return "Pengusul" if actor.pk == proposal.group.speaker_id else ""
    return "Pengusul" if actor.pk == proposal.proposer_id else ""


def assisting_office(
    actor: Any, kelurahan_id: int | None, rw_id: int | None = None
) -> Appointment | None:
    """The kelurahan office by which `actor` acts for a citizen present."""
    appointment: Appointment
    for appointment in actor.appointments_now:
        if (
            appointment.role in ASSISTING
            and appointment.area_id
            and actor.reaches(appointment.area_id, kelurahan_id, rw_id)
        ):
            return appointment
    return None


def assisting_in(actor: Any, area: Area | None) -> Appointment | None:
    """The same of an RW, or of the kelurahan itself; None without an area."""
    if area is None:
        return None
    if area.level == Level.RW:
        return assisting_office(actor, area.parent_id, area.pk)
    return assisting_office(actor, area.pk)


def why_not(
    *, actor: Any, proposal: Proposal, now: datetime | None = None
) -> tuple[Turn | None, str]:
    """(turn, "") when the actor may decide now; else (None, the sentence that says why not).

    For pages.
    """
    stages = list(proposal.channel.stages.all())
    decisions = list(proposal.decisions.order_by("sequence"))
    now = now or timezone.now()
    try:
        turn = current_turn(actor=actor, proposal=proposal, stages=stages, decisions=decisions)
        check_open(turn, stages, now)
    except Refusal as refusal:
        return None, refusal.sentence
    if lacks_opinion(turn.stage, proposal) and not is_forgone(turn.stage, stages, now):
        return (
            turn,
            f"{proposal.agency} belum memberi hasil verifikasi; "
            "baru dapat dikembalikan kepada pengusul.",
        )
    if needs_residence(turn.stage, proposal, stages) and not resident_confirmed(proposal):
        return (
            turn,
            f"Domisili pengusul di {proposal.place_short} belum dipastikan; "
            "usulan belum dapat diteruskan.",
        )
    return turn, ""


def next_word(stage: Stage, stages: Sequence[Stage]) -> str:
    """The word of the station after this one, for "Teruskan ke kecamatan".

    Empty at the last, and for an opinion.
    """
    following = next(iter(ahead_of(stage, stages)), None)
    if stage.is_opinion or following is None:
        return ""
    return following.name if following.tier == stage.tier else following.word
