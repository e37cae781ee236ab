"""The light's way from port to port, told twice: lying for a wide page, standing for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infrastructure.drawings.lettering import fitted

STEP, HEIGHT, EDGE = 124, 112, 62
LINE = 46  # how far from above the line lies
STAND_STEP, STAND_X, STAND_WIDTH = 52, 16, 300


@dataclass(frozen=True)
class Step:
    """A stop (device, joint) or a way (cable); loss in dB, length in metres; None: not known."""

    kind: str  # "device", "joint", "cable"
    code: str
    url: str
    detail: str = ""  # "t1/3 HJ", "porta 4", "tray 1"
    loss_db: float | None = None
    length_m: float | None = None
    colour_class: str = ""

    @property
    def is_way(self) -> bool:
        return self.kind == "cable"

    @property
    def measures(self) -> str:
        """Length and loss in words, as far as they were measured: "1.204 m, 0,42 dB"."""
        length = metres(self.length_m) if self.length_m is not None else ""
        loss = decibel(self.loss_db) if self.loss_db is not None else ""
        return ", ".join(filter(None, (length, loss)))


def metres(length: float) -> str:
    return f"{length:,.0f} m".replace(",", ".")


def decibel(loss: float) -> str:
    return f"{loss:.2f} dB".replace(".", ",")


@dataclass(frozen=True)
class Trace:
    """What a reader may know of a path; sums are None where he may not know all of it."""

    steps: tuple[Step, ...]
    length_m: float | None
    loss_db: float | None
    budget_db: float | None
    complete: bool

    @property
    def left_db(self) -> float | None:
        if self.budget_db is None or self.loss_db is None:
            return None
        return round(self.budget_db - self.loss_db, 2)

    @property
    def loss_words(self) -> str:
        return "belum diketahui" if self.loss_db is None else decibel(self.loss_db)

    @property
    def budget_words(self) -> str:
        return "belum diketahui" if self.budget_db is None else decibel(self.budget_db)

    @property
    def left_words(self) -> str:
        return "belum diketahui" if self.left_db is None else decibel(self.left_db)

    @property
    def length_words(self) -> str:
        return "belum diketahui" if self.length_m is None else metres(self.length_m)

    @property
    def tone(self) -> str:
        if not self.complete:
            return "stop"
        if self.left_db is None:
            return "muted"
        return "good" if self.left_db >= 0 else "stop"

    @property
    def word(self) -> str:
        if not self.complete:
            return "Belum tersambung"
        if self.loss_db is None:  # not told to this reader
            return "Tersambung"
        if self.left_db is None:
            return "Anggaran redaman belum diketahui"
        return "Cukup" if self.left_db >= 0 else "Melebihi anggaran"


@dataclass(frozen=True)
class Mark:
    step: Step
    x: float
    y: float
    code: str
    detail: str
    length: float = 0  # of a way, along the line

    @property
    def end_x(self) -> float:
        return self.x + self.length

    @property
    def end_y(self) -> float:
        return self.y + self.length

    @property
    def left(self) -> float:
        """Of the square of a joint."""
        return self.x - 9

    @property
    def top(self) -> float:
        return self.y - 9

    @property
    def upper(self) -> float:
        """The first line of words beside a standing one."""
        return self.middle_y - 8

    @property
    def lower(self) -> float:
        return self.middle_y + 9

    @property
    def told(self) -> str:
        return ", ".join(filter(None, (self.detail, self.step.measures)))

    @property
    def middle_x(self) -> float:
        return self.x + self.length / 2

    @property
    def middle_y(self) -> float:
        return self.y + self.length / 2


@dataclass(frozen=True)
class TraceDrawing:
    trace: Trace
    lying: tuple[Mark, ...]
    standing: tuple[Mark, ...]
    width: float
    height: float
    standing_width: float
    standing_height: float
    spent: float  # percent of the budget, at most 100
    line_y: float = LINE

    @property
    def bar(self) -> float:
        """The same on a bar of 298."""
        return round(self.spent * 2.98, 1)

    @property
    def base(self) -> tuple[float, float] | None:
        """From the first stop to the last."""
        return (EDGE, self.width - EDGE) if len(self.lying) > 1 else None

    @property
    def standing_base(self) -> tuple[float, float] | None:
        low = STAND_STEP / 2
        return (low, self.standing_height - low) if len(self.standing) > 1 else None


def trace_drawing(trace: Trace) -> TraceDrawing:
    lying = tuple(_marks(trace.steps, STEP, upright=False))
    standing = tuple(_marks(trace.steps, STAND_STEP, upright=True))
    count = len(trace.steps)
    ratio = (trace.loss_db or 0) / trace.budget_db if trace.budget_db else 0
    return TraceDrawing(
        trace=trace,
        lying=lying,
        standing=standing,
        width=2 * EDGE + max(0, count - 1) * STEP,
        height=HEIGHT,
        standing_width=STAND_WIDTH,
        standing_height=max(1, count) * STAND_STEP,
        spent=round(min(100.0, max(0.0, 100 * ratio)), 1),
    )


def _marks(steps: Sequence[Step], step_length: int, *, upright: bool) -> list[Mark]:
    """A way reaches from the stop before it to the one after it."""
    marks = []
    for number, step in enumerate(steps):
        along = (STAND_STEP / 2 if upright else EDGE) + number * step_length
        length = 0.0
        if step.is_way:
            before = step_length if number else 0
            after = step_length if number + 1 < len(steps) else 0
            along -= before
            length = before + after
        x, y = (STAND_X, along) if upright else (along, LINE)
        space = STAND_WIDTH - 2 * STAND_X - 10 if upright else STEP - 8
        code, detail = fitted(step.code, space), fitted(step.detail, space, 11)
        marks.append(Mark(step, x, y, code, detail, length))
    return marks
