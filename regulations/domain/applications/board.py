"""The matrix a council delegation comes for, in every shape it is taken home in.

One row per application, with the region's figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import Lower

from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.web.exports import Table
from egov.web.templatetags.portal import number, short_day
from regulations.domain.applications.health import bindings_of, findings_on, health
from regulations.domain.law.states import force_of
from regulations.models import Application, Binding, Finding, Regulation
from regulations.vocabulary import (
    BasisState,
    BindingRole,
    Force,
    Jurisdiction,
    LifecycleState,
    ServiceElement,
)

Rows = Sequence[dict[str, Any]]


def board(on: date, codes: Collection[str] | None = None) -> list[dict[str, Any]]:
    """The matrix: one row per application, `codes` narrows it.

    With its element, owner, umbrella, Perda, state and legal health on a day.
    """
    rows = Application.objects.with_life(on).with_search(on).select_related("owner")
    rows = rows if codes is None else rows.filter(code__in=codes)
    applications = list(rows.order_by("element", Lower("name")))
    bound, doubts = bindings_of(applications, on), findings_on(on)
    return [_row(a, on, bound[a.pk], doubts.get(a.pk, ())) for a in applications]


def _row(
    application: Application, on: date, bound: Sequence[Binding], doubts: Sequence[Finding]
) -> dict[str, Any]:
    life, stands = application.life, health(application, on, bound, doubts)
    return {
        "application": application,
        "element": ServiceElement(application.element).label,
        "owner": application.owner,
        "life": LifecycleState(life).label if life else "Belum diketahui",
        "umbrella": next((b for b in bound if b.role == BindingRole.UMBRELLA), None),
        "obligations": [b for b in bound if b.role == BindingRole.OBLIGATION],
        "none": "tidak ditemukan" if application.searched_on else "belum diketahui",
        "on": on,
        "state": stands.state,
        "tone": stands.tone,
        "health": stands.word,
    }


def headline(rows: Rows) -> str:
    """ "24 aplikasi: 2 lengkap, 1 sebagian, 21 belum diteliti": each state that there is."""
    counts = Counter(row["state"] for row in rows)
    parts = [f"{number(counts[s])} {s.label}" for s in BasisState if counts[s]]
    total = f"{number(len(rows))} aplikasi"
    return f"{total}: {', '.join(parts)}" if parts else total


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
    "dasar_hukum",
    "diteliti",
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
        _cited(umbrella, row["on"]) if umbrella else row["none"],
        "; ".join(_cited(binding, row["on"]) for binding in row["obligations"]),
        row["life"],
        row["health"],
        row["state"].label,
        application.searched_on.isoformat() if application.searched_on else "",
    ]


def _cited(binding: Binding, on: date) -> str:
    """As people cite it; dead law says so wherever it stands."""
    regulation, part = binding.regulation, binding.provision
    cited = f"{regulation.citation} {part.label if part else ''}".strip()
    ended = force_of(regulation, on, part) == Force.ENDED
    return f"{cited} (tidak berlaku)" if ended else cited


def board_table(on: date, codes: Collection[str] | None = None) -> Table:
    """The matrix on a day, to take along; `codes` narrows it."""
    rows = board(on, codes)
    return Table(
        title="Aplikasi",
        heads=HEADS,
        rows=[_cells(row) for row in rows],
        widths=(32, 30, 18, 28, 12, 36, 40, 16, 32, 16, 12),
        note=f"{headline(rows)}. Keadaan per {short_day(on)}.",
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
        ("dasarnya lengkap dan berlaku", sum(r["state"] == BasisState.COMPLETE for r in rows)),
        ("peraturan daerah ini di registri", own.count()),
        ("di antaranya berlaku", own.in_force_on(on).count()),
    ]
