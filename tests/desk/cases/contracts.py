"""Of contracts, and of the routes that alerts take."""

from __future__ import annotations

from django.utils import timezone

from infrastructure.admin import contracts
from infrastructure.domain.contracts import close_contract, cover
from infrastructure.models import Contract
from infrastructure.vocabulary import INFRA_OPERATOR
from tests.desk.cases import Case, ready_for
from tests.desk.cases.infrastructure import WHY, of_operator
from tests.factories.infrastructure import ContractFactory, DeviceFactory
from tests.town import Town


def _covering(town: Town) -> Contract:
    contract = ContractFactory()
    codes = [DeviceFactory(asset__code="DICAKUP-1").asset.code]
    cover(actor=town.staff[INFRA_OPERATOR], contract=contract, codes=codes)
    return contract


@ready_for(contracts.Change)
def of_other_terms(town: Town) -> Case:
    contract = ContractFactory()
    given = {"number": "027/9/UBAH", "agency": str(contract.agency_id), "supplier": "CV Contoh"}
    given |= {"kind": "rent", "subject": "", "value": "25.000.000", "renews": ""}
    given |= {"starts_on": "2026-01-01", "ends_on": "2027-12-31"}
    return of_operator(town, contract, **given)


@ready_for(contracts.Cover)
def of_one_more(town: Town) -> Case:
    return of_operator(town, ContractFactory(), codes=DeviceFactory().asset.code)


@ready_for(contracts.Uncover)
def of_one_less(town: Town) -> Case:
    return of_operator(town, _covering(town), codes="dicakup-1")


@ready_for(contracts.Close)
def of_one_that_stands(town: Town) -> Case:
    return of_operator(town, ContractFactory(), **WHY)


@ready_for(contracts.Reopen)
def of_one_that_was_closed(town: Town) -> Case:
    actor, row = town.staff[INFRA_OPERATOR], ContractFactory()
    return of_operator(
        town, close_contract(actor=actor, contract=row, reason="Uji", now=timezone.now())
    )
