"""Amending regulations: what their Pasal I says.

And the amended text as it reads before and after.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.applications.bindings import bind, renew
from regulations.domain.applications.findings import close_finding
from regulations.domain.applications.health import recompute
from regulations.domain.applications.legal_check import amended
from regulations.domain.applications.lifecycle import go_live
from regulations.domain.law.amendments import apply_changes, changes_of
from regulations.domain.law.states import force_of
from regulations.domain.text.parsing.changes import read_changes
from regulations.domain.text.parsing.grammar import parse
from regulations.domain.text.parsing.pdf import read_pdf
from regulations.domain.text.review import confirm_structure
from regulations.domain.text.versions import part_as_of, regulation_as_of
from regulations.models import Binding, Finding, LegalEvent, Regulation
from regulations.vocabulary import Force
from tests.regulations.factories import app, attach_pdf, make, pasal
from tests.regulations.sample_texts import draw

PASAL_I = """Beberapa ketentuan dalam Peraturan Daerah Nomor 1 Tahun 2015 diubah sebagai berikut:
1. Ketentuan Pasal 1 diubah, sehingga Pasal 1 berbunyi sebagai
berikut:
Pasal 1
Dalam Peraturan Daerah ini yang dimaksud dengan:
1. Daerah adalah Kota Contoh.
2. Ketentuan adalah yang diatur.
2. Di antara Pasal 2 dan Pasal 3 disisipkan 2 (dua) pasal, yakni Pasal 2A dan Pasal 2B, \
sehingga berbunyi
sebagai berikut:
Pasal 2A
(1) Bunyi 2A menunjuk
Pasal 3
sebagai rujukan.
Pasal 2B
Bunyi 2B.
3. Pasal 3 dihapus.
4. Di antara BAB II dan BAB III disisipkan 1 (satu) bab, yakni BAB IIA \
sehingga berbunyi sebagai berikut:
BAB IIA
TAMBAHAN
Pasal 4A
Bunyi 4A.
5. Di antara ayat (1) dan ayat (2) Pasal 5 disisipkan 1 (satu) ayat, yakni ayat (1a), \
sehingga Pasal 5 berbunyi sebagai berikut:
Pasal 5
(1) Satu.
(1a) Satu a.
(2) Dua."""
AMENDING = f"""PERATURAN DAERAH KOTA CONTOH
NOMOR 4 TAHUN 2020
TENTANG
PERUBAHAN ATAS PERATURAN DAERAH NOMOR 1 TAHUN 2015 TENTANG CONTOH
DENGAN RAHMAT TUHAN YANG MAHA ESA
Menimbang : a. bahwa contoh;
Mengingat : 1. Undang-Undang contoh;
MEMUTUSKAN:
Menetapkan : PERATURAN DAERAH TENTANG PERUBAHAN.
Pasal I
{PASAL_I}
Pasal II
Peraturan Daerah ini mulai berlaku pada tanggal diundangkan.
Ditetapkan di Contoh
pada tanggal 1 Maret 2020
Diundangkan di Contoh
pada tanggal 2 Maret 2020
"""


def test_each_instruction_is_told_pasal_by_pasal() -> None:
    found = read_changes(PASAL_I)
    assert [(c.number, c.act, c.label, c.after) for c in found] == [
        (1, "ubah", "Pasal 1", ""),
        (2, "sisip", "Pasal 2A", "pasal-2"),
        (2, "sisip", "Pasal 2B", "pasal-2a"),
        (3, "hapus", "Pasal 3", ""),
        (4, "sisip", "BAB IIA", ""),
        (4, "sisip", "Pasal 4A", ""),
        (5, "ubah", "Pasal 5", ""),
    ]
    assert found[0].text.endswith("2. Ketentuan adalah yang diatur.")
    assert found[1].text == "(1) Bunyi 2A menunjuk\nPasal 3\nsebagai rujukan."
    assert "(1a) Satu a." in found[-1].text


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("1. Pasal 7 dihapus.", ["Pasal 7"]),
        ("1. Ketentuan Pasal 7, Pasal 8 dan Pasal 9 dihapus.", ["Pasal 7", "Pasal 8", "Pasal 9"]),
        ("1. Ketentuan Pasal 7 sampai dengan Pasal 9 dihapus.", ["Pasal 7", "Pasal 8", "Pasal 9"]),
        ("1. Pasal 8, Pasal 9, dan Pasal 10 dihapus.", ["Pasal 8", "Pasal 9", "Pasal 10"]),
        ("1. Pasal 20A sampai dengan Pasal 20C dihapus.", ["Pasal 20A", "Pasal 20B", "Pasal 20C"]),
        ("1. Pasal 16 s.d. Pasal 18 dihapus.", ["Pasal 16", "Pasal 17", "Pasal 18"]),
        ("Pasal 7 dihapus.", ["Pasal 7"]),
        ("1. BAB V dihapus.", ["BAB V"]),
    ],
)
def test_what_is_deleted_is_only_what_is_named(sentence: str, labels: list[str]) -> None:
    assert sorted(c.label for c in read_changes(sentence)) == sorted(labels)
    assert {c.act for c in read_changes(sentence)} == {"hapus"}


def test_a_change_inside_a_pasal_that_is_not_quoted_anew_comes_without_its_words() -> None:
    found = read_changes("1. Ketentuan ayat (3) Pasal 7 dihapus.\n2. Pasal 6 huruf b dihapus.")
    assert [(c.act, c.label, c.text) for c in found] == [
        ("ubah", "Pasal 7", ""),
        ("ubah", "Pasal 6", ""),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one change needs no number
        (
            "Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:\nPasal 5\nIsi.",
            [("ubah", "Pasal 5", "Isi.")],
        ),
        (
            "1. Di antara Pasal 30 dan Pasal 31 disisipkan 1 pasal, "
            "yaitu Pasal 30A yang berbunyi:\nPasal 30A\nIsi.",
            [("sisip", "Pasal 30A", "Isi.")],
        ),
        (
            "1. Setelah Pasal 44 ditambah 2 (dua) pasal, yakni Pasal 45 dan Pasal 46:\n"
            "Pasal 45\nA.\nPasal 46\nB.",
            [("sisip", "Pasal 45", "A."), ("sisip", "Pasal 46", "B.")],
        ),
        (
            "1. Beberapa ketentuan Pasal 7 diubah sehingga berbunyi:\nPasal 7\nA.\n"
            "2. Pasal 8 dihapus.",
            [("ubah", "Pasal 7", "A."), ("hapus", "Pasal 8", "")],
        ),
        (
            "1. Ketentuan Pasal 9 diubah:\nPasal 9\n"
            "(1) Sekretariat dipimpin oleh Kepala\nBagian Keuangan yang ada.\n(2) Isi.",
            [
                (
                    "ubah",
                    "Pasal 9",
                    "(1) Sekretariat dipimpin oleh Kepala\nBagian Keuangan yang ada.\n(2) Isi.",
                )
            ],
        ),
        (
            "1. Ketentuan Pasal 9 diubah, sehingga sebagaimana dimaksud dalam\nPasal 9\n"
            "berbunyi sebagai berikut:\nPasal 9\nIsi.",
            [("ubah", "Pasal 9", "Isi.")],
        ),
    ],
)
def test_the_forms_that_amending_rules_take(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert [(c.act, c.label, c.text) for c in read_changes(text)] == expected


@given(st.text(alphabet="Pasal 123AB.()\nBab IVXdiubahsp", max_size=400))
def test_no_text_breaks_the_grammar(text: str) -> None:
    found = parse(f"Pasal 1\n{text}")
    assert found.articles[0].path == "pasal-1" or found.amending
    read_changes(text)


def test_the_real_amending_file_names_its_seven_pasal(shared_data: Path) -> None:
    text = read_pdf(
        (shared_data / "regulations" / "pdf" / "rancangan-perdprd-surabaya-2022-1.pdf").read_bytes()
    ).text
    found = parse(text)
    assert [c.label for c in found.changes] == [f"Pasal {n}" for n in (49, 51, 55, 92, 93, 96, 131)]
    assert found.amends == ("Peraturan Dewan Perwakilan Rakyat Daerah", "1", 2018)
    assert all(c.text.startswith("(1)") for c in found.changes)


def both(officer: User) -> tuple[Regulation, Regulation]:
    old = make("perda", "1", 2015)
    for label, position in (("BAB II", 1), ("BAB III", 16)):
        old.provisions.create(
            kind="bab",
            label=label,
            path=label.lower().replace(" ", "-"),
            position=position,
            heading="JUDUL",
        )
    for number in range(1, 7):
        part = pasal(old, number)
        part.position = 10 + number if number < 5 else 20 + number
        part.save()
    new = make("perda", "4", 2020, promulgated_on=None, enacted_on=None)
    attach_pdf(actor=officer, regulation=new, upload=ContentFile(draw(AMENDING), "a.pdf"))
    return old, new


def labelled_text(regulation: Regulation, day: date) -> list[tuple[str, str]]:
    return [(w.part.label, w.text) for w in regulation_as_of(regulation, day)]


def test_the_amended_text_reads_as_of_each_day(officer: User, client: Client) -> None:
    old, new = both(officer)
    day = date(2020, 3, 2)
    assert new.promulgated_on == day
    with pytest.raises(Refusal) as told:
        apply_changes(actor=officer, regulation=new, target=old, on=day)
    assert told.value.code == "not_confirmed"
    confirm_structure(actor=officer, regulation=new)
    assert (
        len(apply_changes(actor=officer, regulation=new, target=old, on=day))
        == len(changes_of(new))
        == 7
    )
    with pytest.raises(Refusal) as told:
        apply_changes(actor=officer, regulation=new, target=old, on=day)
    assert told.value.code == "already_applied"
    before, after = labelled_text(old, date(2020, 3, 1)), labelled_text(old, day)
    assert [row for row in before if row[0].startswith("Pasal")] == [
        (f"Pasal {n}", "Bunyi uji.") for n in range(1, 7)
    ]
    assert "BAB IIA" not in dict(before)
    assert [label for label, _ in after] == [
        "BAB II",
        "Pasal 1",
        "Pasal 2",
        "Pasal 2A",
        "Pasal 2B",
        "Pasal 3",
        "Pasal 4",
        "BAB IIA",
        "Pasal 4A",
        "BAB III",
        "Pasal 5",
        "Pasal 6",
    ]
    assert dict(after)["Pasal 3"] == "Dihapus."
    assert dict(after)["Pasal 2"] == "Bunyi uji."
    part = {p.path: p for p in old.provisions.all()}
    assert [force_of(old, d, part["pasal-2a"]) for d in (date(2020, 3, 1), day)] == [
        Force.NOT_YET,
        Force.IN_FORCE,
    ]
    assert [force_of(old, d, part["pasal-3"]) for d in (date(2020, 3, 1), day)] == [
        Force.IN_FORCE,
        Force.ENDED,
    ]
    assert force_of(old, day) == Force.IN_FORCE  # amendment does not end it
    page = client.get("/regulasi/perda/2015/1/pasal-2a/?pada=2020-03-01").content.decode()
    assert "pada hari itu belum ada" in page
    page = client.get("/regulasi/perda/2015/1/pasal-5/ayat-1a/").content.decode()
    assert "Satu a." in page
    assert "Satu a." not in client.get("/regulasi/perda/2015/1/?pada=2020-03-01").content.decode()
    assert "diubah dengan" in client.get("/regulasi/perda/2015/1/").content.decode().lower()
    compared = client.get(
        "/regulasi/perda/2015/1/bandingkan/?dari=2020-03-01&sampai=2020-03-02"
    ).content.decode()
    assert "<del>Bunyi uji.</del>" in compared
    assert "Pasal 6: sama." in compared
    hits = client.get("/regulasi/?q=Bunyi 2A").content.decode()
    assert "/regulasi/perda/2015/1/pasal-2a/" in hits  # an amended wording is found too


def test_an_amending_regulation_that_is_withdrawn_changes_nothing(officer: User) -> None:
    old, new, third = (
        make("perda", "1", 2015),
        make("perda", "2", 2020, commences_on=date(2021, 1, 1)),
        make("perda", "3", 2020),
    )
    one = pasal(old, 1)
    LegalEvent.objects.create(
        kind="amends",
        source=new,
        target=old,
        provision=one,
        on=date(2021, 1, 1),
        amendment="ubah",
        wording="Baru.",
    )
    assert (w := part_as_of(one, date(2021, 1, 1)))
    assert w.text == "Baru."
    LegalEvent.objects.create(kind="withdraws", source=third, target=new, on=date(2020, 12, 1))
    assert (w := part_as_of(one, date(2021, 1, 1)))
    assert w.text == "Bunyi uji."


def test_an_amended_basis_is_found_looked_at_and_renewed(officer: User) -> None:
    perda, other, perwali, a = (
        make("perda", "1", 2015),
        make("perda", "2", 2022),
        make("perwali", "1", 2015),
        app(obliges=True),
    )
    part = pasal(perda, 1)
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2015, 2, 1))
    binding = bind(
        actor=officer,
        application=a,
        regulation=perda,
        provision=part,
        role="obligation",
        start=date(2015, 2, 1),
    )
    go_live(actor=officer, application=a, on=date(2015, 2, 1))
    LegalEvent.objects.create(
        kind="amends",
        source=other,
        target=perda,
        provision=part,
        on=date(2022, 2, 1),
        amendment="ubah",
        wording="Baru.",
    )
    assert [f.problem for f in recompute()] == ["amended"]
    renewed = renew(actor=officer, binding=binding, on=date(2022, 3, 1))
    assert (renewed.quote, str(renewed.valid.lower)) == ("Baru.", "2022-03-01")
    assert [
        b.quote for b in Binding.objects.filter(role="obligation").standing_on(date(2021, 1, 1))
    ] == ["Bunyi uji."]
    assert amended(a, date(2026, 1, 1)) == []
    close_finding(actor=officer, finding=Finding.objects.get(), note="Kutipan diperbarui.")
    assert recompute() == []


def test_a_finding_that_was_looked_at_is_not_opened_again(officer: User) -> None:
    perda, other, perwali, a = (
        make("perda", "1", 2015),
        make("perda", "2", 2022),
        make("perwali", "1", 2016),
        app(),
    )
    LegalEvent.objects.create(kind="implements", source=perwali, target=perda, on=date(2016, 1, 2))
    bind(actor=officer, application=a, regulation=perwali, role="umbrella", start=date(2016, 2, 1))
    go_live(actor=officer, application=a, on=date(2016, 2, 1))
    LegalEvent.objects.create(kind="repeals", source=other, target=perda, on=date(2022, 2, 1))
    finding = recompute()[0]
    assert (finding.problem, finding.candidate) == ("parent_ended", other)
    close_finding(
        actor=officer, finding=finding, note="Perwali tetap berlaku menurut pasal peralihan."
    )
    assert recompute() == []


@pytest.mark.parametrize("words", ["yakni berbunyi", "yaitu sehingga berbunyi"])
def test_an_insertion_that_names_nothing_is_left_to_the_officer(words: str) -> None:
    text = f"1. Di antara Pasal 1 dan Pasal 2 disisipkan 1 pasal, {words}:\nPasal 1A\nBaru."
    assert read_changes(text) == []
