"""A citation as people type it.

"perda 3 2018 pasal 29", "Perwali No. 28/2013", "peraturan wali kota nomor 68 tahun 2021".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_KINDS = (
    (r"peraturan\s+dprd|peraturan\s+dewan\s+perwakilan\s+rakyat\s+daerah|perdprd", "perdprd"),
    (r"peraturan\s+pemerintah\s+pengganti\s+undang[\s-]*undang|perppu|perpu", "perppu"),
    (r"peraturan\s+menteri(?:\s+[a-z]+){0,4}?(?=\s+(?:nomor|no\b|\d))|permen\w*", "permen"),
    (r"keputusan\s+wali\s*kota|kepwali(?:kota)?", "kepwali"),
    (r"keputusan\s+bupati|kepbup(?:ati)?", "kepbupati"),
    (r"peraturan\s+wali\s*kota|perwali", "perwali"),
    (r"peraturan\s+bupati|perbup", "perbup"),
    (r"peraturan\s+daerah\s+provinsi|perda\s+provinsi", "perda-provinsi"),
    (r"peraturan\s+daerah|perda", "perda"),
    (r"peraturan\s+gubernur|pergub", "pergub"),
    (r"peraturan\s+presiden|perpres", "perpres"),
    (r"keputusan\s+presiden|keppres", "keppres"),
    (r"peraturan\s+pemerintah|pp", "pp"),
    (r"undang[\s-]*undang|uu", "uu"),
)
_PASAL = re.compile(r"\bpasal\s+(\d+[a-z]?)")
# the number is greedy, so that in "100.3/210/2025 2021" the year is the last one
_NUMBER = re.compile(
    r"(?:^|[\s.])(\d[\w.\-/]*(?:\s(?!th\b)[a-z])?)\s*"
    r"(?:/|\s+tahun\s+|\s+th\.?\s+|\s+)((?:19|20)\d\d)\b"
)
_PASAL_FIRST = re.compile(r"^pasal\s+(\d+[a-z]?)\s+(?:ayat\s+\(?\w+\)?\s+)?(.+)$")


@dataclass(frozen=True)
class Citation:
    """`kind` is a code of RegulationKind; `pasal` the path of a provision ("pasal-29") or empty."""

    kind: str
    number: str
    year: int
    pasal: str = ""


def read_citation(text: str) -> Citation | None:
    """The citation in a query; None where it is none."""
    words = " ".join(text.lower().split())
    turned = _PASAL_FIRST.match(words)
    if turned:  # "pasal 29 perda 3 2018"
        words = f"{turned[2]} pasal {turned[1]}"
    matches = ((code, re.match(rf"(?:{pattern})\b", words)) for pattern, code in _KINDS)
    begun = next(((code, match) for code, match in matches if match), None)
    if begun is None:
        return None
    code, kind = begun
    rest = words[kind.end() :]
    pasal = _PASAL.search(rest)
    cited = _NUMBER.search(rest[: pasal.start()] if pasal else rest)
    if not cited:
        return None
    path = f"pasal-{pasal[1]}" if pasal else ""
    return Citation(code, cited[1].rstrip("/-."), int(cited[2]), path)
