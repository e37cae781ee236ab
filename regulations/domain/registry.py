"""Kinds of regulation and the facts that ship with a region (DOMAIN.md 4).

Loaded again and again without change.
"""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from egov.agencies.models import Agency
from egov.areas.models import always
from egov.verbs.verb import verb
from regulations.models import (
    Application,
    Binding,
    LegalEvent,
    LifeStep,
    Provision,
    Regulation,
    RegulationKind,
)

DATA = Path(__file__).resolve().parent.parent / "data"


def load_kinds() -> dict[str, RegulationKind]:
    """The kinds with rank and gazette.

    The head's regulation in this region's own words and code: perwali or perbup.
    """
    profile = settings.REGION_PROFILE
    head, short = profile.head, profile.head_regulation
    # a neighbour of the other sort may be cited too: a bupati's regulation in a city's registry
    other = ("perwali", "Peraturan Wali Kota", "Perwali")
    if profile.kind == "Kota":
        other = ("perbup", "Peraturan Bupati", "Perbup")
    own = {
        "perkada": (short.lower(), profile.head_regulation_long, short),
        "kepkada": (
            f"kep{head.split()[0].lower()}",
            f"Keputusan {head}",
            f"Kep{head.replace(' ', '').lower()}",
        ),
        "perkada-lain": other,
    }
    with (DATA / "kinds.csv").open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            code, name, short = own.get(row["code"], (row["code"], row["name"], row["short"]))
            # rank and reach are data: what an operator has changed stays
            RegulationKind.objects.get_or_create(
                code=code,
                defaults={
                    "name": name,
                    "short": short,
                    "rank": int(row["rank"]),
                    "gazette": row["gazette"],
                    "reach": row["reach"],
                    "penal": row["penal"] == "1",
                    "obliges": row["obliges"] == "1",
                    "regulation": row["regulation"] == "1",
                },
            )
    return {kind.code: kind for kind in RegulationKind.objects.all()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@verb
def load_facts() -> int:
    """Regulations, events and applications stated as fact for this region; gaps stay gaps.

    Returns how many applications are new.
    """
    path = DATA / f"facts-{settings.REGION}.json"
    facts = DEFAULT_FACTS
    if path.exists():
        facts = json.loads(path.read_text(encoding="utf-8"))
    kinds = load_kinds()
    owners = {agency.code: agency for agency in Agency.objects.all()}
    rows = facts["regulations"].items()
    regulations = {key: _load_regulation(key, row, kinds) for key, row in rows}
    for row in facts["events"]:
        _load_event(row, regulations)
    note = facts.get("note", "")
    are_new = [_load_application(row, note, owners) for row in facts["applications"]]
    for row in facts.get("bindings", []):
        _load_binding(row, regulations)
    return sum(are_new)


def _load_regulation(key: str, row: dict[str, Any], kinds: dict[str, RegulationKind]) -> Regulation:
    """The regulation of a key such as "perda/2018/3"; its pasal only where it is new."""
    code, year, number = key.split("/")
    dates = {f"{name}_on": _day(row.get(name)) for name in ("enacted", "promulgated", "commences")}
    regulation, is_new = Regulation.objects.get_or_create(
        kind=kinds[code],
        other_region="",
        year=int(year),
        number=number,
        defaults={
            **dates,
            "title": row.get("title", ""),
            "gazette_ref": row.get("gazette", ""),
            "source_note": row.get("note", ""),
        },
    )
    labels = row.get("provisions", []) if is_new else []
    for position, label in enumerate(labels, start=1):
        Provision.objects.get_or_create(
            regulation=regulation,
            path=label.lower().replace(" ", "-"),
            defaults={"label": label, "position": position},
        )
    return regulation


def _load_event(row: dict[str, Any], regulations: dict[str, Regulation]) -> None:
    event = {
        "kind": row["kind"],
        "source": regulations[row["source"]],
        "target": regulations[row["target"]],
        "provision": None,
    }
    if not LegalEvent.objects.filter(**event).exists():
        on = date.fromisoformat(row["on"])
        LegalEvent.objects.create(**event, takes_effect_on=on, basis=row.get("basis", ""))


def _load_application(row: dict[str, Any], note: str, owners: dict[str, Agency]) -> bool:
    """Registers an application that runs. Returns whether it is new."""
    application, is_new = Application.objects.get_or_create(
        code=row["code"],
        defaults={
            "name": row["name"],
            "element": row["element"],
            "owner": owners.get(row.get("owner", "")),
            "purpose": row.get("purpose", ""),
            "first_year": row.get("year"),
            "obliges": row.get("obliges", False),
            "tax_or_levy": row.get("tax_or_levy", False),
            "source_note": row.get("note", note),
        },
    )
    if is_new:
        today = timezone.localdate()
        LifeStep.objects.create(application=application, life="live", entered_on=today, note=note)
    return is_new


def _load_binding(row: dict[str, Any], regulations: dict[str, Regulation]) -> None:
    """Binds from always: since when is unknown; the regulation's force says what is missing."""
    binding = {
        "application": Application.objects.get(code=row["application"]),
        "regulation": regulations[row["regulation"]],
        "role": row["role"],
    }
    if not Binding.objects.filter(**binding).exists():
        Binding.objects.create(**binding, valid=always())


# every region has its own e-musrenbang, and its gap
DEFAULT_FACTS: dict[str, Any] = {
    "note": "Aplikasi portal ini sendiri; dasar hukumnya belum diketahui.",
    "regulations": {},
    "events": [],
    "applications": [
        {
            "code": "e-musrenbang",
            "name": "e-Musrenbang",
            "element": "pembangunan",
            "purpose": "Warga mengusulkan pembangunan dari tingkat RW.",
        }
    ],
}
