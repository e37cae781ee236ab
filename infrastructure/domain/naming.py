"""How a value that names other rows is read: one of a catalogue, an asset, or several in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from django.db.models import Case, CharField, F, Model, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from infrastructure.domain.reading import Reader, Unreadable, words_of
from infrastructure.vocabulary import AssetKind, Side
from regulations.domain.exchange.citations import read_citation
from regulations.models import Regulation

_PIPE = re.compile(r"(.+)#(\d{1,3})")
_BORE = re.compile(r"(\d{1,3})(?:\((\d{1,4})\))?(?:<(\d{1,3}))?")


@dataclass(frozen=True)
class OneOf(Reader):
    """A row of a catalogue, by its code: an agency, an area, a type, a role."""

    model: type[Model]
    what: str

    def parse(self, raw: Any) -> str:
        return words_of(raw)

    def rows(self, codes: set[str]) -> Any:
        """Those with one of these codes."""
        return self.model._default_manager.filter(code__in=codes)

    def told(self, path: str) -> Combinable:
        """The code, from where the row is named."""
        return F(f"{path}__code")

    def fault_of(self, row: Any) -> Unreadable | None:  # noqa: ARG002 - for those that judge
        """Why this row cannot be named here."""
        return None


_LAW = re.compile(r"[a-z-]+/\d{4}/\S+")
SLASH = Value("/")


@dataclass(frozen=True)
class Law(OneOf):
    """A regulation that may be a legal basis: as "perda/2018/3", or as people cite it."""

    model: type[Model] = Regulation
    what: str = "peraturan"

    def parse(self, raw: Any) -> str:
        text = words_of(raw)
        if _LAW.fullmatch(text.lower()):
            kind, year, number = text.split("/", 2)
            return f"{kind.lower()}/{year}/{number}"
        cited = read_citation(text)
        if cited is None:
            sentence = "Tulis peraturannya seperti perda/2018/3 atau Perda 3 Tahun 2018."
            raise Unreadable("not_a_citation", sentence)
        return f"{cited.kind}/{cited.year}/{cited.number}"

    def rows(self, codes: set[str]) -> Any:
        cited = Q(pk__in=[])
        for code in codes:
            kind, year, number = code.split("/", 2)
            cited |= Q(kind__code=kind, year=year, number=number)
        return Regulation.objects.select_related("kind").filter(cited)

    def told(self, path: str) -> Combinable:
        code = Concat(
            F(f"{path}__kind__code"),
            SLASH,
            Cast(F(f"{path}__year"), CharField()),
            SLASH,
            F(f"{path}__number"),
        )
        return Case(When(**{f"{path}__isnull": False}, then=code), default=None)

    def fault_of(self, row: Any) -> Unreadable | None:
        if row.other_region:
            sentence = f"{row.citation} dibuat daerah lain; tidak dapat menjadi dasar di sini."
            return Unreadable("other_region", sentence)
        if not row.may_be_basis:
            sentence = (
                f"{row.citation} adalah keputusan, bukan peraturan; "
                "tidak dapat menjadi dasar hukum."
            )
            return Unreadable("decision_no_basis", sentence)
        return None


@dataclass(frozen=True)
class AssetOf(Reader):
    """Another asset, by its code."""

    kinds: Sequence[AssetKind]

    def parse(self, raw: Any) -> str:
        return words_of(raw)

    def codes(self, value: Any) -> Iterable[str]:
        return (value.upper(),) if value else ()


class Several(Reader):
    """What is kept in rows of its own beneath the asset: told in an order, parted by spaces."""

    @property
    def empty(self) -> Any:
        return ()

    def parts(self, raw: Any) -> list[str]:
        given = raw if isinstance(raw, list | tuple) else re.split(r"[\s,;]+", words_of(raw))
        return [text for part in given if (text := words_of(part))]

    def json(self, value: Any) -> Any:
        return str(self.cell(value)).split()


class Pipe(NamedTuple):
    """A duct of a segment: `2(40)<1` is number 2, 40 mm across, in the duct of number 1."""

    number: int
    diameter_mm: int | None = None
    parent: int | None = None

    def __str__(self) -> str:
        across = f"({self.diameter_mm})" if self.diameter_mm is not None else ""
        return f"{self.number}{across}" + (f"<{self.parent}" if self.parent is not None else "")


@dataclass(frozen=True)
class Pipes(Several):
    """The ducts of a segment; how wide they are and which lies in which, where that is known."""

    KEYS: ClassVar = ("nomor", "garis_tengah_mm", "di_dalam")

    def parse(self, raw: Any) -> tuple[Pipe, ...]:
        given = raw if isinstance(raw, list | tuple) else self.parts(raw)
        pipes = sorted(map(self._pipe, given), key=lambda pipe: pipe.number)
        numbers = [pipe.number for pipe in pipes]
        if len(set(numbers)) < len(numbers):
            raise Unreadable("duct_twice", "Satu nomor pipa disebut dua kali. Hapus salah satunya.")
        if any(pipe.parent is not None and pipe.parent not in numbers for pipe in pipes):
            sentence = "Pipa luar harus ada di ruas yang sama. Sebut juga nomornya."
            raise Unreadable("no_outer_duct", sentence)
        return tuple(pipes)

    def _pipe(self, raw: Any) -> Pipe:
        if isinstance(raw, dict):
            raw = Pipe(*(raw.get(key) for key in self.KEYS))  # type: ignore[arg-type]
        match = _BORE.fullmatch(words_of(str(raw)))
        values = [None if part is None else int(part) for part in match.groups()] if match else []
        if not values or 0 in values:
            sentence = "Tulis nomor pipa berjarak, misalnya 1 2 3; atau 1(110) 2(40)<1."
            raise Unreadable("bad_ducts", sentence)
        return Pipe(*values)  # type: ignore[arg-type]

    def cell(self, value: Any) -> Any:
        return " ".join(map(str, value))

    def json(self, value: Any) -> Any:
        return [dict(zip(self.KEYS, pipe, strict=True)) for pipe in value]


@dataclass(frozen=True)
class Route(Several):
    """The segments of a cable in their order, `SEG-31#2` for the second duct of one."""

    names = (AssetKind.SEGMENT,)

    def parse(self, raw: Any) -> tuple[tuple[str, int | None], ...]:
        steps = []
        for part in self.parts(raw):
            match = _PIPE.fullmatch(part)
            steps.append((match[1], int(match[2])) if match else (part, None))
        names = [code.upper() for code, _ in steps]
        if len(set(names)) < len(names):
            raise Unreadable("segment_twice", "Satu ruas disebut dua kali. Hapus salah satunya.")
        return tuple(steps)

    def cell(self, value: Any) -> Any:
        return " ".join(code if pipe is None else f"{code}#{pipe}" for code, pipe in value)

    def codes(self, value: Any) -> Iterable[str]:
        return [code.upper() for code, _ in value]


@dataclass(frozen=True)
class Sided(Several):
    """Codes, each at one of two sides: `a:TL-001 b:TL-002`."""

    refusal: ClassVar[tuple[str, str]]

    def parse(self, raw: Any) -> tuple[tuple[str, str], ...]:
        steps = []
        for part in self.parts(raw):
            side, _, code = part.partition(":")
            if side.lower() not in Side.values or not code:
                raise Unreadable(*self.refusal)
            steps.append((side.lower(), code))
        return tuple(sorted(set(steps)))

    def cell(self, value: Any) -> Any:
        return " ".join(f"{side}:{code}" for side, code in value)

    def codes(self, value: Any) -> Iterable[str]:
        return [code.upper() for _, code in value]


class Over(Sided):
    """The links that a VPN leaves its ends over."""

    names = (AssetKind.LINK,)
    refusal = ("bad_over", "Tulis ujung dan tautannya: a:TL-001 b:TL-002.")


class Feeds(Sided):
    """The sources that a rack or a device draws from, one at each inlet."""

    names = (AssetKind.POWER,)
    refusal = ("bad_feed", "Tulis sisi dan sumbernya: a:PDU-1A b:PDU-1B.")

    def parse(self, raw: Any) -> tuple[tuple[str, str], ...]:
        feeds = super().parse(raw)
        if len({side for side, _ in feeds}) < len(feeds):
            raise Unreadable("side_twice", "Satu sisi punya satu sumber. Hapus salah satunya.")
        return feeds


_COIL = re.compile(r"(.+?):(\d+(?:[.,]\d+)?)")


class Coils(Several):
    """Spare metres of a cable, each on a pole or in a chamber: `HH-012:15 HH-020:20`."""

    names = (AssetKind.STRUCTURE,)

    def parse(self, raw: Any) -> tuple[tuple[str, str], ...]:
        coils = []
        given = raw if isinstance(raw, list | tuple) else re.split(r"[\s;]+", words_of(raw))
        for part in filter(None, map(words_of, given)):
            match = _COIL.fullmatch(part)
            if match is None:
                sentence = "Tulis tempat dan meternya: HH-012:15 HH-020:20."
                raise Unreadable("bad_slack", sentence)
            coils.append((match[1], metres(float(match[2].replace(",", ".")))))
        names = [code.upper() for code, _ in coils]
        if len(set(names)) < len(names):
            raise Unreadable("slack_twice", "Satu tempat disebut dua kali. Jumlahkan meternya.")
        return tuple(sorted(coils))

    def cell(self, value: Any) -> Any:
        return " ".join(f"{code}:{length}" for code, length in value)

    def codes(self, value: Any) -> Iterable[str]:
        return [code.upper() for code, _ in value]


def metres(length: float) -> str:
    """As a table writes it: 15, 12.5."""
    return f"{length:g}"


_STREAM = re.compile(r"([a-z0-9][a-z0-9_-]*):([A-Z][A-Z0-9_]*)")


class Streams(Several):
    """Where its picture is had: `simpang-a:CCTV_SIMPANG_A`, a path and the name of a secret."""

    def parse(self, raw: Any) -> tuple[tuple[str, str], ...]:
        streams = []
        for part in self.parts(raw):
            match = _STREAM.fullmatch(part)
            if match is None or len(match[1]) > 60 or len(match[2]) > 80:
                sentence = (
                    "Tulis jalur dan nama rahasianya, simpang-a:CCTV_SIMPANG_A. Alamat kamera dan "
                    "kata sandinya ditaruh di lingkungan server, bukan di sini."
                )
                raise Unreadable("bad_stream", sentence)
            streams.append((match[1], match[2]))
        return tuple(sorted(streams))

    def cell(self, value: Any) -> Any:
        return " ".join(f"{path}:{secret}" for path, secret in value)
