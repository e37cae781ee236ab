"""A row of each factory is valid by itself, alone and beside a second one."""

from __future__ import annotations

import pytest
from factory.base import FactoryMetaClass

from egov.areas.models import Area
from egov.portal.joining import offices
from tests.conftest import FACTORIES
from tests.factories.accounts import AppointmentFactory
from tests.factories.musrenbang import CycleFactory, KamusVariantFactory, StageFactory
from tests.factories.regulations import ProvisionFactory, RegulationFactory

ONE_OF_ITS_KIND = {"CycleFactory", "RegionFactory"}


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_each_row_is_valid(factory: FactoryMetaClass) -> None:
    first, second = factory(), factory()
    for row in (first, second):
        row.full_clean()
    assert (first.pk == second.pk) == (factory.__name__ in ONE_OF_ITS_KIND)


@pytest.mark.django_db
@pytest.mark.parametrize("role", offices())
def test_each_office_is_over_what_it_is_made_over(role: str) -> None:
    office = AppointmentFactory(role=role)
    office.full_clean()
    assert office.user.holds(role)


@pytest.mark.django_db
def test_what_hangs_together_is_of_one_town() -> None:
    stage = StageFactory(tier="kelurahan")
    assert stage.channel.cycle == CycleFactory()
    assert KamusVariantFactory().prices.count() == 1
    part = ProvisionFactory(number=7)
    assert (part.label, part.path, part.position) == ("Pasal 7", "pasal-7", 7)
    assert RegulationFactory(kind="perwali", year=2023).promulgated_on.year == 2023
    assert Area.objects.count() == 0
