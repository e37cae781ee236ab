"""What stands above Menimbang: kind, number, year and title."""

from __future__ import annotations

import re

from regulations.domain.parsing.parts import Structure


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERED = re.compile(
    r"\bN\s?O\s?M\s?O\s?R\s*(?::\s*)?([\w.-]{1,60}(?:\s*/\s*[\w.-]{1,60}){0,8})"
    r"(?:\s+TAHUN\s+((?:19|20)\d\d))?\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"T\s?E\s?N\s?T\s?A\s?N\s?G(?=\s)")
_TITLE_ENDS = re.compile(
    r"(?:DENGAN|ATAS)\s?RAHMAT"
    r"|^[^\S\n]*(?:BUPATI|WALI\s?KOTA|GUBERNUR|MENTERI|PRESIDEN)[^\n]*,[^\S\n]*$"
    r"|M[Ee][Nn][Ii][Mm][Bb][Aa][Nn][Gg]",
    re.MULTILINE,
)
_KIND = re.compile(r"\b(?:PERATURAN|KEPUTUSAN|UNDANG\s?-\s?UNDANG)\b.*", re.IGNORECASE)
_SMALL = _words(
    "di dan atau atas tentang yang untuk dengan pada dalam ke dari oleh serta bagi sebagai "
    "secara terhadap antara"
)
_ACRONYMS = _words(
    "DPRD APBD APBDES PTSP RT RW LPMK ASN BUMD BUMN SPBE RPJMD RPJPD RKPD PNS PKL UMKM BPHTB "
    "PBB PBB-P2 SKPD OPD CCTV RSUD BLUD TPP RDTR RTRW TPA PDAM CSR HIV AIDS"
)


def read_head(structure: Structure, lines: list[str]) -> None:
    """Kind, number, year and title, from what stands above Menimbang."""
    about = re.compile(r"\bT\s?E\s?N\s?T\s?A\s?N\s?G\b")
    at = next((i for i, line in enumerate(lines) if about.search(line)), len(lines))
    for index in range(min(at, len(lines) - 1), -1, -1):
        line = lines[index]
        number = _NUMBERED.search(re.split(r"\bTENTANG\b", line)[0].rstrip())
        if number and not re.search(r"LEMBARAN|BERITA", line):
            structure.number = re.sub(r"\s", "", number[1]).rstrip(".")
            year = number[2] or next(iter(re.findall(r"(?:19|20)\d\d$", structure.number)), None)
            structure.year = int(year) if year else None
            structure.kind = _kind([*lines[max(0, index - 4) : index], line[: number.start()]])
            break
    below = "\n".join(lines[at:])[:4000]
    begins = _ABOUT.search(below)
    ends = _TITLE_ENDS.search(below, begins.end()) if begins else None
    title = " ".join(below[begins.end() : ends.start()].split()) if begins and ends else ""
    structure.title = titled(title) if title.upper() == title else title


def _kind(above: list[str]) -> str:
    """What the lines above the number say that it is; empty where they do not."""
    named = _KIND.search(" ".join(" ".join(above).split()))
    return named[0] if named else ""


def titled(text: str) -> str:
    """A title printed in capitals, as it is written in a list.

    "Penyelenggaraan Perparkiran di Kota Surabaya".
    """
    words = enumerate(text.split())
    return " ".join(_titled(word, first=index == 0) for index, word in words)


def _titled(word: str, *, first: bool) -> str:
    if word.strip("(),.") in _ACRONYMS:
        return word
    if not first and word.lower() in _SMALL:
        return word.lower()
    return "-".join(part.capitalize() for part in word.split("-"))
