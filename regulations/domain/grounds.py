"""What other apps found on regulations, and which of these grounds hold no longer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from egov.portal.joining import legal_references
from regulations.models import Regulation
from regulations.vocabulary import Force

PATH = re.compile(r"(?P<kind>[a-z-]+)/(?P<year>\d{4})/(?P<number>[^/\s]+)")
HOLDS = (Force.IN_FORCE, Force.PARTLY)


@dataclass(frozen=True)
class Ground:
    """A thing that acts on a ground which does not hold: what it is, where it stands, and why."""

    sentence: str
    address: str
    path: str
    word: str


def lost_grounds(on: date) -> list[Ground]:
    """Of all that apps say is in use: what stands on law that is ended, not yet there, or unknown.

    One query for the regulations of all, however many name them.
    """
    named = [(ref, path, row) for ref in legal_references() for path, row in ref.in_use()]
    states = dict(_states({path for _, path, _ in named}, on))
    return [
        Ground(ref.sentence(row), ref.address(row), path, _word(states.get(path)))
        for ref, path, row in named
        if states.get(path) not in HOLDS
    ]


def law_words(paths: Collection[str], on: date) -> dict[str, str]:
    """By path, in a word, whether a regulation is in force on a day; one that is not here too."""
    states = dict(_states(set(paths), on))
    return {path: _word(states.get(path)) for path in paths}


def _word(state: str | None) -> str:
    return "tidak ada di registri" if state is None else Force(state).label.lower()


def _states(paths: set[str], on: date) -> Iterator[tuple[str, str]]:
    keys = [match for match in map(PATH.fullmatch, paths) if match]
    if not keys:
        return
    wanted = [
        Q(kind__code=key["kind"], year=int(key["year"]), number__iexact=key["number"])
        for key in keys
    ]
    rows = Regulation.objects.filter(reduce(or_, wanted), other_region="").select_related("kind")
    for row in rows.with_force(on):
        yield f"{row.kind.code}/{row.year}/{row.number}", row.force
