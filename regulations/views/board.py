"""Applications and what they stand on: the matrix, one application, and what regulations still owe."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from egov.acts.refusal import Invalid
from egov.documents.pdf import make_pdf, pdf_response
from egov.imports.sheets import sheet_response, to_csv, to_xlsx
from egov.ui.context import signed_in
from egov.ui.public import public_page
from egov.ui.templatetags.portal import short_day
from regulations.force import force_of
from regulations.health import health
from regulations.models import Application, Binding, Clause, Following
from regulations.models.application import Element, Life, Role
from regulations.views.asof import TONES, asked_day, asof


def board(on: date) -> list[dict[str, Any]]:
    """The matrix: one row per application with its element, owner, umbrella, Perda, state and legal health on a day."""
    bound: dict[int, list[Binding]] = {}
    for binding in Binding.objects.standing_on(on).with_law():
        bound.setdefault(binding.application_id, []).append(binding)
    rows = []
    for application in Application.objects.with_life(on).select_related("owner").order_by("element", "name"):
        mine = bound.get(application.pk, [])
        tone, word = health(application, application.life, on, mine)
        rows.append(
            {
                "application": application,
                "element": Element(application.element).label,
                "owner": application.owner,
                "life": Life(application.life).label if application.life else "Belum diketahui",
                "umbrella": next((b for b in mine if b.role == Role.UMBRELLA), None),
                "obligations": [b for b in mine if b.role == Role.OBLIGATION],
                "tone": tone,
                "health": word,
            }
        )
    return rows


HEADS = ("unsur", "perangkat_daerah", "kode", "aplikasi", "dipakai_sejak", "payung", "kewajiban", "keadaan", "kesehatan_hukum")


def _plain(rows: list[dict[str, Any]]) -> list[list[str]]:
    unknown = "belum diketahui"
    return [
        [
            r["element"],
            str(r["owner"] or unknown),
            r["application"].code,
            r["application"].name,
            str(r["application"].first_year or unknown),
            r["umbrella"].regulation.citation if r["umbrella"] else unknown,
            "; ".join(f"{b.regulation.citation} {b.provision.label if b.provision else ''}".strip() for b in r["obligations"]),
            r["life"],
            r["health"],
        ]
        for r in rows
    ]


def board_csv(on: date) -> bytes:
    """The matrix as CSV."""
    return to_csv(HEADS, _plain(board(on)))


@public_page
def applications(request: HttpRequest) -> HttpResponse:
    """The board a council delegation comes for; `?format=csv|xlsx|pdf` gives the same rows to take home."""
    on = asked_day(request)
    rows = board(on)
    match request.GET.get("format", ""):
        case "":
            pass
        case "csv":
            return sheet_response(to_csv(HEADS, _plain(rows)), "aplikasi.csv")
        case "xlsx":
            return sheet_response(to_xlsx("Aplikasi", HEADS, _plain(rows)), "aplikasi.xlsx")
        case "pdf":
            return pdf_response(make_pdf("board", {"rows": _plain(rows), "date": short_day(on)}), "aplikasi.pdf")
        case _:
            raise Invalid("unknown_format", "Format yang ada: pdf, csv, xlsx.", field="format")
    sound = sum(r["tone"] == "good" for r in rows)
    groups = {label: [r for r in rows if r["element"] == label] for label in Element.labels}
    context = {"groups": groups, "total": len(rows), "sound": sound, **asof(on)}
    return render(request, "regulations/applications.html", context)


@public_page
def application(request: HttpRequest, code: str) -> HttpResponse:
    """On what this application stands, on a day; its steps and findings."""
    on = asked_day(request)
    found = get_object_or_404(Application.objects.with_life(on).select_related("owner"), code=code)
    bound = list(found.bindings.standing_on(on).with_law())
    bindings = [(b, force_of(b.regulation, on, b.provision)) for b in bound]
    tone, word = health(found, found.life, on, bound)
    context = {
        "application": found,
        "life": Life(found.life).label if found.life else "Belum diketahui",
        "bindings": [(b, state, TONES[state]) for b, state in bindings],
        "steps": found.steps.all(),
        "followed": signed_in(request) and Following.objects.filter(user_id=request.user.pk or 0, application=found).exists(),
        "findings": found.findings.select_related("candidate__kind"),
        "tone": tone,
        "health": word,
        **asof(on),
    }
    return render(request, "regulations/application.html", context)


@public_page
def debts(request: HttpRequest) -> HttpResponse:
    """The ledger of what regulations owe: delegations that nobody has settled, with days left or overdue, per initiating OPD."""
    on = asked_day(request)
    rows = Clause.objects.debts().select_related("provision__regulation__kind", "provision__regulation__initiator").order_by("due_on", "id")[:300]
    groups: dict[str, list[tuple[Clause, int | None]]] = {}
    for clause in rows:
        owner = clause.provision.regulation.initiator
        left = clause.days_left(on)
        groups.setdefault(owner.name if owner else "Pemrakarsa belum diketahui", []).append((clause, abs(left) if left is not None else None))
    return render(request, "regulations/debts.html", {"groups": groups, "on": on})
