"""Where a device or a rack stands, and where it does not go."""

from __future__ import annotations

import pytest

from egov.accounts.models import User
from egov.verbs.refusal import Invalid
from infrastructure.domain import lifecycle, placing
from infrastructure.domain.placing import Place
from infrastructure.domain.taking_back import take_back
from infrastructure.models import Asset, Rack
from infrastructure.vocabulary import AssetStatus
from tests.factories.accounts import AppointmentFactory
from tests.factories.infrastructure import (
    DeviceFactory,
    RackFactory,
    RoomFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WHY = "Surat tugas contoh"


@pytest.fixture
def operator() -> User:
    return AppointmentFactory(role="infra_operator").user


def again(asset: Asset) -> Asset:
    return Asset.objects.get(pk=asset.pk)


def test_a_device_stands_where_its_rack_stands(operator: User) -> None:
    rack, device = RackFactory(), DeviceFactory(site=None)
    place = Place(rack=rack, position2=20, faces=placing.FRONT)
    placing.move(actor=operator, asset=device.asset, place=place, reason=WHY)
    device.refresh_from_db()
    assert (device.rack, device.site_id, device.position2) == (rack, rack.site_id, 20)
    assert (device.faces.lower, device.faces.upper) == (0, 1)


def test_a_broken_rule_is_said_at_its_field(operator: User) -> None:
    rack = RackFactory(u_height=10)
    DeviceFactory(rack=rack, site=rack.site, position2=4, faces=(0, 2))
    device = DeviceFactory()
    for position2, code in ((4, "units_taken"), (22, "beyond_rack"), (0, "below_rack")):
        place = Place(rack=rack, position2=position2)
        with pytest.raises(Invalid) as no:
            placing.move(actor=operator, asset=device.asset, place=place, reason=WHY)
        assert (no.value.code, no.value.field) == (code, "position")


def test_a_rack_of_another_agency_is_not_ones_own() -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    device = DeviceFactory(asset__owner=office.agency)
    with refused("not_your_rack"):
        placing.move(
            actor=office.user, asset=device.asset, place=Place(rack=RackFactory()), reason=WHY
        )


def test_what_is_back_finds_its_place_free_or_is_refused(operator: User) -> None:
    rack = RackFactory()
    old = DeviceFactory(rack=rack, site=rack.site, position2=4, faces=(0, 2))
    lifecycle.retire(actor=operator, asset=old.asset, reason=WHY)
    new = DeviceFactory(rack=rack, site=rack.site, position2=4, faces=(0, 2))
    with refused("units_taken"):
        lifecycle.reinstate(actor=operator, asset=old.asset, reason=WHY)
    assert again(old.asset).status == AssetStatus.RETIRED
    lifecycle.retire(actor=operator, asset=new.asset, reason=WHY)
    lifecycle.reinstate(actor=operator, asset=old.asset, reason=WHY)
    old.refresh_from_db()
    assert (old.position2, old.retired) == (4, False)


def test_a_rack_takes_along_what_stands_in_it_and_back(operator: User) -> None:
    rack, room = RackFactory(), RoomFactory()
    device = DeviceFactory(rack=rack, site=rack.site, position2=4, faces=(0, 2))
    record = placing.move(actor=operator, asset=rack.asset, place=Place(room=room), reason=WHY)
    device.refresh_from_db()
    assert device.site_id == room.site_id
    take_back(actor=operator, record=record, reason=WHY)
    device.refresh_from_db()
    row = Rack.objects.get(pk=rack.pk)
    assert (device.site_id, row.site_id, row.room) == (rack.site_id, rack.site_id, None)


def test_where_a_rack_does_not_go(operator: User) -> None:
    rack, room = RackFactory(), RoomFactory()
    for place, code in (
        (Place(site=rack.site), "same_place"),
        (Place(rack=RackFactory()), "rack_in_rack"),
        (Place(site=rack.site, room=room), "room_elsewhere"),
        (Place(), "no_place"),
    ):
        with refused(code):
            placing.move(actor=operator, asset=rack.asset, place=place, reason=WHY)
