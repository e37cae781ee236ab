"""Legal health over time: recomputed daily and at each legal event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from regulations.domain.applications.findings import open_findings, refresh_candidates
from regulations.domain.applications.legal_check import LegalGap, find_gaps, is_unsearched
from regulations.domain.law.states import force_of
from regulations.models import Application, Binding, Finding
from regulations.vocabulary import BasisState, FindingKind, Force, LifecycleState


def recompute(*, on: date | None = None) -> list[Finding]:
    """Looks at every live application's basis on a day and opens what is new.

    Tells once per finding. Returns the new findings.
    """
    on = on or timezone.localdate()
    opened: list[Finding] = []
    for application in Application.objects.live_on(on):
        opened += open_findings(application, on)
    refresh_candidates(on)
    return opened


@dataclass(frozen=True)
class Health:
    """An application's legal health on a day. The word always stands beside the tone's colour."""

    state: BasisState
    tone: str
    word: str


def health(
    application: Application,
    on: date,
    bound: Sequence[Binding],
    doubts: Sequence[Finding] = (),
) -> Health:
    """Of an application `with_life` and `with_search`, and its bindings of that day `with_law`.

    What nobody knows is grey; red is only what somebody has looked at.
    `doubts`: findings open that day that are no lack of basis, such as a parent that has ended.
    """
    live = application.life == LifecycleState.LIVE
    if application.life == LifecycleState.RETIRED:
        return Health(BasisState.RETIRED, "muted", "Tidak dipakai lagi")
    gaps = find_gaps(application, on, bound)
    searched = application.searched_on is not None
    known = [gap for gap in gaps if not _is_unknown(gap, bound, searched)]
    if known:
        return _lacking(known[0], bound, "stop" if live else "wait")
    if gaps:
        return _unknown(gaps[0], bound)
    if doubts:
        return Health(BasisState.PARTIAL, "wait", str(FindingKind(doubts[0].problem).label))
    return Health(BasisState.COMPLETE, "good", "Dasar lengkap dan berlaku")


def _is_unknown(gap: LegalGap, bound: Sequence[Binding], searched: bool) -> bool:
    unknown = gap.problem == FindingKind.UMBRELLA_UNKNOWN
    return unknown or is_unsearched(gap, bound, searched=searched)


def _lacking(gap: LegalGap, bound: Sequence[Binding], tone: str) -> Health:
    """What is known to lack: everything, or a part of it."""
    if not bound:
        word = "Tanpa dasar" if tone == "stop" else "Belum ada dasar"
        return Health(BasisState.NONE, tone, word)
    if gap.problem == FindingKind.NO_BASIS and gap.binding is None:
        return Health(BasisState.PARTIAL, tone, "Tanpa payung")
    return Health(BasisState.PARTIAL, tone, str(FindingKind(gap.problem).label))


def _unknown(gap: LegalGap, bound: Sequence[Binding]) -> Health:
    """What nobody has looked for, or what the dates held do not decide."""
    if not bound:
        return Health(BasisState.UNSEARCHED, "muted", "Belum diteliti")
    words = {
        FindingKind.NO_BASIS: "Payung belum diteliti",
        FindingKind.NO_PERDA: "Perda belum diteliti",
    }
    problem = FindingKind(gap.problem)
    return Health(BasisState.PARTIAL, "muted", words.get(problem, str(problem.label)))


DOUBTS = (FindingKind.PARENT_ENDED, FindingKind.AMENDED)


def findings_on(on: date) -> dict[int, list[Finding]]:
    """Findings open on a day that are no lack of basis, by application."""
    by_application: dict[int, list[Finding]] = {}
    open_then = Q(closed_on=None) | Q(closed_on__gt=on)
    rows = Finding.objects.filter(open_then, problem__in=DOUBTS, opened_on__lte=on)
    for finding in rows.order_by("id"):
        by_application.setdefault(finding.application_id, []).append(finding)
    return by_application


def bindings_of(applications: Sequence[Application], on: date) -> dict[int, list[Binding]]:
    """What each of some applications stands on on a day, `with_law`, in constant queries."""
    bound: dict[int, list[Binding]] = {application.pk: [] for application in applications}
    for binding in Binding.objects.standing_on(on).filter(application__in=bound).with_law():
        bound[binding.application_id].append(binding)
    return bound


def health_of(applications: Sequence[Application], on: date) -> dict[int, Health]:
    """The health of some applications `with_life` and `with_search`, in constant queries."""
    bound, doubts = bindings_of(applications, on), findings_on(on)
    return {a.pk: health(a, on, bound[a.pk], doubts.get(a.pk, ())) for a in applications}


def bindings_on_dead_law(on: date) -> list[Binding]:
    """Those of a day whose regulation, or the pasal they name, is in force no more.

    By name of the application. A region has some hundred applications: asked row by row, in
    constant queries, for the twin in SQL has no statistics of a registry that was just loaded.
    """
    rows = Binding.objects.standing_on(on).with_law().select_related("application")
    dead = [b for b in rows if force_of(b.regulation, on, b.provision) == Force.ENDED]
    return sorted(dead, key=lambda b: (b.application.name.lower(), b.pk))
