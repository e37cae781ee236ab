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
    kinds = load_kinds()
    path = DATA / f"facts-{settings.REGION}.json"
    facts = DEFAULT_FACTS
    if path.exists():
        facts = json.loads(path.read_text(encoding="utf-8"))
    agencies = {a.code: a for a in Agency.objects.all()}
    held: dict[str, Regulation] = {}
    for key, row in facts["regulations"].items():
        code, year, number = key.split("/")
        dates = {f"{n}_on": _day(row.get(n)) for n in ("enacted", "promulgated", "commences")}
        held[key], made_now = Regulation.objects.get_or_create(
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
        labels = row.get("provisions", []) if made_now else []
        for position, label in enumerate(labels, start=1):
            Provision.objects.get_or_create(
                regulation=held[key],
                path=label.lower().replace(" ", "-"),
                defaults={"label": label, "position": position},
            )
    for row in facts["events"]:
        given = {
            "kind": row["kind"],
            "source": held[row["source"]],
            "target": held[row["target"]],
            "provision": None,
        }
        if not LegalEvent.objects.filter(**given).exists():
            on = date.fromisoformat(row["on"])
            LegalEvent.objects.create(**given, on=on, basis=row.get("basis", ""))
    new = 0
    today, note = timezone.localdate(), facts.get("note", "")
    for row in facts["applications"]:
        application, made = Application.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "element": row["element"],
                "owner": agencies.get(row.get("owner", "")),
                "purpose": row.get("purpose", ""),
                "first_year": row.get("year"),
                "obliges": row.get("obliges", False),
                "tax_or_levy": row.get("tax_or_levy", False),
                "source_note": row.get("note", note),
            },
        )
        if made:
            new += 1
            LifeStep.objects.create(application=application, life="live", on=today, note=note)
    for row in facts.get("bindings", []):
        # since when is unknown: the period has no bounds,
        # and the regulation's force says what is missing
        given = {
            "application": Application.objects.get(code=row["application"]),
            "regulation": held[row["regulation"]],
            "role": row["role"],
        }
        if not Binding.objects.filter(**given).exists():
            Binding.objects.create(**given, valid=always())
    return new


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
