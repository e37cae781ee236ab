"""What is written of one or many: refused row by row, and back."""

from __future__ import annotations

from typing import Any

import pytest

from egov.accounts.models import User
from infrastructure.domain.editing import edit, edit_many
from infrastructure.domain.taking_back import take_back
from infrastructure.models import Asset, WorkRecord
from infrastructure.vocabulary import AssetStatus, Visibility
from tests.factories.accounts import AppointmentFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import (
    AssetFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WHY = "Surat tugas contoh"


@pytest.fixture
def operator() -> User:
    return AppointmentFactory(role="infra_operator").user


def again(asset: Asset) -> Asset:
    return Asset.objects.get(pk=asset.pk)


def test_many_are_edited_in_as_many_queries_as_one(
    operator: User, django_assert_max_num_queries: Any
) -> None:
    agency = AgencyFactory()
    for many in (1, 30):
        assets = AssetFactory.create_batch(many)
        with django_assert_max_num_queries(8):
            results = edit_many(actor=operator, assets=assets, values={"owner": agency}, reason=WHY)
        assert [result.refused for result in results] == [False] * many
        assert WorkRecord.objects.filter(asset__in=assets).count() == many


def test_each_of_many_is_refused_by_itself() -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    own = AssetFactory(owner=office.agency)
    gone = AssetFactory(owner=office.agency, status=AssetStatus.RETIRED)
    same = AssetFactory(owner=office.agency, visibility=Visibility.PUBLIC)
    other = AssetFactory(owner=AgencyFactory())
    values = {"visibility": Visibility.PUBLIC.value}
    results = edit_many(
        actor=office.user, assets=[other, own, gone, same], values=values, reason=WHY
    )
    assert [(result.asset, result.refused) for result in results] == [
        (other, True),
        (own, False),
        (gone, True),
        (same, True),
    ]
    assert again(own).visibility == "public" and again(other).visibility == "restricted"


def test_nobody_gives_away_what_the_region_keeps() -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    own = AssetFactory(owner=office.agency)
    with refused("not_edited"):
        edit(actor=office.user, asset=own, values={"owner": AgencyFactory()}, reason=WHY)
    assert again(own).owner == office.agency


def test_an_edit_goes_back(operator: User) -> None:
    agency = AgencyFactory()
    asset = AssetFactory(owner=agency, tags=["lama"])
    values = {"owner": None, "tags": ["baru", "contoh"]}
    record = edit(actor=operator, asset=asset, values=values, reason=WHY)
    assert again(asset).tags == ["baru", "contoh"]
    take_back(actor=operator, record=record, reason=WHY)
    assert (again(asset).owner, again(asset).tags) == (agency, ["lama"])
