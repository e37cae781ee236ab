"""Apa berikutnya: what becomes of a proposal from here, and what its proposer can do now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format

from egov.web.templatetags.portal import day, last_day
from musrenbang.domain.silence import at_the_end, is_held, year_is_over
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.reasons import NOW_AFTER
from musrenbang.vocabulary import GO_TO, Outcome, State

CARRY_ON = "Bila masih dibutuhkan, usulan yang sama dapat dibawa ke tahun berikutnya."


def next_steps(
    proposal: Proposal, decisions: Sequence[Decision], stages: Sequence[Stage], now: datetime
) -> list[str]:
    """The sentences of the box under the title, the first of them what happens next."""
    stage = next(s for s in stages if s.pk == proposal.stage_id)
    last = decisions[-1] if decisions else None
    match proposal.state:
        case State.WAITING:
            return [_waiting(stage, stages, now)]
        case State.RETURNED:
            return _returned(proposal, last)
        case State.RESERVE:
            if year_is_over(stages, now):
                return ["Tahun ini berakhir sebelum ada tempat. " + CARRY_ON]
            return ["Naik bila ada tempat, menurut urutan cadangan; pengusul mendapat kabar."]
        case State.ACCEPTED:
            year = proposal.channel.cycle.year
            return [
                f"Masuk bahan RKPD {year}. Dikerjakan tahun {year} bila dianggarkan dalam APBD.",
            ]
        case State.REDIRECTED:
            return [_redirected(last)]
        case State.MERGED:
            return ["Ikuti usulan yang digabungi; setiap kabarnya sampai juga kepada pengusul."]
        case State.WITHDRAWN:
            return ["Pengusul menariknya sendiri. " + CARRY_ON]
        case State.LAPSED:
            return ["Tidak dilengkapi sampai batas waktunya. " + CARRY_ON]
        case State.NOT_DISCUSSED:
            return ["Tahun ini tidak dibahas lagi. " + CARRY_ON]
        case State.UNDECIDED:
            return [
                "Tahun ini berakhir tanpa keputusan. Usulan ini tidak ditolak: pengusul atau "
                "kelurahan dapat membawanya ke tahun berikutnya."
            ]
    return [*_after(last), CARRY_ON]


def _waiting(stage: Stage, stages: Sequence[Stage], now: datetime) -> str:
    if stage.phase(now) == "before":
        return f"{stage.name} membahasnya mulai {day(stage.opens)}."
    if is_held(stage, stages, now):
        return (
            f"Tahap ini berakhir {last_day(stage.closes)} tanpa keputusan. Usulan ini tetap "
            "menunggu di sini dan masih dapat diputuskan."
        )
    if stage.phase(now) == "over":
        return f"Tahap ini berakhir {last_day(stage.closes)}; tindak lanjutnya sedang dicatat."
    return (
        f"Diputuskan paling lambat {last_day(stage.closes)}. "
        f"Yang tidak diputuskan sampai saat itu {at_the_end(stage, stages)}."
    )


def _returned(proposal: Proposal, last: Decision | None) -> list[str]:
    if proposal.return_until is None:
        return _after(last)
    until = date_format(proposal.return_until, "l, j F Y")
    return [f"Pengusul melengkapinya paling lambat {until}; lalu dibahas lagi.", *_after(last)]


def _redirected(last: Decision | None) -> str:
    if last is not None and last.outcome == Outcome.REDIRECT and last.outside:
        return str(GO_TO[last.outside])  # type: ignore[index]
    return "Tanyakan jalannya di kelurahan."


def _after(last: Decision | None) -> list[str]:
    """What can be done now, by the reason that was given."""
    sentence = NOW_AFTER.get(last.reason_code) if last is not None else None
    return [sentence] if sentence else []
