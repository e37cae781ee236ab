"""What silence means: a stage ended, and nothing was decided on a proposal that waited there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from egov.accounts.roles import office_title
from egov.agencies.models import Agency
from egov.areas.models import Area
from musrenbang.domain.projection import ahead_of, path_of
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.procedure import LEVELS
from musrenbang.vocabulary import AT_THE_END, AT_THE_YEARS_END, Outcome, Silence, State, Tier


def year_is_over(stages: Sequence[Stage], now: datetime) -> bool:
    """Whether a channel's last station has ended: nobody decides in that year any more."""
    return path_of(stages)[-1].phase(now) == "over"


def is_held(stage: Stage, stages: Sequence[Stage], now: datetime) -> bool:
    """Whether what waits at a stage that ended may still be decided: till the last one ends."""
    if stage.silence != Silence.HOLD or stage.phase(now) != "over":
        return False
    return not year_is_over(stages, now)


def turn_ends(stage: Stage, stages: Sequence[Stage], now: datetime) -> datetime:
    """Until when what waits at a stage can be decided."""
    return path_of(stages)[-1].closes if is_held(stage, stages, now) else stage.closes


def is_forgone(here: Stage, stages: Sequence[Stage], now: datetime) -> bool:
    """Whether an opinion is waited for no longer: its time is over, and its rule says *up*.

    At the last station, once it is open, also for one that is held: else the OPD's silence would
    keep the city from deciding.
    """
    asked = [s for s in stages if s.is_opinion and s.position < here.position]
    last = here.pk == path_of(stages)[-1].pk and here.phase(now) != "before"
    return bool(asked) and all(
        (last or s.silence == Silence.UP) and s.phase(now) == "over" for s in asked
    )


def at_the_end(stage: Stage, stages: Sequence[Stage]) -> str:
    """What becomes of those who still wait when a stage ends, as a sentence goes on."""
    if stage.silence != Silence.END and not stage.is_opinion and not ahead_of(stage, stages):
        return AT_THE_YEARS_END
    return AT_THE_END[Silence(stage.silence)]


def ending(stage: Stage, stages: Sequence[Stage], now: datetime) -> Q:
    """The proposals of a stage that its end changes, or that of the year. None of an opinion."""
    lapsed = Q(state=State.RETURNED, return_until__lt=timezone.localdate(now))
    if stage.is_opinion:
        return Q(pk__in=[])
    if stage.silence == Silence.HOLD and not year_is_over(stages, now):
        return Q(stage=stage.pk) & lapsed
    return Q(stage=stage.pk) & (lapsed | Q(state=State.WAITING))


def outcome_of_silence(
    state: str, stage: Stage, stages: Sequence[Stage], now: datetime
) -> Outcome | None:
    """What the end of its stage makes of one in this state; None where it goes on waiting there.

    Nothing waits for ever: at the end of its year it is *belum diputuskan tahun ini*.
    """
    if state == State.RETURNED:
        return Outcome.LAPSED
    if stage.silence == Silence.END:
        return Outcome.NOT_DISCUSSED
    if stage.silence == Silence.UP and ahead_of(stage, stages):
        return Outcome.PASSED
    return Outcome.UNDECIDED if year_is_over(stages, now) else None


def silent_offices(stage: Stage, proposals: Iterable[Proposal]) -> dict[int | None, str]:
    """The title of the office that said nothing, by the id of its area or agency."""
    reach = LEVELS[stage.tier].reach
    if reach == "region":
        return {None: office_title(stage.role)}
    ids = {getattr(proposal, f"{reach}_id") for proposal in proposals}
    if reach == "agency":
        agencies = Agency.objects.in_bulk(ids).values()
        return {a.pk: office_title(stage.role, agency=a.short_name) for a in agencies}
    areas = Area.objects.select_related("parent").in_bulk(ids).values()
    return {area.pk: office_title(stage.role, area=area) for area in areas}


def passed_over(
    proposal: Proposal, decisions: Sequence[Decision], stages: Sequence[Stage]
) -> list[str]:
    """ "Tanpa rembuk RW 05": what is missing of each stage that nobody decided."""
    replaced = {d.supersedes_id for d in decisions}
    silent = {d.stage_id for d in decisions if d.outcome == Outcome.PASSED and d.pk not in replaced}
    missing = [stage for stage in stages if stage.pk in silent]
    return [f"Tanpa {_act(stage)} {_place(proposal, stage)}".strip() for stage in missing]


def _act(stage: Stage) -> str:
    return stage.get_act_display().lower()


def _place(proposal: Proposal, stage: Stage) -> str:
    reach = LEVELS[stage.tier].reach
    if reach == "rw":
        rt = "RT di " if stage.tier == Tier.RT else ""
        return f"{rt}{proposal.place_short}"
    return getattr(proposal, reach).label if reach in ("kelurahan", "kecamatan") else ""


def office_of_silence(stage: Stage, proposal: Proposal, titles: dict[int | None, str]) -> str:
    """Of `silent_offices` that of one proposal."""
    reach = LEVELS[stage.tier].reach
    return titles[None if reach == "region" else getattr(proposal, f"{reach}_id")]
