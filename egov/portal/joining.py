"""Finding what every installed app gives, and handing it on to the floors below."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from functools import cache
from importlib import import_module
from itertools import chain
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule

from egov.portal.declarations import (
    AgendaSource,
    ApiRoute,
    DemoAccount,
    DemoStep,
    DeskRoom,
    Feed,
    Followed,
    LegalReference,
    MenuItem,
    Panel,
    Place,
    Portal,
    Retention,
    SitemapPart,
    Task,
)
from egov.portal.mapping import Shading, Spots
from egov.portal.mornings import Morning
from egov.portal.offices import Office
from egov.portal.searching import Places, SearchSource
from egov.verbs.outbox import attaches, hears, writes
from egov.verbs.rights import stays
from egov.web.public import known_change
from egov.web.written import written_pages


@cache
def portals() -> tuple[Portal, ...]:
    """`PORTAL` of `<app>/portal.py` of every installed app, in their order in INSTALLED_APPS."""
    declared = []
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "portal"):
            portal = getattr(import_module(f"{config.name}.portal"), "PORTAL", None)
            if isinstance(portal, Portal):
                declared.append(portal)
    return tuple(declared)


def join() -> None:
    """Once, when all apps are loaded: tells the floors below, which know no app, what there is."""
    for portal in portals():
        for topic, notify in portal.notices.items():
            hears(topic, notify)
        for topic, compose in portal.letters.items():
            writes(topic, compose)
        for topic, attach in portal.attachments.items():
            attaches(topic, attach)
        for model, record in portal.records.items():
            stays(model, record)
        for change in portal.page_changes:
            known_change(change)
        for find in portal.written:
            written_pages(find)
        for beat in portal.schedule:
            entry: dict[str, Any] = {"task": beat.task, "schedule": beat.schedule}
            if isinstance(beat.schedule, float):  # no heap of them waits for a worker that is away
                entry["options"] = {"expires": beat.schedule}
            if beat.queue:
                entry["options"] = {**entry.get("options", {}), "queue": beat.queue}
            settings.CELERY_BEAT_SCHEDULE[beat.name] = entry
        names: Any = settings.SPECTACULAR_SETTINGS["ENUM_NAME_OVERRIDES"]
        names.update(portal.enum_names)


def _all(kind: str) -> list[Any]:
    """What all apps give of one kind, by its `order`."""
    return sorted(chain.from_iterable(getattr(p, kind) for p in portals()), key=lambda x: x.order)


@cache
def menu() -> tuple[MenuItem, ...]:
    """The links of the main menu."""
    return tuple(_all("menu"))


@cache
def footer() -> tuple[MenuItem, ...]:
    """The apps' links at the foot of every page."""
    return tuple(_all("footer"))


@cache
def offices() -> dict[str, Office]:
    """Every office that people may hold, by its code."""
    return {office.code: office for office in _all("offices")}


@cache
def panels(place: Place) -> tuple[Panel, ...]:
    """The panels of one place."""
    return tuple(panel for panel in _all("panels") if panel.place == place)


@cache
def tasks() -> tuple[Task, ...]:
    """What people come for."""
    return tuple(_all("tasks"))


@cache
def shading() -> Shading | None:
    """What darkens the areas on the map; None where no app counts anything."""
    return next(iter(_all("shadings")), None)


@cache
def spots() -> Spots | None:
    """What stands as points on the map of a village; None where no app has any."""
    return next(iter(_all("spots")), None)


@cache
def desk_rooms() -> tuple[DeskRoom, ...]:
    """The rooms of all offices."""
    return tuple(_all("desk_rooms"))


@cache
def search_sources() -> tuple[SearchSource, ...]:
    """All that can be found."""
    return tuple(_all("search"))


@cache
def search_source(kind: str) -> SearchSource | None:
    """The source of one kind."""
    return next((source for source in search_sources() if source.kind == kind), None)


def read_places(text: str) -> Places:
    """The places that a text names; none where no app knows places."""
    readers = (portal.read_places for portal in portals() if portal.read_places is not None)
    reader = next(readers, None)
    return reader(text) if reader is not None else Places(rest=text)


def api_routes() -> list[ApiRoute]:
    """Every app's viewsets."""
    return list(chain.from_iterable(portal.api for portal in portals()))


def demo_steps() -> list[DemoStep]:
    """The parts of the demo, each to be asked alone."""
    return _all("demo")


def demo_accounts() -> list[DemoAccount]:
    """The logins that a first look is told of."""
    return _all("demo_accounts")


def retention() -> list[Retention]:
    """What is deleted after its time."""
    return list(chain.from_iterable(portal.retention for portal in portals()))


@cache
def feeds() -> tuple[Feed, ...]:
    """What programs may read again and again."""
    return tuple(_all("feeds"))


@cache
def followed() -> dict[str, Followed]:
    """The kinds of things that people follow."""
    every = chain.from_iterable(portal.followed for portal in portals())
    return {each.kind: each for each in every}


@cache
def mornings() -> tuple[Morning, ...]:
    """Who tells officers in the morning what waits for them."""
    return tuple(_all("mornings"))


def importers() -> list[Any]:
    """What may be imported at the desk: offers of `egov.imports.offers`."""
    return list(chain.from_iterable(portal.importers for portal in portals()))


def word_families() -> list[tuple[str, ...]]:
    """Words of one meaning, a family a tuple."""
    return list(chain.from_iterable(portal.word_families for portal in portals()))


def uncrawled() -> list[str]:
    """Addresses that no search engine should follow."""
    return list(chain.from_iterable(portal.uncrawled for portal in portals()))


def sitemap_parts() -> dict[str, SitemapPart]:
    """The kinds of public pages, by name."""
    parts = chain.from_iterable(portal.sitemap for portal in portals())
    return {part.name: part for part in parts}


def area_changes() -> list[Callable[[], dict[int, datetime]]]:
    """Who tells, by key of an area, when what stands on its page last changed."""
    return list(chain.from_iterable(portal.area_changes for portal in portals()))


def agenda_sources() -> list[AgendaSource]:
    """Who tells the agenda of what happens when."""
    return list(chain.from_iterable(portal.agenda for portal in portals()))


def law_words(paths: Collection[str], on: date) -> Mapping[str, str]:
    """By path whether a regulation is in force on a day; none where no app keeps regulations."""
    keepers = (portal.law_words for portal in portals() if portal.law_words is not None)
    keeper = next(keepers, None)
    return keeper(paths, on) if keeper is not None and paths else {}


def legal_references() -> list[LegalReference]:
    """Rows of apps that name a regulation as their ground."""
    return list(chain.from_iterable(portal.legal_references for portal in portals()))
