"""Who may do what at which tier: one table, read by verbs, pages, admin, API and tests alike."""

from __future__ import annotations

from dataclasses import dataclass

from egov.accounts.roles import Role
from musrenbang.vocabulary import PLANNER, Outcome, State, Tier

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
    }
)
STATE_AFTER = {
    Outcome.RETURN: State.RETURNED,
    Outcome.REJECT: State.REJECTED,
    Outcome.MERGE: State.MERGED,
    Outcome.RESERVE: State.RESERVE,
    Outcome.ACCEPT: State.ACCEPTED,
    Outcome.NOT_DISCUSSED: State.NOT_DISCUSSED,
    Outcome.COMPLETED: State.WAITING,
}


@dataclass(frozen=True)
class TierRule:
    """One row. `reach` names which id of the proposal the office must hold.

    rw, kelurahan, kecamatan, agency or region.
    """

    reach: str
    prepares: tuple[str, ...]
    decides: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    after_opinion: bool = False


_AGREE = (Outcome.ENDORSE, Outcome.RETURN, Outcome.DECLINE)
_DELIBERATE = (Outcome.FORWARD, Outcome.RETURN, Outcome.REJECT, Outcome.MERGE, Outcome.RESERVE)
_JUDGE = (Outcome.FEASIBLE, Outcome.FEASIBLE_CHANGED, Outcome.NOT_FEASIBLE)
_SETTLE = (Outcome.ACCEPT, Outcome.RESERVE, Outcome.REJECT, Outcome.RETURN)
TABLE: dict[str, TierRule] = {
    Tier.RW: TierRule("rw", (), (Role.KETUA_RW,), _AGREE),
    Tier.KELURAHAN: TierRule("kelurahan", (Role.OPERATOR_KELURAHAN,), (Role.LURAH,), _DELIBERATE),
    Tier.KECAMATAN: TierRule("kecamatan", (Role.OPERATOR_KECAMATAN,), (Role.CAMAT,), _DELIBERATE),
    Tier.OPD: TierRule("agency", (Role.VERIFIER,), (Role.VERIFIER,), _JUDGE),
    Tier.KOTA: TierRule("region", (PLANNER,), (PLANNER,), _SETTLE, after_opinion=True),
}
