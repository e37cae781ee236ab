"""Areas: each hangs under one above it, up to the region of the test run."""

from __future__ import annotations

import factory
from django.conf import settings
from factory.django import DjangoModelFactory

from egov.areas.models import Area, Level


class RegionFactory(DjangoModelFactory[Area]):
    """The region of this portal; there is one, so a second call gives the first."""

    class Meta:
        model = Area
        django_get_or_create = ("code",)

    code = factory.LazyFunction(lambda: settings.REGION)
    level = Level.REGION
    kind = factory.LazyFunction(lambda: settings.REGION_PROFILE.kind.lower())
    name = factory.LazyFunction(lambda: settings.REGION_PROFILE.name)


class KecamatanFactory(DjangoModelFactory[Area]):
    class Meta:
        model = Area

    parent = factory.SubFactory(RegionFactory)
    code = factory.Sequence(lambda n: f"{settings.REGION}.{n % 90 + 10:02}")
    level = Level.DISTRICT
    kind = "kecamatan"
    name = factory.LazyAttribute(lambda area: f"Kecamatan Uji {area.code[-2:]}")


class KelurahanFactory(DjangoModelFactory[Area]):
    class Meta:
        model = Area

    parent = factory.SubFactory(KecamatanFactory)
    code = factory.LazyAttributeSequence(lambda area, n: f"{area.parent.code}.{n % 9000 + 1000}")
    level = Level.VILLAGE
    kind = "kelurahan"
    name = factory.LazyAttribute(lambda area: f"Uji {area.code[-4:]}")


class AreaFactory(DjangoModelFactory[Area]):
    """An RW: what people live in and propose for."""

    class Meta:
        model = Area

    parent = factory.SubFactory(KelurahanFactory)
    code = factory.LazyAttributeSequence(lambda area, n: f"{area.parent.code}/{n % 90 + 10}")
    level = Level.RW
    kind = "rw"
    name = factory.LazyAttribute(lambda area: f"RW {area.code[-2:]}")
