"""What a regulation says of itself.

Its head, the dates and gazette at its end, when it commences, what it repeals and amends.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from regulations.domain.text.parsing.parts import Structure
from regulations.domain.text.parsing.units import Unit, read_units
from regulations.vocabulary import PartKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
_SPELLINGS = {
    "pebruari": "februari",
    "nopember": "november",
    "nop": "november",
    "peb": "februari",
    "agt": "agustus",
}
_DAY = (
    r"(\d{1,2}|[\dlIO]{1,2})\s*(?:[-–./]\s*)?"
    r"([A-Za-z]+(?:\s(?=[a-z])[a-z]+)?|\d{1,2})\s*(?:[-–./]\s*)?"
    r"((?:19|20)[\dlO]{2})"
)
_DATED = re.compile(rf"pada\s+tanggal\s*(?:[:,]\s*)?{_DAY}", re.IGNORECASE)
_GAZETTE = re.compile(
    r"\b((?:LEMBARAN|BERITA)\s+(?:DAERAH|NEGARA)\b(?:(?!TAMBAHAN|NOMOR|TAHUN)[A-Z\s]){0,60}?,?\s*"
    r"(?:TAHUN\s+(?:19|20)\d\d,?\s+(?:NOMOR|NO\.?)\s*:?\s*[\w/.]+(?:\s+SERI\s+\w+)?"
    r"|(?:NOMOR|NO\.?)\s*:?\s*[\w/.]+\s+TAHUN\s+(?:19|20)\d\d))",
    re.IGNORECASE,
)
_WHOLE = (
    r"(?:Undang-\s?Undang"
    r"|Peraturan\s+(?:Daerah|Wali\s?kota|Bupati|Gubernur|Presiden|Pemerintah|Menteri"
    r"|DPRD|Dewan|Badan|Lembaga|Kepala)"
    r"(?:\s+(?!ini\b|dari\b|yang\b|mulai\b)[\w.]+){0,8}?)\s+ini\s+"
)
_COMMENCES = re.compile(
    rf"{_WHOLE}(?:mulai\s+)?berlaku\s+(?:secara\s+)?(?:efektif\s+)?"
    rf"(?:pada|sejak|terhitung\s+(?:sejak|mulai)|mulai)\s+(?:tanggal\s+)?{_DAY}",
    re.IGNORECASE,
)
_RETROACTIVE = re.compile(
    rf"{_WHOLE}.{{0,80}}?(?:(?:mempunyai\s+)?daya\s+laku\s+surut|berlaku\s+surut)\s+"
    rf"(?:terhitung\s+)?(?:sejak|mulai)\s+(?:tanggal\s+)?{_DAY}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"{_WHOLE}mulai\s+berlaku\s+(?:setelah\s+)?(\d{{1,4}})\s*(?:\([^()]{{0,60}}\)\s*)?"
    r"(hari|bulan|tahun)\s+(?:terhitung\s+)?(?:sejak|setelah)\s+(?:tanggal\s+)?diundangkan",
    re.IGNORECASE,
)
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
_SMALL = _words(
    "di dan atau atas tentang yang untuk dengan pada dalam ke dari oleh serta bagi sebagai "
    "secara terhadap antara"
)
_ACRONYMS = _words(
    "DPRD APBD APBDES PTSP RT RW LPMK ASN BUMD BUMN SPBE RPJMD RPJPD RKPD PNS PKL UMKM BPHTB "
    "PBB PBB-P2 SKPD OPD CCTV RSUD BLUD TPP RDTR RTRW TPA PDAM CSR HIV AIDS"
)
Cited = tuple[str, str, int]  # (kind as printed, number, year)


def _month(name: str) -> int:
    """The number of a month by its name or its first three letters; 0 where it is none."""
    for number, month in enumerate(MONTHS, 1):
        if month == name or (len(name) == 3 and month.startswith(name)):
            return number
    return 0


def _date(day: str, month: str, year: str) -> date | None:
    digits = str.maketrans("lIO", "110")
    name = re.sub(r"\s", "", month.lower())
    name = _SPELLINGS.get(name, name)
    number = int(name) if name.isdecimal() else _month(name)
    try:
        return date(int(year.translate(digits)), number, int(day.translate(digits)))
    except ValueError:
        return None


def cited(text: str) -> Iterator[Cited]:
    """Each regulation that a text cites, once."""
    seen = set()
    for _, key in _citations(_joined(text)):
        if key not in seen:
            seen.add(key)
            yield key


def _joined(text: str) -> str:
    """One line; a word that the end of a printed line broke ("Undang-⏎Undang") made whole."""
    plain = " ".join(re.sub(r"(\w)-[^\S\n]*\n\s*(\w)", r"\1-\2", text).split())
    return re.sub(r"Undang\s?-\s?Undang", "Undang-Undang", plain)


def _citations(text: str) -> Iterator[tuple[re.Match[str], Cited]]:
    for found in _CITED.finditer(text):
        number, year = (found[2], found[3]) if found[2] else (found[4], found[5])
        number = number.rstrip("./-")
        if re.fullmatch(r"[\dlIO]+", number):  # as a scan prints it
            number = number.translate(str.maketrans("lIO", "110"))
        yield found, (" ".join(found[1].split()), number, int(year))


def read_head(found: Structure, lines: list[str]) -> None:
    """Number, year and title, from what stands above Menimbang."""
    about = re.compile(r"\bT\s?E\s?N\s?T\s?A\s?N\s?G\b")
    at = next((i for i, line in enumerate(lines) if about.search(line)), len(lines))
    for line in reversed(lines[: at + 1]):
        number = _NUMBERED.search(re.split(r"\bTENTANG\b", line)[0].rstrip())
        if number and not re.search(r"LEMBARAN|BERITA", line):
            found.number = re.sub(r"\s", "", number[1]).rstrip(".")
            year = number[2] or next(iter(re.findall(r"(?:19|20)\d\d$", found.number)), None)
            found.year = int(year) if year else None
            break
    below = "\n".join(lines[at:])[:4000]
    begins = _ABOUT.search(below)
    ends = _TITLE_ENDS.search(below, begins.end()) if begins else None
    title = " ".join(below[begins.end() : ends.start()].split()) if begins and ends else ""
    found.title = titled(title) if title.upper() == title else title


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


def read_end(found: Structure, lines: list[str]) -> None:
    """ "Ditetapkan di … pada tanggal …", "Diundangkan di … pada tanggal …" and the gazette.

    From the lines after the last pasal.
    """
    tail = " ".join(" ".join(lines[:80]).split())
    end = 0
    for name, words in (
        ("enacted_on", r"Di\s?(?:tetap|sah)kan\b"),
        ("promulgated_on", r"Di\s?undangkan\b"),
    ):
        for place in re.finditer(words, tail, re.IGNORECASE):
            dated = _DATED.search(tail, place.end(), place.end() + 140)
            told = _date(dated[1], dated[2], dated[3]) if dated else None
            if dated and told:
                setattr(found, name, told)
                end = max(end, dated.end())
    gazette = _GAZETTE.search(tail, end) or _GAZETTE.search(tail)
    found.gazette = gazette_words(gazette[1]) if gazette else ""


def gazette_words(text: str) -> str:
    """ "Lembaran Daerah Kota Surabaya Tahun 2018 Nomor 3", however it is printed."""
    words = re.sub(
        r"\s*,\s*|\bNO\.\s*",
        lambda m: " " if "," in m[0] else "Nomor ",
        " ".join(text.split()),
        flags=re.IGNORECASE,
    )
    words = re.sub(r"\b(NOMOR)\s*:\s*", r"\1 ", words, flags=re.IGNORECASE)
    return " ".join(w.capitalize() if w.isalpha() and len(w) > 1 else w for w in words.split())


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
    found: dict[Cited, Repeal] = {}
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
                found.setdefault(repeal.cited, repeal)
    return list(found.values())


def _all_text(unit: Unit) -> str:
    return " ".join([unit.text, *(_all_text(u) for u in unit.units)])


def _of_item(item: str) -> Iterator[Repeal]:
    text, end = _joined(item), 0
    for found, key in _citations(text):
        before = text[end : found.start()]
        end = found.end()
        if _NAMED.search(before):
            continue  # named in a title, as an amender, or as what something else stood on
        partly = _PARTLY.search(before[-300:].rstrip())
        alone = partly and len(re.findall(r"\bPasal\s+\d", before)) == 1
        article = re.search(r"Pasal\s+(\d+[A-Z]?)\s*$", before.rstrip()) if alone else None
        limited = re.search(r"\bsepanjang\b", text[found.end() : found.end() + 400]) is not None
        yield Repeal(key, bool(partly) or limited, f"pasal-{article[1].lower()}" if article else "")


def commencement_in(text: str, promulgated_on: date | None = None) -> date | None:
    """The day a pasal's text names for the commencement of its own regulation.

    None for "on promulgation".
    "6 bulan sejak diundangkan" counts from `promulgated_on`.
    """
    plain = _joined(text)
    for rule in (_RETROACTIVE, _COMMENCES, _AFTER):
        for told in rule.finditer(plain):
            before = plain[max(0, told.start() - 60) : told.start()].rstrip()
            if before and not re.search(r"(?:[.;:]|\(\d+\w?\))$", before):
                # of a pasal, or of something that stands in the regulation: not of the whole
                continue
            if rule is not _AFTER:
                return _date(told[1], told[2], told[3])
            if promulgated_on is None:
                return None
            try:
                return later(promulgated_on, int(told[1]), told[2].lower())
            except (ValueError, OverflowError):  # beyond the last day of the calendar
                return None
    return None


def later(start: date, amount: int, unit: str) -> date:
    """`amount` days, months or years after `start`; the last day of a shorter month."""
    if unit == "hari":
        return start + timedelta(days=amount)
    months = start.month - 1 + (amount if unit == "bulan" else 12 * amount)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def carried_out_in(text: str) -> list[Cited]:
    """What a Menimbang says the regulation carries out.

    "untuk melaksanakan ketentuan Pasal 31 Peraturan Daerah …".
    """
    found = []
    for part in re.split(r"(?:;|(?<=\s)[a-z]\.\s)", _joined(text)):
        told = _CARRIES_OUT.search(part)
        rest = part[told.start() :] if told else ""
        for match, key in _citations(rest):
            before = rest[max(0, match.start() - 300) : match.start()]
            if not re.search(r"\bdiubah\b[^;]*$", before):
                found.append(key)
    return list(dict.fromkeys(found))[:3]


def read_effects(found: Structure) -> None:
    """What the text says of its own commencement, of what it ends, and of what it amends."""
    repealed: dict[Cited, None] = {}
    for part in found.articles:
        found.commences_on = commencement_in(part.text, found.promulgated_on) or found.commences_on
        repealed.update(dict.fromkeys(r.cited for r in repealed_in(part.text) if not r.partly))
    found.repeals = list(repealed)
    if found.amending and found.of(PartKind.ARTICLE):
        found.amends = next(cited(found.articles[0].text), None)
