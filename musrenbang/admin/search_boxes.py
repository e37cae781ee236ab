"""What the desk's search boxes find: what the public's find, and what officers know beside it."""

from __future__ import annotations

import re
from dataclasses import replace

from django.db.models import Q

from egov.search.lists import Searchable, Way, containing, each
from egov.search.queries import meant_by
from egov.search.text import words
from musrenbang import search as public
from musrenbang.domain.numbers import make_number, read_number
from musrenbang.models import Cycle, KamusVariant
from musrenbang.models.kamus import KAMUS

_SERIAL = re.compile(r"(?:(\d{4})\D)?\s*(\d{1,7})")  # "2027-004821", "4821"


def numbered(column: str) -> Way:
    """A number as it is typed: with or without dashes, or the part of it that one remembers."""

    def condition(query: str) -> Q | None:
        number = read_number(query)
        if number is not None:
            return Q((column, number))
        part = _SERIAL.fullmatch(query.strip())
        if part is None:
            return None
        years = [int(part[1])] if part[1] else Cycle.objects.values_list("year", flat=True)
        return Q((f"{column}__in", [make_number(year, int(part[2])) for year in years]))

    return each(condition)


@each
def _sized(word: str) -> Q | None:
    """Kinds with a size of this name."""
    sizes = Q(label__icontains=word) | Q(code__icontains=word)
    return Q(pk__in=KamusVariant.objects.filter(sizes).values("entry"))


PROPOSALS = replace(public.PROPOSALS, ways=(numbered("number"), *public.PROPOSALS.ways))
DECISIONS = Searchable(ways=(numbered("proposal__number"),))
VARIANTS = replace(KAMUS, ways=(*KAMUS.ways, containing("code")))
ENTRIES = Searchable(
    ways=(containing("name", "keywords", "definition", "code", forms=meant_by), _sized),
    terms=words,
)
