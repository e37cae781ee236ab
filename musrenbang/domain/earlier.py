"""Proposals of a year before the portal: recorded as history, with the outcome that they had then.

No office decides anew. Each has one decision, which says that it was recorded from an earlier year
and who recorded it; so what stands there follows from a row, as everything does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from musrenbang.domain.numbers import make_number, next_serials
from musrenbang.domain.personal import FIELDS, personal_data
from musrenbang.domain.projection import apply_projection, project
from musrenbang.domain.submission import placed
from musrenbang.domain.validation import MAX_COST, check_texts, check_volume
from musrenbang.models import Channel, Cycle, Decision, KamusVariant, Proposal, Stage
from musrenbang.vocabulary import (
    EARLIER_YEARS,
    PLANNER,
    Act,
    Decider,
    Outcome,
    PlaceLevel,
    Silence,
    State,
    Tier,
)

NOT_RECORDED = "Tidak tercatat."
FIRST_YEAR = 2000
OUTCOMES = {
    State.ACCEPTED: Outcome.ACCEPT,
    State.REJECTED: Outcome.REJECT,
    State.RESERVE: Outcome.RESERVE,
    State.NOT_DISCUSSED: Outcome.NOT_DISCUSSED,
}
LEVELS = {
    Level.RW: PlaceLevel.RW,
    Level.VILLAGE: PlaceLevel.KELURAHAN,
    Level.DISTRICT: PlaceLevel.KECAMATAN,
    Level.REGION: PlaceLevel.KOTA,
}


@dataclass(frozen=True)
class Earlier:
    """What is recorded of one proposal.

    `number` is its own in the record it comes from, `year` that of the RKPD; `area` None is the
    whole region. Volume in the variant's unit, cost in whole rupiah. `note` is the reason, as far
    as the record tells it.
    """

    year: int
    number: str
    title: str
    variant: KamusVariant
    agency: Agency
    area: Area | None
    volume: Decimal
    cost: Decimal
    state: State
    sent_on: date
    problem: str = NOT_RECORDED
    wish: str = NOT_RECORDED
    address: str = NOT_RECORDED
    note: str = ""

    @property
    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in FIELDS}


def check_earlier(given: Earlier, years_here: Sequence[int], today: date) -> None:
    """Refuses what is no history.

    A year that is not over (`year_not_over`) or that the portal itself runs (`year_runs_here`), a
    state in which nothing had ended (`not_ended`), an area of no level that proposes
    (`other_level`), personal data in a text that all will read (`personal_data`), and what
    `validation` refuses.
    """
    if not FIRST_YEAR <= given.year <= today.year:
        sentence = f"Isi tahun RKPD yang sudah lewat, {FIRST_YEAR} sampai {today.year}."
        raise Invalid("year_not_over", sentence, field="year")
    if given.year in years_here:
        sentence = f"Tahun {given.year} dijalankan di portal ini. Usulannya tidak diimpor."
        raise Invalid("year_runs_here", sentence, field="year")
    if not given.number or len(given.number) > 60:
        sentence = "Isi nomor usulan di catatan asalnya, paling banyak 60 huruf."
        raise Invalid("no_number", sentence, field="number")
    if given.state not in OUTCOMES:
        words = ", ".join(str(state.label) for state in OUTCOMES)
        raise Invalid("not_ended", f"Tulis hasil akhirnya: {words}.", field="state")
    if given.area is not None and Level(given.area.level) not in LEVELS:
        sentence = "Pilih RW, desa/kelurahan, atau kecamatan."
        raise Invalid("other_level", sentence, field="area")
    check_texts(given.texts)
    for field, text in given.texts.items():
        kinds = personal_data(text)
        if kinds:
            sentence = f"Tampaknya memuat {' dan '.join(kinds)}. Hapus dulu: ini dibaca umum."
            raise Invalid("personal_data", sentence, field=field)
    check_volume(given.volume)
    if not 0 <= given.cost <= MAX_COST or given.cost != given.cost.to_integral_value():
        raise Invalid("cost_range", "Isi biaya dalam rupiah bulat.", field="cost")


@verb
def record_earlier(*, actor: User, rows: Sequence[Earlier]) -> list[Proposal]:
    """Writes them with the decision that each had, in a constant number of statements.

    The caller has asked `check_earlier` of each. Nobody is told: it is long past.
    """
    require(actor, "musrenbang.record_earlier")
    office = next(each for each in actor.appointments_now if each.role == PLANNER)
    stages = {year: _stage_of(year) for year in sorted({row.year for row in rows})}
    serials = next_serials(len(rows))
    proposals, decisions = [], []
    for row, serial in zip(rows, serials, strict=True):
        stage = stages[row.year]
        proposal = _as_proposal(row, stage, serial, actor)
        decision = _as_decision(row, stage, actor, office)
        apply_projection(proposal, project(proposal, [decision], [stage]))
        proposals.append(proposal)
        decisions.append(decision)
    Proposal.objects.bulk_create(proposals)
    for proposal, decision in zip(proposals, decisions, strict=True):
        decision.proposal = proposal
    Decision.objects.bulk_create(decisions)
    return proposals


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _stage_of(year: int) -> Stage:
    """The one stage of a year that is only recorded; made with its year where it is missing."""
    note = "Dicatat dari tahun sebelum portal ini. Jadwal tahapnya tidak tercatat."
    cycle, _ = Cycle.objects.get_or_create(
        year=year, defaults={"name": f"Musrenbang RKPD {year}", "note": note}
    )
    begin, end = (_noon(date(at, 1, 1)) for at in (year - 1, year))
    channel, _ = Channel.objects.get_or_create(
        cycle=cycle,
        code=EARLIER_YEARS,
        defaults={
            "name": "Catatan tahun sebelumnya",
            "description": "Usulan dan hasilnya, dicatat dari arsip.",
            "procedure": EARLIER_YEARS,
            "submission": DateTimeTZRange(begin, end),
        },
    )
    stage, _ = Stage.objects.get_or_create(
        channel=channel,
        position=1,
        defaults={
            "tier": Tier.KOTA,
            "name": "Hasil yang tercatat",
            "act": Act.DETERMINATION,
            "decider": Decider.OFFICE,
            "role": PLANNER,
            "outcomes": [Outcome.ACCEPT, Outcome.RESERVE, Outcome.REJECT],
            "silence": Silence.HOLD,
            "window": DateTimeTZRange(begin, end),
            "closed_at": end,
        },
    )
    return stage


def _as_proposal(row: Earlier, stage: Stage, serial: int, actor: User) -> Proposal:
    level = LEVELS[Level(row.area.level)] if row.area is not None else PlaceLevel.KOTA
    return Proposal(
        number=make_number(row.year, serial),
        earlier_number=row.number,
        channel=stage.channel,
        entered_by=actor,
        **placed(level, row.area),
        **{name: text.strip() for name, text in row.texts.items()},
        variant=row.variant,
        **row.variant.words,
        agency=row.agency,
        unit_price=(row.cost / row.volume).quantize(Decimal(1)),
        proposed_volume=row.volume,
        proposed_cost=row.cost,
        submitted_at=_noon(row.sent_on),
    )


def _as_decision(row: Earlier, stage: Stage, actor: User, office: Appointment) -> Decision:
    told: dict[str, Any] = {"volume": row.volume, "cost": row.cost}
    return Decision(
        sequence=1,
        stage=stage,
        tier=stage.tier,
        decided_by=actor,
        role=PLANNER,
        office=f"dicatat {office.title}",
        decided_at=timezone.now(),
        outcome=OUTCOMES[row.state],
        reason_code="earlier_year",
        reason=row.note.strip() or "Catatan asalnya tidak menyebut alasan.",
        **told,
    )
