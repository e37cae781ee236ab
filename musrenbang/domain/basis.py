"""The ground of a stage's rule: "perwali/2021/68#pasal-7", with the page that it leads to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from musrenbang.models import Stage

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
