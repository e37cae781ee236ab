"""What a regulation ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regulations.domain.parsing.citing import Cited, citations, joined
from regulations.domain.parsing.units import Unit, read_units

_ENDS = re.compile(
    r"(?:\b(?:di|men)cabut\b|(?:di|me)nyatakan\s+(?:sudah\s+)?tidak\s+berlaku|ditarik\s+kembali)",
    re.IGNORECASE,
)
_KEEPS = re.compile(r"\btetap\s+berlaku\b", re.IGNORECASE)
_AT_COMMENCEMENT = re.compile(
    r"\bini\s+mula\s?i\s+berlaku\b|\bberlakunya\b|\bmulai\s+berlakunya\b|\bdiundangkannya\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\bdapat\s+(?:dicabut|mencabut|ditarik)|\bizin\b[^;]{0,120}\bdicabut", re.IGNORECASE
)
_PARTLY = re.compile(
    r"(?:\bPasal\s+\d+[A-Z]?(?:\s+(?:ayat|huruf|angka)\s+[^\s,]+|\s*,|\s+dan"
    r"|\s+Pasal\s+\d+[A-Z]?|\s+sampai\s+dengan)*"
    r"|\bLampiran(?:\s+[IVX]+)?|\bBAB\s+[IVXLC]+)\s*$"
)
_NAMED = re.compile(
    r"(?:\b(?:diubah|perubahan|atas|berdasarkan|pelaksanaan|melaksanakan|terakhir)\b[^;.]{0,90}"
    r"|\btentang(?:(?!\bdan\b|,)[^;.]){0,90})$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Repeal:
    """A regulation that a text ends.

    `partly`: only a pasal of it ("pasal-5" in `part`), or as far as something goes.
    """

    cited: Cited
    partly: bool = False
    part: str = ""


def repealed_in(text: str) -> list[Repeal]:
    """What a pasal's text ends: whole sentences and lists, the verb before or after them.

    What it keeps in force is no repeal.
    """
    lead, units = read_units(text)
    blocks = [u for u in units if u.kind == "ayat"] or [Unit("", "", "", lead, units=units)]
    repeals: dict[Cited, Repeal] = {}
    lead_commences = _AT_COMMENCEMENT.search(lead) is not None
    for block in blocks:
        whole = " ".join([block.text, *(_all_text(u) for u in block.units)])
        commences = lead_commences or _AT_COMMENCEMENT.search(f"{lead[-80:]} {whole}")
        if not _ENDS.search(whole) or not commences or _MAY.search(whole):
            continue
        items = [_all_text(u) for u in block.units if u.kind in ("huruf", "angka")]
        for item in items or [whole]:
            if _KEEPS.search(item) and not _ENDS.search(_KEEPS.split(item)[0]):
                continue
            for repeal in _of_item(item):
                repeals.setdefault(repeal.cited, repeal)
    return list(repeals.values())


def _all_text(unit: Unit) -> str:
    return " ".join([unit.text, *(_all_text(u) for u in unit.units)])


def _of_item(item: str) -> Iterator[Repeal]:
    text, end = joined(item), 0
    for match, key in citations(text):
        before = text[end : match.start()]
        end = match.end()
        if _NAMED.search(before):
            continue  # named in a title, as an amender, or as what something else stood on
        partly = _PARTLY.search(before[-300:].rstrip())
        alone = partly and len(re.findall(r"\bPasal\s+\d", before)) == 1
        article = re.search(r"Pasal\s+(\d+[A-Z]?)\s*$", before.rstrip()) if alone else None
        limited = re.search(r"\bsepanjang\b", text[match.end() : match.end() + 400]) is not None
        yield Repeal(key, bool(partly) or limited, f"pasal-{article[1].lower()}" if article else "")
