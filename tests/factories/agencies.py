"""Agencies (OPD)."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from egov.agencies.models import Agency


class AgencyFactory(DjangoModelFactory[Agency]):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"dinas-{n}")
    short_name = factory.LazyAttribute(lambda agency: agency.code.upper())
    name = factory.LazyAttribute(lambda agency: f"Dinas {agency.short_name}")
