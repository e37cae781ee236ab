"""The place that a person types: "RW 5 Kebraon", "Kebraon RW 05", "Kelurahan Kebraon"."""

from __future__ import annotations

import re

from egov.accounts.place_search import PlaceQuery, areas_called, read_query
from egov.areas.models import Area, Level
from egov.verbs.refusal import Invalid
from musrenbang.domain.proposers import LEVELS
from musrenbang.vocabulary import PlaceLevel

AFTER = re.compile(r"^(?P<name>.+?)[\s,]+rw[\s.]*(?P<number>\d{1,4})$", re.IGNORECASE)
SHOWN = 6


def places_called(text: str, place_level: str) -> list[Area]:
    """The areas of the level that are meant, at most SHOWN."""
    level = LEVELS[PlaceLevel(place_level)]
    turned = AFTER.match(text.strip())
    asked = read_query(f"rw {turned['number']} {turned['name']}" if turned else text)
    if level != Level.RW:
        asked = PlaceQuery((), level, None, asked.name)
    elif asked.level != Level.RW or asked.number is None:
        return []
    return list(areas_called(asked).select_related("parent__parent")[:SHOWN])


def read_place(text: str, place_level: str) -> Area:
    """The one area that is meant.

    Refuses what is none (`no_such_place`) and what may be several (`which_place`).
    """
    found = places_called(text, place_level)
    if len(found) == 1:
        return found[0]
    if not found:
        example = "RW 5 Kebraon" if place_level == PlaceLevel.RW else "Kebraon"
        sentence = f"Tempat ini tidak dikenali. Tulis seperti contoh ini: {example}."
        raise Invalid("no_such_place", sentence, field="where")
    sentence = "Ada beberapa tempat dengan nama ini. Pilih salah satu di bawah."
    raise Invalid("which_place", sentence, field="where")
