"""Documents in and out: PDF that open nothing, run nothing and carry nothing along."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.http import FileResponse
from django.utils.text import slugify

from egov.files.models import StoredDocument
from egov.verbs.apart import Bounds, Stopped, messages
from egov.verbs.refusal import Invalid

# a scan of a hundred pages takes a tenth of it
LOOKING = Bounds(seconds=10, megabytes=512)
REFUSED = {
    "encrypted_pdf": "PDF ini terkunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi.",
    "broken_pdf": "PDF ini rusak dan tidak dapat dibuka. Simpan ulang, lalu unggah lagi.",
    "active_pdf": "PDF ini membawa lampiran, skrip, atau perintah yang jalan saat dibuka. "
    "Cetak ulang ke PDF tanpa itu, lalu unggah lagi.",
    "pdf_too_large": "Isi PDF ini terlalu besar saat dibuka. Simpan ulang, lalu unggah lagi.",
}
SIMPLER = "PDF ini terlalu rumit untuk diperiksa. Cetak ulang ke PDF, lalu unggah lagi."
STOPPED = {
    "too_long": SIMPLER,
    "too_complex": SIMPLER,
    "failed": "Pemeriksaan PDF ini gagal karena gangguan pada portal, bukan karena berkasnya. "
    "Unggah lagi nanti; bila tetap gagal, beri tahu administrator.",
}
_SANDBOX = "sandbox; default-src 'none'"
_HEAD = 1024  # bytes in which a scanner's file may begin to be a PDF; ISO 32000-1, annex H


@dataclass(frozen=True)
class Kind:
    """What a document may be: how large, and whether it is looked into before it is kept.

    One that is not may be locked, damaged or active: its app opens it in a process of its own,
    and sends it as it is only where who reads it expects such a paper.
    """

    megabytes: int
    looked_into: bool = True


PLAIN = Kind(10)


@dataclass(frozen=True)
class CheckedPdf:
    """The bytes of an upload that may be kept; `pages` 0: nobody has counted them."""

    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def store_document(
    *, upload: File[Any], actor_id: int | None, field: str = "document", kind: Kind = PLAIN
) -> StoredDocument:
    """Keeps a PDF. Raises Invalid, at `field`, for what its kind must not be."""
    return keep_document(check_document(upload=upload, field=field, kind=kind), actor_id=actor_id)


def check_document(*, upload: File[Any], field: str, kind: Kind = PLAIN) -> CheckedPdf:
    """The upload, read. Raises Invalid, at `field`, for what its kind must not be."""
    if (upload.size or 0) > kind.megabytes * 1024 * 1024:
        sentence = (
            f"Berkas PDF terlalu besar, paling besar {kind.megabytes} MB. "
            "Kecilkan dulu, lalu unggah lagi."
        )
        raise Invalid("pdf_too_large", sentence, field=field)
    upload.seek(0)
    content = upload.read()
    begins = content.startswith(b"%PDF-") or (not kind.looked_into and b"%PDF-" in content[:_HEAD])
    if not begins:
        sentence = "Berkas ini bukan PDF. Simpan dokumen sebagai PDF, lalu unggah lagi."
        raise Invalid("not_a_pdf", sentence, field=field)
    return CheckedPdf(content, _pages(content, field) if kind.looked_into else 0)


def keep_document(checked: CheckedPdf, *, actor_id: int | None) -> StoredDocument:
    stored = StoredDocument(
        sha256=checked.sha256,
        size=len(checked.content),
        pages=checked.pages,
        uploaded_by_id=actor_id,
    )
    stored.file.save(f"{stored.id}.pdf", ContentFile(checked.content), save=False)
    stored.save()
    return stored


def _pages(content: bytes, field: str) -> int:
    """How many pages a harmless PDF has, found in a process of its own."""
    try:
        *_, answer = messages("egov.files.looking", content, LOOKING, longest=1000)
    except Stopped as stopped:
        raise Invalid(f"pdf_{stopped.reason}", STOPPED[stopped.reason], field=field) from None
    if "refused" in answer:
        raise Invalid(answer["refused"], REFUSED[answer["refused"]], field=field)
    return int(answer["pages"])


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


def show_document(stored: StoredDocument, *, name: str) -> FileResponse:
    """The document in the reader's window, under the policy of the caller's own view.

    For papers of an office that pages of ours frame; what citizens hand in is sent to be saved.
    The caller has already asked its predicate, and says how long it may be kept.
    """
    response = FileResponse(stored.file.open("rb"), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
