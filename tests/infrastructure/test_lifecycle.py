"""The verbs of a thing's life: who may, what follows, what is refused, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from egov.accounts.models import User
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from infrastructure.domain import lifecycle, placing, swapping
from infrastructure.domain.editing import edit
from infrastructure.domain.placing import Place
from infrastructure.domain.taking_back import last_work, take_back
from infrastructure.models import Asset, Device, WorkRecord
from infrastructure.vocabulary import AssetStatus, Work
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import (
    AssetFactory,
    DeploymentFactory,
    DeviceFactory,
    LinkFactory,
    RackFactory,
    SiteFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WHY = "Surat tugas contoh"


@pytest.fixture
def operator() -> User:
    return AppointmentFactory(role="infra_operator").user


def again(asset: Asset) -> Asset:
    return Asset.objects.get(pk=asset.pk)


# -- who may ----------------------------------------------------------------------------------


def _move(actor: Any, asset: Asset) -> object:
    return placing.move(actor=actor, asset=asset, place=Place(site=SiteFactory()), reason=WHY)


def _swap(actor: Any, asset: Asset) -> object:
    other = DeviceFactory(asset__owner=asset.owner).asset
    return swapping.swap(actor=actor, asset=asset, other=other, reason=WHY)


def _edit(actor: Any, asset: Asset) -> object:
    return edit(actor=actor, asset=asset, values={"name": "Baru"}, reason=WHY)


def _take_back(actor: Any, asset: Asset) -> object:
    keeper = AppointmentFactory(role="infra_operator").user
    record = lifecycle.verify(actor=keeper, asset=asset)
    return take_back(actor=actor, record=record, reason=WHY)


ACTS: dict[str, tuple[AssetStatus, Callable[[Any, Asset], object]]] = {
    "install": (
        AssetStatus.PLANNED,
        lambda who, a: placing.install(actor=who, asset=a, reason=WHY),
    ),
    "activate": (
        AssetStatus.INSTALLED,
        lambda who, a: lifecycle.activate(actor=who, asset=a, reason=WHY),
    ),
    "maintain": (
        AssetStatus.ACTIVE,
        lambda who, a: lifecycle.maintain(actor=who, asset=a, reason=WHY),
    ),
    "retire": (AssetStatus.ACTIVE, lambda who, a: lifecycle.retire(actor=who, asset=a, reason=WHY)),
    "reinstate": (
        AssetStatus.RETIRED,
        lambda who, a: lifecycle.reinstate(actor=who, asset=a, reason=WHY),
    ),
    "verify": (AssetStatus.ACTIVE, lambda who, a: lifecycle.verify(actor=who, asset=a)),
    "move": (AssetStatus.ACTIVE, _move),
    "swap": (AssetStatus.ACTIVE, _swap),
    "edit": (AssetStatus.ACTIVE, _edit),
    "take_back": (AssetStatus.ACTIVE, _take_back),
}
# who -> whether they may do it to a thing of their own agency, of another, of nobody known
MAY = {
    "infra_operator": (True, True, True),
    "infra_operator_opd": (True, False, False),
    "auditor": (False, False, False),
    "administrator": (False, False, False),
    "verifier": (False, False, False),
    "lurah": (False, False, False),
    "ketua_rw": (False, False, False),
    "citizen": (False, False, False),
    "stranger": (False, False, False),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", MAY)
def test_who_may_do_what_to_whose(who: str, act: str) -> None:
    agency = None
    actor: Any = AnonymousUser()
    if who == "citizen":
        actor = UserFactory()
    elif who != "stranger":
        office = AppointmentFactory(role=who)
        actor, agency = office.user, office.agency
    status, run = ACTS[act]
    for owner, may in zip(
        (agency or AgencyFactory(), AgencyFactory(), None), MAY[who], strict=True
    ):
        asset = DeviceFactory(asset__owner=owner, asset__status=status).asset
        if may:
            run(actor, asset)
            continue
        with pytest.raises(NotAllowed):
            run(actor, asset)
        assert again(asset).status == status


def test_the_office_is_what_it_was_when_the_row_is_locked(operator: User) -> None:
    """An agency's operator holds a page open while the thing goes to another agency."""
    office = AppointmentFactory(role="infra_operator_opd")
    asset = DeviceFactory(asset__owner=office.agency).asset
    edit(actor=operator, asset=asset, values={"owner": AgencyFactory()}, reason=WHY)
    with pytest.raises(NotAllowed):
        lifecycle.retire(actor=office.user, asset=asset, reason=WHY)


# -- states -----------------------------------------------------------------------------------


@pytest.mark.parametrize("work", lifecycle.STEPS)
@pytest.mark.parametrize("status", AssetStatus)
def test_each_step_goes_only_from_where_it_may(
    operator: User, work: Work, status: AssetStatus
) -> None:
    asset = AssetFactory(status=status)
    run = ACTS[work][1]
    if status in lifecycle.STEPS[work].since:
        run(operator, asset)
        assert again(asset).status == lifecycle.STEPS[work].to
    else:
        with refused("no_such_step"):
            run(operator, asset)


def test_a_record_says_who_why_and_what_was_before(operator: User) -> None:
    asset = AssetFactory(status=AssetStatus.ACTIVE)
    record = lifecycle.retire(actor=operator, asset=asset, reason="  Rusak \n terbakar ")
    assert (record.done_by, record.reason) == (operator, "Rusak terbakar")
    assert record.before == {"asset": {"status": "active"}}
    assert record.after == {"asset": {"status": "retired"}}


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_no_verb_without_a_reason(operator: User, reason: str) -> None:
    asset = AssetFactory()
    with pytest.raises(Invalid) as no:
        lifecycle.retire(actor=operator, asset=asset, reason=reason)
    assert no.value.field == "reason"
    assert not WorkRecord.objects.exists()


def test_what_is_still_used_does_not_retire(operator: User) -> None:
    link = LinkFactory(a=DeviceFactory().asset)
    with refused("still_used", says=link.asset.code):
        lifecycle.retire(actor=operator, asset=link.a, reason=WHY)
    lifecycle.retire(actor=operator, asset=link.asset, reason=WHY)
    lifecycle.retire(actor=operator, asset=link.a, reason=WHY)


def test_what_runs_an_application_does_not_retire(operator: User) -> None:
    deployed = DeploymentFactory()
    with refused("still_used", says=deployed.group.application.name):
        lifecycle.retire(actor=operator, asset=deployed.device.asset, reason=WHY)


def test_who_may_not_read_it_is_not_told_what_uses_it() -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    site = SiteFactory(asset__owner=office.agency)
    rack = RackFactory(site=site)
    with pytest.raises(Refusal) as no:
        lifecycle.retire(actor=office.user, asset=site.asset, reason=WHY)
    assert no.value.code == "still_used" and rack.asset.code not in no.value.sentence


def test_verified_by_whom(operator: User) -> None:
    asset = AssetFactory()
    lifecycle.verify(actor=operator, asset=asset)
    row = again(asset)
    assert row.verified_by == operator and row.verified_at is not None


# -- the way back -----------------------------------------------------------------------------


def test_the_newest_is_taken_back_first_and_once(operator: User) -> None:
    asset = AssetFactory(status=AssetStatus.PLANNED)
    first = placing.install(actor=operator, asset=asset, reason=WHY)
    second = lifecycle.activate(actor=operator, asset=asset, reason=WHY)
    with refused("later_work"):
        take_back(actor=operator, record=first, reason=WHY)
    assert last_work(asset) == second
    take_back(actor=operator, record=second, reason=WHY)
    assert again(asset).status == AssetStatus.INSTALLED
    with refused("taken_back"):
        take_back(actor=operator, record=second, reason=WHY)
    take_back(actor=operator, record=first, reason=WHY)
    assert again(asset).status == AssetStatus.PLANNED
    assert last_work(asset) is None


def test_a_move_and_a_verification_go_back(operator: User) -> None:
    rack = RackFactory()
    device = DeviceFactory(rack=rack, site=rack.site, position2=4, faces=(0, 1))
    placing.move(
        actor=operator, asset=device.asset, place=Place(rack=rack, position2=8), reason=WHY
    )
    lifecycle.verify(actor=operator, asset=device.asset)
    for _ in range(2):
        record = last_work(device.asset)
        assert record is not None
        take_back(actor=operator, record=record, reason=WHY)
    device.refresh_from_db()
    assert (device.position2, device.faces.upper) == (4, 1)
    assert again(device.asset).verified_at is None


# -- nothing is deleted -----------------------------------------------------------------------


def test_no_asset_is_deleted() -> None:
    asset, device = AssetFactory(), DeviceFactory()
    for rows in (Asset.objects.filter(pk=asset.pk), Device.objects.filter(pk=device.pk)):
        with pytest.raises(IntegrityError, match="assets retire"), transaction.atomic():
            rows._raw_delete(rows.db)
