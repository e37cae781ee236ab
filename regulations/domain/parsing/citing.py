"""Which regulations a text cites, and which of them it says that it carries out."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CARRIES_OUT = re.compile(
    r"\b(?:melaksanakan|pelaksanaan)\s+(?:lebih\s+lanjut\s+)?(?:ketentuan\s+)?"
    r"(?:Pasal|Peraturan|Undang)",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"(Peraturan\s+Pemerintah\s+Pengganti\s+Undang-Undang"
    r"|Peraturan\s+D(?:ewan\s+Perwakilan\s+Rakyat\s+D)?aerah(?:\s+Provinsi)?"
    r"|Peraturan\s+Wali\s*kota"
    r"|Peraturan\s+Bupati|Peraturan\s+Gubernur|Peraturan\s+Presiden|Peraturan\s+Menteri"
    r"|Peraturan\s+(?:Kepala\s+)?(?:Badan|Lembaga)|Peraturan\s+Pemerintah"
    r"|Keputusan\s+(?:Presiden|Wali\s*kota|Bupati|Gubernur|Menteri)|Undang-Undang)"
    r"(?:(?!Peraturan\s|Keputusan\s|Undang-Undang|\bini\b)[^;()]){0,80}?\b(?:Nomor|No\.?)\s*:?\s*"
    r"(?:([\w./-]{1,60})\s+Tahun\s+((?:19|20)\d\d)"
    r"|([\w.-]{1,60}(?:/[\w.-]{1,60}){0,8}/((?:19|20)\d\d)))",
    re.IGNORECASE,
)
Cited = tuple[str, str, int]  # (kind as printed, number, year)


def cited(text: str) -> Iterator[Cited]:
    """Each regulation that a text cites, once."""
    seen = set()
    for _, key in citations(joined(text)):
        if key not in seen:
            seen.add(key)
            yield key


def joined(text: str) -> str:
    """One line; a word that the end of a printed line broke ("Undang-⏎Undang") made whole."""
    plain = " ".join(re.sub(r"(\w)-[^\S\n]*\n\s*(\w)", r"\1-\2", text).split())
    return re.sub(r"Undang\s?-\s?Undang", "Undang-Undang", plain)


def citations(text: str) -> Iterator[tuple[re.Match[str], Cited]]:
    for match in _CITED.finditer(text):
        number, year = (match[2], match[3]) if match[2] else (match[4], match[5])
        number = number.rstrip("./-")
        if re.fullmatch(r"[\dlIO]+", number):  # as a scan prints it
            number = number.translate(str.maketrans("lIO", "110"))
        yield match, (" ".join(match[1].split()), number, int(year))


def carried_out_in(text: str) -> list[Cited]:
    """What a Menimbang says the regulation carries out.

    "untuk melaksanakan ketentuan Pasal 31 Peraturan Daerah …".
    """
    carried_out = []
    for part in re.split(r"(?:;|(?<=\s)[a-z]\.\s)", joined(text)):
        begins = _CARRIES_OUT.search(part)
        rest = part[begins.start() :] if begins else ""
        for match, key in citations(rest):
            before = rest[max(0, match.start() - 300) : match.start()]
            if not re.search(r"\bdiubah\b[^;]*$", before):
                carried_out.append(key)
    return list(dict.fromkeys(carried_out))[:3]
