"""Who visits the portal, what must stay hidden from whom, and how it is planted."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from egov.accounts.models import User
from egov.files.models import StoredFile
from egov.files.pictures import keep
from egov.portal.joining import offices
from tests.town import Town

HERE = {
    "ketua_rw",
    "lurah",
    "operator_kelurahan",
    "lpmk",
    "camat",
    "operator_kecamatan",
    "verifier",
}
EVERYWHERE = {"planner", "mitra", "tapd", "auditor", "administrator", "editor", "root"}
WORKS_WITH = HERE | EVERYWHERE  # the staff that have the proposal on their desk
MODERATES = {"lurah", "operator_kelurahan", "editor", "planner"}
KNOWS_RESIDENTS = {"ketua_rw", "lurah", "operator_kelurahan"}
ADMINISTERS = {"administrator", "root"}
WRITES_NEWS = {"contributor", "editor"}
READS_NEWS = {*WRITES_NEWS, "planner", "auditor", "administrator", "root"}
KNOWS_NETWORK = {"infra_operator", "auditor", "root"}
FAR = [f"far_{role}" for role in sorted({*HERE, "infra_operator_opd", "contributor", "host"})]
VISITORS = ["stranger", "citizen", "neighbour", "passer", *offices(), *FAR, "root"]
STAFF = {*offices(), *FAR, "root"}


@dataclass(frozen=True)
class Secret:
    """Bytes that stand in no answer to anybody but `may`; `shown_to` does find them somewhere."""

    name: str
    needle: bytes
    may: frozenset[str]
    shown_to: str


@dataclass
class Planted:
    town: Town
    secrets: list[Secret] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)  # of a model, instead of the newest
    arguments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def hide(
        self,
        needle: str | bytes,
        *,
        may: set[str],
        shown_to: str = "",
        name: str = "",
    ) -> str:
        """Registers a secret and returns its text."""
        text = needle if isinstance(needle, str) else ""
        raw = needle.encode() if isinstance(needle, str) else needle
        assert shown_to in may or not shown_to
        assert may <= set(VISITORS)
        self.secrets.append(Secret(name or text, raw.lower(), frozenset(may), shown_to))
        return text


def visitors(town: Town) -> dict[str, User | None]:
    """Who comes: a stranger, citizens, every office here and in a neighbouring place."""
    people: dict[str, User | None] = {"stranger": None, "passer": town.stranger}
    people |= {"citizen": town.citizen, "neighbour": town.neighbour, **town.staff}
    people |= {f"far_{role}": person for role, person in town.far.items()}
    people["root"] = User.objects.create_superuser("root@uji.example", "x", name="Root")
    return people


def picture(
    planted: Planted,
    name: str,
    may: set[str],
    shown_to: str,
    full_shown_to: str,
) -> StoredFile:
    """A photo like no other; its file and its thumbnail are secrets."""
    image = Image.frombytes("RGB", (64, 64), random.Random(name).randbytes(64 * 64 * 3))
    stored = keep(image, actor_id=None)
    for kind, shown in (("file", full_shown_to), ("thumbnail", shown_to)):
        with getattr(stored, kind).open("rb") as opened:
            data = opened.read()
        middle = data[len(data) // 2 :][:48]
        planted.hide(middle, may=may, name=f"{kind} of {name}", shown_to=shown)
    return stored
