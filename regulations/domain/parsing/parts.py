"""The parts a regulation's text is made of (UU 12/2011 Lampiran II), in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from regulations.domain.parsing.changes import Change
from regulations.vocabulary import PartKind


@dataclass(frozen=True)
class Part:
    """One part in the order of the text.

    `label` as printed: "Pasal 128A", "BAB IV".
    `path`: its address, "pasal-128a", "bab-4-bagian-1".
    `title`: what stands under a heading; of a pasal, the headings it stands under.
    """

    kind: PartKind
    label: str
    path: str
    title: str = ""
    text: str = ""
    page: int | None = None  # of the PDF, from 1


@dataclass
class Structure:
    """What was found, in order.

    Dates are None and strings empty where the text does not state them.
    """

    parts: list[Part] = field(default_factory=list)
    explanation: dict[str, str] = field(default_factory=dict)  # path of a pasal -> its Penjelasan
    kind: str = ""  # as printed above the number: "PERATURAN DAERAH KOTA SURABAYA"
    title: str = ""
    number: str = ""
    year: int | None = None
    amending: bool = False
    # what an amending regulation does, pasal by pasal
    changes: list[Change] = field(default_factory=list)
    amends: tuple[str, str, int] | None = None  # (kind as printed, number, year)
    repeals: list[tuple[str, str, int]] = field(default_factory=list)
    place: str = ""  # "Ditetapkan di Surabaya"
    enacted_on: date | None = None
    commences_on: date | None = None
    promulgated_on: date | None = None
    gazette: str = ""

    def of(self, *kinds: PartKind) -> list[Part]:
        return [part for part in self.parts if part.kind in kinds]

    @property
    def articles(self) -> list[Part]:
        return self.of(PartKind.ARTICLE)

    @property
    def chapters(self) -> list[Part]:
        return self.of(PartKind.CHAPTER)
