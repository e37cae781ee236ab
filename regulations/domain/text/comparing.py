"""Two texts beside each other, pasal by pasal and word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from regulations.domain.text.versions import Version

# share of common words from which two pasal of different regulations count as one matter
ALIKE = 0.3
LONGEST = 3000  # words; beyond it two pasal are shown whole


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they stand on this side only."""

    text: str
    own: bool


@dataclass
class ComparedRow:
    """A pasal of each side; either may be missing.

    `state`: "sama", "berubah", "hilang" or "baru".
    """

    state: str
    old: Version | None
    new: Version | None
    left: list[Piece] = field(default_factory=list)
    right: list[Piece] = field(default_factory=list)

    @property
    def old_label(self) -> str:
        return self.old.part.label if self.old else ""

    @property
    def new_label(self) -> str:
        return self.new.part.label if self.new else ""


def compare_texts(
    old: Sequence[Version], new: Sequence[Version], *, same: bool
) -> list[ComparedRow]:
    """Rows in the order of the new text, what fell away after the pasal it followed.

    `same`: two days of one regulation.
    """
    pairs = _by_number(old, new) if same else _by_likeness(old, new)
    partner = {id(a): b for a, b in pairs}
    taken = {id(b): a for a, b in pairs}
    rows = [_row(taken.get(id(w)), w) for w in new]
    for index, wording in enumerate(old):
        if id(wording) not in partner:
            before = next((partner[id(w)] for w in reversed(old[:index]) if id(w) in partner), None)
            at = 0
            if before is not None:
                at = next((i + 1 for i, row in enumerate(rows) if row.new is before), 0)
            rows.insert(at, _row(wording, None))
    return rows


def _by_number(old: Sequence[Version], new: Sequence[Version]) -> list[tuple[Version, Version]]:
    there = {w.part.path: w for w in new}
    return [(w, there[w.part.path]) for w in old if w.part.path in there]


def _by_likeness(old: Sequence[Version], new: Sequence[Version]) -> list[tuple[Version, Version]]:
    """Pairs of pasal that share most of their words, the most alike first; each pasal once."""
    bags = {id(w): frozenset(w.text.lower().split()) for w in (*old, *new)}
    scored = []
    for a in old:
        for b in new:
            one, two = bags[id(a)], bags[id(b)]
            both = len(one & two)
            if both and both / (len(one) + len(two) - both) >= ALIKE:
                scored.append((both / (len(one) + len(two) - both), a, b))
    pairs, used = [], set()
    for _, a, b in sorted(scored, key=lambda s: -s[0]):
        if id(a) not in used and id(b) not in used:
            used |= {id(a), id(b)}
            pairs.append((a, b))
    return pairs


def _row(old: Version | None, new: Version | None) -> ComparedRow:
    if old is None or new is None:
        only = old or new
        pieces = [Piece(only.text, True)] if only else []
        if new is None:
            return ComparedRow("hilang", old, new, pieces)
        return ComparedRow("baru", old, new, [], pieces)
    one, two = old.text.split(), new.text.split()
    if one == two:
        return ComparedRow("sama", old, new)
    if max(len(one), len(two)) > LONGEST:
        return ComparedRow("berubah", old, new, [Piece(old.text, True)], [Piece(new.text, True)])
    row = ComparedRow("berubah", old, new)
    for tag, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if b > a:
            row.left.append(Piece(" ".join(one[a:b]), tag != "equal"))
        if d > c:
            row.right.append(Piece(" ".join(two[c:d]), tag != "equal"))
    return row
