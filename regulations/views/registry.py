"""The registry's public pages: regulations, applications as a matrix, and what was true on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from egov.acts.refusal import Invalid
from egov.documents.pdf import make_pdf, pdf_response
from egov.imports.sheets import sheet_response, to_csv, to_xlsx
from egov.ui.context import signed_in
from egov.ui.public import public_page
from egov.ui.templatetags.portal import short_day
from regulations.citations import read_citation
from regulations.following import toggle_follow
from regulations.force import force_of
from regulations.health import health
from regulations.models import Application, Binding, Clause, Following, Provision, Regulation, RegulationFile, RegulationKind
from regulations.models.application import Element, Life, Role
from regulations.models.clause import ClauseKind
from regulations.models.regulation import Force
from regulations.structure import find_unit, units
from regulations.takehome import eli, json_ld_text

TONES = {Force.IN_FORCE: "good", Force.PARTLY: "wait", Force.NOT_YET: "wait", Force.ENDED: "stop", Force.UNKNOWN: "muted"}
FOUND = 100


def asked_day(request: HttpRequest) -> date:
    """The day of `?pada=YYYY-MM-DD`, today without it."""
    text = request.GET.get("pada", "").strip()
    if not text:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("bad_day", "Tulis tanggal sebagai TTTT-BB-HH, contoh 2021-11-15.", field="pada") from None


@public_page
def regulation_list(request: HttpRequest) -> HttpResponse:
    """Search by citation first, then by title; filter by kind and force."""
    on = asked_day(request)
    query, kind, wanted = (request.GET.get(n, "").strip()[:200] for n in ("q", "jenis", "status"))
    cited = read_citation(query) if query else None
    if cited:
        exact = Regulation.objects.filter(kind__code=cited.kind, number__iexact=cited.number, year=cited.year).select_related("kind").first()
        if exact is not None:
            return redirect(f"{exact.get_absolute_url()}{f'#{cited.pasal}' if cited.pasal else ''}")
    rows = Regulation.objects.with_force(on).select_related("kind").order_by("kind__rank", "-year", "number")
    for word in query.split()[:8]:
        year = int(word) if word.isascii() and word.isdecimal() and len(word) == 4 else 0
        rows = rows.filter(Q(title__icontains=word) | Q(number__iexact=word) | Q(kind__short__iexact=word) | Q(year=year))
    if kind:
        rows = rows.filter(kind__code=kind)
    if wanted:
        rows = rows.having_force(wanted)
    found = [(r, Force(r.force), TONES[Force(r.force)]) for r in rows[:FOUND]]
    hits = list(Provision.objects.matching(query).select_related("regulation__kind")[:20]) if query else []
    kinds = RegulationKind.objects.filter(regulations__isnull=False).distinct()
    context = {
        "found": found,
        "query": query,
        "kind": kind,
        "status": wanted,
        "kinds": kinds,
        "forces": Force,
        "on": on,
        "more": len(found) == FOUND,
        "hits": hits,
    }
    return render(request, "regulations/regulation_list.html", context)


@public_page
def regulation(request: HttpRequest, kind: str, year: int, number: str) -> HttpResponse:
    """Status banner, timeline, relations both ways, its pasal, and the applications standing on it; `?pada=` answers as of a day."""
    on = asked_day(request)
    found = get_object_or_404(Regulation.objects.select_related("kind", "initiator"), kind__code=kind, year=year, number=number.replace("~", "/"))
    state = force_of(found, on)
    bindings = Binding.objects.standing_on(on).filter(regulation=found).select_related("application", "provision")
    context = {
        "regulation": found,
        "force": state,
        "tone": TONES[state],
        "on": on,
        "today": timezone.localdate(),
        "incoming": found.changes.select_related("source__kind", "provision"),
        "outgoing": found.acts.select_related("target__kind", "provision"),
        "provisions": found.provisions.all(),
        "json_ld_text": json_ld_text(found, on),
        "eli": eli(found),
        "followed": signed_in(request) and Following.objects.filter(user_id=request.user.pk or 0, regulation=found).exists(),
        "penal_misplaced": not found.kind.penal and Clause.objects.filter(provision__regulation=found, kind=ClauseKind.PENAL).exists(),
        "document": RegulationFile.objects.filter(regulation=found).first(),
        "bindings": bindings,
    }
    return render(request, "regulations/regulation.html", context)


@public_page
def provision(request: HttpRequest, kind: str, year: int, number: str, path: str) -> HttpResponse:
    """One pasal, or an ayat, huruf or angka of it, at its own address: /pasal-3/ayat-1/."""
    on = asked_day(request)
    pasal, _, inner = path.strip("/").partition("/")
    rows = Provision.objects.select_related("regulation__kind")
    found = get_object_or_404(rows, path=pasal, regulation__kind__code=kind, regulation__year=year, regulation__number=number.replace("~", "/"))
    parts = units(found.text)
    unit = find_unit(parts, inner) if inner else None
    if inner and unit is None:
        raise Http404
    state = force_of(found.regulation, on, found)
    steps = inner.split("/") if inner else []
    chain = [find_unit(parts, "/".join(steps[: i + 1])) for i in range(len(steps))]
    context = {
        "provision": found,
        "parts": parts,
        "unit": unit,
        "pinpoint": " ".join([found.label, *(u.label for u in chain if u)]),
        "force": state,
        "tone": TONES[state],
        "on": on,
        "today": timezone.localdate(),
    }
    return render(request, "regulations/provision.html", context)


@require_POST
@login_required
def follow(request: HttpRequest, code: str = "", kind: str = "", year: int = 0, number: str = "") -> HttpResponse:
    """Follow an application or a regulation, or stop: a notice comes at each change."""
    target: Application | Regulation
    if code:
        target = get_object_or_404(Application, code=code)
    else:
        target = get_object_or_404(Regulation.objects.select_related("kind"), kind__code=kind, year=year, number=number.replace("~", "/"))
    user: Any = request.user
    following = toggle_follow(user=user, target=target)
    word = "Anda mengikuti halaman ini; kabar datang pada setiap perubahan." if following else "Anda berhenti mengikuti halaman ini."
    messages.success(request, word)
    return redirect(target.get_absolute_url())


def regulation_pdf(request: HttpRequest, kind: str, year: int, number: str) -> FileResponse:
    """The PDF as it was uploaded: regulations are public."""
    document = get_object_or_404(RegulationFile, regulation__kind__code=kind, regulation__year=year, regulation__number=number.replace("~", "/"))
    response = FileResponse(document.file.open("rb"), content_type="application/pdf")
    response["Cache-Control"] = "public, max-age=86400"
    response["Content-Disposition"] = f'inline; filename="{kind}-{year}-{document.regulation_id}.pdf"'
    return response


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
    context = {"groups": groups, "total": len(rows), "sound": sound, "on": on, "today": timezone.localdate()}
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
        "on": on,
        "today": timezone.localdate(),
    }
    return render(request, "regulations/application.html", context)
