"""The line of a visit: asked, answered, held, what came of it. Follows from its state."""

from __future__ import annotations

from dataclasses import dataclass

from news.models import Visit
from news.procedure import VisitState as S

WORDS = ("Minta", "Jawaban", "Kunjungan", "Hasil")
# how far each state has come: the station where it stands
AT = {
    S.UNPROVED: 0,
    S.WAITING: 1,
    S.INCOMPLETE: 1,
    S.OFFERED: 1,
    S.DECLINED: 1,
    S.CONFIRMED: 2,
    S.CANCELLED: 2,
    S.HELD: 3,
    S.CLOSED: 4,
}
STOPPED = (S.DECLINED, S.CANCELLED)


@dataclass(frozen=True)
class Station:
    word: str
    mark: str  # done, here, ahead, stop
    detail: str
    first: bool
    last: bool


def line_of(visit: Visit) -> list[Station]:
    state = visit.state
    here = AT[state]
    return [
        Station(
            word,
            _mark(number, here, state),
            str(state.label) if number == here else "",
            number == 0,
            number == len(WORDS) - 1,
        )
        for number, word in enumerate(WORDS)
    ]


def _mark(number: int, here: int, state: S) -> str:
    if number < here:
        return "done"
    if number > here:
        return "ahead"
    return "stop" if state in STOPPED else "here"
