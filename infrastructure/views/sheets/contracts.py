"""Which contracts cover an asset, for who knows its inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from egov.verbs.permission import Actor, may
from infrastructure.models import Asset, Contract
from infrastructure.views.sheets.reading import SHOWN
from infrastructure.vocabulary_contracts import CONTRACT_TONES, ContractState


@dataclass(frozen=True)
class Covering:
    contract: Contract
    tone: str
    word: str
    keeps: bool

    @property
    def number(self) -> str:
        return self.contract.number


def contracts_of(asset: Asset, user: Actor, on: date) -> list[Covering]:
    """The newest first; closed ones are told nowhere but at the desk."""
    rows = Contract.objects.visible_to(user).with_renewed().filter(closed_at=None, assets=asset)
    return [_covering(row, user, on) for row in rows.order_by("-ends_on", "-pk")[:SHOWN]]


def _covering(row: Contract, user: Actor, on: date) -> Covering:
    state = ContractState(row.state(on))
    keeps = may(user, "infrastructure.keep_contract", row)
    return Covering(row, CONTRACT_TONES[state], state.label, keeps)
