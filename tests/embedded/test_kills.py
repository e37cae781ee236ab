"""Twenty kills while citizens send proposals: what was acknowledged stands once, nothing twice."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import psycopg2
import pytest

from egov.embedded.process import kill
from musrenbang.demo.town import HOST
from tests.embedded.citizens import NO_ANSWER, Book, Citizen
from tests.embedded.running import Reader, Run, descendants, free_port, gone, processes_of

T = TypeVar("T")
CITIZENS = 6
ROUNDS = 4
# a citizen of every RW sends from one machine; how many an hour is another test's
WITHOUT_LIMITS = {"SENT_PER_HOUR_BY_ACCOUNT": "100000", "SENT_PER_HOUR_BY_RW": "100000"}
WORKERS = 2  # of the web server; deploy/gunicorn.conf.py
# citizens of different RW whose ketua confirmed them
PEOPLE = """
    SELECT split_part(c.value, '@', 1) FROM accounts_contact c
    JOIN accounts_residence r ON r.user_id = c.user_id AND r.ended_at IS NULL
    WHERE c.value LIKE 'warga1-%%@' || %s AND r.confirmed_at IS NOT NULL
    ORDER BY c.value LIMIT %s
"""
# each proposal of the test with how many rows the act wrote beside it
WRITTEN = """
    SELECT p.title, p.number,
        (SELECT count(*) FROM musrenbang_proposalevent e
         WHERE e.pgh_obj_id = p.id AND e.pgh_label = 'insert'),
        (SELECT count(*) FROM musrenbang_draft d WHERE d.sent_as_id = p.id AND d.data = '{}'),
        (SELECT count(*) FROM acts_idempotencykey k
         WHERE k.verb = 'musrenbang.submit' AND k.result = p.number),
        (SELECT count(*) FROM acts_outboxevent o
         WHERE o.topic = 'proposal.submitted' AND (o.payload ->> 'proposal')::bigint = p.id)
    FROM musrenbang_proposal p WHERE p.title LIKE 'Uji putus %'
"""
UNTOLD = "SELECT count(*) FROM acts_outboxevent WHERE consumed_at IS NULL"


def wait_for(what: Callable[[], T], seconds: float, missing: Callable[[], object]) -> T:
    """What comes, once it does."""
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until, f"it did not come: {missing()}"
        time.sleep(0.05)
    return found


class Town:
    """A running demo: its processes by what they do, and its database."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def _line(self, words: str, parent: int | None = None) -> list[int]:
        """Processes whose command line holds this, of this parent."""
        above = parent or self.run.process.pid
        below = descendants(self.run.process.pid).items()
        return [pid for pid, (by, line) in below if by == above and words in line]

    def _children(self, parents: list[int]) -> list[int]:
        return list(chain.from_iterable(self._line("", parent) for parent in parents))

    def masters(self) -> list[int]:
        return self._line("gunicorn")

    def web_workers(self) -> list[int]:
        return self._children(self.masters())

    def celery_workers(self) -> list[int]:
        return self._line("celery -A egov worker")

    def tasks(self) -> list[int]:
        return self._children(self.celery_workers())

    def valkeys(self) -> list[int]:
        return self._line("valkey-server")

    def postmasters(self) -> list[int]:
        return self._line("/bin/postgres -D")

    def backends(self) -> list[int]:
        """Those that serve the portal, the ones in the middle of something first."""
        found: dict[int, str] = {}
        for master in self.postmasters():
            below = descendants(master).items()
            found |= {
                pid: line
                for pid, (above, line) in below
                if above == master and "portal_web" in line
            }
        return sorted(found, key=lambda pid: found[pid].rstrip().endswith(" idle"))

    def serves(self) -> bool:
        """Whether a citizen finds every part that answers."""
        parts = (self.masters(), self.valkeys(), self.postmasters())
        enough = all(len(part) == 1 for part in parts) and len(self.web_workers()) == WORKERS
        return enough and self._ready()

    def stands(self) -> bool:
        """Whether every part does its work; the Celery worker comes back at leisure."""
        return self.serves() and bool(self.tasks())

    def _ready(self) -> bool:
        try:
            return "true" in Reader(self.run.port).get("/readyz")
        except NO_ANSWER:
            return False

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """As the owner of the tables."""
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute(query, values or None)
            return cursor.fetchall()

    @property
    def url(self) -> str:
        environ = Path(f"/proc/{self.masters()[0]}/environ").read_bytes().split(b"\0")
        name = b"MIGRATE_DATABASE_URL="
        return next(line for line in environ if line.startswith(name)).removeprefix(name).decode()


def strike(town: Town, book: Book, victims: Callable[[], list[int]]) -> None:
    """Kills one while a proposal is on its way, and waits until citizens are acknowledged anew."""
    victim = wait_for(lambda: victims() if book.on_their_way else [], 60, book.statuses.copy)[0]
    kill(victim, signal.SIGKILL)
    began = time.monotonic()
    wait_for(lambda: victim not in descendants(town.run.process.pid), 30, lambda: victim)
    wait_for(town.serves, 120, town.run.text)
    stood, sent = time.monotonic() - began, len(book.sent)
    wait_for(lambda: len(book.sent) >= sent + CITIZENS, 90, book.statuses.copy)
    went_on = time.monotonic() - began
    print(f"{victims.__name__}: {stood:.1f} s, {went_on:.1f} s; {sent} sent; {dict(book.statuses)}")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    home = tmp_path / "data"
    run = Run("35.78", home, free_port(), **WITHOUT_LIMITS)
    try:
        run.wait("Portal terbuka", 240)
        yield Town(run)
    finally:
        try:
            if run.process.poll() is None:
                run.end()
        finally:
            run.process.kill()  # its parts end with it
            for pid in processes_of(home):
                kill(pid, signal.SIGKILL)


@pytest.mark.alone
def test_twenty_kills_lose_nothing_and_double_nothing(town: Town) -> None:
    book = Book()
    logins = [login for (login,) in town.ask(PEOPLE, HOST, CITIZENS)]
    citizens = [Citizen(book, town.run.port, login) for login in logins]
    for citizen in citizens:
        citizen.enter()
    wait_for(town.stands, 60, town.run.text)
    for citizen in citizens:
        citizen.start()
    webs = (town.web_workers, town.masters)
    try:
        for number in range(ROUNDS):
            wait_for(town.stands, 120, town.run.text)
            others = (town.celery_workers, town.valkeys, town.backends, town.postmasters)
            for victims in (webs[number % 2], *others):
                strike(town, book, victims)
    finally:
        book.over.set()
        for citizen in citizens:
            citizen.join(60)
    print(f"{len(book.sent)} sent, {sum(n > 1 for n in book.pressed.values())} more than once")
    assert book.faults == []
    assert not any(citizen.is_alive() for citizen in citizens)
    assert len(citizens) == CITIZENS
    assert any(times > 1 for times in book.pressed.values())  # else nothing was interrupted

    # whoever gave up would have been a fault: all that was sent is acknowledged, nothing else there
    assert book.sent.keys() == book.pressed.keys()
    once = [(title, number, 1, 1, 1, 1) for title, number in book.sent.items()]
    assert sorted(town.ask(WRITTEN)) == sorted(once)
    wait_for(lambda: town.ask(UNTOLD) == [(0,)], 120, lambda: town.ask(UNTOLD))
    wait_for(town.stands, 120, town.run.text)
    assert town.run.end() == 0
    assert gone(town.run.home)
