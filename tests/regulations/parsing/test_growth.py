"""Reading grows with the letters, not with their square.

Twice the letters, at most three times the work.

Work is CPU time, compared only within one run: with the smallest text that costs something
measurable, and with eight times as much of it.
What is linear costs eight times as much, what is quadratic 64 times; three times a doubling is 27.
Who asks for minutes is stopped by CPU time too, and counts as endless.
"""

from __future__ import annotations

import gc
import itertools
import math
import random
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

from regulations.domain.law.clauses import find_clauses
from regulations.domain.parsing import (
    after,
    changes,
    citing,
    endings,
    grammar,
    head,
    numbers,
    pdf,
    repeals,
    units,
)
from regulations.domain.parsing.parts import Structure

DOUBLINGS = 3
ALLOWED = 3**DOUBLINGS
MEASURABLE = 0.002  # seconds of CPU
ENDLESS = 5.0  # seconds of CPU, thousands of times what a text of this size needs
MOST = 1 << 17  # letters
SIGNED = "Pasal 1\nSatu.\nDitetapkan di Surabaya\npada tanggal 1 Januari 2020\n"

Shape = tuple[str, str, str]  # what stands before, what comes again and again, what stands after

ENTRIES: dict[str, Callable[[str], Any]] = {
    "one page": lambda text: pdf.joined([text]),
    "small pages": lambda text: pdf.joined(["".join(page) for page in itertools.batched(text, 60)]),
    "body": grammar.parse,
    "head": lambda text: grammar.parse(
        f"NOMOR 1 TAHUN 2020\nTENTANG\n{text}\nMenimbang : x\nPasal 1\nSatu."
    ),
    "pasal": lambda text: grammar.parse(f"BAB I\nUMUM\nPasal 1\n{text}"),
    "signatures": lambda text: grammar.parse(f"{SIGNED}{text}"),
    "penjelasan": lambda text: grammar.parse(
        f"{SIGNED}PENJELASAN ATAS\nUMUM\nx\nPASAL DEMI PASAL\n{text}"
    ),
    "lampiran": lambda text: grammar.parse(f"{SIGNED}LAMPIRAN I\n{text}"),
    "amending": lambda text: grammar.parse(
        f"TENTANG PERUBAHAN\nMenimbang\nPasal I\nDiubah sebagai berikut:\n{text}"
    ),
    "explanation": lambda text: after.read_explanation(Structure(), text.split("\n"), 1),
    "units": units.paragraphs,
    "changes": changes.read_changes,
    "repeals": repeals.repealed_in,
    "a repeal": lambda text: repeals.repealed_in(
        f"Pada saat Peraturan ini mulai berlaku, {text} dicabut."
    ),
    "commencement": endings.commencement_in,
    "carries out": citing.carried_out_in,
    "citations": lambda text: list(citing.cited(text)),
    "clauses": lambda text: list(find_clauses(text)),
    "gazette": endings.gazette_words,
    "title": head.titled,
    "ordinal": numbers.ordinal,
    "roman": numbers.roman,
}

# signs, then what regulations say; their order decides what a seeded draw picks
SIGNS = "\ufffe\xad-\n 1IaA.,:;()/…\f"
PHRASES = (
    "Pasal |Pasal 1|BAB |BAB I|(1)|a.|1.|a)|Bagian Kesatu|Paragraf 1|TENTANG |NOMOR |"
    "Nomor 1 Tahun 2000 |Peraturan Daerah |Undang-Undang |ini mulai berlaku |dicabut |diubah |"
    "dihapus |disisipkan |tetap |yakni |dan |ayat |ayat 1,|huruf |sampai dengan |Ditetapkan di |"
    "pada tanggal |LAMPIRAN |PENJELASAN\n|UMUM\n|PASAL DEMI PASAL|WALI KOTA CONTOH|ttd|NIP|"
    "LEMBARAN DAERAH |melaksanakan Pasal |1 (|No-"
)
WORDS = (*SIGNS, *PHRASES.split("|"), "\t", "\xa0", "x")

SHAPES: dict[str, list[Shape]] = {
    "one page": [
        ("", "\ufffe", ""),
        ("a", "a", ""),
        ("a\xad", "\xad\n", "1"),
        ("1", " ", "x"),
        ("BUPATI", " ", "x"),
        ("", ".", "x"),
        ("", "1", ""),
    ],
    "small pages": [("", "1\n", ""), ("a", "\ufffe", "b")],
    "head": [("", "\n", ""), ("", "TENTANG \n", ""), ("NOMOR", "/1", "!"), ("BUPATI", ", ", "x")],
    "body": [
        ("Pasal 1", " ", "x"),
        ("", "Pasal 1\n", ""),
        ("", "BAB I\n", ""),
        ("", "TENTANG ", ""),
        ("BAB I\n", "judul ", "\nPasal 1\nx"),
        ("Paragraf ", "1", ""),
        ("Bagian Ke-", "1", ""),
        ("Pasal ", "1", ""),
    ],
    "pasal": [("(1", " ", "x"), ("", "baris\n", ""), ("", "a.\n", "")],
    "signatures": [
        ("", "PENJELASAN\nUMUM\n", ""),
        ("", "LAMPIRAN I\n", ""),
        ("Lampiran", " ", "x"),
    ],
    "penjelasan": [
        ("Pasal 1\n", "x\n", ""),
        ("Pasal ", "1", ""),
        ("Pasal 1", " ", "!"),
        ("Pasal 1", ",1", "!"),
    ],
    "amending": [
        ("", "1. tetap ", "x"),
        ("1. Pasal 1 diubah", " ", "x"),
        ("1. BAB II disisipkan.\n", "BAB IIA\n", ""),
    ],
    "units": [("(1", " ", "x"), ("a.", "\nbaris", ""), ("1. x:", "\n1. x:", "")],
    "changes": [
        ("", "tetap ", "x"),
        ("1. Ketentuan Pasal ", "1", " diubah."),
        ("BAB II disisipkan.\n", "BAB IIA\n", ""),
        ("Pasal 1", " ", "x"),
    ],
    "repeals": [("a-", "\n", "!"), ("Pada saat ini mulai berlaku ", "x", "\n(1) a dicabut")],
    "a repeal": [
        ("Pasal 1", " ayat 1,", " x Peraturan Daerah Nomor 1 Tahun 2000"),
        ("", "Undang-Undang-No-", "x"),
    ],
    "commencement": [
        ("", "Peraturan Daerah ini mulai berlaku 1 (", ""),
        ("", "Peraturan Daerah ", ""),
        ("Peraturan Daerah ", "x", ""),
    ],
    "carries out": [
        ("melaksanakan Pasal 1 ", "Undang-Undang Nomor 1 Tahun 2000 ", ""),
        ("melaksanakan Pasal 1", "\n", ""),
    ],
    "clauses": [
        ("diatur dalam Peraturan Daerah ", "paling lama 1 (", ""),
        ("diatur dalam Peraturan Daerah.", "\n", "!"),
    ],
    "citations": [
        ("", "Undang-Undang-No-", "x"),
        ("Undang-Undang Nomor ", "1/", "x"),
        ("a-", "\n", "!"),
    ],
}


class Endless(Exception):
    pass


def _stop(*_: Any) -> None:
    raise Endless


def work(act: Callable[[str], Any], text: str) -> float:
    """Seconds of CPU that an act takes for a text; infinite where it was stopped."""
    before = signal.signal(signal.SIGPROF, _stop)
    gc.disable()  # its work grows with all that the run holds
    signal.setitimer(signal.ITIMER_PROF, ENDLESS)
    start = time.thread_time()  # beside a timer the clock of a process only goes by ticks
    try:
        act(text)
    except Endless:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        gc.enable()
    return time.thread_time() - start


def text_of(shape: Shape, letters: int) -> str:
    before, again, end = shape
    return before + (again * (letters // len(again) + 1))[:letters] + end


def grows_too_fast(act: Callable[[str], Any], shape: Shape) -> bool:
    """Other processes only ever add to a measurement: the least of some is the work itself."""
    size = 64
    while (
        least := min(work(act, text_of(shape, size)) for _ in range(2))
    ) < MEASURABLE and size < MOST:
        size *= 2
    allowed = ALLOWED * max(least, MEASURABLE / 2)
    return least == math.inf or all(
        work(act, text_of(shape, size << DOUBLINGS)) > allowed for _ in range(6)
    )


def drawn(name: str) -> list[Shape]:
    """Some shapes more, drawn from what regulations say and what breaks patterns.

    They are the same ones in each run.
    """
    draw = random.Random(name)

    def repeated() -> str:
        times = range(draw.randint(1, 3))
        return "".join(draw.choice(WORDS) + draw.choice(("", "\n", " ")) for _ in times)

    return [
        (draw.choice(("", *WORDS)), repeated(), draw.choice(("", "x", "!", "\n.")))
        for _ in range(12)
    ]


@pytest.mark.parametrize("name", ENTRIES)
def test_twice_the_letters_are_at_most_three_times_the_work(name: str) -> None:
    act = ENTRIES[name]
    act("Pasal 1")  # what is made once is made now
    assert [
        shape for shape in (*SHAPES.get(name, []), *drawn(name)) if grows_too_fast(act, shape)
    ] == []


def letters_of(found: Structure) -> int:
    kept = (len(part.label) + len(part.title) + len(part.text) for part in found.parts)
    return sum(kept) + sum(map(len, found.explanation.values()))


def test_a_long_title_is_not_kept_once_a_pasal() -> None:
    def letters(times: int) -> int:
        articles = "\n".join(f"Pasal {n}\nIsi." for n in range(1, 50 * times))
        return letters_of(grammar.parse(f"BAB I\n{'JUDUL ' * 5000 * times}\n{articles}"))

    assert letters(2) <= 3 * letters(1)


@pytest.mark.parametrize(
    "shape",
    [
        ("Pasal ", "9", "\nx"),
        ("Paragraf ", "9", "\nx"),
        ("Bagian Ke-", "9", "\nx"),
        ("Tarif\n", "9", "\n"),
    ],
)
def test_a_number_longer_than_python_reads_is_text(shape: Shape) -> None:
    text = text_of(shape, 5000)
    grammar.parse(f"BAB I\nUMUM\nPasal 1\nx\n{text}")
    grammar.parse(f"{SIGNED}PENJELASAN ATAS\nPASAL DEMI PASAL\n{text}")
    assert "9" * 5000 in pdf.joined([text, text])


def test_a_list_of_ayat_that_ends_in_other_words_is_read_in_one_way() -> None:
    text = (
        f"Pada saat ini mulai berlaku, Pasal 1{' ayat 1,' * 32} x "
        "Peraturan Daerah Nomor 1 Tahun 2000 dicabut."
    )
    assert work(repeals.repealed_in, text) < math.inf
