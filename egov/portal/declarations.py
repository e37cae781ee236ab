"""What an app may give the portal, each a frozen value. `Portal` gathers them for one app."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from celery.schedules import crontab
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from egov.portal.mapping import Shading, Spots
from egov.portal.mornings import Morning
from egov.portal.offices import Office
from egov.portal.searching import Places, SearchSource
from egov.verbs.outbox import Attach, Compose, Notify
from egov.verbs.rights import Record
from egov.web.written import Find


@dataclass(frozen=True)
class MenuItem:
    """A link of the main menu; `url_name` is a name of the resolver.

    `in_bar`: it stands in the row at the head of a wide page too; of the others *Menu* and the
    foot tell.
    """

    order: int
    label: str
    url_name: str
    in_bar: bool = True


class Place(StrEnum):
    """Where a panel stands; what it is about is given along."""

    DESK = "desk"
    HOME_NOW = "home_now"  # of the home page, under its tasks: what the year does now
    HOME_WEEK = "home_week"  # beside them
    HOME_NEWS = "home_news"
    HOME_AROUND = "home_around"  # of the Area that a reader chose, of the whole region with None
    HOME = "home"  # at its end, several beside each other
    AREA_FIGURES = "area_figures"  # of an Area, under its name
    AREA = "area"
    ACCOUNT = "account"
    APPLICATION = "application"
    REGULATION = "regulation"
    PROPOSAL = "proposal"
    EVERY_PAGE = "every_page"
    IN_REACH = "in_reach"  # at the foot of a phone's screen, on every page
    SIGN_IN = "sign_in"  # under the form


Context = Callable[[HttpRequest, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A part of somebody else's page.

    `context(request, about)` gives its template what it needs, or None where there is nothing to
    show to this reader. `public`: it is the same for every reader, and kept for a minute.
    """

    place: Place
    order: int
    template: str
    context: Context
    public: bool = False


@dataclass(frozen=True)
class Window:
    """While a task can be done: until when, where it ends, and what that is called."""

    until: datetime | None = None  # its last moment
    name: str = ""


@dataclass(frozen=True)
class Task:
    """What people come to the portal for: a link of the home page.

    Shown while `now(request)` gives a window; always without it. What ends stands first.
    """

    order: int
    label: str
    url_name: str
    now: Callable[[HttpRequest], Window | None] | None = None


@dataclass(frozen=True)
class DeskRoom:
    """A page that an office works in, as a large link on the first page of its desk.

    Shown to who holds one of `offices`, or whom `allows(user)` lets in. `query` is what the
    address carries; `count(user)` how many lie there, where that is cheap: counted to a limit.
    `group`: the heading under which it stands after those without one, where an office has many.
    """

    order: int
    label: str
    url_name: str
    offices: tuple[str, ...] = ()
    allows: Callable[[Any], bool] | None = None
    help: str = ""
    query: str = ""
    count: Callable[[Any], int] | None = None
    group: str = ""


@dataclass(frozen=True)
class ApiRoute:
    """A viewset under /api/v1/<prefix>/."""

    prefix: str
    viewset: type[Any]
    basename: str


@dataclass(frozen=True)
class DemoStep:
    """One part of the demo: `make` is called where `missing()` says that it is not there.

    `many`: so many rows that the database should look at its statistics anew.
    """

    order: int
    title: str
    missing: Callable[[], bool]
    make: Callable[[], object]
    many: bool = False


@dataclass(frozen=True)
class DemoAccount:
    """A login that a first look is told of.

    With `office`, one over the whole region, the demo makes it; others are made by demo steps.
    """

    order: int
    login: str
    office: str = ""


@dataclass(frozen=True)
class Beat:
    """A task that runs by itself: its dotted name, and every how many seconds or when.

    `queue`: one of its own, where it must hold up nobody; it wants a worker that serves it.
    """

    name: str
    task: str
    schedule: float | crontab
    queue: str = ""


@dataclass(frozen=True)
class Retention:
    """How long something is kept, on which ground; `task` is the dotted name that deletes it."""

    what: str
    kept: timedelta
    basis: str
    task: str


@dataclass(frozen=True)
class SitemapPart:
    """Public pages of one kind, by ranges of id: `address(row)` is a path of this portal.

    `changed`: the column, annotated or stored, of when a page last changed; `changes`: instead of
    it, who tells that of many rows by their key. Neither where that is not known, for a wrong one
    is worse.
    """

    name: str
    queryset: Callable[[], QuerySet[Any]]
    address: Callable[[Any], str]
    changed: str = ""
    changes: Callable[[QuerySet[Any]], dict[int, datetime]] | None = None


@dataclass(frozen=True)
class AgendaEntry:
    """Something that happens from one moment until another, at an address of this portal."""

    key: str  # the same each time it is told
    title: str
    begins: datetime
    ends: datetime
    url: str
    text: str = ""
    area_id: int | None = None


@dataclass(frozen=True)
class AgendaSource:
    """What of an app stands in the agenda: `between(begin, end)` tells it.

    A row of one of `models` that is saved or deleted may have changed it. `kind` is the agenda's
    word for what it tells.
    """

    name: str
    between: Callable[[datetime, datetime], Iterable[AgendaEntry]]
    models: tuple[type[Model], ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class LegalReference:
    """A row that names a regulation as its ground, told on that regulation's page.

    `rows(regulation)` are those that a reader may see, at most a screenful; `sentence(row)` and
    `address(row)` tell and open one. `in_use()` are (the regulation's path "perwali/2021/68", row)
    of all that act on their ground now: whoever keeps the law hears when it ends.
    """

    title: str
    rows: Callable[[Any, Any], Sequence[Any]]  # (regulation, user or None)
    sentence: Callable[[Any], str]
    address: Callable[[Any], str]
    in_use: Callable[[], Sequence[tuple[str, Any]]] = tuple


# of regulations by their paths ("perwali/2021/68"), in a word, whether each is in force on a day
LawWords = Callable[[Collection[str], date], Mapping[str, str]]


@dataclass(frozen=True)
class Feed:
    """What programs may read again and again: `format` as people call it ("Atom", ".ics")."""

    order: int
    label: str
    url_name: str
    format: str = "Atom"


@dataclass(frozen=True)
class Followed:
    """A kind of thing that people follow, told by a Message's `about`.

    `find(key)` gives (label, path of this portal) of one that everybody may see; None for all
    else.
    """

    kind: str  # "usulan"; in addresses too
    find: Callable[[str], tuple[str, str] | None]


@dataclass(frozen=True)
class Portal:
    """All that one app gives."""

    menu: tuple[MenuItem, ...] = ()
    footer: tuple[MenuItem, ...] = ()
    offices: tuple[Office, ...] = ()
    panels: tuple[Panel, ...] = ()
    tasks: tuple[Task, ...] = ()
    shadings: tuple[Shading, ...] = ()  # the first of all apps is shown
    spots: tuple[Spots, ...] = ()  # of these too
    desk_rooms: tuple[DeskRoom, ...] = ()
    search: tuple[SearchSource, ...] = ()
    read_places: Callable[[str], Places] | None = None  # of one app alone
    api: tuple[ApiRoute, ...] = ()
    enum_names: Mapping[str, str] = field(default_factory=dict)  # name in the schema -> dotted enum
    importers: tuple[Any, ...] = ()  # egov.imports.offers.Offer
    records: Mapping[type[Model], Record] = field(default_factory=dict)  # append-only tables
    legal_references: tuple[LegalReference, ...] = ()
    law_words: LawWords | None = None
    notices: Mapping[str, Notify] = field(default_factory=dict)  # topic -> who hears in which words
    letters: Mapping[str, Compose] = field(default_factory=dict)  # topic -> mail without an account
    attachments: Mapping[str, Attach] = field(default_factory=dict)  # topic -> files of its mails
    mornings: tuple[Morning, ...] = ()
    followed: tuple[Followed, ...] = ()
    feeds: tuple[Feed, ...] = ()
    # words of one meaning that the database's stemmer leaves apart
    word_families: tuple[tuple[str, ...], ...] = ()
    schedule: tuple[Beat, ...] = ()
    demo: tuple[DemoStep, ...] = ()
    demo_accounts: tuple[DemoAccount, ...] = ()
    retention: tuple[Retention, ...] = ()
    sitemap: tuple[SitemapPart, ...] = ()
    # by key of an area: when what this app shows on its page last changed
    area_changes: tuple[Callable[[], dict[int, datetime]], ...] = ()
    uncrawled: tuple[str, ...] = ()  # addresses that no search engine should follow
    agenda: tuple[AgendaSource, ...] = ()
    written: tuple[Find, ...] = ()  # of its addresses that are files
    page_changes: tuple[Callable[[datetime], datetime | None], ...] = ()  # when pages change next
