"""Cables cut through, trays, traces and pipes: what lies where, and in which words."""

from __future__ import annotations

from math import dist, isclose

import pytest

from infrastructure.drawings.cable import CORE, Fibre, cable_section
from infrastructure.drawings.cores import CoreName
from infrastructure.drawings.duct import Pipe, duct_section
from infrastructure.drawings.packing import packed
from infrastructure.drawings.trace import Step, Trace, trace_drawing
from infrastructure.drawings.tray import End, Joined, trays


@pytest.mark.parametrize("number", range(1, 49))
@pytest.mark.parametrize("one_ring", [6, 12])
def test_circles_touch_and_do_not_overlap(number: int, one_ring: int) -> None:
    spots, around = packed(number, one_ring=one_ring)
    assert len(spots) == number
    assert all(dist(a, b) > 2 - 1e-6 for n, a in enumerate(spots) for b in spots[:n])
    assert isclose(max(dist((0, 0), spot) for spot in spots) + 1, around)


def test_nothing_is_packed_into_nothing() -> None:
    assert packed(0) == ([], 1.0)


def fibres(tubes: int, per_tube: int = 12, state: str = "spare") -> list[Fibre]:
    return [
        Fibre(CoreName(n, (n - 1) // per_tube + 1, per_tube), state)
        for n in range(1, tubes * per_tube + 1)
    ]


@pytest.mark.parametrize(("tubes", "per_tube"), [(1, 12), (4, 12), (24, 12), (6, 4), (2, 24)])
def test_every_core_lies_in_its_tube_and_every_tube_in_the_cable(tubes: int, per_tube: int) -> None:
    section = cable_section(fibres(tubes, per_tube))
    assert [tube.name.tube for tube in section.tubes] == list(range(1, tubes + 1))
    middle = (section.middle, section.middle)
    for tube in section.tubes:
        assert len(tube.cores) == per_tube
        assert dist(middle, (tube.x, tube.y)) + tube.edge < section.radius + 0.2
        for core in tube.cores:
            assert dist((tube.x, tube.y), (core.x, core.y)) + CORE < tube.radius + 0.2
    assert section.tubes[0].x == section.middle, "the first tube is on top"


def test_a_cable_without_cores_is_an_empty_circle() -> None:
    assert cable_section([]).tubes == ()


@pytest.mark.parametrize(
    ("name", "words", "colour", "tube"),
    [
        (CoreName(1, 1), "t1/1 BR", "tia-1", "tia-1"),
        (CoreName(19, 2), "t2/7 MR", "tia-7", "tia-2"),
        (CoreName(288, 24), "t24/12 TS", "tia-12", "tia-12"),
        (CoreName(5, 2, 4), "t2/1 BR", "tia-1", "tia-2"),  # colours begin anew in each tube
        (CoreName(13, 1, 24), "t1/13 BR", "tia-1", "tia-1"),
    ],
)
def test_cores_are_called_as_in_a_splicing_plan(
    name: CoreName, words: str, colour: str, tube: str
) -> None:
    assert (str(name), name.colour_class, name.tube_class) == (words, colour, tube)


def end(code: str, number: int = 1) -> End:
    return End(code, f"/{code}/", CoreName(number, 1), "A")


def joined(tray: int, first: End | None, *others: End, state: str = "made") -> Joined:
    return Joined(tray, "fusion", state, 0.08, first, others)


def test_each_tray_is_drawn_and_a_splitter_fans_out() -> None:
    second, first = (joined(2, end("A")), joined(1, end("A"), end("B"), end("C"), end("D")))
    one, two = trays([second, first])
    assert (one.number, two.number) == (1, 2)
    (mark,) = one.joints
    assert [box.end.code for box in mark.boxes] == ["A", "B", "C", "D"]
    assert mark.boxes[0].middle == mark.boxes[2].middle, "the common end faces the middle one"
    assert len(mark.lines) == 4
    assert max(box.y + box.height for box in mark.boxes) <= one.height


def test_what_a_reader_may_not_know_of_a_joint_has_neither_box_nor_line() -> None:
    ((mark,),) = (tray.joints for tray in trays([joined(1, None, end("B"))]))
    assert [box.end.code for box in mark.boxes] == ["B"]
    assert len(mark.lines) == 1


def test_the_core_is_read_however_long_the_code_of_its_cable() -> None:
    ((mark,),) = (tray.joints for tray in trays([joined(1, end("F" * 40, 3))]))
    assert mark.boxes[0].text.endswith("… t1/3 HJ")


WAY = (
    Step("device", "SW-1", "/", "porta 1"),
    Step("joint", "ODF-1", "/", "Konektor", 0.3),
    Step("cable", "FO-1", "/", "t1/1 BR", 0.42, 1204),
    Step("joint", "ODF-2", "/", "Konektor", 0.3),
    Step("device", "SW-2", "/", "porta 4"),
)


def test_a_cable_reaches_from_stop_to_stop_lying_and_standing() -> None:
    drawing = trace_drawing(Trace(WAY, 1204, 1.02, 12, True))
    lying, standing = drawing.lying, drawing.standing
    assert (lying[2].x, lying[2].end_x) == (lying[1].x, lying[3].x)
    assert (standing[2].y, standing[2].end_y) == (standing[1].y, standing[3].y)
    assert lying[-1].x < drawing.width
    assert standing[-1].y < drawing.standing_height
    assert WAY[2].measures == "1.204 m, 0,42 dB"


@pytest.mark.parametrize(
    ("loss", "budget", "complete", "tone", "word", "left"),
    [
        (1.02, 12.0, True, "good", "Cukup", "10,98 dB"),
        (12.5, 12.0, True, "stop", "Melebihi anggaran", "-0,50 dB"),
        (1.02, None, True, "muted", "Anggaran redaman belum diketahui", "belum diketahui"),
        (1.02, 12.0, False, "stop", "Belum tersambung", "10,98 dB"),
        (None, 12.0, True, "muted", "Tersambung", "belum diketahui"),
    ],
)
def test_loss_is_held_against_its_budget(
    loss: float | None, budget: float | None, complete: bool, tone: str, word: str, left: str
) -> None:
    trace = Trace(WAY, 1204, loss, budget, complete)
    assert (trace.tone, trace.word, trace.left_words) == (tone, word, left)
    assert 0 <= trace_drawing(trace).spent <= 100


def test_a_path_of_nothing_is_drawn_as_nothing() -> None:
    drawing = trace_drawing(Trace((), None, None, None, False))
    assert (drawing.base, drawing.standing_base, drawing.lying) == (None, None, ())


def test_pipes_lie_in_pipes_with_their_cables() -> None:
    section = duct_section(
        [
            Pipe(2, None, 40, ()),
            Pipe(1, None, 110, ()),
            Pipe(3, 1, 32, (("FO-1", "/"), ("FO-2", "/"))),
            Pipe(0, None, None, (("FO-9", "/"),)),
        ]
    )
    marks = {mark.pipe.number: mark for mark in section.pipes}
    outer, inner = marks[1], marks[3]
    assert outer.x < inner.x
    assert outer.y < inner.y
    assert inner.y + inner.height < outer.y + outer.height
    assert [word.code for word in inner.words] == ["FO-1", "FO-2"]
    assert [mark.pipe.number for mark in section.pipes if mark.hollow] == [2]
    assert marks[0].label == "Tanpa pipa"
    assert marks[2].label == "Pipa 2 (40 mm)"
    assert section.pipes[-1].depth == 1, "what lies inside is drawn last"
