"""Which office gives which outcome at which stage of each pack: written out by hand.

Each office of the place and of another tries every outcome on a proposal that waits there.
"""

from __future__ import annotations

from typing import Any

import pytest

from musrenbang.domain.procedures import load_procedure, stamp_of
from musrenbang.models import Proposal, Stage
from musrenbang.procedure import CHOSEN
from tests.factories.musrenbang import GroupFactory
from tests.town import HOUR, Town, decide
from tests.visitors import PEOPLE, attempt, person

AGREE = {"endorse", "return", "decline"}
DELIBERATE = {"forward", "return", "reject", "merge", "reserve"}
OPINE = {"feasible", "feasible_changed", "not_feasible"}
SETTLE = {"accept", "reserve", "reject", "return"}
FROM_RW = {
    "Rembuk RW": ("ketua_rw", AGREE),
    "Musrenbang kelurahan": ("lurah", DELIBERATE),
    "Musrenbang kecamatan": ("camat", DELIBERATE),
    "Verifikasi perangkat daerah": ("verifier", OPINE),
    "Musrenbang kota": ("planner", SETTLE),
}
MAY = {
    "surabaya-kelurahan": FROM_RW,
    "klaten-kelurahan": FROM_RW,
    "rt-kelurahan": {"Rembuk RT": ("ketua_rw", AGREE), **FROM_RW},
    "tematik": {
        "Musyawarah tematik kelurahan": ("lurah", DELIBERATE),
        "Musrenbang kecamatan": ("camat", DELIBERATE),
        "Verifikasi perangkat daerah": ("verifier", OPINE),
        "Forum perangkat daerah": ("verifier", {"forward", "return", "reject", "reserve"}),
        "Musrenbang kota": ("planner", SETTLE),
    },
}


def load(town: Town, code: str) -> list[Stage]:
    channel = town.channel
    seen = stamp_of(list(channel.stages.order_by("position")), channel)
    stages = load_procedure(actor=town.staff["planner"], channel=channel, code=code, seen=seen)
    channel.refresh_from_db()
    return stages


def waiting(town: Town, stages: list[Stage], stage: Stage, code: str) -> Proposal:
    """One that waits for this stage; for an opinion, at the station that needs it."""
    station = stage
    if stage.is_opinion:
        station = next(s for s in stages if s.position > stage.position)
    more: dict[str, Any] = {}
    if code == "tematik":
        more = {"group": GroupFactory(kelurahan=town.rw.parent), "proposed_as": "group"}
    seen = not stage.is_opinion and "opinion" in stage.needs
    return town.proposal("kota", stage=station, has_opinion=seen, **more)


def given_at(stage: Stage, proposal: Proposal, target: Proposal, outcome: str) -> dict[str, Any]:
    more: dict[str, Any] = {"reason": "Sebab uji.", "reason_code": "other"}
    more["now"] = stage.opens + HOUR
    if outcome == "merge":
        more["merged_into"] = target
    if outcome == "feasible_changed":
        more["cost"] = proposal.cost - 1_000_000
    return more


def is_beside(stage: Stage, who: str, outcome: str) -> bool:
    """What the opinion and the station after it may do at one another's turn.

    The station sends back before the opinion; the OPD renews it until the station has decided.
    """
    renewed = who == "verifier" and outcome in OPINE and "opinion" in stage.needs
    return renewed or (stage.is_opinion and outcome == "return")


@pytest.mark.parametrize("code", MAY)
@pytest.mark.parametrize("who", PEOPLE)
def test_who_gives_which_outcome_at_which_stage(town: Town, code: str, who: str) -> None:
    stages = load(town, code)
    names = [stage.name.lower() for stage in stages]
    assert names == [name.lower() for name in MAY[code]]
    for stage, (role, outcomes) in zip(stages, MAY[code].values(), strict=True):
        proposal, target = (waiting(town, stages, stage, code) for _ in range(2))
        for outcome in CHOSEN:
            more = given_at(stage, proposal, target, outcome)
            for actor in filter(None, (person(town, who), town.far.get(who))):
                got = attempt(
                    lambda actor=actor, more=more, outcome=outcome, proposal=proposal: decide(
                        actor=actor, proposal=proposal, outcome=outcome, **more
                    )
                )
                elsewhere = actor == town.far.get(who)
                mine = who == role and outcome in outcomes and not elsewhere
                told = (stage.name, outcome, "elsewhere" if elsewhere else "here")
                if got == "ok" and not elsewhere and is_beside(stage, who, outcome):
                    continue
                assert (got == "ok") == mine, (*told, got)
