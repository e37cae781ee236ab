"""What people type to find an office: "lurah kebraon", "Kelurahan Kebraon", "RW 5 kebraon"."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from egov.accounts.roles import office_choices
from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.search.names import name_key, normalise
from egov.web.params import int_param

SHOWN = 20


@dataclass(frozen=True)
class PlaceQuery:
    """Codes of the offices, the level and the number that were named, and the rest: a name."""

    roles: tuple[str, ...]
    level: Level | None
    number: int | None
    name: str

    @property
    def key(self) -> str:
        return name_key(self.name)


def level_words() -> dict[str, Level]:
    """The region's words before a place's name, and those that are understood anywhere."""
    district = settings.REGION_PROFILE.district.lower()
    villages = dict.fromkeys(("kelurahan", "desa", "kampung"), Level.VILLAGE)
    districts = dict.fromkeys(("kecamatan", "distrik", district), Level.DISTRICT)
    return {**villages, **districts, "rw": Level.RW}


def roles_called(word: str) -> tuple[str, ...]:
    """The offices in whose name this word stands."""
    called = (role for role, label in office_choices() if word in normalise(label).split())
    return tuple(called)


def read_query(term: str) -> PlaceQuery:
    """The words before a name are read from the left; a name may be any word after them."""
    words, levels = normalise(term).split(), level_words()
    roles: tuple[str, ...] = ()
    level: Level | None = None
    number: int | None = None
    while words:
        word = words[0]
        if word in levels:
            level = levels[word]
        elif level == Level.RW and number is None and int_param(word, digits=4) is not None:
            number = int(word)
        elif roles_called(word) and level is None:
            both = set(roles) & set(roles_called(word)) if roles else set(roles_called(word))
            roles = tuple(role for role in roles_called(word) if role in both) or roles
        else:
            break
        words = words[1:]
    return PlaceQuery(roles, level, number, " ".join(words))


def areas_called(asked: PlaceQuery) -> QuerySet[Area]:
    """The areas of today that are meant, or begin so; an RW is meant only where it is said."""
    rows = Area.objects.current().select_related("parent")
    if not asked.key:
        return rows.none()
    begins = Q(name_key__startswith=asked.key) | Q(aliases__name_key=asked.key)
    if asked.level == Level.RW:
        its = Area.objects.current().level(Level.VILLAGE).filter(begins)
        rows = rows.level(Level.RW).filter(parent__in=its)
        if asked.number is not None:
            rows = rows.filter(sort_key=f"rw{asked.number:06d}")
        return rows.order_by("code")
    levels = [asked.level] if asked.level else [Level.DISTRICT, Level.VILLAGE]
    return rows.filter(begins, level__in=levels).order_by("code").distinct()


def agencies_called(asked: PlaceQuery) -> QuerySet[Agency]:
    """The agencies of today that are meant; none where a level of areas was said."""
    if asked.level or not asked.name:
        return Agency.objects.none()
    short = Q(short_name__iexact=asked.name) | Q(code__iexact=asked.name)
    long = Q(name__icontains=asked.name) if len(asked.name) > 2 else Q()
    return Agency.objects.current().filter(short | long if long else short).order_by("short_name")
