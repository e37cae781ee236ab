"""The ground of a stage's rule or a price: "perwali/2021/68#pasal-7", and where it leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from egov.portal.joining import law_words
from musrenbang.models import KamusPrice, KamusVariant, Stage

FORM = re.compile(r"(?P<kind>[a-z-]+)/(?P<year>\d{4})/(?P<number>[^/#\s]+)(?:#(?P<part>[\w-]+))?")
SHOWN = 50


@dataclass(frozen=True)
class Basis:
    """What is read and where it leads; no address where the portal keeps no regulations."""

    label: str
    address: str


def read_basis(text: str) -> Basis | None:
    """ "perwali/2021/68#pasal-7" as "Perwali 68 Tahun 2021, pasal 7"; None for anything else."""
    match = FORM.fullmatch(text.strip())
    if match is None:
        return None
    kind = match["kind"].capitalize()
    part = f", {match['part'].replace('-', ' ')}" if match["part"] else ""
    label = f"{kind} {match['number']} Tahun {match['year']}{part}"
    try:
        args = [match["kind"], int(match["year"]), match["number"]]
        address = reverse("regulations:regulation", args=args)
    except NoReverseMatch:
        return Basis(label, "")
    return Basis(label, f"{address}#{match['part']}" if match["part"] else address)


@dataclass(frozen=True)
class PriceBasis:
    """A regulation that sets prices: whether it is in force, in a word, and of how many sizes."""

    path: str
    count: int
    word: str = ""

    @property
    def basis(self) -> Basis | None:
        return read_basis(self.path)


def price_bases(variants: Sequence[KamusVariant], on: date) -> list[PriceBasis]:
    """On what the prices of these stand that day; `priced` has said it of each."""
    said = (getattr(variant, "price_basis", "") for variant in variants)
    paths = [path_of(basis) for basis in said if basis]
    counts = Counter(paths)
    words = law_words(counts, on)
    return [PriceBasis(path, n, words.get(path, "")) for path, n in sorted(counts.items())]


def path_of(basis: str) -> str:
    """The regulation without its part."""
    return basis.partition("#")[0]


def _prices_today() -> Any:
    rows = KamusPrice.objects.exclude(basis="").filter(valid__contains=timezone.localdate())
    return rows.filter(variant__entry__active=True)


def price_bases_in_use() -> Sequence[tuple[str, PriceBasis]]:
    """(the path of the regulation, how many prices) of all on which a price of today stands."""
    counts = Counter(path_of(basis) for basis in _prices_today().values_list("basis", flat=True))
    return [(path, PriceBasis(path, n)) for path, n in counts.items()]


def grounds_in_use() -> Sequence[tuple[str, Stage]]:
    """(the path of the regulation, stage) of each stage that is not over and names its ground."""
    rows = Stage.objects.exclude(basis="").filter(window__endswith__gt=timezone.now())
    rows = rows.select_related("channel__cycle").order_by("channel_id", "position")
    return [(row.basis.partition("#")[0], row) for row in rows]


def stages_founded_on(regulation: Any, _user: Any) -> Sequence[Stage]:
    """The stages whose rule names a regulation as its ground, the newest year first."""
    key = regulation.get_absolute_url().strip("/").removeprefix("regulasi/")
    rows = Stage.objects.filter(basis__startswith=key).select_related("channel__cycle")
    named = rows.order_by("-channel__cycle__year", "position")[:SHOWN]
    return [row for row in named if row.basis.partition("#")[0] == key]
