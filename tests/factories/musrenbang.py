"""A planning year, its channel and stages, the kamus, and proposals within them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone
from factory.django import DjangoModelFactory

from musrenbang.domain.numbers import make_number, next_serials
from musrenbang.domain.packs import read_pack
from musrenbang.models import (
    Channel,
    Cycle,
    Group,
    KamusEntry,
    KamusPrice,
    KamusVariant,
    Proposal,
    Stage,
)
from musrenbang.procedure import columns_of
from musrenbang.vocabulary import Tier
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.areas import AreaFactory

PRICE = Decimal(210000)
RULES = [columns_of(rule) for rule in read_pack("surabaya-kelurahan").rules]


def open_now() -> DateTimeTZRange:
    """Since the day before yesterday, for a month."""
    now = timezone.now()
    return DateTimeTZRange(now - timedelta(days=2), now + timedelta(days=30))


class CycleFactory(DjangoModelFactory[Cycle]):
    """Next year's; there is one, so a second call gives the first."""

    class Meta:
        model = Cycle
        django_get_or_create = ("year",)

    year = factory.LazyFunction(lambda: timezone.now().year + 1)
    name = factory.LazyAttribute(lambda cycle: f"Musrenbang RKPD {cycle.year}")
    example = True


class ChannelFactory(DjangoModelFactory[Channel]):
    """A channel that takes proposals now; it has no stages but those that a test gives it."""

    class Meta:
        model = Channel

    cycle = factory.SubFactory(CycleFactory)
    code = factory.Sequence(lambda n: f"jalur-{n}")
    name = "Usulan warga"
    description = "Setiap warga."
    submission = factory.LazyFunction(open_now)


def _rule(name: str) -> Any:
    """What the pack says of the tier."""

    def find(stage: Any) -> Any:
        return next(columns[name] for columns in RULES if columns["tier"] == stage.tier)

    return factory.LazyAttribute(find)


class StageFactory(DjangoModelFactory[Stage]):
    """A stage as in the procedure of Surabaya; a test says what it has of its own."""

    class Meta:
        model = Stage

    channel = factory.SubFactory(ChannelFactory)
    tier = Tier.RW
    position = _rule("position")
    name = factory.LazyAttribute(lambda stage: f"Tahap {stage.tier}")
    act = _rule("act")
    decider = _rule("decider")
    role = _rule("role")
    preparer = _rule("preparer")
    outcomes = _rule("outcomes")
    after_decline = _rule("after_decline")
    silence = _rule("silence")
    needs = _rule("needs")
    ranks = _rule("ranks")
    window = factory.LazyAttribute(lambda stage: stage.channel.submission)


class KamusEntryFactory(DjangoModelFactory[KamusEntry]):
    class Meta:
        model = KamusEntry

    code = factory.Sequence(lambda n: f"jenis-{n}")
    name = "Pavingisasi"
    definition = "Memasang paving."
    nature = "fisik"
    agency = factory.SubFactory(AgencyFactory)
    keywords = "jalan gang becek"
    example = True


class KamusVariantFactory(DjangoModelFactory[KamusVariant]):
    """A size that can be proposed: with a price, from ever and for ever."""

    class Meta:
        model = KamusVariant
        skip_postgeneration_save = True

    entry = factory.SubFactory(KamusEntryFactory)
    code = factory.LazyAttribute(lambda variant: f"{variant.entry.code}-6")
    label = "tebal 6 cm"
    unit = "m2"
    max_volume = Decimal(2000)
    price = factory.RelatedFactory("tests.factories.musrenbang.KamusPriceFactory", "variant")


class KamusPriceFactory(DjangoModelFactory[KamusPrice]):
    class Meta:
        model = KamusPrice

    variant = factory.SubFactory(KamusVariantFactory, price=None)
    amount = PRICE
    valid = DateRange(None, None)
    source = "contoh"


class ProposalFactory(DjangoModelFactory[Proposal]):
    """A proposal that waits at a stage, written past the verbs."""

    class Meta:
        model = Proposal

    stage = factory.SubFactory(StageFactory)
    tier = factory.SelfAttribute("stage.tier")
    channel = factory.SelfAttribute("stage.channel")
    number = factory.LazyAttribute(
        lambda proposal: make_number(proposal.channel.cycle.year, next_serials()[0])
    )
    proposer = factory.SubFactory(UserFactory)
    rw = factory.SubFactory(AreaFactory)
    kelurahan = factory.SelfAttribute("rw.parent")
    kecamatan = factory.SelfAttribute("rw.parent.parent")
    address = "Gang 3"
    variant = factory.SubFactory(KamusVariantFactory)
    kind = factory.SelfAttribute("variant.entry.name")
    size = factory.SelfAttribute("variant.label")
    unit = factory.SelfAttribute("variant.unit")
    output = factory.SelfAttribute("variant.entry.output")
    agency = factory.SelfAttribute("variant.entry.agency")
    title = "Paving gang 3"
    problem = "Becek."
    wish = "Dipaving."
    unit_price = PRICE
    proposed_volume = Decimal(100)
    proposed_cost = Decimal(21000000)
    volume = Decimal(100)
    cost = Decimal(21000000)


class GroupFactory(DjangoModelFactory[Group]):
    """A group of a kelurahan, registered past the verb."""

    class Meta:
        model = Group

    name = factory.Sequence(lambda n: f"Karang Taruna {n}")
    kind = "pemuda"
    kelurahan = factory.SubFactory(AreaFactory)
    speaker = factory.SubFactory(UserFactory)
    letter = "01/2026"
    registered_office = "Operator Kelurahan"
