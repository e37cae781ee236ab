"""Regulations with their parts and events, applications and what they stand on."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from factory.django import DjangoModelFactory

from regulations.domain.registry import load_kinds
from regulations.models import (
    Application,
    Binding,
    Clause,
    LegalEvent,
    Provision,
    Regulation,
    RegulationKind,
)
from regulations.vocabulary import BindingRole, ClauseKind, EventKind, ServiceElement


def kind_of(code: str) -> RegulationKind:
    """A kind as the registry ships it; all are loaded where they are not there yet."""
    kind = RegulationKind.objects.filter(code=code).first()
    return kind or load_kinds()[code]


class RegulationFactory(DjangoModelFactory[Regulation]):
    """A regulation of this region, made on the first two days of its year; a perda of 2020.

    `kind` takes the code of a kind too: "perwali".
    """

    class Meta:
        model = Regulation

    kind = "perda"
    number = factory.Sequence(lambda n: str(n + 1))
    year = 2020
    title = factory.LazyAttribute(lambda regulation: f"Uji {regulation.number}")
    enacted_on = factory.LazyAttribute(lambda regulation: date(regulation.year, 1, 1))
    promulgated_on = factory.LazyAttribute(lambda regulation: date(regulation.year, 1, 2))

    @classmethod
    def _adjust_kwargs(cls, **values: Any) -> dict[str, Any]:
        kind = values["kind"]
        return {**values, "kind": kind_of(kind) if isinstance(kind, str) else kind}


class ProvisionFactory(DjangoModelFactory[Provision]):
    """A pasal: "Pasal 1" of a regulation, then "Pasal 2" where a test says `number=2`."""

    class Meta:
        model = Provision

    class Params:
        number = 1

    regulation = factory.SubFactory(RegulationFactory)
    label = factory.LazyAttribute(lambda part: f"Pasal {part.number}")
    path = factory.LazyAttribute(lambda part: f"pasal-{part.number}")
    position = factory.SelfAttribute("number")
    text = "Bunyi uji."


class LegalEventFactory(DjangoModelFactory[LegalEvent]):
    """A regulation repeals another on the day on which it was promulgated, past the verb."""

    class Meta:
        model = LegalEvent

    kind = EventKind.REPEALS
    source = factory.SubFactory(RegulationFactory, year=2021)
    target = factory.SubFactory(RegulationFactory)
    takes_effect_on = factory.SelfAttribute("source.promulgated_on")


class ApplicationFactory(DjangoModelFactory[Application]):
    """An application that obliges nobody."""

    class Meta:
        model = Application

    code = factory.Sequence(lambda n: f"aplikasi-{n}")
    name = factory.LazyAttribute(lambda application: f"Aplikasi {application.code}")
    element = ServiceElement.SERVICE


class BindingFactory(DjangoModelFactory[Binding]):
    """An application stands on its Perwali since 2021, past the verb."""

    class Meta:
        model = Binding

    application = factory.SubFactory(ApplicationFactory)
    regulation = factory.SubFactory(RegulationFactory, kind="perwali")
    role = BindingRole.UMBRELLA
    valid = DateRange(date(2021, 1, 1), None)


class ClauseFactory(DjangoModelFactory[Clause]):
    """A confirmed debt: a pasal asks for a Perwali."""

    class Meta:
        model = Clause

    provision = factory.SubFactory(ProvisionFactory)
    kind = ClauseKind.DELEGATION
    sentence = "Diatur dengan Peraturan Wali Kota."
    to = "Peraturan Wali Kota"
    confirmed_at = factory.LazyFunction(timezone.now)
