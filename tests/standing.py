"""The town that stands for all tests of a file that ask for it.

It is built once, in a transaction around theirs, and each test gets a copy of its objects; the
test's own transaction takes back what the test changed. A test without the town finds none.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pytest
from django.db import connection, transaction

from tests.town import Town, build_town


class Standing:
    def __init__(self, factories: Iterable[Any]) -> None:
        self.factories = list(factories)
        self.numbers: dict[Any, int] = {}
        self.module: ModuleType | None = None
        self.town: Town | None = None
        self.around: Any = None

    def prepare(self, request: pytest.FixtureRequest) -> None:
        """Before a test's own transaction begins: stand for it, or go."""
        wanted = request.module if wants_town(request) else None
        if wanted is not self.module or (self.around and not self.stands()):
            with request.getfixturevalue("django_db_blocker").unblock():
                self.go()
                if wanted:
                    self.stand(wanted)
                    request.getfixturevalue("_town_goes_at_last")
        for factory, number in self.numbers.items():
            factory.reset_sequence(number)

    def stand(self, module: ModuleType) -> None:
        self.around = transaction.atomic()
        self.around.__enter__()
        self.town = build_town()
        self.module = module
        self.numbers = {factory: factory._meta.next_sequence() for factory in self.factories}

    def stands(self) -> bool:
        """Whether no test has closed the connection under it."""
        return connection.in_atomic_block and not connection.closed_in_transaction

    def go(self) -> None:
        if self.around and connection.in_atomic_block:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)
        self.around = self.town = self.module = None
        self.numbers = {}

    def copy(self) -> Town | None:
        return copy.deepcopy(self.town)


def wants_town(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    apart = {"transactional_db", "live_server", "swept"} & set(request.fixturenames)
    if apart or (marker and marker.kwargs.get("transaction")):
        return False
    return "town" in request.fixturenames
