"""The place that a person types: "RW 5 Kebraon", "kebraon rw05", "05 Kebraon", "Desa Kebraon"."""

from __future__ import annotations

import re

from egov.accounts.place_search import PlaceQuery, areas_called, level_words, read_query
from egov.areas.models import Area, Level
from egov.search.names import normalise
from egov.verbs.refusal import Invalid
from musrenbang.domain.proposers import LEVELS
from musrenbang.vocabulary import PlaceLevel, rw_word

SHOWN = 6


def places_called(text: str, place_level: str) -> list[Area]:
    """The areas of the level that are meant, at most SHOWN."""
    level = LEVELS[PlaceLevel(place_level)]
    if level == Level.RW:
        asked = _numbered(text)
        if asked is None:
            return []
    else:
        asked = PlaceQuery((), level, None, read_query(text).name)
    return list(areas_called(asked).select_related("parent__parent")[:SHOWN])


def _numbered(text: str) -> PlaceQuery | None:
    """The RW of a number before or after a name; its word may be left out, or be the region's.

    An RT that stands with it says nothing of the RW. None where no number is given.
    """
    plain = " ".join(re.sub(r"\brt ?\d{1,3}\b", " ", normalise(text)).split())
    words = "|".join(dict.fromkeys(["rw", normalise(rw_word())]))
    number, name = rf"(?:(?:{words}) ?)?(\d{{1,3}})", r"([a-z]\w*(?: \w+)*?)"
    before, after = (re.fullmatch(p, plain) for p in (f"{number} {name}", f"{name} {number}"))
    if before:
        return PlaceQuery((), Level.RW, int(before[1]), _name(before[2]))
    return PlaceQuery((), Level.RW, int(after[2]), _name(after[1])) if after else None


def _name(words: str) -> str:
    """A name without "kelurahan" before it."""
    first, _, rest = words.partition(" ")
    return rest if rest and first in level_words() else words


def read_place(text: str, place_level: str) -> Area:
    """The one area that is meant.

    Refuses what is none (`no_such_place`) and what may be several (`which_place`).
    """
    found = places_called(text, place_level)
    if len(found) == 1:
        return found[0]
    if not found:
        example = f"{rw_word()} 5 Kebraon" if place_level == PlaceLevel.RW else "Kebraon"
        sentence = f"Tempat ini tidak dikenali. Tulis seperti contoh ini: {example}."
        raise Invalid("no_such_place", sentence, field="where")
    sentence = "Ada beberapa tempat dengan nama ini. Pilih salah satu di bawah."
    raise Invalid("which_place", sentence, field="where")
