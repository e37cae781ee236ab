"""A regulation's PDF: kept at once, read afterwards, its pasal laid beside it for an officer."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.files.base import File
from django.db.models import F
from django.utils import timezone

from egov.accounts.models import User
from egov.files.documents import Kind, store_document
from egov.files.models import StoredDocument
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.soon import soon
from egov.verbs.verb import verb
from regulations.domain.law.events import recompute_soon
from regulations.domain.parsing.apart import OnPage, Reading, read_apart
from regulations.domain.parsing.parts import Structure
from regulations.limits import Limits, Unreadable
from regulations.models import Binding, LegalEvent, Provision, Regulation, RegulationFile
from regulations.models.document import reading_limits
from regulations.vocabulary import TextStatus

HEAD = Limits(seconds=10, megabytes=512, pages=3)  # somebody waits for it
# many a law is a scan of hundreds of pages, and some carry what no citizen's letter may;
# it is opened only by the reader apart
LAW_PDF = Kind(megabytes=30, looked_into=False)
PARTS = ["kind", "label", "position", "text", "heading", "explanation", "page"]
TRIES = 3  # a PDF whose reader is killed this often is given back
PAUSE = 1.0  # seconds between two notes of how far it is read

log = logging.getLogger(__name__)


def read_head_apart(upload: File[Any]) -> Structure:
    """Number, year and title from a PDF's first pages, within seconds. Raises Unreadable."""
    try:
        return read_apart(upload.read(), HEAD).found
    finally:
        upload.seek(0)


@verb
def keep_pdf(
    *, actor: User, regulation: Regulation, upload: File[Any] | StoredDocument
) -> RegulationFile:
    """Keeps the PDF with its SHA-256; it waits to be read. What an earlier one said goes.

    `upload` may be a document that lies in the portal already.
    """
    require(actor, "regulations.keep_pdf", regulation)
    row = Regulation.objects.select_for_update(no_key=True).get(pk=regulation.pk)
    earlier = RegulationFile.objects.filter(regulation=row).first()
    if earlier is not None and earlier.confirmed_at:
        raise Refusal(
            "already_confirmed",
            "Susunan peraturan ini sudah dipastikan. "
            "Peraturan lain dicatat sebagai peraturan baru.",
        )
    document = earlier or RegulationFile(regulation=row)
    document.pdf = _stored(actor, upload)
    document.sha256, document.size = document.pdf.sha256, document.pdf.size
    document.text_status = TextStatus.WAITING
    document.text = document.failure = ""
    document.damaged_pages = []
    document.pages = document.pages_read = document.tries = 0
    document.taken_at = document.read_at = None
    document.save()
    _lay(row, Structure())
    soon("regulations.tasks.read_pdf", document.pk)
    return document


def _stored(actor: User, upload: File[Any] | StoredDocument) -> StoredDocument:
    if isinstance(upload, StoredDocument):
        return upload
    return store_document(upload=upload, actor_id=actor.pk, field="pdf", kind=LAW_PDF)


def read_document(document: int, on_page: OnPage | None = None) -> RegulationFile | None:
    """Reads a kept PDF that waits, once: None where somebody else reads it, or has read it.

    Its progress is written as it goes. Killed in the middle, it is left as it is, and taken up
    again after its time.
    """
    row = _take(document)
    if row is None:
        return None
    if row.tries > TRIES:
        return fail_reading(document=row, code="reading_broke_off")
    noted = time.monotonic()

    def note(page: int, of: int) -> None:
        nonlocal noted
        if page == 1 or page == of or time.monotonic() - noted >= PAUSE:
            noted = time.monotonic()
            _taken(row).update(pages_read=page, pages=of)
        if on_page is not None:
            on_page(page, of)

    try:
        with row.pdf.file.open("rb") as kept:
            content = kept.read()
    except OSError:
        return fail_reading(document=row, code="file_missing")
    try:
        reading = read_apart(content, reading_limits(), note)
    except Unreadable as unreadable:
        return fail_reading(document=row, code=unreadable.code)
    return lay_reading(document=row, reading=reading)


def _take(document: int) -> RegulationFile | None:
    """The document, taken by this reader alone."""
    now = timezone.now()
    taken = RegulationFile.objects.free(now).filter(pk=document)
    if not taken.order_by().update(taken_at=now, tries=F("tries") + 1, pages_read=0):
        return None
    return RegulationFile.objects.select_related("pdf").defer("text").get(pk=document)


def _taken(document: RegulationFile) -> Any:
    """The row while it is this reader's: no other PDF was given, no other reader took it."""
    return RegulationFile.objects.waiting().filter(pk=document.pk, taken_at=document.taken_at)


@verb
def fail_reading(*, document: RegulationFile, code: str) -> RegulationFile | None:
    """Writes why a PDF could not be read: an officer writes its pasal, or gives another."""
    waiting: RegulationFile | None = _taken(document).select_for_update(no_key=True).first()
    if waiting is not None:
        waiting.text_status, waiting.failure = TextStatus.FAILED, code
        waiting.read_at = timezone.now()
        waiting.save(update_fields=["text_status", "failure", "read_at"])
    return waiting


@verb
def read_again() -> int:
    """What failed for a reason of the portal's own waits once more. Returns how many."""
    failed = RegulationFile.objects.failed_by_us()
    return failed.update(
        text_status=TextStatus.WAITING, failure="", tries=0, taken_at=None, read_at=None
    )


@verb
def lay_reading(*, document: RegulationFile, reading: Reading) -> RegulationFile | None:
    """Lays the pasal that were read beside their PDF, for an officer to correct and confirm.

    Dates and gazette that are still empty are filled from the text. A scan without text is kept
    as *perlu OCR*, with no pasal.
    """
    row = Regulation.objects.select_for_update(no_key=True).get(pk=document.regulation_id)
    waiting: RegulationFile | None = _taken(document).select_for_update(no_key=True).first()
    if waiting is None:
        return None
    pdf, structure = reading.pdf, reading.found
    waiting.text_status = TextStatus.OCR if pdf.needs_ocr else TextStatus.TEXT
    waiting.text = "" if pdf.needs_ocr else pdf.text
    waiting.pages = waiting.pages_read = pdf.pages
    waiting.damaged_pages = list(pdf.damaged)
    waiting.read_at = timezone.now()
    waiting.save()
    for name in ("enacted_on", "promulgated_on", "commences_on"):
        if getattr(row, name) is None and getattr(structure, name) is not None:
            setattr(row, name, getattr(structure, name))
    if row.promulgated_on and row.enacted_on and row.promulgated_on < row.enacted_on:
        row.promulgated_on = None  # misread: an officer fills it in
    early = row.commences_on and row.promulgated_on and row.commences_on < row.promulgated_on
    if early and not row.recorded_retroactive():
        row.commences_on = None  # back in time: only as an event with its reason (155)
    row.gazette_ref = row.gazette_ref or structure.gazette[:160]
    row.title = row.title or structure.title[:600]
    row.save()
    _lay(row, structure)
    recompute_soon()
    return waiting


def _lay(regulation: Regulation, structure: Structure) -> None:
    """Writes the parts that were read.

    What something stands on, or an amendment inserted, keeps its row.
    """
    used = set(Binding.objects.filter(regulation=regulation).values_list("provision_id", flat=True))
    used |= set(LegalEvent.objects.filter(target=regulation).values_list("provision_id", flat=True))
    regulation.provisions.exclude(pk__in=used - {None}).delete()
    if not structure.parts:
        return
    kept = {p.path: p for p in regulation.provisions.all()}
    rows = []
    for position, part in enumerate(structure.parts, start=1):
        row = kept.pop(part.path, None) or Provision(regulation=regulation, path=part.path)
        row.kind, row.label, row.position = part.kind, part.label[:40], position
        row.heading, row.text, row.page = part.title[:600], part.text, part.page
        row.explanation = structure.explanation.get(part.path, "")
        rows.append(row)
    for position, row in enumerate(kept.values(), start=len(rows) + 1):
        row.position = position
        rows.append(row)
    Provision.objects.bulk_create([row for row in rows if row.pk is None], batch_size=500)
    known = [row for row in rows if row.pk is not None]
    Provision.objects.bulk_update(known, PARTS, batch_size=500)
