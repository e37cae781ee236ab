"""The demo's data files: what stands in them is complete, and made for the kamus."""

from __future__ import annotations

import csv
import random
from decimal import Decimal

import pytest

from musrenbang.demo.kinds import DATA, Kind, general_reasons, load_kinds, read
from musrenbang.demo.scenes import SCENES
from musrenbang.reasons import REASONS
from musrenbang.vocabulary import Outcome

WORDS = {
    "n": 3,
    "rt": "02",
    "rw": "RW 05",
    "h": 7,
    "homes": 12,
    "years": "dua",
    "volume": 40,
    "year": 2028,
}
KINDS = load_kinds()
VARIANTS = list(csv.DictReader((DATA / "kamus.csv").open(encoding="utf-8", newline="")))


def test_each_kind_of_the_kamus_has_its_file() -> None:
    assert set(KINDS) == {row["entry"] for row in VARIANTS}
    assert {path.stem for path in (DATA / "kinds").iterdir()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_a_kind_is_complete(kind: Kind) -> None:
    assert len(kind.texts) >= 5
    for text in kind.texts:
        title = text.title.format(**WORDS)
        assert 0 < len(title) <= 120
        for words in (text.problem.format(**WORDS), text.wish.format(**WORDS)):
            assert "{" not in words
            assert len(words) > 30
        assert (text.scene or kind.scene) in SCENES
    assert all(len(place.format(**WORDS)) <= 250 for place in kind.places)
    for outcome in (Outcome.RETURN, Outcome.REJECT, Outcome.FEASIBLE, Outcome.NOT_FEASIBLE):
        assert kind.reasons[outcome]
    assert len(kind.reasons[Outcome.MERGE]) == 1
    if any(least < most for least, most, _ in kind.usual.values()):
        assert kind.changes() or max(most for _, most, _ in kind.usual.values()) <= 2


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_its_volumes_are_those_of_the_kamus(kind: Kind) -> None:
    rows = {row["variant"]: row for row in VARIANTS if row["entry"] == kind.code}
    assert set(kind.usual) == set(rows)
    for variant, (least, most, step) in kind.usual.items():
        assert 0 < least <= most <= Decimal(rows[variant]["max"])
        assert step > 0
        # what one asks for stays within what a kelurahan could ever pay
        assert Decimal(rows[variant]["price"]) * most <= 150_000_000
        assert least <= kind.volume(random.Random(1), variant) <= most


def test_no_sentence_stands_under_two_kinds() -> None:
    seen: dict[str, str] = {}
    for kind in KINDS.values():
        for text in kind.texts:
            for sentence in (text.title, text.problem, text.wish):
                assert seen.setdefault(sentence, kind.code) == kind.code, sentence


def test_reasons_use_the_codes_of_the_portal() -> None:
    for reasons in (general_reasons(), *(kind.reasons for kind in KINDS.values())):
        for outcome, rows in reasons.items():
            assert outcome in {*Outcome.values, "changed"}
            assert {code for code, _ in rows} <= set(REASONS)


def test_water_is_no_matter_of_the_hall() -> None:
    """What made people laugh: floods under "Internet balai RW"."""
    for code in ("internet", "pelatihan-kerja", "pelatihan-usaha", "terop", "cctv", "cermin"):
        words = " ".join(f"{t.title} {t.problem} {t.wish}" for t in KINDS[code].texts).lower()
        assert "banjir" not in words
        assert "genang" not in words


def test_channels_name_kinds_that_there_are() -> None:
    rows = read("channels.yaml")
    for row in [*rows["closed"], *rows["open"]]:
        assert set(row.get("kinds", {})) <= set(KINDS)
    assert sum(row["share"] for row in [*rows["closed"], *rows["open"]]) == 100
