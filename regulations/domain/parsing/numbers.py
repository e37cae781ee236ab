"""Numbers as regulations print them: Roman, in words, and broken by a scan."""

from __future__ import annotations

import re

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_UNITS = {
    "satu": 1,
    "pertama": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
}


def roman(text: str) -> int:
    """The value of a Roman number, also as a scan prints it ("Il", "1V").

    The letter of an inserted BAB ("IXA") is left out.
    """
    digits = [_ROMAN[c] for c in text.translate(str.maketrans("l1", "II")) if c in _ROMAN]
    following = [*digits[1:], 0]
    return sum(-a if a < b else a for a, b in zip(digits, following, strict=False))


def ordinal(text: str) -> int:
    """The value of an ordinal; 0 where it is none.

    "Kesatu", "Ke-5", "Kesebelas", "Kedua Belas", "Ketigabelas", "Kedua Puluh Satu".
    """
    plain = re.sub(r"^ke[\s-]*", "ke", text.strip().lower())
    if plain == "pertama":
        return 1
    if not plain.startswith("ke"):
        return 0
    rest = re.sub(r"(belas|puluh)", r" \1 ", plain.removeprefix("ke")).split()
    match rest:
        case [digits] if digits.isdecimal():
            return int(digits) if len(digits) <= 4 else 0
        case ["sepuluh"] | ["se", "puluh"]:
            return 10
        case ["sebelas"] | ["se", "belas"]:
            return 11
        case [unit, "belas"] if unit in _UNITS:
            return 10 + _UNITS[unit]
        case [unit, "puluh", *more] if unit in _UNITS:
            return 10 * _UNITS[unit] + (_UNITS.get(more[0], 0) if more else 0)
        case [unit]:
            return _UNITS.get(unit, 0)
    return 0


def article_number(text: str) -> int:
    """The number of a pasal as a scan may print it: "2 4", "1O", "l2"."""
    digits = re.sub(r"\s", "", text).translate(str.maketrans("OoIl", "0011"))
    return int(digits) if digits.isdecimal() and len(digits) <= 4 else 0


def letter_after(letter: str) -> str:
    """The letter of the next part that is inserted at the same number."""
    return chr(ord(letter) + 1) if letter else "A"
