from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from egov.agencies.models import Agency
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.agencies import AgencyFactory
from tests.town import client_of


@pytest.fixture
def small(settings: Any, db: None) -> None:
    """The portal with the small desk in place of its own."""
    settings.ROOT_URLCONF = "tests.desk.small"


@pytest.fixture
def keeper(small: None) -> Client:
    return client_of(_holder("administrator"))


@pytest.fixture
def reader(small: None) -> Client:
    """Of the staff, but not who keeps the list."""
    return client_of(_holder("auditor"))


@pytest.fixture
def agency(db: None) -> Agency:
    return AgencyFactory(name="Dinas Taman")


def _holder(role: str) -> Any:
    person = UserFactory()
    AppointmentFactory(user=person, role=role)
    return person
