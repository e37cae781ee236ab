"""A device takes over from another, and back."""

from __future__ import annotations

from typing import Any

import pytest

from egov.accounts.models import User
from infrastructure.domain import swapping
from infrastructure.models import Asset, Device, Link
from infrastructure.vocabulary import AssetStatus
from tests.factories.accounts import AppointmentFactory
from tests.factories.infrastructure import (
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


def test_one_takes_over_all_that_the_other_did_and_back(operator: User) -> None:
    rack = RackFactory()
    old = DeviceFactory(rack=rack, site=rack.site, position2=4, faces=(0, 2), mgmt_ip="10.0.0.4")
    shelf = SiteFactory()
    new = DeviceFactory(site=shelf, asset__status=AssetStatus.INSTALLED)
    link = LinkFactory(a=old.asset)
    deployed = DeploymentFactory(device=old)

    def state() -> list[Any]:
        devices = Device.objects.order_by("pk").values_list("rack", "site", "position2", "mgmt_ip")
        ends = Link.objects.values_list("a", "b")
        deployed.refresh_from_db()
        return [*devices, *ends, deployed.device_id, again(old.asset).status]

    before = state()
    swapping.swap(actor=operator, asset=old.asset, other=new.asset, reason=WHY)
    new.refresh_from_db()
    link.refresh_from_db()
    assert (new.rack, new.position2, new.mgmt_ip) == (rack, 4, "10.0.0.4")
    assert (link.a_id, deployed.group.members.get().device_id) == (new.pk, new.pk)
    assert again(new.asset).status == AssetStatus.ACTIVE
    swapping.swap(actor=operator, asset=new.asset, other=old.asset, reason=WHY)
    assert state() == before


def test_who_has_duties_of_its_own_takes_none_over(operator: User) -> None:
    old, new = DeviceFactory(), DeviceFactory()
    LinkFactory(b=new.asset)
    with refused("busy_device"):
        swapping.swap(actor=operator, asset=old.asset, other=new.asset, reason=WHY)
