from __future__ import annotations

import pytest

from egov.accounts.models import User
from regulations.registry import load_kinds
from tests.world import World


@pytest.fixture
def officer(world: World) -> User:
    """The legal officer of the small town, with the kinds of regulation at hand."""
    load_kinds()
    return world.staff["legal_officer"]
