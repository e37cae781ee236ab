"""Where an application gets its legal basis: what lacks, the search, the binding, the check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from egov.verbs.permission import may
from egov.web.fields import day_field
from regulations.domain.applications.curing import bind_and_cure
from regulations.domain.applications.health import bindings_of, findings_on, health
from regulations.domain.applications.legal_check import find_gaps, may_shelter
from regulations.domain.exchange.citations import read_citation
from regulations.domain.law.states import force_of
from regulations.models import (
    Application,
    Binding,
    IncomingPdf,
    Provision,
    Regulation,
    RegulationFile,
)
from regulations.models.event import LAW
from regulations.search import find_parts, having_words
from regulations.vocabulary import BindingRole, FindingKind, Force

MOST = 8  # regulations, and as many pasal, that one search shows
LONGEST = 200  # letters of a search
PARTS = 300  # pasal of one regulation that are offered


class BindForm(forms.Form):
    regulation = forms.ModelChoiceField(Regulation.objects.all())
    provision = forms.ModelChoiceField(Provision.objects.citable(), required=False)
    role = forms.ChoiceField(choices=BindingRole.choices)
    start = day_field("Sejak", initial=timezone.localdate)


class BindHere(DeskAction):
    """Beside what the search found, each with the roles that it may have."""

    slug = "ikat"
    title = "Ikat pada dasar hukum"
    button = "Ikat"
    form = BindForm
    permission = "regulations.bind_application"

    def perform(self, actor: User, obj: Application, data: dict[str, Any]) -> str:
        cured = bind_and_cure(actor=actor, application=obj, **data)
        told = f"Terikat pada {cured.binding.regulation.citation}."
        if cured.closed:
            told += " Temuannya ditutup."
        return told if find_gaps(obj, timezone.localdate()) else f"{told} Dasarnya lengkap."


def _head() -> str:
    """How people here cite the head's regulation: "perwali"."""
    return settings.REGION_PROFILE.head_regulation.lower()


@dataclass(frozen=True)
class Offered:
    """A regulation, or one pasal of it, that the application may be bound to.

    `roles`: (value, word) of what it may be, the one that is needed first; none of dead law.
    `parts`: its pasal to choose from. `why_not`: what stands in the way of all of them.
    """

    regulation: Regulation
    force: Force
    roles: Sequence[tuple[str, str]]
    part: Provision | None = None
    parts: Sequence[Provision] = ()
    unconfirmed: bool = False
    shelters: str = ""  # the application whose umbrella it is already


def basis(request: HttpRequest, application: Application) -> dict[str, Any]:
    """What the page of an application's basis shows beside its actions."""
    today = timezone.localdate()
    row = Application.objects.with_life(today).with_search(today).get(pk=application.pk)
    bound = bindings_of([row], today)[row.pk]
    gaps = find_gaps(row, today, bound)
    query = request.GET.get("q", "")[:LONGEST].strip()
    offered: list[Offered] = []
    if may(request.user, "regulations.bind_application", application):
        offered = _offered(application, query, gaps, today)
    doubts = findings_on(today).get(row.pk, ())
    return {
        "title": f"Dasar hukum {application}",
        "health": health(row, today, bound, doubts),
        "gaps": gaps,
        "bound": bound,
        "doubts": doubts,
        "query": query,
        "search_help": f"Contoh: {_head()} 28 2013, perda 3 2018 pasal 29, atau antrean.",
        "offered": offered,
        "today": today,
    }


def _offered(application: Application, query: str, gaps: Sequence[Any], on: date) -> list[Offered]:
    """What the search found; without one, what was registered here or replaces what ended."""
    regulations, hits = _found(query, on) if query else (_near(application, on), [])
    laws = {row.pk: row for row in (*regulations, *(hit.regulation for hit in hits))}
    needed = {gap.problem for gap in gaps}
    parts = _parts_of([row.pk for row in regulations])
    unconfirmed = set(
        RegulationFile.objects.filter(regulation__in=laws, confirmed_at=None).values_list(
            "regulation", flat=True
        )
    )
    shelters = _shelters(laws, on, application)
    rows: list[tuple[Regulation, Provision | None, Force]] = [
        *((law, None, force_of(law, on)) for law in regulations),
        *((hit.regulation, hit, force_of(hit.regulation, on, hit)) for hit in hits),
    ]
    return [
        Offered(
            regulation=law,
            force=force,
            roles=_roles(law, part, force, needed, taken=law.pk in shelters),
            part=part,
            parts=() if part is not None else parts.get(law.pk, ()),
            unconfirmed=law.pk in unconfirmed,
            shelters=shelters.get(law.pk, ""),
        )
        for law, part, force in rows
    ]


def _found(query: str, on: date) -> tuple[list[Regulation], list[Provision]]:
    """The cited regulation with its pasal, else what carries the words."""
    cited = read_citation(query)
    if cited is None:
        worded = having_words(_laws(), query).order_by("-year", "-id")
        return list(worded[:MOST]), find_parts(query, on=on)[:MOST]
    named = _laws().filter(kind__code=cited.kind, number__iexact=cited.number, year=cited.year)
    rows = list(named[:MOST])
    if not cited.pasal:
        return rows, []
    parts = Provision.objects.select_related("regulation__kind")
    parts = parts.prefetch_related(f"regulation__{LAW}")
    return [], list(parts.filter(regulation__in=rows, path=cited.pasal))


def _laws() -> Any:
    """Regulations with what `force_of` reads of them."""
    return Regulation.objects.select_related("kind").prefetch_related(LAW)


def _near(application: Application, on: date) -> list[Regulation]:
    """What was registered for this application, and what replaces an ended basis of it."""
    given = IncomingPdf.objects.filter(application=application, regulation__isnull=False)
    keys = list(given.order_by("-given_at").values_list("regulation", flat=True)[:3])
    open_now = application.findings.filter(closed_on=None, candidate__isnull=False)
    keys += list(open_now.values_list("candidate", flat=True)[:5])
    bound = application.bindings.standing_on(on).values("regulation")
    rows = _laws().filter(pk__in=keys).exclude(pk__in=bound)
    return sorted(rows, key=lambda row: keys.index(row.pk))


def _parts_of(regulations: Sequence[int]) -> dict[int, list[Provision]]:
    """The pasal of some regulations, in one query."""
    rows = Provision.objects.citable().filter(regulation__in=regulations)
    parts: dict[int, list[Provision]] = {}
    for part in rows.only("label", "regulation", "position").order_by("regulation", "position"):
        mine = parts.setdefault(part.regulation_id, [])
        if len(mine) < PARTS:
            mine.append(part)
    return parts


def _shelters(laws: Iterable[int], on: date, application: Application) -> dict[int, str]:
    """Of some regulations, the other application whose umbrella each is."""
    rows = Binding.objects.standing_on(on).filter(regulation__in=laws, role=BindingRole.UMBRELLA)
    others = rows.exclude(application=application)
    return dict(others.values_list("regulation", "application__name"))


def _roles(
    law: Regulation, part: Provision | None, force: Force, needed: set[FindingKind], *, taken: bool
) -> list[tuple[str, str]]:
    """What it may be of the application: what is needed first, then what else it may.

    `taken`: whether it is another application's umbrella already.
    """
    if force == Force.ENDED or not law.may_be_basis or law.other_region:
        return []
    roles = [BindingRole.AUTHORITY, BindingRole.SUPPORTING]
    if law.kind.obliges:
        first = FindingKind.NO_PERDA in needed or part is not None
        roles.insert(0 if first else 1, BindingRole.OBLIGATION)
    if part is None and not taken and may_shelter(law):
        roles.insert(0, BindingRole.UMBRELLA)
    return [(role.value, f"Ikat sebagai {role.label.lower()}") for role in roles]
