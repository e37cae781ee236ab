"""What an amending regulation does.

The numbered instructions of its Pasal I, pasal by pasal (UU 12/2011 Lampiran II, bab III).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from regulations.domain.parsing.numbers import article_number, ordinal, roman

AMENDS, INSERTS, DELETES = "ubah", "sisip", "hapus"
GAP = 2  # instructions whose number a bad scan may swallow
_NUMBERED = re.compile(r"^\s*(\d{1,3})[.)]\s+(\S.*)$")
_ACTS = re.compile(r"\b(?:diubah|dihapus|disisipkan|ditambah(?:kan)?|dicabut)\b", re.IGNORECASE)
_STAYS = re.compile(r"\btetap\b", re.IGNORECASE)  # "Pasal 5 tetap, dengan perubahan …"
_YET_READS = re.compile(r"\b(?:perubahan|berbunyi)\b", re.IGNORECASE)
_OPENS = re.compile(
    r"^(?:Ketentuan|Beberapa|Pasal|Di\s?antara|Setelah|Sesudah|BAB|Bab|Bagian|Paragraf|Judul"
    r"|Penjelasan|Lampiran|Ayat|Angka|Huruf|Me\w+)\b"
)
_ABOUT = re.compile(r"\b(?:Pasal|BAB|Bab|Bagian|Paragraf|Lampiran|Judul|Penjelasan)\b")
_ARTICLE = re.compile(
    r"^\s*(?:[\"“”']\s*)?P(?:asal|ASAL)\s+(\d[\dOlI]{0,4}\s?[A-Z]?)\s*(?:[.:]\s*)?(?:[\"”]\s*)?$"
)
_HEADING = re.compile(
    r"^\s*(?:BAB\s+[IVXLC]+\s?[A-H]?\b"
    r"|Bagian\s+(Ke\w+(?:\s+(?:[Bb]elas|[Pp]uluh))?|Pertama)"
    r"|Paragraf\s+\d+)"
)
_CHAPTER = re.compile(r"^\s*BAB\s+([IVXLC]+?)\s?([A-H])\b(?![IVXLC])\s*(.*)$")
_NAMED = re.compile(r"\bPasal\s+(\d[\dOlI]{0,4}\s?[A-Z]?)\b")
_INSERTED = re.compile(r"\b(?:yakni|yaitu)\s+(.*)", re.IGNORECASE | re.DOTALL)
_RANGE = re.compile(
    r"Pasal\s+(\d{1,4})\s?([A-Z])\s+(?:sampai\s+dengan|s\.?d\.?|s/d)\s+Pasal\s+\1\s?([A-Z])"
)
_PLACE = re.compile(
    r"\b(?:antara|setelah|sesudah)\s+(?:ketentuan\s+)?Pasal\s+(\d{1,4}\s?[A-Z]?)\b", re.IGNORECASE
)
_TO = r"(?:sampai\s+dengan|s\.?\s?d\.?|s/d)"
_WHOLE_DELETED = re.compile(
    rf"^(?:Ketentuan\s+)?(?:Pasal\s+\d+\s?[A-Z]?(?:\s*,?\s*dan\s+|\s*,\s*|\s+{_TO}\s+)?)+"
    r"\s*dihapus",
    re.IGNORECASE,
)
_CHAPTER_DELETED = re.compile(r"^(?:Ketentuan\s+)?BAB\s+([IVXLC]+)\s*(?:dihapus|.{0,60}\bdihapus)")
_REFERS = re.compile(
    r"(?:\b(?:dalam|pada|dan|atau|ketentuan|oleh|dengan|dari|menurut|terhadap|sampai|menunjuk)|,)"
    r"\s*$"
)
_MEANS_PART = re.compile(r"\b(?:BAB|bab|Bab|Bagian|bagian|Paragraf|paragraf)\b")


@dataclass(frozen=True)
class Change:
    """What one instruction does to one pasal of the amended regulation.

    `act`: "ubah", "sisip" or "hapus"; `path` of the pasal there.
    `text`: its new wording, empty where it is deleted.
    `after`: of an inserted one, the path of the pasal it follows.
    """

    number: int
    act: str
    label: str
    path: str
    text: str = ""
    after: str = ""
    sentence: str = ""
    kind: str = "pasal"  # or "bab": the heading of an inserted BAB, its title in `text`


def _label(number: str) -> str:
    match = re.fullmatch(r"(\d[\dOlI]{0,5}?)([A-Z]?)", number.replace(" ", ""))
    if match is None or match[2] in ("O", "I"):  # a zero or a one as a scan prints it
        return f"Pasal {article_number(number) or number}"
    return f"Pasal {article_number(match[1])}{match[2]}"


def path_of(label: str) -> str:
    return label.lower().replace(" ", "-")


def instructions(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """(number, its lines) of each instruction.

    A numbered item of a quoted pasal is none, for its sentence names no pasal and no act.
    A Pasal I with a single change has no number: the whole of it is instruction 1.
    """
    own_lines: list[str] = []
    number = 0
    for index, line in enumerate(lines):
        match = _NUMBERED.match(line)
        if match and number < int(match[1]) <= number + 1 + GAP:
            sentence = _sentence([match[2], *lines[index + 1 : index + 20]])
            if _changes(sentence) and _ABOUT.search(sentence) and not _defines(sentence):
                if number:
                    yield number, own_lines
                number, own_lines = int(match[1]), [match[2]]
                continue
        if number:
            own_lines.append(line)
    if number:
        yield number, own_lines
    elif lines:
        start = next((i for i, line in enumerate(lines) if _ABOUT.search(line)), 0)
        yield 1, lines[start:]


def _defines(sentence: str) -> bool:
    """Whether a sentence says what a word means, and does not begin as an instruction does."""
    return "adalah" in sentence and not _OPENS.match(sentence)


def _changes(sentence: str) -> bool:
    """Whether a sentence says that something is changed, also where it stays "dengan perubahan"."""
    if _ACTS.search(sentence):
        return True
    stays = _STAYS.search(sentence)
    return stays is not None and _YET_READS.search(sentence, stays.end()) is not None


def _sentence(lines: list[str]) -> str:
    """The first sentence of some lines."""
    return " ".join(lines[: _sentence_end(lines) + 1])


def _sentence_end(lines: list[str]) -> int:
    """The line that ends with a stop or a colon, else the last one."""
    ends = (i for i, line in enumerate(lines) if line.rstrip().endswith((".", ":", ";")))
    return next(ends, len(lines) - 1)


def _is_heading(line: str) -> bool:
    match = _HEADING.match(line)
    return match is not None and (not match[1] or ordinal(match[1]) > 0)


def read_changes(text: str) -> list[Change]:
    """The changes of a Pasal I, in order.

    A change of an ayat whose pasal is not quoted anew comes without a text: an officer writes it.
    """
    read = itertools.starmap(_read_instruction, instructions(text.split("\n")))
    return list(itertools.chain.from_iterable(read))


def _read_instruction(number: int, lines: list[str]) -> Iterator[Change]:
    """The changes of one instruction: each pasal it quotes, else those that its sentence names."""
    sentence_end = _sentence_end(lines)
    cut = _quotation_start(lines, sentence_end)
    sentence = " ".join(" ".join(lines[: min(cut, sentence_end + 1)]).split())
    if not _changes(sentence):
        return
    inserts = re.search(r"disisipkan|ditambah", sentence, re.IGNORECASE) is not None
    whole_part = _MEANS_PART.search(sentence.split("berbunyi")[0]) is not None
    if inserts and whole_part:
        yield from _new_chapters(number, lines[cut:], sentence)
    listed = _INSERTED.search(sentence) if inserts else None
    named = set(_listed(listed[1], sentence)) if listed else set()
    expected = named or {_label(n) for n in _NAMED.findall(sentence)}
    quoted = list(_quoted(lines[cut:], None if whole_part else expected))
    place = _PLACE.search(sentence)
    after = path_of(_label(place[1])) if place else ""
    for label, wording in quoted:
        path = path_of(label)
        if label in named or (inserts and whole_part and label[-1].isalpha()):
            yield Change(number, INSERTS, label, path, wording, after, sentence)
            after = path
        else:
            yield Change(number, AMENDS, label, path, wording, "", sentence)
    if not quoted:
        of_a_part = re.search(r"\b(?:ayat|huruf|angka)\b", sentence) is not None
        names_pasal = not whole_part and (not inserts or of_a_part)
        yield from _unquoted(number, sentence, names_pasal)


def _unquoted(number: int, sentence: str, names_pasal: bool) -> Iterator[Change]:
    """What an instruction does that quotes nothing: it deletes, or changes what it only names."""
    chapter = _CHAPTER_DELETED.match(sentence)
    if _WHOLE_DELETED.match(sentence):
        for label in _span(sentence):
            yield Change(number, DELETES, label, path_of(label), sentence=sentence)
    elif chapter:
        label, path = f"BAB {chapter[1]}", f"bab-{roman(chapter[1])}"
        yield Change(number, DELETES, label, path, sentence=sentence, kind="bab")
    elif names_pasal:
        for name in dict.fromkeys(_NAMED.findall(sentence)):
            yield Change(number, AMENDS, _label(name), path_of(_label(name)), sentence=sentence)


def _quotation_start(lines: list[str], sentence_end: int) -> int:
    """The line of an instruction where what it quotes begins; past its end where it quotes nothing.

    That is a heading, or a pasal's heading below the sentence: one inside it is the end of a
    reference that the printed line broke off.
    """
    for index in range(1, len(lines)):
        if _is_heading(lines[index]) or (index > sentence_end and _ARTICLE.match(lines[index])):
            return index
    return len(lines)


def _new_chapters(number: int, lines: list[str], sentence: str) -> Iterator[Change]:
    """The heading of each inserted BAB: "BAB IIA" with the title that stands below it."""
    for index, line in enumerate(lines):
        match = _CHAPTER.match(line)
        if match:
            following = (lines[i] for i in range(index + 1, len(lines)))
            below = itertools.takewhile(_goes_on, following)
            title = " ".join(" ".join([match[3], *below]).split())
            label, path = f"BAB {match[1]}{match[2]}", f"bab-{roman(match[1])}{match[2].lower()}"
            yield Change(number, INSERTS, label, path, title, "", sentence, "bab")


def _goes_on(line: str) -> bool:
    """Whether a line below a heading still belongs to its title."""
    return not _ARTICLE.match(line) and not _is_heading(line)


def _listed(text: str, sentence: str) -> list[str]:
    """The pasal that a sentence names as new.

    "yakni Pasal 12A, Pasal 12B dan Pasal 12C" or "Pasal 12A sampai dengan Pasal 12D".
    """
    names = text.split("berbunyi")[0].split("sehingga")[0]
    if not names:
        return []
    spans = list(_lettered(names))
    above = sentence.split(names)[0]
    if not re.search(r"\bpasal\b", above, re.IGNORECASE) or "ayat (" in names:
        return spans
    before = {_label(n) for n in _NAMED.findall(above)} if names in sentence else set()
    labels = (_label(n) for n in _NAMED.findall(names))
    named = (label for label in labels if label[-1].isalpha() or label not in before)
    return list(dict.fromkeys([*spans, *named]))


def _lettered(text: str) -> Iterator[str]:
    """Each pasal of a range: "Pasal 12A sampai dengan Pasal 12D"."""
    for match in _RANGE.finditer(text):
        for code in range(ord(match[2]), ord(match[3]) + 1):
            yield f"Pasal {match[1]}{chr(code)}"


def _span(sentence: str) -> list[str]:
    through = re.search(rf"Pasal\s+(\d{{1,4}})\s+{_TO}\s+Pasal\s+(\d{{1,4}})\b", sentence)
    numbered: list[str] = []
    if through and int(through[1]) < int(through[2]) <= int(through[1]) + 200:
        numbered = [f"Pasal {n}" for n in range(int(through[1]), int(through[2]) + 1)]
    named = (_label(n) for n in _NAMED.findall(sentence))
    return list(dict.fromkeys([*_lettered(sentence), *numbered, *named]))


def _quoted(lines: list[str], expected: set[str] | None) -> Iterator[tuple[str, str]]:
    """(label, wording) of each pasal quoted in an instruction.

    Headings between them are left out. `expected` None: whatever stands there.
    """
    label, wording, heading = "", list[str](), False
    seen: set[str] = set()
    before = ""
    for line in lines:
        article = _ARTICLE.match(line)
        name = _label(article[1]) if article else ""
        wanted = name not in seen and (expected is None or name in expected)
        if article and wanted and not _REFERS.search(before):
            if label:
                yield label, "\n".join(wording).strip().rstrip('"”').strip()
            label, wording, heading = name, [], False
            seen.add(name)
        elif _is_heading(line):
            heading = True
        elif label and not heading:
            wording.append(line)
        before = line.rstrip() or before
    if label:
        yield label, "\n".join(wording).strip().rstrip('"”').strip()
