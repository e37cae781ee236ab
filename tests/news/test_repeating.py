"""From a rule to moments: what is made, and what is refused with a number."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from egov.verbs.refusal import Invalid
from news.domain.repeating import Repeat, series_of, told

TUESDAY = datetime(2027, 1, 5, 9, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize(
    ("repeat", "days"),
    [
        (None, ["2027-01-05"]),
        (Repeat("DAILY", count=3), ["2027-01-05", "2027-01-06", "2027-01-07"]),
        (Repeat("WEEKLY", until=date(2027, 1, 19)), ["2027-01-05", "2027-01-12", "2027-01-19"]),
        (Repeat("WEEKLY", ("TU", "TH"), count=3), ["2027-01-05", "2027-01-07", "2027-01-12"]),
        (Repeat("MONTHLY", ("TU",), 1, count=2), ["2027-01-05", "2027-02-02"]),
        (Repeat("MONTHLY", count=2), ["2027-01-05", "2027-02-05"]),
    ],
)
def test_the_moments_of_a_rule(repeat: Repeat | None, days: list[str]) -> None:
    series = series_of(TUESDAY, repeat)
    assert [str(moment.date()) for moment in series.begins] == days
    assert {moment.hour for moment in series.begins} == {9}


@pytest.mark.parametrize(
    ("repeat", "code", "field"),
    [
        (Repeat("DAILY"), "endless_series", "count"),
        (Repeat("DAILY", count=3, until=date(2027, 2, 1)), "two_ends", "until"),
        (Repeat("DAILY", count=201), "too_many_occurrences", "count"),
        (Repeat("DAILY", until=date(2099, 1, 1)), "too_many_occurrences", "count"),
        (Repeat("MONTHLY", count=30), "series_too_long", "until"),
        (Repeat("DAILY", count=0), "no_occurrence", "count"),
        (Repeat("WEEKLY", ("WE",), count=3), "first_not_repeated", "begins_at"),
        (Repeat("WEEKLY", until=date(2026, 1, 1)), "first_not_repeated", "begins_at"),
        (Repeat("SECONDLY", count=3), "unknown_frequency", "frequency"),
        (Repeat("WEEKLY", ("XX",), count=3), "unknown_weekday", "weekdays"),
        (Repeat("MONTHLY", ("TU",), 9, count=3), "unknown_week", "week"),
    ],
)
def test_what_is_no_series(repeat: Repeat, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        series_of(TUESDAY, repeat)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_the_number_is_told() -> None:
    with pytest.raises(Invalid, match="menjadi 365 acara, paling banyak 200"):
        series_of(TUESDAY, Repeat("DAILY", count=365))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ("FREQ=DAILY", "setiap hari"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "setiap minggu, Selasa dan Kamis"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "setiap bulan, Jumat terakhir"),
        ("FREQ=MONTHLY;BYDAY=2SA", "setiap bulan, Sabtu ke-2"),
    ],
)
def test_a_rule_in_words(rule: str, words: str) -> None:
    assert told(rule) == words
