from __future__ import annotations

import pytest

from egov.accounts.models import User
from regulations.domain.registry import load_kinds
from tests.town import Town


@pytest.fixture
def officer(town: Town) -> User:
    """The legal officer of the small town, with the kinds of regulation at hand."""
    load_kinds()
    return town.staff["legal_officer"]
