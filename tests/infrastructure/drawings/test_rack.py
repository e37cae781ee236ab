"""Where a thing hangs in the drawing of a rack."""

from __future__ import annotations

import pytest

from infrastructure.drawings.rack import EDGE, UNIT, Mounted, elevation


def thing(position2: int, height2: int = 2, faces: tuple[int, int] = (0, 2)) -> Mounted:
    return Mounted("SW-1", "Switch", "/aset/SW-1/", position2, height2, faces)


@pytest.mark.parametrize(
    ("position2", "height2", "units"),
    [(2, 2, "U1"), (2, 4, "U1-U2"), (78, 2, "U39"), (5, 1, "U2,5"), (5, 4, "U2,5-U3,5")],
)
def test_units_are_called_as_on_the_rail(position2: int, height2: int, units: str) -> None:
    assert thing(position2, height2).units == units


def test_the_first_unit_stands_on_the_floor_and_the_last_under_the_roof() -> None:
    front, _ = elevation(42, [thing(2), thing(84)])
    roof, floor = front.slots
    assert (roof.y, roof.height, roof.pressable) == (EDGE, UNIT, True)
    assert floor.y + floor.height == EDGE + 42 * UNIT
    assert [front.units[0].number, front.units[-1].number] == [42, 1]


def test_half_units_meet_without_overlap() -> None:
    front, _ = elevation(10, [thing(2, 3), thing(5, 1)])
    upper, lower = front.slots
    assert upper.y + upper.height == lower.y
    assert not upper.pressable


def test_each_face_shows_its_own_and_what_comes_through() -> None:
    front, back = elevation(4, [thing(2), thing(4, faces=(0, 1)), thing(4, faces=(1, 2))])
    assert [(slot.mounted.position2, slot.pierces) for slot in front.slots] == [
        (4, False),
        (2, False),
    ]
    assert [(slot.mounted.position2, slot.pierces) for slot in back.slots] == [
        (4, False),
        (2, True),
    ]


def test_a_long_code_gives_way_and_its_label_too() -> None:
    long = Mounted("SW-" + "9" * 37, "Switch inti", "/", 2, 2, (0, 1))
    (slot,) = elevation(4, [long])[0].slots
    assert slot.code.endswith("…")
    assert len(slot.code) * 7.2 < slot.width
