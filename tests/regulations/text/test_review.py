"""Writing and correcting the text by hand."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from lxml import etree

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.text.review import Correction, add_part, confirm_structure, correct_parts
from tests.refusals import outcome_of
from tests.regulations.factories import attach_pdf, make
from tests.regulations.sample_texts import REPEALER, draw


def test_a_heading_named_by_hand_breaks_no_address(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(REPEALER), "a.pdf"))
    add_part(actor=officer, regulation=r, kind="bab", label="PENUTUP", text="AKHIR", after=None)
    etree.fromstring(client.get(r.eli).content)
    part = r.provisions.get(label="PENUTUP")
    assert (
        outcome_of(
            correct_parts,
            actor=officer,
            regulation=r,
            corrections=[Correction(part.pk, "", "x", "", "")],
        )
        == "bad_label"
    )


def test_a_scan_is_written_by_hand(officer: User) -> None:
    r = make("perda", "1")
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(" "), "a.pdf"))
    with pytest.raises(Refusal):
        confirm_structure(actor=officer, regulation=r)
    add_part(actor=officer, regulation=r, kind="bab", label="BAB I", text="UMUM", after=None)
    add_part(
        actor=officer,
        regulation=r,
        kind="pasal",
        label="Pasal 1",
        text="Ditulis petugas.",
        after=r.provisions.get(),
    )
    confirm_structure(actor=officer, regulation=r)
    assert [(p.label, p.heading or p.text) for p in r.provisions.order_by("position")] == [
        ("BAB I", "UMUM"),
        ("Pasal 1", "Ditulis petugas."),
    ]


BY_HAND = (
    ("buku", "BUKU KESATU", "buku-1"),
    ("bab", "BAB I", "buku-1-bab-1"),
    ("bab", "BAB II", "buku-1-bab-2"),
    ("bagian", "Bagian Kesatu", "buku-1-bab-2-bagian-1"),
    ("paragraf", "Paragraf 1", "buku-1-bab-2-bagian-1-paragraf-1"),
    ("pasal", "Pasal 1", "pasal-1"),
    ("bab", "BAB IIA", "buku-1-bab-2a"),
    ("bagian", "Bagian Kedua", "buku-1-bab-2a-bagian-2"),
    ("bab", "bab iv", "buku-1-bab-4"),
    ("lampiran", "Lampiran I", "lampiran-i"),
)


def test_a_part_written_by_hand_has_the_address_that_the_reader_gives(officer: User) -> None:
    r, last = make("perda", "1"), None
    for kind, label, _ in BY_HAND:
        last = add_part(
            actor=officer, regulation=r, kind=kind, label=label, text="Uji.", after=last
        )
    parts = list(r.provisions.order_by("position"))
    assert [(p.kind, p.label, p.path) for p in parts] == list(BY_HAND)
    corrected = Correction(parts[2].pk, "BAB III", "Uji.", "", "")
    correct_parts(actor=officer, regulation=r, corrections=[corrected])
    assert r.provisions.get(label="BAB III").path == "buku-1-bab-3"


@pytest.mark.parametrize(("letters", "outcome"), [(600, "ok"), (601, "long_heading")])
def test_a_heading_is_corrected_to_600_letters_at_most(
    officer: User, letters: int, outcome: str
) -> None:
    r = make("perda", "3", 2018)
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(REPEALER), "a.pdf"))
    part = add_part(actor=officer, regulation=r, kind="bab", label="BAB I", text="A", after=None)
    longer = Correction(part.pk, "BAB I", "B" * letters, "", "")
    assert outcome_of(correct_parts, actor=officer, regulation=r, corrections=[longer]) == outcome
    part.refresh_from_db()
    assert part.heading == ("B" * 600 if outcome == "ok" else "A")
