"""The demo's registry: examples in the project's own words, made by the verbs, in full health."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.areas.profile import load_profile
from egov.search.indexing import drain
from regulations.demo.examples import (
    EXAMPLES,
    NUMBERS,
    example_lines,
    examples_missing,
    make_examples,
)
from regulations.domain.applications.board import board, headline
from regulations.domain.law.states import force_of
from regulations.domain.registry import load_facts
from regulations.domain.text.versions import part_as_of
from regulations.models import (
    Application,
    Binding,
    Clause,
    Finding,
    LegalEvent,
    Regulation,
    RegulationFile,
)

TODAY = date(2026, 11, 26)


def regulations() -> dict[str, Regulation]:
    rows = Regulation.objects.filter(number__startswith="contoh-").select_related("kind")
    return {row.number: row for row in rows}


@pytest.fixture
def examples(officer: User) -> dict[str, Regulation]:
    load_facts()
    assert examples_missing()
    make_examples()
    return regulations()


def _marked(examples: dict[str, Regulation]) -> None:
    """Each is called an example and bears no number of a real act."""
    assert sorted(examples) == list(NUMBERS)
    assert [r.title for r in examples.values() if "(contoh)" not in r.title.lower()] == []
    assert {r.source_note for r in examples.values()} == {
        "Contoh buatan portal untuk demo; tidak pernah berlaku."
    }
    assert [e.name for e in EXAMPLES if "(contoh)" not in e.name] == []
    assert Application.objects.filter(name__endswith="(contoh)").count() == 2


def test_they_are_read_by_the_reader_and_confirmed_by_the_verbs(
    examples: dict[str, Regulation], officer: User
) -> None:
    _marked(examples)
    documents = RegulationFile.objects.filter(regulation__in=examples.values())
    assert set(documents.values_list("text_status", "confirmed_by")) == {("ada-teks", officer.pk)}
    parts = {number: r.provisions.articles().count() for number, r in examples.items()}
    # Pasal 3A of the first was inserted by the second
    assert parts == {"contoh-1": 7, "contoh-2": 2, "contoh-3": 4, "contoh-4": 3, "contoh-5": 4}
    perda = examples["contoh-1"]
    assert perda.citation == "Perda Kota Surabaya Nomor contoh-1 Tahun 2022"
    assert (perda.enacted_on, perda.promulgated_on) == (date(2022, 3, 14), date(2022, 3, 15))
    assert perda.gazette_ref == "Lembaran Daerah Kota Surabaya Tahun 2022 Nomor contoh/1"
    assert perda.provisions.get(path="pasal-2").explanation.startswith("Beberapa pemilik rumah")
    assert examples["contoh-5"].commences_on == date(2023, 7, 3)
    _effects(examples)


def _effects(examples: dict[str, Regulation]) -> None:
    """What they do to each other is recorded."""
    acts = LegalEvent.objects.filter(provision=None).values_list(
        "source__number", "kind", "target__number"
    )
    told = sorted(act for act in acts if str(act[0]).startswith("contoh-"))
    assert told == [
        ("contoh-2", "amends", "contoh-1"),
        ("contoh-3", "implements", "contoh-1"),
        ("contoh-5", "repeals", "contoh-4"),
    ]
    states = {number: str(force_of(r, TODAY)) for number, r in examples.items()}
    assert states == {n: "tidak-berlaku" if n == "contoh-4" else "berlaku" for n in NUMBERS}
    version = part_as_of(examples["contoh-1"].provisions.get(path="pasal-3"), TODAY)
    assert version is not None
    assert "lewat aplikasi" in version.text
    debts = Clause.objects.filter(provision__regulation=examples["contoh-1"], kind="delegation")
    assert list(debts.values_list("settled_by__number", flat=True)) == ["contoh-3"]


def test_two_applications_stand_on_them_in_full_health(examples: dict[str, Regulation]) -> None:
    rows = board(timezone.localdate())
    assert headline(rows) == "24 aplikasi: 2 lengkap, 1 sebagian, 21 belum diteliti"
    healthy = [r["application"].name for r in rows if r["tone"] == "good"]
    assert healthy == ["Antrean Loket (contoh)", "Daftar Resapan (contoh)"]
    assert not Finding.objects.filter(application__code__endswith="-contoh").exists()
    old = Binding.objects.get(regulation=examples["contoh-4"])
    assert old.valid.upper == date(2023, 7, 3)  # the new one took over on the day it ended
    _made_once()


def _made_once() -> None:
    """A second start makes nothing twice, and the facts stay as they are."""
    assert not examples_missing()
    before = (Regulation.objects.count(), LegalEvent.objects.count(), Binding.objects.count())
    make_examples()
    assert (
        Regulation.objects.count(),
        LegalEvent.objects.count(),
        Binding.objects.count(),
    ) == before
    assert load_facts() == 0
    facts = Regulation.objects.exclude(number__startswith="contoh-")
    assert facts.count() == 14
    assert not facts.filter(source_note__icontains="contoh").exists()


@pytest.mark.parametrize(
    ("code", "kind", "head", "place"),
    [("35.78", "perwali", "Wali Kota", "Surabaya"), ("33.10", "perbup", "Bupati", "Klaten")],
)
def test_each_region_has_them_in_its_own_words(
    officer: User, settings: Any, code: str, kind: str, head: str, place: str
) -> None:
    settings.REGION, settings.REGION_PROFILE = code, load_profile(code)
    make_examples()
    examples = regulations()
    kinds = [examples[number].kind.code for number in NUMBERS]
    assert kinds == ["perda", "perda", kind, kind, kind]
    assert examples["contoh-3"].full_citation.startswith(f"Peraturan {head} {place} Nomor contoh-3")
    assert {r.other_region for r in examples.values()} == {""}
    health = {row["application"].code: row["tone"] for row in board(timezone.localdate())}
    assert set(health.values()) == {"good"}
    other = "Bupati" if head == "Wali Kota" else "Wali Kota"
    words = "\n".join(line for number in NUMBERS for line in example_lines(number))
    assert other.lower() not in words.lower()
    assert "{" not in words


def test_their_days_are_working_days(db: None) -> None:
    for number in NUMBERS:
        text = "\n".join(example_lines(number))
        assert len(re.findall(r"pada tanggal \d+ \w+ 20\d\d", text)) >= 2
    for example in EXAMPLES:
        days = [example.tried, example.runs, *(s.start for s in example.stands_on)]
        assert [day for day in days if day.weekday() > 4] == []


def test_dead_examples_are_told_dead_wherever_they_are_listed(
    examples: dict[str, Regulation], client: Client
) -> None:
    drain()
    for address in ("/regulasi/?q=antrean+kertas", "/cari/?q=antrean+kertas"):
        page = client.get(address).content.decode()
        assert "Nomor contoh-4" in page, address
        assert '<span class="tag stop">Tidak berlaku</span>' in page, address


def test_nothing_of_it_comes_without_the_demo(db: None) -> None:
    """The shipped facts of a real installation hold no example."""
    load_facts()
    assert not Regulation.objects.filter(number__icontains="contoh").exists()
    assert not Regulation.objects.filter(title__icontains="contoh").exists()
