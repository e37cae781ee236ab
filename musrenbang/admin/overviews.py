"""What an auditor reads and a planner watches, each in a few rows however many proposals there are.

What is counted was counted by the beat; what is not is read from the end of an index.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from egov.accounts.roles import Role
from egov.desk.first_page import few
from egov.desk.overviews import SHOWN, Figure, Line, Overview
from egov.web.requests import actor_of
from egov.web.templatetags.portal import last_day, number, rupiah, short_day
from musrenbang.domain.current_figures import current_cycle
from musrenbang.models import Decision, Proposal, Redirection, Stage, StageFigures
from musrenbang.models.proposal import COST_CHANGED
from musrenbang.procedure import OPINIONS
from musrenbang.vocabulary import PLANNER, Outcome, State, Tier, tier_word

LOOKED_AT = 1000  # of the city's newest decisions
OWING = 10  # agencies of which the planner's first page tells
# which opinions a decision of the city goes against
OPPOSED: dict[str, frozenset[Outcome]] = {
    Outcome.ACCEPT: frozenset({Outcome.NOT_FEASIBLE}),
    Outcome.REJECT: OPINIONS - {Outcome.NOT_FEASIBLE},
}
STATIONS = (Tier.RW, Tier.KELURAHAN, Tier.KECAMATAN, Tier.KOTA)
Context = dict[str, Any] | None


def _audits(request: HttpRequest) -> bool:
    return actor_of(request).holds(Role.AUDITOR)


def _history(proposal: Proposal) -> str:
    return reverse("admin:musrenbang_proposal_history", args=[proposal.pk])


def corrections(request: HttpRequest, _about: None) -> Context:
    """The newest decisions that took the place of another."""
    if not _audits(request):
        return None
    rows = Decision.objects.corrections()
    newest = rows.select_related("proposal", "supersedes").order_by("-id")[:SHOWN]
    lines = [
        Line(
            str(row.proposal),
            _history(row.proposal),
            f"{row.office}, {short_day(row.decided_at)}: {_change(row)}. {row.reason_text}",
        )
        for row in newest
    ]
    figures = [Figure("pembetulan", few(rows))] if lines else []
    return Overview("pembetulan", "Keputusan yang dibetulkan", lines, figures).context()


def _change(row: Decision) -> str:
    """What became of what, the money where only that differs."""
    before = row.supersedes
    assert before is not None
    if before.outcome != row.outcome:
        was, now = before.get_outcome_display(), row.get_outcome_display()
        return f"{was} menjadi {now.lower()}"
    return f"{rupiah(before.cost)} menjadi {rupiah(row.cost)}"


def against_opinion(request: HttpRequest, _about: None) -> Context:
    """Of the city's newest decisions those that differ from what the OPD holds."""
    if not _audits(request):
        return None
    pairs = _against()
    ids = [key for pair in pairs[:SHOWN] for key in pair]
    rows = Decision.objects.select_related("proposal").in_bulk(ids)
    lines = [_differing_line(rows[decision], rows[opinion]) for decision, opinion in pairs[:SHOWN]]
    figures = [Figure("dari 1.000 keputusan kota terbaru", len(pairs))] if lines else []
    title = "Keputusan yang berbeda dari pendapat OPD"
    return Overview("berbeda", title, lines, figures).context()


def _against() -> list[tuple[int, int]]:
    """(decision of the city, opinion of the OPD) by their keys, the newest first.

    The newest row of a tier stands: what corrects another is younger.
    """
    city = Decision.objects.filter(tier=Tier.KOTA).order_by("-id")
    standing: dict[int, tuple[int, str]] = {}
    for key, proposal, outcome in city.values_list("id", "proposal", "outcome")[:LOOKED_AT]:
        standing.setdefault(proposal, (key, outcome))
    asked = [p for p, (_key, outcome) in standing.items() if outcome in OPPOSED]
    given = Decision.objects.filter(proposal__in=asked, outcome__in=OPINIONS)
    opinions = {p: (key, o) for key, p, o in _by_age(given)}
    return [
        (standing[p][0], opinions[p][0])
        for p in asked
        if p in opinions and opinions[p][1] in OPPOSED[standing[p][1]]
    ]


def _by_age(rows: QuerySet[Decision]) -> QuerySet[Decision, tuple[int, int, str]]:
    return rows.order_by("id").values_list("id", "proposal", "outcome")


def _differing_line(decision: Decision, opinion: Decision) -> Line:
    said = f"{opinion.office}: {opinion.get_outcome_display().lower()}"
    did = f"{decision.office}: {decision.get_outcome_display().lower()}"
    address = _history(decision.proposal)
    return Line(str(decision.proposal), address, f"{said}. {did}. {decision.reason_text}")


def money_changed(request: HttpRequest, _about: None) -> Context:
    """The newest proposals on which over a fifth more or less is decided than was proposed."""
    if not _audits(request):
        return None
    rows = Proposal.objects.filter(COST_CHANGED)
    lines = [
        Line(str(row), _history(row), _money(row))
        for row in rows.only("number", "title", "cost", "proposed_cost").order_by("-id")[:SHOWN]
    ]
    figures = [Figure("usulan", few(rows))] if lines else []
    title = "Biaya berubah lebih dari 20 persen"
    return Overview("biaya", title, lines, figures).context()


def _money(row: Proposal) -> str:
    share = (row.cost - row.proposed_cost) * 100 / row.proposed_cost
    more = "naik" if share > 0 else "turun"
    told = f"{rupiah(row.proposed_cost)} menjadi {rupiah(row.cost)}"
    return f"{told}, {more} {number(abs(round(share)))} persen"


@dataclass(frozen=True)
class Column:
    """One tier of the table: what it is called, and whether its time is over."""

    tier: str
    label: str
    late: bool


def by_kecamatan(request: HttpRequest, _about: None) -> Context:
    """How many wait at each tier in each kecamatan, of the current cycle, as the beat counted."""
    cycle = current_cycle(timezone.now()) if actor_of(request).holds(PLANNER) else None
    if cycle is None:
        return None
    rows = list(
        StageFigures.objects.filter(stage__channel__cycle=cycle, area__isnull=False)
        .select_related("stage", "area")
        .order_by("area__code")
    )
    if not rows:
        return None
    now = timezone.now()
    columns = [
        Column(tier, tier_word(tier), _over([r.stage for r in rows if r.stage.tier == tier], now))
        for tier in STATIONS
    ]
    waiting: dict[Any, Counter[str]] = defaultdict(Counter)
    for row in rows:
        waiting[row.area][row.stage.tier] += row.waiting
    lines = [
        (area, [_cell(column, area, count) for column in columns], count.total())
        for area, count in waiting.items()
    ]
    totals = [(column, sum(c[column.tier] for c in waiting.values())) for column in columns]
    counted_at = min(row.counted_at for row in rows)
    return {"columns": columns, "lines": lines, "totals": totals, "at": counted_at, "cycle": cycle}


def _over(stages: list[Stage], now: datetime) -> bool:
    return bool(stages) and all(stage.closes <= now for stage in stages)


def _cell(column: Column, area: Any, count: Counter[str]) -> tuple[Column, int, str]:
    return column, count[column.tier], _waiting_address(column.tier, area)


def _waiting_address(tier: str, area: Any) -> str:
    return _list_address(wilayah=area.code, tingkat=tier)


def opinions_owed(request: HttpRequest, _about: None) -> Context:
    """The OPD that have said nothing on so many proposals, the most first."""
    if not actor_of(request).holds(PLANNER):
        return None
    rows = list(
        StageFigures.objects.filter(agency__isnull=False)
        .select_related("stage__channel", "agency")
        .order_by("-waiting", "id")
    )
    now = timezone.now()
    lines = [_owing_line(row, now) for row in rows[:OWING]]
    figures = [Figure("usulan tanpa pendapat", sum(row.waiting for row in rows))] if rows else []
    return Overview("pendapat", "OPD yang belum berpendapat", lines, figures).context()


def redirections_asked(request: HttpRequest, _about: None) -> Context:
    """What a verifier says is not theirs, the oldest first: the planner settles it."""
    if not actor_of(request).holds(PLANNER):
        return None
    asked = Redirection.objects.open()
    lines = [
        Line(
            str(row.proposal),
            reverse("admin:musrenbang_proposal_actions", args=[row.proposal_id]),
            f"{row.office}, {short_day(row.asked_at)}: ke {row.target}. {row.reason}",
        )
        for row in asked.select_related("proposal", "agency").order_by("asked_at", "id")[:SHOWN]
    ]
    figures = [Figure("pengalihan diminta", few(asked))] if lines else []
    return Overview("pengalihan", "Usulan yang salah alamat", lines, figures).context()


def _owing_line(row: StageFigures, now: datetime) -> Line:
    until, channel = last_day(row.stage.closes), row.stage.channel.name
    return Line(
        row.agency.short_name if row.agency else "",
        _owed_address(row),
        f"{number(row.waiting)} usulan, {channel}, sampai {until}",
        late="lewat" if row.stage.closes <= now else "",
    )


def _owed_address(row: StageFigures) -> str:
    return _list_address(opd=row.agency.code if row.agency else "", tingkat=Tier.KOTA)


def _list_address(**narrowed: str) -> str:
    """The list of all proposals, narrowed to those that wait."""
    query = {"antrean": "semua", "keadaan": State.WAITING, **narrowed}
    return f"{reverse('admin:musrenbang_proposal_changelist')}?{urlencode(query)}"
