"""What a PDF may cost: each cap has its code and its sentence.

One bad page does not take the others with it.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from egov.verbs import apart as process
from regulations.domain.parsing import apart, pdf
from regulations.domain.parsing.apart import read_apart
from regulations.limits import MAX_PAGES, SENTENCES, Limits, Unreadable
from tests.regulations.sample_pdfs import PAGE, pages_of
from tests.regulations.sample_texts import draw, perda_like_the_parking_one

LIMITS = Limits(seconds=60, megabytes=1024)


MANY = (
    b"BT /F1 12 Tf 50 700 Td " + b"(ab) Tj\n" * 400_000 + b"ET"
)  # letters drawn one by one: 5 kB hold 400,000 objects


def code_of(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_apart(content, limits)
    assert refusal.value.sentence == SENTENCES[refusal.value.code]
    return refusal.value.code


def test_a_process_of_its_own_reads_what_the_parser_reads() -> None:
    seen: list[tuple[int, int]] = []
    reading = read_apart(
        draw(perda_like_the_parking_one()), LIMITS, lambda page, of: seen.append((page, of))
    )
    assert (len(reading.found.chapters), len(reading.found.articles)) == (17, 41)
    assert (reading.found.number, reading.found.year, str(reading.found.promulgated_on)) == (
        "3",
        2018,
        "2018-06-21",
    )
    assert seen == [(n, reading.pdf.pages) for n in range(1, reading.pdf.pages + 1)]


def test_a_damaged_page_is_named_and_the_others_are_read() -> None:
    good = pages_of(PAGE, PAGE, PAGE)
    reading = read_apart(good.replace(b"[4 0 R 6 0 R", b"[4 0 R 3 0 R"), LIMITS)
    assert (reading.pdf.pages, reading.pdf.damaged) == (3, (2,))
    assert reading.pdf.text.split() == ["Pasal", "1", "Pasal", "1"]
    assert read_apart(pages_of(PAGE, MANY), LIMITS).pdf.damaged == (2,)
    assert code_of(pages_of(PAGE).replace(b"[4 0 R", b"[3 0 R")) == "pdf_damaged"


def test_each_cap_has_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(b"bukan pdf") == "not_a_pdf"
    assert code_of(pages_of(*[PAGE] * (MAX_PAGES + 1))) == "too_many_pages"
    monkeypatch.setattr(pdf, "MAX_LETTERS", 10)
    with pytest.raises(Unreadable) as refusal:
        pdf.read_pdf(pages_of(PAGE, PAGE))
    assert refusal.value.code == "too_many_letters"


def test_a_small_file_that_unpacks_to_gigabytes_ends_its_own_process_only() -> None:
    content = pages_of(MANY * 5)
    assert len(content) < 60_000
    assert code_of(content, Limits(seconds=60, megabytes=256)) == "pdf_too_complex"


def test_a_reader_that_does_not_start_is_our_fault_and_is_noted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(process, "ROOT", tmp_path)
    assert code_of(pages_of(PAGE)) == "reading_failed"
    assert caplog.messages == [f"apart.failed {apart.MODULE} exit 1"]
    monkeypatch.setattr(process, "ROOT", tmp_path / "gone")
    assert code_of(pages_of(PAGE)) == "reading_failed"
    assert caplog.messages[1:] == [f"apart.failed {apart.MODULE} FileNotFoundError"]


@pytest.mark.parametrize(
    "answer", [{"failed": "KeyError di grammar.py:1"}, {"refused": "tak dikenal", "end": True}]
)
def test_a_fault_of_the_reader_is_told_as_ours(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, answer: dict[str, str]
) -> None:
    monkeypatch.setattr(process, "_converse", lambda *_: iter([answer]))
    assert code_of(pages_of(PAGE)) == "reading_failed"
    assert caplog.messages == [f"apart.failed {apart.MODULE} {next(iter(answer.values()))}"]


def test_what_the_reader_tells_of_its_fault_quotes_no_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("Budi Rekaan 3578")

    monkeypatch.setattr(process, "bound", lambda _: None)
    monkeypatch.setattr(apart, "read_pdf", broken)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(pages_of(PAGE))))
    process.serve(apart._tell, ["60", "1024", "3"])
    told = json.loads(capsys.readouterr().out)
    line = broken.__code__.co_firstlineno + 1
    assert told == {"failed": f"KeyError test_limits.py:{line}"}


def test_what_takes_too_long_is_stopped() -> None:
    assert code_of(pages_of(*[MANY] * 40), Limits(seconds=1, megabytes=1024)) == "reading_too_long"


def test_the_process_that_reads_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    start = subprocess.Popen

    def note(*args: Any, **kwargs: Any) -> Any:
        given.append(kwargs["env"])
        return start(*args, **kwargs)

    monkeypatch.setattr(subprocess, "Popen", note)
    read_apart(pages_of(PAGE), LIMITS)
    assert [set(env) for env in given] == [{"PATH", "PYTHONUTF8"}]
