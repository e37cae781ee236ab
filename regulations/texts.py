"""Verbs of a regulation's text: attach its PDF, read its pasal, confirm them."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone

from egov.acts.refusal import Invalid, Refusal
from regulations.models import Binding, LegalEvent, Provision, Regulation, RegulationFile
from regulations.models.regulation import TextStatus
from regulations.parsing.grammar import parse
from regulations.parsing.parts import Structure
from regulations.parsing.pdf import pdf_text
from regulations.timeline import require_legal_officer

MAX_PDF = 30 * 1024 * 1024
PARTS = ["kind", "label", "position", "text", "heading", "explanation", "page"]


@transaction.atomic
def attach_pdf(*, actor: Any, regulation: Regulation, upload: File[Any]) -> Structure:
    """Keeps the PDF with its SHA-256, reads its text, and lays its pasal beside it for an officer to correct and confirm.

    Dates and gazette that are still empty are filled from the text. A scan without text is kept as *perlu OCR*, with no pasal.
    """
    require_legal_officer(actor)
    if (upload.size or 0) > MAX_PDF:
        raise Invalid("pdf_too_large", "Berkas PDF terlalu besar, paling besar 30 MB.", field="pdf")
    content = upload.read()
    try:
        text, needs_ocr = pdf_text(content)
    except ValueError:
        raise Invalid("not_a_pdf", "Berkas ini bukan PDF yang dapat dibuka.", field="pdf") from None
    row = Regulation.objects.select_for_update().get(pk=regulation.pk)
    held = RegulationFile.objects.filter(regulation=row).first()
    if held is not None and held.confirmed_at:
        raise Refusal("already_confirmed", "Susunan peraturan ini sudah dipastikan. Peraturan lain dicatat sebagai peraturan baru.")
    document = held or RegulationFile(regulation=row)
    document.sha256, document.size = hashlib.sha256(content).hexdigest(), len(content)
    document.text_status = TextStatus.OCR if needs_ocr else TextStatus.TEXT
    document.text = "" if needs_ocr else text
    document.file.save(f"{document.sha256[:16]}.pdf", ContentFile(content), save=False)
    document.save()
    found = Structure() if needs_ocr else parse(text)
    for name in ("enacted_on", "promulgated_on", "commences_on"):
        if getattr(row, name) is None and getattr(found, name) is not None:
            setattr(row, name, getattr(found, name))
    row.gazette_ref = row.gazette_ref or found.gazette[:160]
    row.save()
    _lay(row, found)
    regulation.refresh_from_db()
    return found


def _lay(regulation: Regulation, found: Structure) -> None:
    """Writes the parts that were read; those that something stands on keep their row, and so does what amendments inserted."""
    if not found.parts:
        return
    used = set(Binding.objects.filter(regulation=regulation).values_list("provision_id", flat=True))
    used |= set(LegalEvent.objects.filter(target=regulation).values_list("provision_id", flat=True))
    regulation.provisions.exclude(pk__in=used - {None}).delete()
    kept = {p.path: p for p in regulation.provisions.all()}
    made = []
    for position, part in enumerate(found.parts, start=1):
        row = kept.pop(part.path, None) or Provision(regulation=regulation, path=part.path)
        row.kind, row.label, row.position, row.text = part.kind, part.label[:40], position, part.text
        row.heading, row.explanation, row.page = part.title[:600], found.explanation.get(part.path, ""), part.page
        made.append(row)
    for position, row in enumerate(kept.values(), start=len(made) + 1):
        row.position = position
        made.append(row)
    Provision.objects.bulk_create([row for row in made if row.pk is None], batch_size=500)
    Provision.objects.bulk_update([row for row in made if row.pk is not None], PARTS, batch_size=500)


@transaction.atomic
def confirm_structure(*, actor: Any, regulation: Regulation) -> RegulationFile:
    """An officer has held the pasal against the PDF: from now they may be bound to with a frozen quote."""
    require_legal_officer(actor)
    document = RegulationFile.objects.select_for_update().filter(regulation=regulation).first()
    if document is None:
        raise Refusal("no_pdf", "Unggah dulu berkas PDF peraturan ini.")
    if document.text_status == TextStatus.OCR and not regulation.provisions.exclude(text="").exists():
        raise Refusal("needs_ocr", "Berkas ini hasil pindai tanpa teks. Tulis dulu bunyi pasalnya, atau unggah hasil OCR.")
    if document.confirmed_at:
        raise Refusal("already_confirmed", "Susunan peraturan ini sudah dipastikan.")
    document.confirmed_at, document.confirmed_by = timezone.now(), actor
    document.save(update_fields=["confirmed_at", "confirmed_by"])
    return document
