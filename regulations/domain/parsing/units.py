"""A pasal's text into ayat, huruf and angka, however deep they stand in each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

DEEPEST = 6  # ayat, huruf, angka, huruf), angka), and one to spare
GAP = 2  # marks that a bad scan may swallow before the count goes on


@dataclass
class Unit:
    """A part of a pasal: ayat (1), huruf a, angka 1.

    `path` continues the pasal's: "ayat-1/huruf-a"; `mark` as printed: "(1)", "a.".
    """

    kind: str
    label: str
    path: str
    text: str
    mark: str = ""
    units: list[Unit] = field(default_factory=list)
    # those that are still to join its text
    lines: list[str] = field(default_factory=list, repr=False, compare=False)


@dataclass
class _Level:
    """A list that is open.

    Its style ("(1)", "a.", "1.", "a)", "1)"), the last value and letter, and where its units go.
    """

    style: str
    last: int
    letter: str
    parent: Unit | None


_MARKS = (
    ("ayat", "(1)", re.compile(r"^\s*\(\s*([\dlIO]{1,3})\s*(?:([a-z])\s*)?\)\.?\s*(.*)$")),
    # "a.n." and "c.q." begin nothing
    ("huruf", "a.", re.compile(r"^\s*([a-z]|([a-z])\2)()\.(?![a-z]\.|\s?n\.)\s*(.*)$")),
    ("huruf", "a)", re.compile(r"^\s*([a-z]|([a-z])\2)()\)\s*(.*)$")),
    ("angka", "1.", re.compile(r"^\s*(\d{1,3})([a-z]?)\.\s*(?=\D|$)(.*)$")),
    ("angka", "1)", re.compile(r"^\s*(\d{1,3})([a-z]?)\)\s*(.*)$")),
)
# a mark after these words is a reference that the printed line broke off
_REFERS = {
    "ayat": re.compile(
        r"(?:\bayat|\bayat\s*\(\w+\)[^.;]{0,30}(?:\b(?:dan|atau|dengan|serta|s\.d\.)|,))\s*$",
        re.IGNORECASE,
    ),
    "huruf": re.compile(r"\b(?:huruf|pasal|ayat)\s*$", re.IGNORECASE),
    "angka": re.compile(r"\b(?:angka|pasal|ayat|bab|rp\.?)\s*$", re.IGNORECASE),
}
_GOES_ON = re.compile(r"^(?:huruf|dan|atau|sampai|serta|,)\b", re.IGNORECASE)


def _value(kind: str, mark: str) -> int:
    if kind == "huruf":  # a..z, then aa, bb, ...
        return ord(mark[0]) - ord("a") + 1 + (26 if len(mark) == 2 else 0)
    digits = mark.translate(str.maketrans("lIO", "110"))
    return int(digits) if digits.isdecimal() else 0


def read_units(text: str) -> tuple[str, list[Unit]]:
    """(what stands before the first mark, the units in order).

    A mark that neither continues an open list nor begins one is text.
    """
    top: list[Unit] = []
    open_lists: list[_Level] = []
    before: list[str] = []
    current: Unit | None = None
    previous = ""
    for line in text.split("\n"):
        begun = _marked(line, previous, open_lists, current)
        if begun is not None:
            unit, parent = begun
            (parent.units if parent else top).append(unit)
            _end(current)
            current = unit
        elif current is not None:
            current.lines.append(line.strip())
        else:
            before.append(line.strip())
        previous = line.strip() or previous
    _end(current)
    return " ".join(" ".join(before).split()), top


def _end(unit: Unit | None) -> None:
    """The lines that a unit took become its text, all at once.

    Joined one by one they would be copied each time.
    """
    if unit is not None and unit.lines:
        unit.text = " ".join(line for line in [unit.text, *unit.lines] if line)
        unit.lines = []


def _marked(
    line: str, previous: str, open_lists: list[_Level], current: Unit | None
) -> tuple[Unit, Unit | None] | None:
    """The unit that a line begins and its parent, after the open lists were brought to it.

    None where it begins none.
    """
    for kind, style, rule in _MARKS:
        match = rule.match(line)
        if match is None:
            continue
        printed, words = match[1], match[match.re.groups]
        letter = match[2] if kind != "huruf" and match[2] else ""
        value = _value(kind, printed)
        goes_on = kind == "ayat" and _GOES_ON.match(words)
        if goes_on or _REFERS[kind].search(previous):
            return None
        level = _continued(open_lists, style, value, letter)
        if level is None:
            if value != 1 or letter or (len(printed) == 2 and kind == "huruf"):
                return None
            if kind == "ayat" and open_lists:  # ayat stand at the top
                return None
            if any(opened.style == style for opened in open_lists) and not previous.endswith(":"):
                return None
            if len(open_lists) >= DEEPEST:
                return None
            level = _Level(style, 0, "", current)
            open_lists.append(level)
        level.last, level.letter = value, letter
        name = f"{value}{letter}" if kind != "huruf" else printed
        parent = level.parent
        path = f"{parent.path}/{kind}-{name}" if parent else f"{kind}-{name}"
        label = f"ayat ({name})" if kind == "ayat" else f"{kind} {name}"
        mark = f"({name})" if kind == "ayat" else f"{name}{style[-1]}"
        return Unit(kind, label, path, words.strip(), mark), parent
    return None


def _continued(open_lists: list[_Level], style: str, value: int, letter: str) -> _Level | None:
    """The innermost open list that a mark continues; those inside it are closed."""
    for index in range(len(open_lists) - 1, -1, -1):
        level = open_lists[index]
        if level.style != style:
            continue
        lettered = letter > level.letter and value == level.last
        numbered = not letter and level.last < value <= level.last + 1 + GAP
        if lettered or numbered:
            del open_lists[index + 1 :]
            return level
    return None


def units(text: str) -> list[Unit]:
    """The ayat, huruf and angka of a pasal's text, each in order."""
    return read_units(text)[1]


def lead(text: str) -> str:
    """What a pasal says before its first ayat, huruf or angka: "Setiap penyelenggara wajib:"."""
    return read_units(text)[0]


def find_unit(rows: list[Unit], path: str) -> Unit | None:
    """The unit at a path like "ayat-1/huruf-a"."""
    for unit in rows:
        if unit.path == path:
            return unit
        below = find_unit(unit.units, path)
        if below is not None:
            return below
    return None


def _walk(rows: list[Unit], depth: int) -> Iterator[tuple[str, str]]:
    for unit in rows:
        yield f"{unit.kind} in-{min(depth, 3)}", f"{unit.mark} {unit.text}".strip()
        yield from _walk(unit.units, depth + 1)


def paragraphs(text: str) -> list[tuple[str, str]]:
    """(classes, words) of each paragraph.

    The words before, then one for each ayat, huruf and angka with its depth: "huruf in-1".
    """
    before, top = read_units(text)
    below = list(_walk(top, 0))
    return [("", before), *below] if before else below
