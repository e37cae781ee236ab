"""The matrix a council delegation comes for, in every shape it is taken home in.

One row per application, with the region's figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Count

from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.web.exports import Table
from egov.web.templatetags.portal import short_day
from regulations.domain.applications.health import findings_on, health
from regulations.models import Application, Binding, Regulation
from regulations.vocabulary import BindingRole, Jurisdiction, LifecycleState, ServiceElement

Rows = Sequence[dict[str, Any]]


def board(on: date) -> list[dict[str, Any]]:
    """The matrix: one row per application.

    With its element, owner, umbrella, Perda, state and legal health on a day.
    """
    bound: dict[int, list[Binding]] = {}
    for binding in Binding.objects.standing_on(on).with_law():
        bound.setdefault(binding.application_id, []).append(binding)
    rows, open_findings = [], findings_on(on)
    applications = Application.objects.with_life(on).select_related("owner")
    for application in applications.order_by("element", "name"):
        mine = bound.get(application.pk, [])
        tone, word = health(
            application, application.life, on, mine, open_findings.get(application.pk, ())
        )
        rows.append(
            {
                "application": application,
                "element": ServiceElement(application.element).label,
                "owner": application.owner,
                "life": LifecycleState(application.life).label
                if application.life
                else "Belum diketahui",
                "umbrella": next((b for b in mine if b.role == BindingRole.UMBRELLA), None),
                "obligations": [b for b in mine if b.role == BindingRole.OBLIGATION],
                "tone": tone,
                "health": word,
            }
        )
    return rows


HEADS = (
    "unsur",
    "perangkat_daerah",
    "kode",
    "aplikasi",
    "dipakai_sejak",
    "payung",
    "kewajiban",
    "keadaan",
    "kesehatan_hukum",
)


def _cells(row: dict[str, Any]) -> list[str]:
    """One application under HEADS."""
    unknown = "belum diketahui"
    application, umbrella = row["application"], row["umbrella"]
    return [
        row["element"],
        str(row["owner"] or unknown),
        application.code,
        application.name,
        str(application.first_year or unknown),
        umbrella.regulation.citation if umbrella else unknown,
        "; ".join(_cited(binding) for binding in row["obligations"]),
        row["life"],
        row["health"],
    ]


def _cited(binding: Binding) -> str:
    part = binding.provision.label if binding.provision else ""
    return f"{binding.regulation.citation} {part}".strip()


def board_table(on: date) -> Table:
    """The matrix on a day, to take along."""
    rows = board(on)
    return Table(
        title="Aplikasi",
        heads=HEADS,
        rows=[_cells(row) for row in rows],
        widths=(32, 30, 18, 28, 12, 36, 40, 16, 32),
        note=f"Keadaan per {short_day(on)}.",
        sheet="regulations/board",
        figures=partial(figures, rows, on),
    )


def figures(rows: Rows, on: date) -> list[tuple[str, int]]:
    """(what, how many) of the region on a day, as this portal holds it.

    Its areas, agencies, applications and regulations.
    """
    levels = Area.objects.filter(valid__contains=on).order_by().values_list("level")
    areas = dict(levels.annotate(Count("id")))
    own = Regulation.objects.filter(kind__reach=Jurisdiction.REGION, other_region="")
    profile = settings.REGION_PROFILE
    words = {
        Level.DISTRICT: profile.district.lower(),
        Level.VILLAGE: profile.village_collective.lower(),
        Level.RW: "RW",
    }
    return [
        *((word, areas.get(level, 0)) for level, word in words.items()),
        ("perangkat daerah", Agency.objects.filter(valid__contains=on).count()),
        ("aplikasi tercatat", len(rows)),
        ("dasarnya lengkap dan berlaku", sum(r["tone"] == "good" for r in rows)),
        ("peraturan daerah ini di registri", own.count()),
        ("di antaranya berlaku", own.in_force_on(on).count()),
    ]
