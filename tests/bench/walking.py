"""Walks the addresses of the portal as one role, in this process; nothing it does is kept."""

from __future__ import annotations

import copy
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice, takewhile
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve

from tests.bench.pages import is_own, read_page, weight

HOST = "demo.example"
SKIPPED = ("/static/", "/media/", "/akun/keluar/", "/admin/logout/")
RENEWED = 120  # seconds after which a role signs in anew: an older session is written again
DUMMIES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}
# <name>, <converter:name>, or a group of a regular expression without one inside
GROUP = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<()(\w+)>(?:\[[^\]]*\]|\([^)]*\)|[^()\[\]])*\)")
Page = dict[str, Any]


def digest(address: str) -> str:
    """Addresses are taken in this order: the same at each run, and not the oldest rows only."""
    return sha256(address.encode()).hexdigest()


def shape_of(route: str) -> str:
    """A route without the names and types of its parts, which may be renamed."""
    return GROUP.sub("<>", route).replace("^", "").replace("$", "").replace("\\", "")


@dataclass(frozen=True)
class Place:
    """What the resolver says of an address."""

    route: str = ""
    name: str = ""
    keys: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> str:
        return shape_of(self.route)


def place_of(address: str) -> Place:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return Place()
    keys = tuple((key, str(value)) for key, value in match.kwargs.items())
    return Place(match.route, match.view_name or "", keys)


class Visitor:
    """One role at the portal. Each visit is undone: cookies, rows, what waited for a commit."""

    def __init__(self, login: str, clean: str) -> None:
        """`clean` is the savepoint before anybody signed in."""
        self.login, self.clean = login, clean
        self.site = settings.SITE_URL
        self.since = 0.0

    def sign_in(self) -> None:
        """Anew, with the rows of every sign-in before taken back."""
        connection.savepoint_rollback(self.clean)
        host = urlsplit(self.site).netloc
        self.client = Client(raise_request_exception=False, headers={"host": host})
        if self.login:
            people: Any = get_user_model()._default_manager
            self.client.force_login(people.get_by_natural_key(f"{self.login}@{HOST}"))
            self.client.get("/akun/")  # writes what the first page of a session writes
        self.cookies = copy.deepcopy(self.client.cookies)
        self.since = time.monotonic()

    def visit(self, address: str) -> Page:
        """What the address answers; asked twice, for the first one fills the process's memory."""
        if not self.since or time.monotonic() - self.since > RENEWED:
            self.sign_in()
        self._ask(address)
        return self._ask(address)

    def _ask(self, address: str) -> Page:
        for cache in settings.CACHES:
            caches[cache].clear()
        self.client.cookies = copy.deepcopy(self.cookies)
        statements: list[str] = []

        def count(execute: Any, sql: Any, *rest: Any) -> Any:
            statements.append(str(sql))
            return execute(sql, *rest)

        before = connection.savepoint()
        try:
            with connection.execute_wrapper(count):
                response: Any = self.client.get(address)
                body = b"".join(response) if response.streaming else response.content
        finally:
            connection.set_rollback(False)
            connection.savepoint_rollback(before)
        # a savepoint is ours: outside of this walk it is the transaction itself
        queries = sum("SAVEPOINT" not in statement for statement in statements)
        return self._page(address, response, body, queries)

    def _page(self, address: str, response: Any, body: bytes, queries: int) -> Page:
        kind = response.headers.get("Content-Type", "")
        offer = read_page(body, kind, address, self.site)
        place = place_of(address)
        return {
            "route": place.shape,
            "name": place.name,
            "status": response.status_code,
            "location": response.headers.get("Location", "").removeprefix(self.site),
            "type": kind,
            "queries": queries,
            "weight": weight(body),
            "cookies": sorted(set(response.cookies) - set(self.cookies)),
            "keep": re.sub(r"\d+", "n", response.headers.get("Cache-Control", "")),
            **{word: sorted(words) for word, words in vars(offer).items()},
        }


@dataclass
class Walk:
    """All that one role has seen: a page by its address."""

    visitor: Visitor
    pages: dict[str, Page] = field(default_factory=dict)

    def see(self, address: str) -> set[str]:
        """Visits an address once; gives where it leads."""
        if address in self.pages:
            return set()
        page = self.pages[address] = self.visitor.visit(address)
        reading = (form.removeprefix("get ") for form in page["forms"] if form.startswith("get "))
        onward = {*page["links"], *page["pictures"], *page["items"], *reading, page["location"]}
        return {target for target in onward if is_own(target) and not target.startswith(SKIPPED)}

    def crawl(self, start: Iterable[str], limit: int) -> None:
        """Follows what leads on, with so many addresses at most of each route.

        Half as many with a query: filters, orders, later pages.
        """
        seen: Counter[tuple[str, bool]] = Counter()
        waiting = set(start)
        for address in sorted(waiting, key=digest):
            waiting |= self.see(address)
        while waiting := waiting - self.pages.keys():
            onward: set[str] = set()
            for address in sorted(waiting, key=digest):
                kind = (place_of(address).shape, "?" in address)
                if seen[kind] < (limit // 2 if kind[1] else limit):
                    seen[kind] += 1
                    onward |= self.see(address)
            if not onward:
                return
            waiting = onward


def routes(patterns: Iterable[Any] | None = None, before: str = "") -> Iterator[str]:
    """Every route of the resolver."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def sample(addresses: Iterable[str], many: int) -> set[str]:
    """So many addresses of each route, with a query and without."""
    taken: Counter[tuple[str, bool]] = Counter()
    chosen = set()
    for address in sorted(addresses, key=digest):
        kind = (place_of(address).shape, "?" in address)
        taken[kind] += 1
        if taken[kind] <= many:
            chosen.add(address)
    return chosen


def unlinked(addresses: Iterable[str], many: int) -> set[str]:
    """Addresses of the routes that none of these has, filled with keys of their neighbours."""
    places = sorted((place_of(address) for address in addresses), key=lambda p: digest(str(p)))
    seen = {place.shape for place in places}
    filled: set[str] = set()
    for route in sorted(set(routes())):
        if shape_of(route) not in seen:
            filled |= set(islice(_fillings(route, places), many)) or {fill(route, {})}
    return {address for address in filled if not address.startswith(SKIPPED)}


def _fillings(route: str, places: list[Place]) -> Iterator[str]:
    """Addresses that the resolver takes for this route, those with a near neighbour's keys first.

    Where the route has one part only, what makes up a neighbour may be it: `perda/2018/3`.
    """
    asked = [named[1] or named[3] for named in GROUP.findall(route)]
    near = sorted(places, key=lambda place: -_shared(place.route, route))
    known = {key: value for place in reversed(near) for key, value in place.keys}
    candidates = [dict(place.keys) for place in near if set(asked) & dict(place.keys).keys()]
    if len(asked) == 1:
        joined = ("/".join(dict(place.keys).values()) for place in near if len(place.keys) > 1)
        candidates += [{asked[0]: value} for value in joined]
    met = set()
    for keys in candidates:
        address = fill(route, known | keys)
        if address not in met and place_of(address).shape == shape_of(route):
            met.add(address)
            yield address


def _shared(route: str, other: str) -> int:
    """With how many letters both begin."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(route, other, strict=False))
    return sum(1 for _ in pairs)


def fill(route: str, keys: dict[str, str]) -> str:
    """The route with its parts filled, with a dummy where nothing is known."""

    def value(match: re.Match[str]) -> str:
        converter, name = match[1] or "", match[2] or match[4]
        return quote(keys.get(name, DUMMIES.get(converter, "x")), safe="/~:@")

    plain = GROUP.sub(value, route)
    return "/" + re.sub(r"[\^$\\]|\(\?:|\)\??", "", plain)
