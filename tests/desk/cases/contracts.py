"""Of contracts, and of the routes that alerts take."""

from __future__ import annotations

from django.utils import timezone

from infrastructure.admin import contracts, routes
from infrastructure.domain.contracts import close_contract, cover
from infrastructure.models import AlertRoute, Contract
from infrastructure.monitoring.routes import Step, Way, add_route, add_step, end_route
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


def _route(town: Town) -> AlertRoute:
    actor = town.staff[INFRA_OPERATOR]
    route = add_route(actor=actor, way=Way("Malam"), step=Step(office=INFRA_OPERATOR))
    add_step(actor=actor, route=route, step=Step(10, "administrator"))
    return route


@ready_for(routes.AddStep)
def of_one_more_told(town: Town) -> Case:
    return of_operator(town, _route(town), after_min="5", office="infra_operator_opd", channel="")


@ready_for(routes.ChangeStep)
def of_one_told_later(town: Town) -> Case:
    route = _route(town)
    given = {"step": str(route.steps.last().pk), "after_min": "30"}  # type: ignore[union-attr]
    return of_operator(town, route, **given, office="administrator", channel="")


@ready_for(routes.RemoveStep)
def of_one_told_no_more(town: Town) -> Case:
    route = _route(town)
    return of_operator(town, route, step=str(route.steps.last().pk))  # type: ignore[union-attr]


@ready_for(routes.ChangeRoute)
def of_other_hours(town: Town) -> Case:
    given = {"name": "Siang", "position": "7", "severity": "3"}
    return of_operator(town, _route(town), **given, hours_from="06:00", hours_to="18:00")


@ready_for(routes.EndRoute)
def of_a_route(town: Town) -> Case:
    return of_operator(town, _route(town))


@ready_for(routes.BringBack)
def of_a_route_that_ended(town: Town) -> Case:
    route = _route(town)
    end_route(actor=town.staff[INFRA_OPERATOR], route=route, now=timezone.now())
    route.refresh_from_db()
    return of_operator(town, route)
