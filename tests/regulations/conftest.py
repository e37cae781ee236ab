from __future__ import annotations

import pytest

from egov.accounts.models import User
from regulations.domain.registry import load_kinds
from tests.factories.accounts import AppointmentFactory


@pytest.fixture
def officer(request: pytest.FixtureRequest, db: None) -> User:
    """A legal officer, with the kinds of regulation at hand; the town's own where one is built."""
    load_kinds()
    if "town" in request.fixturenames:
        return request.getfixturevalue("town").staff["legal_officer"]
    return AppointmentFactory(role="legal_officer").user
