"""Documents in and out: PDF that open nothing, run nothing and carry nothing along."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.http import FileResponse
from django.utils.text import slugify

from egov.files.models import StoredDocument
from egov.verbs.refusal import Invalid

MAX_BYTES = 10 * 1024 * 1024
MAX_INFLATED = 40 * 1024 * 1024  # bytes of objects that lie packed: a bomb is no document
# what is done when the document is opened or clicked on; ISO 32000-1, 12.6.4
_ACTS = re.compile(rb"/(?:Launch|OpenAction|JavaScript|JS|EmbeddedFiles?)(?![A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a letter of a name may be written as its number
_PACKED = re.compile(rb"/ObjStm(?![A-Za-z]).{0,400}?stream\r?\n", re.DOTALL)
_SANDBOX = "sandbox; default-src 'none'"


def store_document(
    *, upload: File[Any], actor_id: int | None, field: str = "document"
) -> StoredDocument:
    """Keeps a PDF of up to MAX_BYTES. Raises Invalid, at `field`, for what it must not be."""
    if (upload.size or 0) > MAX_BYTES:
        sentence = "Berkas PDF terlalu besar, paling besar 10 MB. Kecilkan dulu, lalu unggah lagi."
        raise Invalid("pdf_too_large", sentence, field=field)
    upload.seek(0)
    content = upload.read()
    pages = _checked(content, field)
    stored = StoredDocument(
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        pages=pages,
        uploaded_by_id=actor_id,
    )
    stored.file.save(f"{stored.id}.pdf", ContentFile(content), save=False)
    stored.save()
    return stored


def _checked(content: bytes, field: str) -> int:
    """How many pages a harmless PDF has."""
    if not content.startswith(b"%PDF-"):
        sentence = "Berkas ini bukan PDF. Simpan dokumen sebagai PDF, lalu unggah lagi."
        raise Invalid("not_a_pdf", sentence, field=field)
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise _encrypted(field) from None
        sentence = "PDF ini rusak dan tidak dapat dibuka. Simpan ulang, lalu unggah lagi."
        raise Invalid("broken_pdf", sentence, field=field) from None
    try:
        if pdfium.FPDF_GetSecurityHandlerRevision(pdf) != -1:
            raise _encrypted(field)
        carries = pdf.count_attachments() > 0
        runs = pdfium.FPDFDoc_GetJavaScriptActionCount(pdf) > 0
        pages = len(pdf)
    finally:
        pdf.close()
    if carries or runs or any(_ACTS.search(part) for part in _objects(content, field)):
        sentence = (
            "PDF ini membawa lampiran, skrip, atau perintah yang jalan saat dibuka. "
            "Cetak ulang ke PDF tanpa itu, lalu unggah lagi."
        )
        raise Invalid("active_pdf", sentence, field=field)
    if not pages:
        sentence = "PDF ini tidak punya halaman. Periksa berkasnya, lalu unggah lagi."
        raise Invalid("broken_pdf", sentence, field=field)
    return pages


def _encrypted(field: str) -> Invalid:
    sentence = "PDF ini terkunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."
    return Invalid("encrypted_pdf", sentence, field=field)


def _objects(content: bytes, field: str) -> Iterator[bytes]:
    """The document's objects, those that lie packed in streams too, names without escapes."""
    yield _plain_names(content)
    left = MAX_INFLATED
    for match in _PACKED.finditer(content):
        inflate = zlib.decompressobj()
        try:
            part = inflate.decompress(content[match.end() :], left)
        except zlib.error:
            continue  # not packed this way, or not packed at all: read above
        left -= len(part)
        if left <= 0:
            sentence = "Isi PDF ini terlalu besar saat dibuka. Simpan ulang, lalu unggah lagi."
            raise Invalid("pdf_too_large", sentence, field=field)
        yield _plain_names(part)


def _plain_names(content: bytes) -> bytes:
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content)


def delete_document(stored: StoredDocument | None) -> None:
    """Takes a document away at once: the row first, its file once that holds."""
    if stored is None:
        return
    name, storage = str(stored.file.name), stored.file.storage
    stored.delete()
    transaction.on_commit(partial(storage.delete, name), robust=True)


def send_document(stored: StoredDocument, *, title: str, public: bool) -> FileResponse:
    """The document to be saved; the caller has already asked its predicate."""
    name = f"{slugify(title)[:80] or 'dokumen'}.pdf"
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response["Cache-Control"] = "public, max-age=60" if public else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SANDBOX
    return response
