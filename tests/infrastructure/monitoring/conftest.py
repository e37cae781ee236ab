from __future__ import annotations

from collections.abc import Iterator

import pytest

from infrastructure.domain.network import forget_graph


@pytest.fixture(autouse=True)
def _no_graph_of_others() -> Iterator[None]:
    """Transactions of tests never commit, so that a graph may bear another's number."""
    forget_graph()
    yield
    forget_graph()
