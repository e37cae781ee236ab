"""The places that a text names, wherever in it they stand: "paving kebraon", "kebraon rw 5"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings

from egov.areas.models import Area, Level
from egov.portal.searching import Places
from egov.search.names import name_key, normalise

LONGEST = 4  # words of a name: "Dr. Soetomo", "Karang Pilang", "Kedung Baruk"


@dataclass(frozen=True)
class NamedPlaces:
    """The villages and districts that are named, the number of an RW, and the other words.

    `place` is what of the text named them.
    """

    areas: tuple[Area, ...]
    rw: int | None
    rest: str
    place: str = ""


def _level_words() -> dict[str, str]:
    """Words that stand before a name and say what it is of."""
    villages = ("kelurahan", "kel", "desa", "kampung")
    districts = ("kecamatan", "kec", "distrik", settings.REGION_PROFILE.district.lower())
    levels = dict.fromkeys(villages, str(Level.VILLAGE))
    return levels | dict.fromkeys(districts, str(Level.DISTRICT))


def _spans(words: list[str]) -> Iterator[tuple[int, int]]:
    """From where to where a name may stand, the longest first."""
    for length in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield start, start + length


def _rw_pattern() -> re.Pattern[str]:
    """The number of an RW behind its word, or behind the region's own."""
    words = dict.fromkeys(["rw", normalise(settings.REGION_PROFILE.neighbourhood)])
    return re.compile(rf"\b(?:{'|'.join(words)}) ?0*(\d{{1,3}})\b")


def _bare_number(words: Sequence[str], start: int, end: int) -> int | None:
    """Where the number of an RW stands without its word: "05 kebraon", "kebraon 05".

    Without a zero only at the beginning: "gang 3 kebraon" is no RW.
    """
    before = start - 1
    if before >= 0 and re.fullmatch(r"0\d{1,2}" if before else r"\d{1,3}", words[before]):
        return before
    return end if end < len(words) and re.fullmatch(r"0\d{1,2}", words[end]) else None


def read_named(text: str) -> NamedPlaces:
    """One question for all names that the words may make; another where a bare number is an RW."""
    plain = normalise(text)
    pattern = _rw_pattern()
    number = pattern.search(plain)
    words = pattern.sub(" ", plain).split()[:12]
    keys = {span: name_key(" ".join(words[slice(*span)])) for span in _spans(words)}
    rows = Area.objects.filter(
        name_key__in=set(keys.values()), level__in=[Level.VILLAGE, Level.DISTRICT]
    )
    by_key: dict[str, list[Area]] = {}
    for row in rows.order_by("code") if words else ():
        by_key.setdefault(row.name_key, []).append(row)
    span = next((span for span, key in keys.items() if key in by_key), None)
    if span is None:
        return NamedPlaces((), None, plain)
    start, end = span
    areas = by_key[keys[span]]
    level = _level_words().get(words[start - 1]) if start else None
    if level:
        areas = [area for area in areas if area.level == level] or areas
        start -= 1
    rest = words[:start] + words[end:]
    place = " ".join([*([number[0]] if number else []), *words[start:end]])
    named = NamedPlaces(tuple(areas), int(number[1]) if number else None, " ".join(rest), place)
    at = _bare_number(words, start, end) if number is None else None
    if at is None:
        return named
    del rest[at if at < start else start]
    bare = f"rw {words[at]} {place}"
    numbered = NamedPlaces(named.areas, int(words[at]), " ".join(rest), bare)
    return numbered if rws_of(numbered) else named


def rws_of(named: NamedPlaces) -> list[Area]:
    """The RW of that number in the places that are named."""
    ids = [area.pk for area in named.areas]
    rows = Area.objects.level(Level.RW).filter(sort_key=f"rw{named.rw or 0:06d}")
    within = rows.filter(parent__in=ids) | rows.filter(parent__parent__in=ids)
    return list(within.order_by("code"))


def read_places(text: str) -> Places:
    """What of the text names places, as codes, and its other words."""
    named = read_named(text)
    areas: list[Area] | tuple[Area, ...] = named.areas
    if named.areas and named.rw is not None:
        areas = rws_of(named) or areas
    codes = dict.fromkeys(area.code for area in areas)
    return Places(tuple(codes), named.rest)
