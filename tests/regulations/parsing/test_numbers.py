"""Numbers as regulations print them."""

from __future__ import annotations

import pytest

from regulations.domain.parsing.numbers import article_number, ordinal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Pertama", 1),
        ("Kesatu", 1),
        ("KEDUA", 2),
        ("Ke-5", 5),
        ("Ke - 12", 12),
        ("Kesepuluh", 10),
        ("Kesebelas", 11),
        ("Kedua Belas", 12),
        ("Ketigabelas", 13),
        ("Kedua Puluh", 20),
        ("Kedua Puluh Satu", 21),
        ("Ke-9999", 9999),
        ("Ke-10000", 0),  # a line of digits is no place in an order
        ("Keempat Ratus", 0),
        ("Kelompok", 0),
        ("Umum", 0),
        ("", 0),
    ],
)
def test_an_ordinal_has_a_value_and_other_words_have_none(text: str, value: int) -> None:
    assert ordinal(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("2 4", 24), ("1O", 10), ("l2", 12), ("9999", 9999), ("10000", 0), ("A", 0), ("", 0)],
)
def test_the_number_of_a_pasal_is_read_as_a_scan_prints_it(text: str, value: int) -> None:
    assert article_number(text) == value
