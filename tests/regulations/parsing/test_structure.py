"""The structure of a regulation's text.

On texts of our own, and on the real files where they are present.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from regulations.domain.parsing.grammar import parse
from regulations.domain.parsing.numbers import roman
from regulations.domain.parsing.pdf import read_pdf
from regulations.vocabulary import PartKind
from tests.regulations.sample_texts import OWN


def test_each_part_is_found_in_order() -> None:
    s = parse(OWN)
    assert [f"{c.label} {c.title}" for c in s.chapters] == [
        "BAB I KETENTUAN UMUM",
        "BAB II PENATAAN",
        "BAB III PENUTUP",
    ]
    assert [p.path for p in s.articles] == [
        "pasal-1",
        "pasal-2",
        "pasal-3",
        "pasal-3a",
        "pasal-4",
        "pasal-5",
    ]
    assert s.articles[2].title == "BAB II PENATAAN Bagian Kesatu Umum"
    assert s.articles[1].text == "Rujukan pada\nPasal 1\ntetap teks."
    assert [(p.kind, p.text) for p in s.parts[:2]] == [
        (PartKind.CONSIDERING, "a. bahwa ini teks contoh;"),
        (PartKind.CITING, "1. Undang-Undang contoh;"),
    ]
    assert s.explanation == {"pasal-1": "Cukup jelas.", "pasal-2": "Cukup jelas sekali."}
    assert (s.enacted_on, s.promulgated_on, s.commences_on) == (
        date(2020, 2, 3),
        date(2020, 2, 4),
        date(2021, 3, 1),
    )
    assert s.gazette == "Lembaran Daerah Kota Contoh Tahun 2020 Nomor 5/E"
    assert s.repeals == [("Peraturan Daerah", "1", 2001)]


def test_an_amending_regulation_has_pasal_i_and_ii() -> None:
    s = parse(
        "MEMUTUSKAN\nPasal I\nKetentuan diubah:\nPasal 49\nbunyi baru\nPasal II\nMulai berlaku.\n"
    )
    assert (s.amending, [p.label for p in s.articles]) == (True, ["Pasal I", "Pasal II"])
    assert "Pasal 49" in s.articles[0].text


def test_a_swallowed_heading_does_not_end_the_count() -> None:
    text = "\n".join(f"Pasal {n}\nbunyi {n}" for n in range(1, 30) if n != 24)
    assert [p.label for p in parse(text).articles][-1] == "Pasal 29"
    assert [
        p.label
        for p in parse("Pasal 1\na\nPasal 3\nrujukan\nPasal 2\nb\nPasal 3\nc\nPasal 4\nd").articles
    ] == [f"Pasal {n}" for n in range(1, 5)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("I", 1), ("IV", 4), ("IX", 9), ("IXA", 9), ("XVII", 17), ("XXI", 21), ("XL", 40)],
)
def test_roman(text: str, value: int) -> None:
    assert roman(text) == value


def expected() -> list[str]:
    return [
        "perda-surabaya-2009-1",
        "perda-surabaya-2018-3",
        "perwali-surabaya-2021-68",
        "perpres-2012-33",
        "rancangan-perdprd-surabaya-2022-1",
    ]


@pytest.mark.parametrize("name", expected())
def test_the_real_files_read_as_a_person_read_them(shared_data: Path, name: str) -> None:
    facts: dict[str, Any] = json.loads((shared_data / "regulations" / "expected.json").read_text())[
        name
    ]
    read = read_pdf((shared_data / "regulations" / "pdf" / f"{name}.pdf").read_bytes())
    s = parse(read.text)
    assert read.needs_ocr is False
    if "pasal" in facts:
        assert [p.label for p in s.articles] == [f"Pasal {n}" for n in range(1, facts["pasal"] + 1)]
        assert len(s.chapters) == facts["bab"]
        assert [roman(c.label.split()[1]) for c in s.chapters] == list(range(1, facts["bab"] + 1))
    else:
        assert [p.label for p in s.articles] == ["Pasal I", "Pasal II"]
    assert str(s.enacted_on) == facts["ditetapkan"]
    assert str(s.promulgated_on) == facts["diundangkan"]
    assert s.gazette == facts["sumber"]
    if "berlaku_sejak" in facts:
        assert str(s.commences_on) == facts["berlaku_sejak"]
    repealed = {f"{number}/{year}" for _, number, year in s.repeals}
    assert {f"{k.split('-')[-1]}/{k.split('-')[-2]}" for k in facts.get("mencabut", [])} <= repealed


@pytest.mark.parametrize(
    ("name", "last"), [("pp-2012-96", 51), ("uu-2011-12", 104), ("uu-2022-1", 193)]
)
def test_national_laws_keep_the_count(shared_data: Path, name: str, last: int) -> None:
    s = parse((shared_data / "regulations" / "national" / f"{name}.md").read_text())
    assert [p.label for p in s.articles] == [f"Pasal {n}" for n in range(1, last + 1)]
