"""A PDF from outside is read in a process of its own, bounded in memory and time.

It breaks no other.

`python -m regulations.domain.parsing.apart` is that process: the limits as arguments, the PDF
on stdin, one JSON object a line on stdout: {"page": 3, "of": 40} for each page, then {"read": …},
{"refused": code}, or {"failed": where} for a fault of its own. It knows no database, no settings
and no secret.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from regulations.domain.parsing.grammar import parse
from regulations.domain.parsing.parts import Part, Structure
from regulations.domain.parsing.pdf import PdfText, read_pdf
from regulations.limits import MAX_LETTERS, SENTENCES, Limits, Unreadable
from regulations.vocabulary import PartKind

ROOT = Path(__file__).resolve().parents[3]
LONGEST_LINE = 3 * 12 * MAX_LETTERS  # bytes of an answer: text and parts, a letter as 12 at most
TOO_LONG = (-signal.SIGXCPU, -signal.SIGKILL)
# how a reader ends that runs out of memory, or that a PDF breaks
BROKEN = tuple(-getattr(signal, f"SIG{name}") for name in ("ABRT", "SEGV", "BUS", "ILL", "TRAP"))
DATES = ("enacted_on", "commences_on", "promulgated_on")
# of a Structure, beside its parts and dates
KEPT = ("kind", "number", "year", "title", "place", "gazette", "amending")

log = logging.getLogger(__name__)

OnPage = Callable[[int, int], None]


@dataclass(frozen=True)
class Reading:
    """A PDF's text and the parts found in it; no parts where it needs OCR."""

    pdf: PdfText
    found: Structure


def read_apart(
    content: bytes, limits: Limits, on_page: OnPage = lambda _page, _of: None
) -> Reading:
    """Reads a PDF in its own process. Raises Unreadable, also where that was stopped or died.

    A fault of ours is told as such ("reading_failed") and noted by its place, without a word of
    the text.
    """
    try:
        process = _start(limits)
    except OSError as error:
        raise _failed(type(error).__name__) from None
    clock = threading.Timer(limits.by_the_clock, process.kill)
    clock.start()
    try:
        answer = _converse(process, content, on_page)
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    if answer is None:
        raise _ended(process.returncode)
    if "read" in answer:
        return _reading(answer["read"])
    if answer.get("refused") in SENTENCES:
        raise Unreadable(answer["refused"])
    raise _failed(next(iter(answer.values())))


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    bounds = map(str, asdict(limits).values())
    command = [sys.executable, "-m", "regulations.domain.parsing.apart", *bounds]
    return subprocess.Popen(  # noqa: S603 - our own module, numbers as arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONUTF8": "1"},
    )


def _ended(code: int) -> Unreadable:
    """Why a reader ended without an answer, by its exit."""
    if code in TOO_LONG:
        return Unreadable("reading_too_long")
    return Unreadable("pdf_too_complex") if code in BROKEN else _failed(f"exit {code}")


def _failed(where: str) -> Unreadable:
    log.error("regulations.reading_failed %s", where)
    return Unreadable("reading_failed")


def _converse(
    process: subprocess.Popen[bytes], content: bytes, on_page: OnPage
) -> dict[str, Any] | None:
    """Gives the PDF, hears of pages until the answer; None where the process ended without one.

    Also where it was ended in the middle of a line.
    """
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it died while it was given the PDF; its exit says of what
    while line := process.stdout.readline(LONGEST_LINE):
        try:
            message: dict[str, Any] = json.loads(line)
        except ValueError:
            break
        if "page" not in message:
            return message
        on_page(message["page"], message["of"])
    process.wait()
    return None


def _reading(answer: dict[str, Any]) -> Reading:
    pdf = PdfText(answer["text"], answer["needs_ocr"], answer["pages"], tuple(answer["damaged"]))
    parts = [Part(PartKind(kind), *rest) for kind, *rest in answer["parts"]]
    plain = {name: answer[name] for name in KEPT}
    structure = Structure(parts=parts, explanation=answer["explanation"], **plain)
    for name in DATES:
        setattr(structure, name, date.fromisoformat(answer[name]) if answer[name] else None)
    return Reading(pdf, structure)


def _answer(pdf: PdfText) -> dict[str, Any]:
    structure = Structure() if pdf.needs_ocr else parse(pdf.text)
    parts = [[p.kind, p.label, p.path, p.title, p.text, p.page] for p in structure.parts]
    letters = sum(len(p.title) + len(p.text) for p in structure.parts)
    letters += sum(map(len, structure.explanation.values()))
    if letters > 2 * MAX_LETTERS:  # a Penjelasan that a hostile heading sets beside many pasal
        raise Unreadable("too_many_letters")
    days = {name: day.isoformat() if (day := getattr(structure, name)) else "" for name in DATES}
    kept = {name: getattr(structure, name) for name in KEPT}
    return {**asdict(pdf), **days, **kept, "parts": parts, "explanation": structure.explanation}


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _bound(limits: Limits) -> None:
    memory = limits.megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file


def main(arguments: list[str]) -> None:
    limits = Limits(*(int(value) for value in arguments))
    _bound(limits)
    try:
        pdf = read_pdf(
            sys.stdin.buffer.read(),
            first=limits.pages,
            on_page=lambda page, of: _say({"page": page, "of": of}),
        )
        _say({"read": _answer(pdf)})
    except Unreadable as unreadable:
        _say({"refused": unreadable.code})
    except MemoryError:
        os.abort()
    except Exception as error:
        *_, last = traceback.extract_tb(error.__traceback__)
        _say({"failed": f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"})


if __name__ == "__main__":
    main(sys.argv[1:])
