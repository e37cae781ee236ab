"""A BAB that is deleted takes the pasal under it along, one that is inserted brings its title."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from egov.accounts.models import User
from regulations.domain.law.amendments import apply_changes
from regulations.domain.text.review import add_part
from regulations.domain.text.versions import regulation_as_of
from regulations.models import Provision, Regulation
from regulations.vocabulary import PartKind
from tests.regulations.factories import TODAY, make, text_of

DAY = date(2021, 6, 1)
PARTS = (
    (PartKind.CHAPTER, "BAB I", "bab-1"),
    (PartKind.ARTICLE, "Pasal 1", "pasal-1"),
    (PartKind.CHAPTER, "BAB II", "bab-2"),
    (PartKind.PART, "Bagian Kesatu", "bab-2-bagian-1"),
    (PartKind.ARTICLE, "Pasal 2", "pasal-2"),
    (PartKind.PARAGRAPH, "Paragraf 1", "bab-2-bagian-1-paragraf-1"),
    (PartKind.ARTICLE, "Pasal 3", "pasal-3"),
    (PartKind.CHAPTER, "BAB III", "bab-3"),
    (PartKind.ARTICLE, "Pasal 4", "pasal-4"),
)


@pytest.fixture
def law(officer: User) -> Regulation:
    row = make("perda", "1", 2018)
    for position, (kind, label, path) in enumerate(PARTS, start=1):
        row.provisions.create(
            kind=kind, label=label, path=path, position=position, text="Bunyi uji."
        )
    return row


def amending(change: str) -> Regulation:
    row = make("perda", "2", 2021)
    text = f"Ketentuan Peraturan Daerah Nomor 1 Tahun 2018 diubah:\n1. {change}"
    Provision.objects.create(regulation=row, label="Pasal I", path="pasal-i", position=1, text=text)
    text_of(row, confirmed_at=timezone.now())
    return row


def deleted(law: Regulation) -> list[str]:
    return [version.part.label for version in regulation_as_of(law, TODAY) if version.deleted]


@pytest.mark.parametrize(
    ("chapter", "goes"),
    [
        ("BAB I", ["BAB I", "Pasal 1"]),
        ("BAB II", ["BAB II", "Bagian Kesatu", "Pasal 2", "Paragraf 1", "Pasal 3"]),
        ("BAB III", ["BAB III", "Pasal 4"]),
        ("BAB IX", []),
    ],
)
def test_a_deleted_chapter_takes_along_what_stands_under_it(
    officer: User, law: Regulation, chapter: str, goes: list[str]
) -> None:
    apply_changes(actor=officer, regulation=amending(f"{chapter} dihapus."), target=law, on=DAY)
    assert deleted(law) == goes
    assert len(regulation_as_of(law, TODAY)) == len(PARTS)  # each keeps its number


def test_a_chapter_written_by_hand_is_deleted_too(officer: User) -> None:
    law, last = make("perda", "1", 2018), None
    for kind, label, _ in PARTS:
        last = add_part(actor=officer, regulation=law, kind=kind, label=label, text="x", after=last)
    apply_changes(actor=officer, regulation=amending("BAB II dihapus."), target=law, on=DAY)
    assert deleted(law) == ["BAB II", "Bagian Kesatu", "Pasal 2", "Paragraf 1", "Pasal 3"]


def test_the_title_of_an_inserted_chapter_is_cut_to_its_column(
    officer: User, law: Regulation
) -> None:
    title = "CONTOH " * 120
    change = amending(
        "Di antara BAB II dan BAB III disisipkan 1 (satu) bab, yakni BAB IIA sehingga "
        f"berbunyi sebagai berikut:\nBAB IIA\n{title}"
    )
    apply_changes(actor=officer, regulation=change, target=law, on=DAY)
    chapter = law.provisions.get(label="BAB IIA")
    assert chapter.heading == title[:600]
    labels = [part.label for part in law.provisions.order_by("position")]
    assert labels.index("BAB IIA") == labels.index("BAB III") - 1
