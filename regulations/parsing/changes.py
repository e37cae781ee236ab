"""What an amending regulation does: the numbered instructions of its Pasal I, pasal by pasal (UU 12/2011 Lampiran II, bab III)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regulations.parsing.numbers import roman

AMENDS, INSERTS, DELETES = "ubah", "sisip", "hapus"
_STARTS = re.compile(
    r"^\s*(\d{1,3})\.\s+((?:Ketentuan|Di\s?antara|Setelah|Sesudah|Judul|Penjelasan|Menghapus|Mengubah|Menyisipkan|Bagian|Paragraf|BAB|Lampiran"
    r"|Pasal\s+\d+)\b.*|Pasal\s+\d+[A-Z]\b.*)$"
)
_ACTS = re.compile(r"\b(?:diubah|dihapus|disisipkan|ditambah(?:kan)?|dicabut|tetap)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^\s*Pasal\s+(\d+\s?[A-Z]?)\s*$")
_HEADING = re.compile(r"^\s*(?:BAB\s+[IVXLC]+[A-Z]?|Bagian\s+Ke\w+|Paragraf\s+\d+[A-Z]?)\b")
_CHAPTER = re.compile(r"^\s*BAB\s+([IVXLC]+)([A-Z])\s*(.*)$")
_NAMED = re.compile(r"\bPasal\s+(\d+\s?[A-Z]?)\b")
_INSERTED = re.compile(r"\byakni\s+(.*)", re.IGNORECASE | re.DOTALL)
_RANGE = re.compile(r"Pasal\s+(\d+)\s?([A-Z])\s+sampai\s+dengan\s+Pasal\s+\1\s?([A-Z])")
_BETWEEN = re.compile(r"antara\s+(?:ketentuan\s+)?Pasal\s+(\d+\s?[A-Z]?)\b", re.IGNORECASE)
_WHOLE_DELETED = re.compile(r"^(?:Ketentuan\s+)?(?:Pasal\s+\d+\s?[A-Z]?(?:\s*,\s*|\s+dan\s+|\s+sampai\s+dengan\s+)?)+\s*dihapus", re.IGNORECASE)


@dataclass(frozen=True)
class Change:
    """What one instruction does to one pasal of the amended regulation.

    `act`: "ubah", "sisip" or "hapus"; `path` of the pasal there; `text` its new wording, empty where it is deleted;
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
    return f"Pasal {number.replace(' ', '')}"


def path_of(label: str) -> str:
    return label.lower().replace(" ", "-")


def instructions(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """(number, its lines) of each instruction; a numbered item of a quoted pasal is none, for it names no act of amending."""
    held: list[str] = []
    number = 0
    for index, line in enumerate(lines):
        found = _STARTS.match(line)
        if found and int(found[1]) == number + 1 and _ACTS.search(_sentence(lines[index : index + 8])):
            if number:
                yield number, held
            number, held = number + 1, [found[2]]
        elif number:
            held.append(line)
    if number:
        yield number, held


def _sentence(lines: list[str]) -> str:
    """The first sentence of some lines: up to the line that ends with a stop or a colon."""
    end = next((i for i, line in enumerate(lines) if line.rstrip().endswith((".", ":", ";"))), len(lines) - 1)
    return " ".join(lines[: end + 1])


def read_changes(text: str) -> list[Change]:
    """The changes of a Pasal I, in order. What cannot be told pasal by pasal (a table, a Lampiran) is left to the officer."""
    found: list[Change] = []
    for number, lines in instructions(text.split("\n")):
        cut = next((i for i, line in enumerate(lines) if _ARTICLE.match(line) or _HEADING.match(line)), len(lines))
        sentence = " ".join(" ".join(lines[:cut]).split())
        inserts = re.search(r"disisipkan|ditambah", sentence, re.IGNORECASE) is not None
        told = _INSERTED.search(sentence)
        new = _listed(told[1]) if inserts and told else []
        whole_part = inserts and re.search(r"\b(?:BAB|bab|Bagian|bagian|Paragraf|paragraf)\b", sentence) is not None
        expected = set(new) or {_label(n) for n in _NAMED.findall(sentence)}
        between = _BETWEEN.search(sentence)
        after = path_of(_label(between[1])) if between else ""
        if whole_part:
            found.extend(_new_chapters(number, lines[cut:], sentence))
        for label, wording in _quoted(lines[cut:], None if whole_part else expected):
            inserted = label in new or (whole_part and label[-1].isalpha())
            found.append(Change(number, INSERTS if inserted else AMENDS, label, path_of(label), wording, after if inserted else "", sentence))
            after = path_of(label) if inserted else after
        if cut == len(lines) and _WHOLE_DELETED.match(sentence):
            for label in _span(sentence):
                found.append(Change(number, DELETES, label, path_of(label), sentence=sentence))
    return found


def _new_chapters(number: int, lines: list[str], sentence: str) -> Iterator[Change]:
    """The heading of each inserted BAB: "BAB IIA" with the title that stands below it."""
    for index, line in enumerate(lines):
        told = _CHAPTER.match(line)
        if told:
            below = lines[index + 1 :]
            end = next((i for i, text in enumerate(below) if _ARTICLE.match(text) or _HEADING.match(text)), len(below))
            title = " ".join(" ".join([told[3], *below[:end]]).split())
            yield Change(number, INSERTS, f"BAB {told[1]}{told[2]}", f"bab-{roman(told[1])}{told[2].lower()}", title, "", sentence, "bab")


def _listed(text: str) -> list[str]:
    """The pasal that "yakni Pasal 12A, Pasal 12B dan Pasal 12C" or "Pasal 12A sampai dengan Pasal 12D" names."""
    spans = [f"Pasal {m[1]}{chr(c)}" for m in _RANGE.finditer(text) for c in range(ord(m[2]), ord(m[3]) + 1)]
    named = [_label(n) for n in _NAMED.findall(text.split("berbunyi")[0]) if n[-1].isalpha()]
    return list(dict.fromkeys([*spans, *named]))


def _span(sentence: str) -> list[str]:
    through = re.search(r"Pasal\s+(\d+)\s+sampai\s+dengan\s+Pasal\s+(\d+)", sentence)
    if through and int(through[1]) < int(through[2]) <= int(through[1]) + 200:
        return [f"Pasal {n}" for n in range(int(through[1]), int(through[2]) + 1)]
    return list(dict.fromkeys(_label(n) for n in _NAMED.findall(sentence)))


def _quoted(lines: list[str], expected: set[str] | None) -> Iterator[tuple[str, str]]:
    """(label, wording) of each pasal quoted in an instruction; headings between them are left out. `expected` None: whatever stands there."""
    label, held, heading = "", list[str](), False
    seen: set[str] = set()
    for line in lines:
        article = _ARTICLE.match(line)
        name = _label(article[1]) if article else ""
        if article and name not in seen and (expected is None or name in expected):
            if label:
                yield label, "\n".join(held).strip()
            label, held, heading = name, [], False
            seen.add(name)
        elif _HEADING.match(line):
            heading = True
        elif label and not heading:
            held.append(line)
    if label:
        yield label, "\n".join(held).strip()
