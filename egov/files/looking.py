"""Looks into a PDF in a process of its own: what it carries along, what it would run.

`python -m egov.files.looking` is that process (`egov.verbs.apart`). It ends with {"pages": 3} or
{"refused": code}, one of `documents.REFUSED`.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from egov.verbs.apart import say, serve

MAX_INFLATED = 40 * 1024 * 1024  # bytes of objects that lie packed: a bomb is no document
_CHUNK = 4096  # bytes that are unpacked at a time
# what is done when the document is opened or clicked on; ISO 32000-1, 12.6.4
_ACTS = re.compile(rb"/(?:Launch|OpenAction|JavaScript|JS|EmbeddedFiles?)(?![A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a letter of a name may be written as its number
_PACKED = re.compile(rb"/ObjStm(?![A-Za-z]).{0,400}?stream\r?\n", re.DOTALL)


class _Refused(Exception):
    """Its argument is the code."""


def _look(content: bytes, _numbers: list[int]) -> None:
    try:
        say({"end": True, "pages": _pages(content)})
    except _Refused as refused:
        say({"end": True, "refused": refused.args[0]})


def _pages(content: bytes) -> int:
    """How many pages a harmless PDF has."""
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _Refused("encrypted_pdf" if "assword" in str(error) else "broken_pdf") from None
    try:
        if pdfium.FPDF_GetSecurityHandlerRevision(pdf) != -1:
            raise _Refused("encrypted_pdf")
        carries = pdf.count_attachments() > 0
        runs = pdfium.FPDFDoc_GetJavaScriptActionCount(pdf) > 0
        pages = len(pdf)
    finally:
        pdf.close()
    if carries or runs or any(_ACTS.search(part) for part in _objects(content)):
        raise _Refused("active_pdf")
    if not pages:
        raise _Refused("broken_pdf")
    return pages


def _objects(content: bytes) -> Iterator[bytes]:
    """The document's objects, those that lie packed in streams too, names without escapes."""
    yield _plain_names(content)
    left = MAX_INFLATED
    # streams do not lie in each other: a file of headings above one long stream would else be
    # read once for each of them
    unread = len(content) + _CHUNK * 1000
    whole = memoryview(content)
    for match in _PACKED.finditer(content):
        part, used = _inflated(whole[match.end() :], left)
        left -= len(part)
        unread -= used
        if left <= 0 or unread < 0:
            raise _Refused("pdf_too_large")
        yield _plain_names(part)


def _inflated(packed: memoryview, most: int) -> tuple[bytes, int]:
    """(what a stream unpacks to, up to `most` bytes; how many bytes were read for it).

    Nothing where it is not packed this way, or not packed at all: as it stands it is read anyhow.
    """
    inflate = zlib.decompressobj()
    out = bytearray()
    used = 0
    try:
        while not inflate.eof and used < len(packed) and len(out) < most:
            chunk = packed[used : used + _CHUNK]
            used += len(chunk)
            out += inflate.decompress(chunk, most - len(out))
    except zlib.error:
        return b"", used
    return bytes(out), used


def _plain_names(content: bytes) -> bytes:
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content)


if __name__ == "__main__":
    serve(_look, sys.argv[1:])
