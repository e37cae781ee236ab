"""How one value of a table, a form or a program is read: each kind of value has its reader.

A value has four forms: as it was given (`parse` reads it), as it is compared and told, as the
database holds it (`held` from there, `stored` to there), and as a spreadsheet shows it (`cell`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import Any, ClassVar

from django.db.models import Choices, Model

from egov.verbs.plain import plain
from infrastructure.domain.points import Unreadable as Unreadable
from infrastructure.domain.points import point_fault
from infrastructure.vocabulary import AssetKind

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LARGEST = 2_147_483_647
_AS_TEXT = re.compile(r"'(?=[=+\-@\t\r])")  # what keeps a spreadsheet from running a cell


def words_of(raw: Any) -> str:
    """The value as text on one line; a whole number of a spreadsheet without its fraction."""
    if isinstance(raw, Model):
        return str(getattr(raw, "code", raw))
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    written = str(raw)
    if not written.isascii():
        _require_storable(written)
    text = " ".join(plain(written).split())
    return _AS_TEXT.sub("", text, count=1)


def _require_storable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        sentence = "Ada huruf yang tidak dapat disimpan. Tulis ulang isian ini."
        raise Unreadable("bad_letters", sentence) from None


class Reader:
    """A value that is what it is."""

    empty: Any = None
    names: ClassVar[tuple[AssetKind, ...]] = ()  # what the codes that it reads may be of

    def parse(self, raw: Any) -> Any:
        raise NotImplementedError(type(self).__name__)

    def held(self, stored: Any) -> Any:
        return stored

    def stored(self, value: Any) -> Any:
        return value

    def cell(self, value: Any) -> Any:
        return value

    def json(self, value: Any) -> Any:
        return value

    def codes(self, value: Any) -> Iterable[str]:  # noqa: ARG002 - for those that name some
        """The codes of assets that a value names, in capitals."""
        return ()


@dataclass(frozen=True)
class Text(Reader):
    longest: int
    empty: Any = ""

    def parse(self, raw: Any) -> str:
        text = words_of(raw)
        if len(text) > self.longest:
            raise Unreadable("too_long", f"Paling banyak {self.longest} huruf.")
        return text


@dataclass(frozen=True)
class Code(Text):
    """The code of the asset itself."""

    def parse(self, raw: Any) -> str:
        text = super().parse(raw)
        if text and not CODE.fullmatch(text):
            sentence = "Kode hanya berisi huruf, angka, titik, garis bawah, dan tanda hubung."
            raise Unreadable("bad_code", sentence)
        return text


@dataclass(frozen=True)
class Address(Reader):
    """An IP address in its usual spelling."""

    def parse(self, raw: Any) -> str:
        try:
            return str(ip_address(words_of(raw)))
        except ValueError:
            sentence = "Ini bukan alamat IP. Contoh: 10.0.0.1"
            raise Unreadable("not_an_address", sentence) from None


@dataclass(frozen=True)
class Mac(Reader):
    empty: Any = ""

    def parse(self, raw: Any) -> str:
        digits = re.sub(r"[:.\-]", "", words_of(raw)).upper()
        if not re.fullmatch(r"[0-9A-F]{12}", digits):
            raise Unreadable("not_a_mac", "Ini bukan alamat MAC. Contoh: 00:1B:44:11:3A:B7")
        return ":".join(digits[i : i + 2] for i in range(0, 12, 2))


@dataclass(frozen=True)
class Number(Reader):
    low: float
    high: float

    def parse(self, raw: Any) -> float:
        try:
            value = float(words_of(raw).replace(",", "."))
        except ValueError:
            raise Unreadable("not_a_number", "Tulis angka.") from None
        if not self.low <= value <= self.high:
            raise Unreadable("out_of_range", f"Tulis angka {self.low:g} sampai {self.high:g}.")
        return value


@dataclass(frozen=True)
class Whole(Number):
    low: float = 0
    high: float = LARGEST

    def parse(self, raw: Any) -> int:
        value = super().parse(raw)
        if value != int(value):
            raise Unreadable("not_whole", "Tulis angka bulat.")
        return int(value)


@dataclass(frozen=True)
class HalfUnits(Number):
    """Units of a rack, counted in halves where they are stored."""

    low: float = 0.5
    high: float = 100

    def parse(self, raw: Any) -> float:
        value = super().parse(raw)
        if value * 2 != int(value * 2):
            raise Unreadable(
                "not_half_units", "Tulis U bulat atau setengah, misalnya 12 atau 12,5."
            )
        return value

    def held(self, stored: Any) -> Any:
        return None if stored is None else stored / 2

    def stored(self, value: Any) -> Any:
        return None if value is None else int(value * 2)

    def cell(self, value: Any) -> Any:
        return int(value) if value is not None and value == int(value) else value


@dataclass(frozen=True)
class Flag(Reader):
    def parse(self, raw: Any) -> bool:
        word = words_of(raw).lower()
        if word not in {"true", "1", "ya", "y", "yes", "false", "0", "tidak", "t", "n", "no"}:
            raise Unreadable("not_a_flag", "Tulis ya atau tidak.")
        return word in {"true", "1", "ya", "y", "yes"}

    def cell(self, value: Any) -> Any:
        return "ya" if value else "tidak"


@cache
def _meanings(of: type[Choices]) -> dict[str, str]:
    """The values by each word that says them."""
    by_label = {str(label).lower(): str(value) for value, label in reversed(of.choices)}
    return by_label | {str(value).lower(): str(value) for value, _ in of.choices}


@dataclass(frozen=True)
class Choice(Reader):
    """A word of a vocabulary, by its value or its label."""

    of: type[Choices]
    empty: Any = ""

    def parse(self, raw: Any) -> str:
        value = _meanings(self.of).get(words_of(raw).lower())
        if value is None:
            raise Unreadable("unknown_choice", f"Pilih: {', '.join(self.of.labels)}.")
        return value

    def cell(self, value: Any) -> Any:
        return self.of(value).label if value else ""


@dataclass(frozen=True)
class Face(Reader):
    """Where in the depth of a rack."""

    WORDS: ClassVar = {"depan": (0, 1), "belakang": (1, 2), "penuh": (0, 2)}
    ENGLISH: ClassVar = {"front": "depan", "rear": "belakang", "full": "penuh"}

    def parse(self, raw: Any) -> str:
        word = words_of(raw).lower()
        word = self.ENGLISH.get(word, word)
        if word not in self.WORDS:
            raise Unreadable("unknown_face", "Tulis depan, belakang, atau penuh.")
        return word

    def held(self, stored: Any) -> Any:
        if stored is None:
            return None
        return next(
            word for word, span in self.WORDS.items() if span == (stored.lower, stored.upper)
        )

    def stored(self, value: Any) -> Any:
        return self.WORDS[value] if value else None


@dataclass(frozen=True)
class Tags(Reader):
    """Words parted by commas or semicolons."""

    longest: int = 40

    @property
    def empty(self) -> Any:
        return []

    def parse(self, raw: Any) -> list[str]:
        parts = raw if isinstance(raw, list) else re.split(r"[,;]", words_of(raw))
        tags = list(dict.fromkeys(word for part in parts if (word := words_of(part))))
        if any(len(tag) > self.longest for tag in tags):
            raise Unreadable("too_long", f"Satu kata paling banyak {self.longest} huruf.")
        return tags

    def held(self, stored: Any) -> Any:
        return stored or []

    def cell(self, value: Any) -> Any:
        return "; ".join(value)


@dataclass(frozen=True)
class Line(Reader):
    """The points of a way, as GeoJSON's LineString or its coordinates: [[bujur, lintang], ...]."""

    MOST: ClassVar = 5000

    @property
    def empty(self) -> Any:
        return []

    def parse(self, raw: Any) -> list[list[float]]:
        try:
            value = json.loads(raw) if isinstance(raw, str) else raw
            if isinstance(value, dict):
                value = value["coordinates"]
            line = [[float(point[0]), float(point[1])] for point in value]
        except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
            sentence = "Tulis titik-titiknya sebagai [[112.73, -7.25], [112.74, -7.26]]."
            raise Unreadable("bad_line", sentence) from None
        if not 2 <= len(line) <= self.MOST:
            raise Unreadable("bad_line", f"Jalur terdiri atas 2 sampai {self.MOST} titik.")
        faults = (point_fault(latitude, longitude) for longitude, latitude in line)
        if fault := next(filter(None, faults), None):
            raise fault
        return line

    def held(self, stored: Any) -> Any:
        return stored or []

    def cell(self, value: Any) -> Any:
        return json.dumps(value) if value else ""
