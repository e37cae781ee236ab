"""A pasal's text into ayat, huruf and angka."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass
class Unit:
    """A part of a pasal: ayat (1), huruf a, angka 1. `path` continues the pasal's: "ayat-1/huruf-a"."""

    kind: str
    label: str
    path: str
    text: str
    units: list[Unit] = field(default_factory=list)


_AYAT = re.compile(r"^\s*\((\d+)([a-z]?)\)\s*(.*)$")
_HURUF = re.compile(r"^\s*([a-z])\.\s+(.*)$")
_ANGKA = re.compile(r"^\s*(\d{1,3})[.)]\s+(.*)$")


def units(text: str) -> list[Unit]:
    """The ayat, huruf and angka of a pasal's text, each in order; a mark that does not continue its count is text.

    angka stand under a huruf, or directly under the pasal or ayat (definitions).
    """
    top: list[Unit] = []
    ayat: Unit | None = None
    huruf: Unit | None = None
    current: Unit | None = None

    def add(unit: Unit, parent: Unit | None) -> Unit:
        (parent.units if parent else top).append(unit)
        unit.path = f"{parent.path}/{unit.path}" if parent else unit.path
        return unit

    def count(parent: Unit | None, kind: str) -> int:
        return sum(u.kind == kind for u in (parent.units if parent else top))

    for line in text.split("\n"):
        found = _AYAT.match(line)
        last = [u.label for u in top if u.kind == "ayat"]
        if found and (int(found[1]) == len([x for x in last if x[-2].isdigit()]) + 1 or (found[2] and last)):
            mark = f"{found[1]}{found[2]}"
            ayat = current = add(Unit("ayat", f"ayat ({mark})", f"ayat-{mark}", found[3]), None)
            huruf = None
            continue
        found = _HURUF.match(line)
        if found and ord(found[1]) - ord("a") == count(ayat, "huruf"):
            huruf = current = add(Unit("huruf", f"huruf {found[1]}", f"huruf-{found[1]}", found[2]), ayat)
            continue
        found = _ANGKA.match(line)
        above = huruf or ayat
        if found and int(found[1]) == count(above, "angka") + 1:
            current = add(Unit("angka", f"angka {found[1]}", f"angka-{found[1]}", found[2]), above)
            continue
        if current is not None:
            current.text = f"{current.text} {line.strip()}".strip()
    return top


def find_unit(found: list[Unit], path: str) -> Unit | None:
    """The unit at a path like "ayat-1/huruf-a"."""
    for unit in found:
        if unit.path == path:
            return unit
        below = find_unit(unit.units, path)
        if below is not None:
            return below
    return None


def lead(text: str) -> str:
    """What a pasal says before its first ayat, huruf or angka: "Setiap penyelenggara wajib:"."""
    held: list[str] = []
    for line in text.split("\n"):
        if any(rule.match(line) for rule in (_AYAT, _HURUF, _ANGKA)) and units(line):
            break
        held.append(line.strip())
    return " ".join(held).strip()


def paragraphs(text: str) -> list[tuple[str, str]]:
    """(kind, words) of each paragraph: "ayat", "huruf", "angka", or "" for plain text. Printed lines are joined again."""
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        kind = next((name for name, rule in (("ayat", _AYAT), ("huruf", _HURUF), ("angka", _ANGKA)) if rule.match(line)), "")
        if kind or not found or not line.strip():
            found.append((kind, []))
        if line.strip():
            found[-1][1].append(line.strip())
    return [(kind, " ".join(words)) for kind, words in found if words]
