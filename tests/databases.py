"""The databases that the tests of one process use: an empty portal, and one with the town in it.

Building the town takes 184 queries; copying a database that holds it takes a twentieth of a
second. A test that asks for `town` runs in the second database and rolls back there; all others
see an empty portal. What a transactional test leaves behind goes with its database, which is made
anew from a pristine copy: TRUNCATE of 261 tables takes nine times as long.
"""

from __future__ import annotations

import pickle
from threading import current_thread
from typing import Any
from weakref import WeakSet

from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from factory.base import FactoryMetaClass

from tests.town import Town, build_town

IN_THE_TOWN = "in_the_town"  # the fixture by which a test asks for the second


class Databases:
    """`use` before a test, `renew` after one that commits; `close` after the last.

    While a browser runs in this thread, Django knows it as an asynchronous one, and has a
    connection for each context: none may stay open on a database that goes or is left.
    """

    def __init__(self, factories: list[FactoryMetaClass]) -> None:
        self.factories = factories
        self.thread = current_thread()
        self.connections: WeakSet[BaseDatabaseWrapper] = WeakSet()
        connection_created.connect(self._opened)
        self.empty = connection.settings_dict["NAME"]
        self.populated = f"{self.empty}_town"
        self.town = b""
        self.numbers: list[int] = []
        connection.close()  # it was opened before
        self._copy(_pristine(self.empty), of=self.empty)

    def use(self, fixtures: list[str]) -> None:
        """The database that a test with these fixtures wants, and the factories' next numbers."""
        populated = IN_THE_TOWN in fixtures
        if populated and not self.town:
            self._build()
        self._connect_to(self.populated if populated else self.empty)
        for position, factory in enumerate(self.factories):
            factory.reset_sequence(self.numbers[position] if populated else 0)

    def fresh_town(self) -> Town:
        """The town's people and things as they were built; what a test changes is its own."""
        town: Town = pickle.loads(self.town)  # we pickled it
        return town

    def renew(self) -> None:
        """The current database as it was before the test, whatever was committed to it."""
        name = connection.settings_dict["NAME"]
        self._disconnect()
        self._drop(name)
        self._copy(name, of=_pristine(name))

    def close(self) -> None:
        connection_created.disconnect(self._opened)
        self._connect_to(self.empty)
        self._disconnect()
        for name in (self.populated, _pristine(self.populated), _pristine(self.empty)):
            self._drop(name)

    def _build(self) -> None:
        pristine = _pristine(self.populated)
        self._copy(pristine, of=_pristine(self.empty))
        self._connect_to(pristine)
        for factory in self.factories:
            factory.reset_sequence(0)
        with transaction.atomic():
            self.town = pickle.dumps(build_town())
            connection.run_on_commit.clear()  # as in a test that rolls back: nothing leaves
        self.numbers = [factory._meta.next_sequence() for factory in self.factories]
        cache.clear()
        self._disconnect()
        self._copy(self.populated, of=pristine)

    def _opened(self, connection: BaseDatabaseWrapper, **_given: Any) -> None:
        if current_thread() is self.thread:
            self.connections.add(connection)

    def _disconnect(self) -> None:
        for each in self.connections:
            each.close()

    def _connect_to(self, name: str) -> None:
        if connection.settings_dict["NAME"] != name:
            self._disconnect()
            connection.settings_dict["NAME"] = name

    def _copy(self, name: str, *, of: str) -> None:
        _run(f'CREATE DATABASE "{name}" TEMPLATE "{of}" STRATEGY file_copy')

    def _drop(self, name: str) -> None:
        _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _pristine(name: str) -> str:
    return f"{name}_pristine"


def _run(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
