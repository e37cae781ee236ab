"""People, what they hold and where they live."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from factory.django import DjangoModelFactory

from egov.accounts.models import Appointment, Residence, User
from egov.accounts.roles import Reach, office_of
from tests.factories.agencies import AgencyFactory
from tests.factories.areas import AreaFactory, KecamatanFactory, KelurahanFactory

PASSWORD = "kata-sandi-uji"
LONG_AGO = date(2020, 1, 1)  # before every clock a test sets
PLACES = {
    Reach.RW: AreaFactory,
    Reach.KELURAHAN: KelurahanFactory,
    Reach.KECAMATAN: KecamatanFactory,
}


class UserFactory(DjangoModelFactory[User]):
    """A person with one proved e-mail address: `login`@uji.example, and `PASSWORD`."""

    class Meta:
        model = User

    class Params:
        login = factory.Sequence(lambda n: f"orang-{n}")

    contact = factory.LazyAttribute(lambda person: f"{person.login}@uji.example")
    password = PASSWORD
    name = factory.LazyAttribute(lambda person: person.login.replace("-", " ").title())
    proved_how = "email"

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **values: Any) -> User:
        return model_class.objects.create_user(**values)


class AppointmentFactory(DjangoModelFactory[Appointment]):
    """An office since long ago, over a place or an agency such as its role is made over."""

    class Meta:
        model = Appointment

    class Params:
        reach = factory.LazyAttribute(lambda office: office_of(office.role).reach)

    user = factory.SubFactory(UserFactory)
    role = "legal_officer"
    area = factory.LazyAttribute(
        lambda office: PLACES[office.reach]() if office.reach in PLACES else None
    )
    agency = factory.LazyAttribute(
        lambda office: AgencyFactory() if office.reach == Reach.AGENCY else None
    )
    period = DateRange(LONG_AGO, None)


class ResidenceFactory(DjangoModelFactory[Residence]):
    """Somebody lives in an RW, and its office has confirmed it."""

    class Meta:
        model = Residence

    user = factory.SubFactory(UserFactory)
    rw = factory.SubFactory(AreaFactory)
    confirmed_at = factory.LazyFunction(timezone.now)
