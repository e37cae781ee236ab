"""A PDF first: it is read, an officer confirms what it says, and it is a regulation."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Invalid
from regulations.domain.registry import load_kinds
from regulations.domain.text.incoming import (
    discard,
    forget_incoming,
    identify,
    receive_pdf,
    register,
)
from regulations.domain.text.intake import read_document
from regulations.models import IncomingPdf, Regulation, RegulationFile
from tests.factories.regulations import kind_of
from tests.refusals import outcome_of
from tests.regulations.factories import attach_pdf, make, record
from tests.regulations.sample_pdfs import pages_of
from tests.regulations.sample_texts import PERWALI, draw


def given(officer: User, text: str = PERWALI) -> IncomingPdf:
    load_kinds()
    return receive_pdf(actor=officer, upload=ContentFile(draw(text), "perwali.pdf"))


def as_read(incoming: IncomingPdf, **changes: Any) -> dict[str, Any]:
    """What an officer confirms who changes nothing."""
    said = incoming.read
    names = ("number", "year", "title", "place", "enacted_on", "promulgated_on", "commences_on")
    return {
        "incoming": incoming,
        "kind": kind_of(said["kind"]),
        "gazette_ref": said.get("gazette", ""),
        **{name: said[name] for name in names if name in said},
        **changes,
    }


@pytest.mark.parametrize(
    ("printed", "code", "region"),
    [
        ("PERATURAN DAERAH KOTA SURABAYA", "perda", ""),
        ("PERATURAN WALIKOTA SURABAYA", "perwali", ""),
        ("PERATURAN WALI KOTA SURABAYA", "perwali", ""),
        ("PERATURAN WALI KOTA MALANG", "perwali", "35.73"),
        ("PERATURAN BUPATI KLATEN", "perbup", "33.10"),
        ("PERATURAN DAERAH KABUPATEN KLATEN", "perda", "33.10"),
        ("PERATURAN DEWAN PERWAKILAN RAKYAT DAERAH KOTA SURABAYA", "perdprd", ""),
        ("PERATURAN DAERAH PROVINSI JAWA TIMUR", "perda-provinsi", ""),
        ("PERATURAN GUBERNUR JAWA TENGAH", "pergub", "33"),
        ("KEPUTUSAN WALI KOTA SURABAYA", "kepwali", ""),
        ("UNDANG-UNDANG REPUBLIK INDONESIA", "uu", ""),
        ("PERATURAN PEMERINTAH PENGGANTI UNDANG-UNDANG REPUBLIK INDONESIA", "perppu", ""),
        ("PERATURAN PEMERINTAH REPUBLIK INDONESIA", "pp", ""),
        ("PERATURAN PRESIDEN REPUBLIK INDONESIA", "perpres", ""),
        ("PERATURAN MENTERI DALAM NEGERI REPUBLIK INDONESIA", "permen", ""),
        ("PERATURAN DAERAH KOTA ANTAH BERANTAH", "perda", ""),
        ("INSTRUKSI WALI KOTA SURABAYA", "", ""),
        ("", "", ""),
    ],
)
def test_what_a_heading_names(db: None, printed: str, code: str, region: str) -> None:
    load_kinds()
    kind, other_region = identify(printed)
    assert (kind.code if kind else "", other_region) == (code, region)


def test_everything_is_read_from_the_pdf(officer: User) -> None:
    incoming = given(officer)
    said = incoming.read
    assert {name: said[name] for name in ("kind", "number", "year", "title", "place")} == {
        "kind": "perwali",
        "number": "99",
        "year": 2019,
        "title": "Aplikasi Parkir Contoh",
        "place": "Surabaya",
    }
    days = ("enacted_on", "promulgated_on", "commences_on")
    assert [said[day] for day in days] == [date(2019, 1, 3), date(2019, 1, 4), None]
    assert (said["articles"], said["pages"], said["whole"]) == (2, 1, True)
    assert not Regulation.objects.exists()


def test_confirmed_it_is_a_regulation_with_its_text(officer: User) -> None:
    incoming = given(officer)
    regulation = register(actor=officer, **as_read(incoming, title="Aplikasi Parkir (contoh)"))
    assert regulation.full_citation == (
        "Peraturan Wali Kota Surabaya Nomor 99 Tahun 2019 tentang Aplikasi Parkir (contoh)"
    )
    assert (regulation.promulgated_on, regulation.place) == (date(2019, 1, 4), "Surabaya")
    read_document(regulation.document.pk)
    assert [part.label for part in regulation.provisions.articles()] == ["Pasal 1", "Pasal 2"]
    # a second tap finds it
    assert register(actor=officer, **as_read(incoming)) == regulation
    assert Regulation.objects.count() == 1
    assert outcome_of(discard, actor=officer, incoming=incoming) == "already_registered"


def test_one_that_is_held_without_its_text_takes_it(officer: User) -> None:
    known = make("perwali", "99", 2019, enacted_on=None, promulgated_on=None, title="Parkir")
    regulation = register(actor=officer, **as_read(given(officer)))
    assert regulation == known
    assert (regulation.title, regulation.promulgated_on) == ("Parkir", date(2019, 1, 4))
    again = given(officer, PERWALI.replace("dipakai", "digunakan"))
    refused = outcome_of(register, actor=officer, **as_read(again))
    assert refused == "regulation_exists"


def test_what_it_would_contradict_is_refused(officer: User) -> None:
    known, old = make("perwali", "99", 2019), make("perwali", "1", 2010)
    Regulation.objects.filter(pk=known.pk).update(promulgated_on=None, commences_on=None)
    known.refresh_from_db()
    record(officer, "repeals", known, old, date(2019, 1, 2), override="Tanggalnya menyusul.")
    assert outcome_of(register, actor=officer, **as_read(given(officer))) == "rule_158"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"number": "#"}, "number", "Nomor hanya memuat huruf"),
        ({"number": ""}, "number", "kosong"),
        ({"commences_on": date(2019, 1, 1)}, "commences_on", "tidak boleh sebelum diundangkan"),
        ({"promulgated_on": date(2019, 1, 1)}, "__all__", "sebelum tanggal ditetapkan"),
        ({"other_region": "35.78"}, "other_region", "kosongkan"),
    ],
)
def test_what_cannot_be_is_refused_whole(
    officer: User, changes: dict[str, Any], field: str, sentence: str
) -> None:
    incoming = given(officer)
    with pytest.raises(Invalid, match=sentence) as refused:
        register(actor=officer, **as_read(incoming, **changes))
    assert refused.value.field == field
    assert not Regulation.objects.exists()
    assert IncomingPdf.objects.get().regulation is None


@pytest.mark.parametrize(
    ("content", "code"), [(b"bukan", "not_a_pdf"), (b"%PDF-1.7 rusak", "not_a_pdf")]
)
def test_what_is_no_pdf_is_refused(officer: User, content: bytes, code: str) -> None:
    assert outcome_of(receive_pdf, actor=officer, upload=ContentFile(content, "a.pdf")) == code
    assert not IncomingPdf.objects.exists()


def test_one_that_is_kept_already_is_named(officer: User) -> None:
    upload = ContentFile(draw(PERWALI), "a.pdf")
    attach_pdf(actor=officer, regulation=make("perwali", "99", 2019), upload=upload)
    assert outcome_of(receive_pdf, actor=officer, upload=upload) == "pdf_known"


def test_a_scan_says_so_and_is_filled_in_by_hand(officer: User) -> None:
    incoming = receive_pdf(actor=officer, upload=ContentFile(pages_of(b""), "scan.pdf"))
    said = incoming.read
    assert (said["needs_ocr"], "number" in said, said["enacted_on"]) == (True, False, None)
    kind = kind_of("perwali")
    register(actor=officer, incoming=incoming, kind=kind, number="7", year=2015)
    document = RegulationFile.objects.get(regulation__number="7")
    read = read_document(document.pk)
    assert read is not None
    assert read.text_status == "perlu-ocr"


def test_what_nobody_registers_goes_with_its_file(
    officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    old, thrown, new = (given(officer, f"{PERWALI}\n{n}") for n in "abc")
    IncomingPdf.objects.filter(pk=old.pk).update(given_at=timezone.now() - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        discard(actor=officer, incoming=thrown)
        assert forget_incoming() == 1
    assert list(IncomingPdf.objects.all()) == [new]
    assert [default_storage.exists(row.pdf.file.name) for row in (old, thrown, new)] == [
        False,
        False,
        True,
    ]


def test_the_real_ones_say_what_they_are(officer: User, shared_data: Path) -> None:
    load_kinds()
    folder = shared_data / "regulations" / "pdf"
    told = {}
    for path in sorted(folder.glob("*.pdf")):
        row = receive_pdf(actor=officer, upload=ContentFile(path.read_bytes(), path.name))
        said = row.read
        told[path.stem] = (said["kind"], said["number"], said["year"], str(said["promulgated_on"]))
    assert told == {
        "perda-surabaya-2009-1": ("perda", "1", 2009, "2009-02-23"),
        "perda-surabaya-2018-3": ("perda", "3", 2018, "2018-06-21"),
        "perpres-2012-33": ("perpres", "33", 2012, "2012-03-20"),
        "perwali-surabaya-2021-68": ("perwali", "68", 2021, "2021-09-21"),
        "rancangan-perdprd-surabaya-2022-1": ("perdprd", "1", 2022, "2022-09-12"),
    }
