"""What a stage of a procedure may be, and when stages hold together.

Which stages there are, the rows of a channel say (models/cycle.py); they come from packs
(domain/procedures.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any

from egov.accounts.roles import Role
from musrenbang.vocabulary import (
    BUDGET_TEAM,
    COMMUNITY,
    PARTNER,
    PLANNER,
    Act,
    AfterDecline,
    Need,
    Outcome,
    PlaceLevel,
    Silence,
    State,
    Tier,
)

MOVES_ON = frozenset({Outcome.ENDORSE, Outcome.DECLINE, Outcome.FORWARD})
OPINIONS = frozenset({Outcome.FEASIBLE, Outcome.FEASIBLE_CHANGED, Outcome.NOT_FEASIBLE})
NEEDS_SENTENCE = frozenset(
    {
        Outcome.DECLINE,
        Outcome.RETURN,
        Outcome.REJECT,
        Outcome.MERGE,
        Outcome.RESERVE,
        Outcome.NOT_FEASIBLE,
        Outcome.FEASIBLE_CHANGED,
        Outcome.REOPENED,
        Outcome.WITHDRAW,
    }
)
OF_OTHERS = frozenset({Outcome.REOPENED, Outcome.WITHDRAW})  # acts of the proposer and of planners
STATE_AFTER = {
    Outcome.RETURN: State.RETURNED,
    Outcome.REJECT: State.REJECTED,
    Outcome.MERGE: State.MERGED,
    Outcome.RESERVE: State.RESERVE,
    Outcome.ACCEPT: State.ACCEPTED,
    Outcome.NOT_DISCUSSED: State.NOT_DISCUSSED,
    Outcome.UNDECIDED: State.UNDECIDED,
    Outcome.COMPLETED: State.WAITING,
    Outcome.LAPSED: State.LAPSED,
    Outcome.WITHDRAW: State.WITHDRAWN,
    Outcome.CARRY: State.WAITING,
}


@dataclass(frozen=True)
class Level:
    """What all stages of a tier have in common.

    `reach` names which id of the proposal the office must hold: rw, kelurahan, kecamatan, agency
    or region. `deciders` and `preparers` are the offices that a stage may name.
    """

    reach: str
    deciders: tuple[str, ...]
    preparers: tuple[str, ...] = ()


LEVELS: dict[str, Level] = {
    # what an RT agrees on its head hands to the RW, whose head records it
    Tier.RT: Level("rw", (Role.KETUA_RW,)),
    Tier.RW: Level("rw", (Role.KETUA_RW,)),
    Tier.KELURAHAN: Level("kelurahan", (Role.LURAH,), (Role.OPERATOR_KELURAHAN, COMMUNITY)),
    Tier.KECAMATAN: Level("kecamatan", (Role.CAMAT,), (Role.OPERATOR_KECAMATAN,)),
    Tier.OPD: Level("agency", (Role.VERIFIER,), (Role.VERIFIER,)),
    Tier.KOTA: Level("region", (PLANNER,), (PLANNER, PARTNER, BUDGET_TEAM)),
}
# how wide a tier's offices reach; a place begins at the first station as wide as itself
WIDTHS: dict[str, int] = {
    Tier.RT: 0,
    Tier.RW: 0,
    Tier.KELURAHAN: 1,
    Tier.KECAMATAN: 2,
    Tier.OPD: 3,
    Tier.KOTA: 3,
}
# the ground of a rule: kind/year/number of a regulation, and a part of it
BASIS = re.compile(r"[a-z-]+/\d{4}/[^/#\s]+(#[\w-]+)?")
DECIDING = frozenset(chain.from_iterable(level.deciders for level in LEVELS.values()))
PREPARING = frozenset(chain.from_iterable(level.preparers for level in LEVELS.values()))
# what passes a proposal on; of a stage's outcomes the first of these is its usual one
ONWARD = (Outcome.ENDORSE, Outcome.FORWARD, Outcome.FEASIBLE, Outcome.ACCEPT)
# what may be chosen at a stage; the rest are acts of the proposer, the planner and the calendar
CHOSEN = (*ONWARD, *sorted((NEEDS_SENTENCE | MOVES_ON) - OF_OTHERS - set(ONWARD)))


@dataclass(frozen=True)
class StageRule:
    """A stage without its dates, as a pack has it. `needs`: what comes before it is left."""

    position: int
    tier: str
    act: str
    name: str
    decider: str
    role: str
    outcomes: tuple[str, ...]
    preparer: str = ""
    after_decline: str = AfterDecline.UP
    silence: str = Silence.HOLD
    needs: tuple[str, ...] = ()
    ranks: bool = False
    basis: str = ""

    @property
    def is_opinion(self) -> bool:
        return self.act == Act.VERIFICATION


ENDS_WITHOUT_LAW = (
    "Diamnya pejabat mengakhiri usulan hanya bila ada dasar hukumnya. "
    "Isi dasarnya, atau pilih naik atau tetap menunggu."
)
# the columns of a stage that a pack fills
RULES = tuple(field.name for field in fields(StageRule))


def columns_of(rule: StageRule) -> dict[str, Any]:
    """What stands in the columns of a stage of this rule."""
    return {name: _column(getattr(rule, name)) for name in RULES}


def _column(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


# where a list has an order of its own: the places of these, and what gives a place in it
RANKING = ("rw", "kelurahan", "kecamatan")
RANKED = frozenset({Outcome.ENDORSE, Outcome.FORWARD})


def rank_field(tier: str) -> str:
    """The column of a proposal that holds its place in the list of a tier."""
    return f"{LEVELS[tier].reach}_rank"


def onward(outcomes: Sequence[str]) -> Outcome:
    """What passes a proposal on at a stage: agreed, forwarded, feasible, accepted."""
    return next(outcome for outcome in ONWARD if outcome in outcomes)


def stage_faults(rule: StageRule) -> Iterator[tuple[str, str]]:
    """(field, sentence) of what one stage says that cannot be done."""
    level, outcomes = LEVELS[rule.tier], set(rule.outcomes)
    if rule.role not in level.deciders:
        yield "role", "Pilih jabatan yang memutuskan di tingkat ini."
    if rule.preparer and rule.preparer not in level.preparers:
        yield "preparer", "Pilih jabatan yang menyiapkan di tingkat ini, atau kosongkan."
    if not outcomes.intersection(ONWARD):
        yield "outcomes", "Pilih juga keputusan yang meneruskan usulan."
    elif rule.is_opinion and not outcomes <= OPINIONS:
        yield "outcomes", "Verifikasi hanya memberi pendapat: layak atau tidak layak."
    elif not rule.is_opinion and outcomes & OPINIONS:
        yield "outcomes", "Layak dan tidak layak hanya ada pada tahap verifikasi."
    if rule.is_opinion and rule.tier != Tier.OPD:
        yield "act", "Verifikasi ada di tingkat perangkat daerah."
    if rule.is_opinion and rule.silence == Silence.END:
        yield "silence", "Usulan tidak berakhir karena verifikasi belum ada. Pilih yang lain."
    elif rule.silence == Silence.END and not rule.basis:
        yield "silence", ENDS_WITHOUT_LAW
    if rule.basis and not BASIS.fullmatch(rule.basis):
        yield "basis", "Tulis seperti contoh ini: perwali/2021/68#pasal-7."
    if rule.ranks and (level.reach not in RANKING or rule.tier == Tier.RT):
        yield "ranks", "Yang memberi urutan adalah tahap RW, kelurahan, atau kecamatan."
    elif rule.ranks and not outcomes & RANKED:
        yield "ranks", "Hanya tahap yang menyepakati atau meneruskan usulan yang memberi urutan."


def procedure_faults(rules: Sequence[StageRule], place_level: str = PlaceLevel.RW) -> list[str]:
    """The sentences that say why these stages are no procedure; none where they are one."""
    faults = [f"{rule.name}: {sentence}" for rule in rules for _, sentence in stage_faults(rule)]
    path = [rule for rule in rules if not rule.is_opinion]
    opinions = [rule for rule in rules if rule.is_opinion]
    positions = [rule.position for rule in rules]
    if not path:
        faults.append("Tata cara ini tidak mempunyai tahap yang memutuskan.")
    elif all(WIDTHS[rule.tier] < WIDTHS[place_level] for rule in path):
        faults.append("Tidak ada tahap yang meliputi tempat seluas yang diusulkan di jalur ini.")
    if positions != sorted(set(positions)):
        faults.append("Urutan tahap harus naik dan tidak berulang.")
    ranking = [rule.tier for rule in rules if rule.ranks]
    if len(ranking) > len(set(ranking)):
        faults.append("Paling banyak satu tahap di tiap tingkat yang memberi urutan.")
    if len(opinions) > 1:
        faults.append("Tahap verifikasi paling banyak satu dalam satu jalur.")
    for rule in path:
        before = any(opinion.position < rule.position for opinion in opinions)
        if Need.OPINION in rule.needs and not before:
            faults.append(f"{rule.name}: butuh hasil verifikasi, tetapi tidak ada sebelumnya.")
        if rule is path[-1] and rule.silence == Silence.UP:
            faults.append(f"{rule.name}: di tahap terakhir usulan tidak dapat naik lagi.")
        if rule is not path[-1] and not MOVES_ON.intersection(rule.outcomes):
            faults.append(f"{rule.name}: usulan tidak dapat naik ke tahap berikutnya.")
    return faults
