"""Numbers as regulations print them: Roman, in words, and broken by a scan."""

from __future__ import annotations

import re

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_UNITS = {"satu": 1, "pertama": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9}


def roman(text: str) -> int:
    """The value of a Roman number; the letter of an inserted BAB ("IXA") is left out."""
    digits = [_ROMAN[c] for c in text if c in _ROMAN]
    return sum(-d if any(d < later for later in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits))


def ordinal(text: str) -> int:
    """The value of "Kesatu", "Kesebelas", "Kedua Belas", "Kedua Puluh Satu"; 0 where it is none."""
    words = text.lower().split()
    if not words or not (words[0].startswith("ke") or words[0] == "pertama"):
        return 0
    first = words[0].removeprefix("ke")
    if first in ("sepuluh", "sebelas"):
        return 10 if first == "sepuluh" else 11
    value = _UNITS.get(first, 0)
    match words[1:]:
        case ["belas"] if value:
            return 10 + value
        case ["puluh", *rest] if value:
            return 10 * value + (_UNITS.get(rest[0], 0) if rest else 0)
        case []:
            return value
    return 0


def article_number(text: str) -> int:
    """The number of a pasal as a scan may print it: "2 4", "1O", "l2"."""
    digits = re.sub(r"\s", "", text).translate(str.maketrans("OoIl", "0011"))
    return int(digits) if digits.isdecimal() and len(digits) <= 4 else 0
