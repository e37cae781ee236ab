"""What stands after the signatures: the Penjelasan beside its pasal, and the Lampiran."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from regulations.domain.parsing.lines import GOES_ON, REFERS
from regulations.domain.parsing.parts import Part, Structure
from regulations.vocabulary import PartKind

GAP = 3
_SIGNED = re.compile(
    r"^\s*Di\s?(?:tetapkan|sahkan|undangkan)\b(?=.*\bdi\b|.*pada\s+tanggal)", re.IGNORECASE
)
_EXPLANATION = re.compile(r"^\s*P\s?E\s?N\s?J\s?E\s?L\s?A\s?S\s?A\s?N(\s+ATAS\b.*)?\s*$")
_ARTICLE_BY_ARTICLE = re.compile(
    r"^\s*(?:[IVX\dAB]+[.)]?\s*)?(?:PENJELASAN\s+)?PASAL\s+DEMI\s+PASAL\s*(?::\s*)?$", re.IGNORECASE
)
_GENERAL = re.compile(r"^\s*(?:[IVX\dAB]+[.)]?\s*)?(?:PENJELASAN\s+)?UMUM\b\s*[:.]?\s*(.*)$")
_EXPLAINED = re.compile(
    r"^\s*(?:Pasal|PASAL)\s+(\d{1,4})\s?([A-Z]?)"
    r"(?P<more>(?:\s*(?:,\s*)?(?:dan|s/d|s\.d\.?|-|–|sampai\s+dengan|,)\s*"
    r"(?:Pasal\s+)?\d{1,4}[A-Z]?)*)\s*"
    r"(?:$|[:.–-]\s*(?P<words>.*)$"
    r"|(?P<begun>(?:cukup\s+jelas|yang\s+dimaksud|ayat\s*\(|huruf\s+[a-z]\b|angka\s+\d).*)$)",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"^\s*(?:SALINAN\s+)?"
    r"(?:L\s?A\s?M\s?P\s?I\s?R\s?A\s?N\b[\s:–-]*([IVXLC]{1,8}(?:\.?[A-H])?\b|\d{1,4}\b|[A-H]\b)?"
    r"|(Lampiran)\s*(?:([IVX]{1,8})\s*(?:$|[:.]|Peraturan\b)|:|Peraturan\b))"
)
_HEADED = re.compile(r"\b(?:PERATURAN|Peraturan|NOMOR|Nomor|TENTANG)\b")
_OFFICE = re.compile(
    r"^\s*(?:Pj\.?\s+|Plt\.?\s+)?"
    r"(?:WALI\s?KOTA|BUPATI|GUBERNUR|PRESIDEN|MENTERI|SEKRETARIS)\b[A-Z ,.]*$"
)
_CERTIFIED = re.compile(r"^\s*Salinan\s+sesuai\s+dengan\s+asli", re.IGNORECASE)
_TTD = re.compile(r"^\s*(?:ttd|t\.\s?t\.\s?d)\b", re.IGNORECASE)
_NIP = re.compile(r"^\s*NIP\b", re.IGNORECASE)


def _begins_annex(lines: list[str], index: int) -> str:
    """The number of the Lampiran that begins at a line.

    "-" for one without a number, "" where none begins.
    """
    match = _ANNEX.match(lines[index])
    if match is None:
        return ""
    if match[2]:  # in small letters: a sentence may name it
        above = reversed(lines[max(0, index - 3) : index])
        before = next((line for line in above if line.strip()), "")
        headed = _HEADED.search(" ".join(lines[index : index + 4]))
        goes_on = index + 1 < len(lines) and GOES_ON.match(lines[index + 1])
        if REFERS.search(before) or not headed or goes_on:
            return ""
    return match[1] or match[3] or "-"


def _begins_explanation(lines: list[str], index: int, article_by_article: int) -> bool:
    """Whether the Penjelasan begins at a line.

    `article_by_article`: the last line that says PASAL DEMI PASAL, or -1.
    """
    match = _EXPLANATION.match(lines[index])
    if match is None:
        return False
    near = " ".join(lines[index + 1 : index + 7])
    if match[1] or re.search(r"\bATAS\b", near):
        return True
    return bool(re.search(r"\bUMUM\b", near)) and index < article_by_article


def sections(lines: list[str]) -> tuple[list[str], list[tuple[str, int, list[str]]]]:
    """(body, [("PENJELASAN" or "LAMPIRAN I", where it begins, its lines)]).

    Both stand after the signatures, in either order.
    """
    signatures = (i for i, line in enumerate(lines) if _SIGNED.match(line))
    dated = (i for i in signatures if "tanggal" in " ".join(lines[i : i + 4]).lower())
    signed = next(dated, None)
    if signed is None:
        return lines, []
    marks: dict[str, int] = {}  # where each begins first: a Lampiran repeats its head on each page
    for index, name in _heads(lines, signed + 1):
        numbered = any(known != "PENJELASAN" for known in itertools.islice(marks, 2))
        if name != "LAMPIRAN" or not numbered:
            marks.setdefault(name, index)
    begins = list(marks.values())
    ends = [*begins[1:], len(lines)][: len(begins)]
    body = lines[: begins[0] if begins else None]
    marked = zip(marks.items(), ends, strict=True)
    return body, [(name, start, lines[start + 1 : end]) for (name, start), end in marked]


def _heads(lines: list[str], start: int) -> Iterator[tuple[int, str]]:
    """(line, "PENJELASAN" or "LAMPIRAN I") of each head from a line on, repeated ones too."""
    backwards = reversed(range(start, len(lines)))
    last = next((i for i in backwards if _ARTICLE_BY_ARTICLE.match(lines[i])), -1)
    for index in range(start, len(lines)):
        if _begins_explanation(lines, index, last):
            yield index, "PENJELASAN"
        elif number := _begins_annex(lines, index):
            yield index, f"LAMPIRAN {number.strip('-')}".strip()


def _named(match: re.Match[str]) -> list[str]:
    """The paths of the pasal that a heading of the Penjelasan names: one, a list, or a range."""
    first, letter, more = int(match[1]), match[2].upper(), match["more"] or ""
    others = re.findall(r"(\d+)([A-Za-z]?)", more)
    numbers = [(first, letter), *((int(n), x.upper()) for n, x in others)]
    last = numbers[-1][0]
    if re.search(r"s/d|s\.d|-|–|sampai", more, re.IGNORECASE) and first < last <= first + 300:
        numbers = [(n, "") for n in range(first, last + 1)]
    return [f"pasal-{n}{x.lower()}" for n, x in numbers]


def _explained(lines: list[str], known: list[str]) -> Iterator[tuple[list[str], str]]:
    """(paths of the pasal that begin here, words); no path for a line that goes on.

    The order is the body's.
    """
    order = {path: i for i, path in enumerate(known)}
    headed = [(i, m) for i, line in enumerate(lines) if (m := _EXPLAINED.match(line))]
    later = Counter(f"pasal-{m[1]}{m[2].lower()}" for _, m in headed)
    last, before = -1, ""
    pending = 0  # no pasal of the body before this one has a heading still to come, or it is past
    for line in lines:
        match = _EXPLAINED.match(line)
        if match:
            path = f"pasal-{match[1]}{match[2].lower()}"
            later[path] -= 1
            place = order.get(path, -1)
            pending = max(pending, last + 1)
            while pending < place and later[known[pending]] <= 0:
                pending += 1
            reference = REFERS.search(before) is not None and later[path] > 0
            if place > last and not reference and pending >= place:
                paths = [name for name in _named(match) if name in order]
                last, before = max(order[name] for name in paths), ""
                yield paths, match["words"] or match["begun"] or ""
                continue
        before = line.strip() or before
        yield [], line


def _stripped(lines: Iterable[str]) -> str:
    """The lines that carry words, as one text."""
    return "\n".join(line.strip() for line in lines if line.strip())


def read_explanation(structure: Structure, lines: list[str], page: int) -> None:
    """The Penjelasan: its general part as a part of its own, the rest beside its pasal."""
    begins = next((i for i, line in enumerate(lines) if _ARTICLE_BY_ARTICLE.match(line)), None)
    general = lines[: begins if begins is not None else 0]
    start = next((i for i, line in enumerate(general) if _GENERAL.match(line)), None)
    if start is not None:
        match = _GENERAL.match(general[start])
        text = _stripped([match[1] if match else "", *general[start + 1 :]])
        if text:
            kind, name, path = PartKind.GENERAL_EXPLANATION, "Penjelasan umum", "penjelasan-umum"
            structure.parts.append(Part(kind, name, path, "", text, page))
    rest = lines[(begins + 1) if begins is not None else 0 :]
    if structure.amending:
        # "Angka 1, Pasal 5: …" explains the pasal of another regulation,
        # so it stays with its own Pasal I
        structure.explanation["pasal-i"] = _stripped(rest)
        return
    paths: list[str] = []
    beside: dict[str, list[str]] = {}  # path of a pasal -> the lines of its Penjelasan
    for begun, line in _explained(rest, [part.path for part in structure.articles]):
        paths = begun or paths
        if re.match(r"^\s*TAMBAHAN\s+(?:LEMBARAN|BERITA)\b", line):
            break
        for path in paths:
            beside.setdefault(path, []).append(line.strip())
    for path, kept in beside.items():
        structure.explanation[path] = "\n".join(filter(None, kept))


def _without_signatures(lines: list[str]) -> Iterator[str]:
    """The lines of a Lampiran without who signed and who certified it.

    Whatever the PDF sets after them stays.
    """
    skip = 0
    for index, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        below = lines[index + 1 : index + 4]
        office = _OFFICE.match(line)
        signed = next((i for i, text in enumerate(below) if _TTD.match(text)), None)
        if office and signed is not None and not any(map(_OFFICE.match, below[:signed])):
            skip = signed + 2  # the office, the mark, and the name
        elif _CERTIFIED.match(line):
            names = enumerate(lines[index + 1 : index + 12])
            end = next((i for i, text in names if _NIP.match(text)), 0)
            skip = end + 1 if end else 0
        elif not _NIP.match(line) and not _TTD.match(line):
            yield line


def read_annex(structure: Structure, name: str, lines: list[str], page: int) -> None:
    """A Lampiran without its signatures.

    A table or a drawing comes as loose words, for the PDF holds no more.
    """
    text = _stripped(line for line in _without_signatures(lines) if not _ANNEX.match(line))
    number = name.removeprefix("LAMPIRAN").strip()
    path = f"lampiran-{number.lower().replace('.', '')}" if number else "lampiran"
    structure.parts.append(Part(PartKind.ANNEX, f"Lampiran {number}".strip(), path, "", text, page))
