"""Which PDF are kept, and what is said of the others; how one is sent."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pypdfium2
import pytest
from django.core.files.base import ContentFile

from egov.documents.pdf import make_pdf
from egov.files import documents
from egov.files.documents import PLAIN, Kind, send_document, store_document
from egov.files.models import StoredDocument
from egov.verbs.apart import Bounds
from egov.verbs.refusal import Invalid


def table_pdf() -> bytes:
    table = {"title": "Contoh", "heads": ["Kolom"], "widths": [10], "note": ""}
    return make_pdf("documents", "table", {**table, "rows": [["isi"]], "figures": []})


def written(*objects: bytes) -> bytes:
    """A PDF of one page, its catalogue extended by the first of these, others added."""
    catalogue = objects[0] if objects else b""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        *objects[1:],
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        start,
    )
    return bytes(out)


def with_attachment() -> bytes:
    pdf = pypdfium2.PdfDocument(written())
    pdf.new_attachment("a.txt").set_data(b"isi")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def packed(inside: bytes) -> bytes:
    body = zlib.compress(b"10 0 " + inside)
    head = b"<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length %d >>\nstream\n"
    return (head % len(body)) + body + b"\nendstream"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"GIF89a", "not_a_pdf"),
        (b"<html>%PDF-1.7", "not_a_pdf"),
        (b"%PDF-1.7\nrusak", "broken_pdf"),
        (b"%PDF-" + b"0" * (PLAIN.megabytes * 1024 * 1024), "pdf_too_large"),
        (written(b"/OpenAction [3 0 R /Fit]"), "active_pdf"),
        (written(b"/Open#41ction [3 0 R /Fit]"), "active_pdf"),
        (written(b"", b"<< /S /Launch /F (cmd.exe) >>"), "active_pdf"),
        (written(b"", b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), "active_pdf"),
        (written(b"", packed(b"<< /S /Launch /F (cmd.exe) >>")), "active_pdf"),
        (written(b"", packed(b"0" * 50_000_000)), "pdf_too_large"),
        (with_attachment(), "active_pdf"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_wrong_pdf_is_refused_at_its_field(db: None, content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        store_document(upload=ContentFile(content, "a.pdf"), actor_id=None, field="berkas")
    assert (refused.value.code, refused.value.field) == (code, "berkas")
    assert not StoredDocument.objects.exists()


def headings_over_one_stream(headings: int) -> bytes:
    """Each heading begins a stream that runs to the end of the file and unpacks to nothing."""
    heading = b"/ObjStm stream\n\x78\x01"
    # stored blocks, RFC 1951, 3.2.4: one that holds the next heading, and one of no bytes
    over = (
        b"\x00" + len(heading).to_bytes(2, "little") + (0xFFFF - len(heading)).to_bytes(2, "little")
    )
    empty = b"\x00\x00\x00\xff\xff"
    return written(b"", (heading + over) * headings + heading + empty * 100_000)


def test_a_small_pdf_is_not_read_once_for_each_of_its_headings(db: None) -> None:
    for content in (headings_over_one_stream(500), written(b"", b"/ObjStm stream\n" * 400_000)):
        with pytest.raises(Invalid) as refused:
            store_document(upload=ContentFile(content, "a.pdf"), actor_id=None)
        assert refused.value.code == "pdf_too_large"
    few = written(b"", b"/ObjStm stream\n" * 500)
    assert store_document(upload=ContentFile(few, "a.pdf"), actor_id=None).pages == 1


@pytest.mark.parametrize(
    ("bounds", "code"),
    [(Bounds(seconds=1, megabytes=512), "pdf_too_long"), (Bounds(10, 120), "pdf_too_complex")],
)
def test_what_takes_more_than_a_look_may_is_stopped_and_told(
    db: None, monkeypatch: pytest.MonkeyPatch, bounds: Bounds, code: str
) -> None:
    monkeypatch.setattr(documents, "LOOKING", bounds)
    content = written(b"", packed(b"#41" * 12_000_000))
    with pytest.raises(Invalid) as refused:
        store_document(upload=ContentFile(content, "a.pdf"), actor_id=None)
    assert refused.value.code == code
    assert refused.value.sentence == documents.SIMPLER


@pytest.mark.parametrize("content", [written(), table_pdf()], ids=["plain", "typst"])
def test_a_pdf_is_kept_as_it_was_given(db: None, content: bytes) -> None:
    stored = store_document(upload=ContentFile(content, "a.pdf"), actor_id=None)
    assert (stored.size, stored.pages) == (len(content), 1)
    answer: Any = send_document(stored, title="Surat edaran 1/2027", public=True)
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == 'attachment; filename="surat-edaran-12027.pdf"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    private = send_document(stored, title="Surat", public=False)
    assert private["Cache-Control"] == "private, no-store"


def test_another_kind_is_kept_without_a_look_and_may_be_larger(db: None) -> None:
    law = Kind(megabytes=11, looked_into=False)
    content = b"pindaian\n" + written(b"/OpenAction [3 0 R /Fit]") + b" " * (10 * 1024 * 1024)
    stored = store_document(upload=ContentFile(content, "a.pdf"), actor_id=None, kind=law)
    assert (stored.size, stored.pages) == (len(content), 0)
    for wrong, code in ((b"GIF89a", "not_a_pdf"), (content + content, "pdf_too_large")):
        with pytest.raises(Invalid) as refused:
            store_document(upload=ContentFile(wrong, "a.pdf"), actor_id=None, kind=law)
        assert refused.value.code == code
