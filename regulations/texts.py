"""Verbs of a regulation's text: attach its PDF, read its pasal, confirm them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from egov.acts.plain import plain
from egov.acts.refusal import Invalid, Refusal
from egov.acts.verb import verb
from regulations.models import Binding, LegalEvent, Provision, Regulation, RegulationFile
from regulations.models.regulation import TextStatus
from regulations.parsing.apart import Limits, read_apart
from regulations.parsing.limits import Unreadable
from regulations.parsing.parts import HEADINGS, PartKind, Structure
from regulations.timeline import require_legal_officer

HEAD = Limits(seconds=10, megabytes=512, pages=3)
MAX_PDF = 30 * 1024 * 1024
PARTS = ["kind", "label", "position", "text", "heading", "explanation", "page"]


@verb
def attach_pdf(*, actor: Any, regulation: Regulation, upload: File[Any]) -> Structure:
    """Keeps the PDF with its SHA-256, reads its text, and lays its pasal beside it for an officer to correct and confirm.

    Dates and gazette that are still empty are filled from the text. A scan without text is kept as *perlu OCR*, with no pasal.
    """
    require_legal_officer(actor)
    if (upload.size or 0) > MAX_PDF:
        raise Invalid("pdf_too_large", "Berkas PDF terlalu besar, paling besar 30 MB.", field="pdf")
    content = upload.read()
    try:
        reading = read_apart(content, Limits(settings.READING_SECONDS, settings.READING_MEMORY_MB))
    except Unreadable as unreadable:
        raise Invalid(unreadable.code, unreadable.sentence, field="pdf") from None
    row = Regulation.objects.select_for_update(no_key=True).get(pk=regulation.pk)
    held = RegulationFile.objects.filter(regulation=row).first()
    if held is not None and held.confirmed_at:
        raise Refusal("already_confirmed", "Susunan peraturan ini sudah dipastikan. Peraturan lain dicatat sebagai peraturan baru.")
    document = held or RegulationFile(regulation=row)
    document.sha256, document.size = hashlib.sha256(content).hexdigest(), len(content)
    document.text_status = TextStatus.OCR if reading.pdf.needs_ocr else TextStatus.TEXT
    document.text = "" if reading.pdf.needs_ocr else reading.pdf.text
    document.file.save(f"{document.sha256[:16]}.pdf", ContentFile(content), save=False)
    document.save()
    found = reading.found
    for name in ("enacted_on", "promulgated_on", "commences_on"):
        if getattr(row, name) is None and getattr(found, name) is not None:
            setattr(row, name, getattr(found, name))
    if row.promulgated_on and row.enacted_on and row.promulgated_on < row.enacted_on:
        row.promulgated_on = None  # misread: an officer fills it in
    if row.commences_on and row.promulgated_on and row.commences_on < row.promulgated_on and not row.recorded_retroactive():
        row.commences_on = None  # back in time: only as an event with its reason (155)
    row.gazette_ref = row.gazette_ref or found.gazette[:160]
    row.title = row.title or found.title[:600]
    row.save()
    _lay(row, found)
    regulation.refresh_from_db()
    return found


def read_head_apart(upload: File[Any]) -> Structure:
    """Number, year and title from a PDF's first pages, within seconds: while somebody waits. Raises Unreadable."""
    try:
        return read_apart(upload.read(), HEAD).found
    finally:
        upload.seek(0)


def _lay(regulation: Regulation, found: Structure) -> None:
    """Writes the parts that were read; those that something stands on keep their row, and so does what amendments inserted."""
    used = set(Binding.objects.filter(regulation=regulation).values_list("provision_id", flat=True))
    used |= set(LegalEvent.objects.filter(target=regulation).values_list("provision_id", flat=True))
    regulation.provisions.exclude(pk__in=used - {None}).delete()
    if not found.parts:
        return
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


@verb
def confirm_structure(*, actor: Any, regulation: Regulation) -> RegulationFile:
    """An officer has held the pasal against the PDF: from now they may be bound to with a frozen quote."""
    require_legal_officer(actor)
    Regulation.objects.select_for_update(no_key=True).get(pk=regulation.pk)
    document = RegulationFile.objects.select_for_update(no_key=True).filter(regulation=regulation).first()
    if document is None:
        raise Refusal("no_pdf", "Unggah dulu berkas PDF peraturan ini.")
    if document.text_status == TextStatus.OCR and not regulation.provisions.exclude(text="").exists():
        raise Refusal("needs_ocr", "Berkas ini hasil pindai tanpa teks. Tulis dulu bunyi pasalnya, atau unggah hasil OCR.")
    if document.confirmed_at:
        raise Refusal("already_confirmed", "Susunan peraturan ini sudah dipastikan.")
    document.confirmed_at, document.confirmed_by = timezone.now(), actor
    document.save(update_fields=["confirmed_at", "confirmed_by"])
    return document


@dataclass(frozen=True)
class Correction:
    """How an officer reads one part in the PDF. `remove`: the part is no part at all."""

    part: int
    label: str
    heading: str
    text: str
    explanation: str
    remove: bool = False


def _open_text(actor: Any, regulation: Regulation) -> None:
    """Only a legal officer corrects, and only what nobody has confirmed yet."""
    require_legal_officer(actor)
    Regulation.objects.select_for_update(no_key=True).get(pk=regulation.pk)
    if RegulationFile.objects.filter(regulation=regulation, confirmed_at__isnull=False).exists():
        raise Refusal("already_confirmed", "Susunan peraturan ini sudah dipastikan. Perubahan sesudahnya dicatat sebagai peristiwa hukum.")


def part_path(kind: str, label: str) -> str:
    """The address of a part from its label: "Pasal 128A" -> "pasal-128a". Refuses a label that is none."""
    if kind == PartKind.ARTICLE:
        told = re.fullmatch(r"Pasal\s+(\d{1,4}\s?[A-Z]{0,2}|I{1,3}|IV)", label.strip())
        if told is None:
            raise Invalid("bad_label", f"“{label}” bukan nama pasal. Tulis seperti Pasal 12 atau Pasal 12A.", field="label")
        return f"pasal-{told[1].replace(' ', '').lower()}"
    return slugify(label)[:60]


@verb
def correct_parts(*, actor: Any, regulation: Regulation, corrections: Sequence[Correction]) -> int:
    """Writes what an officer corrected beside the PDF. Returns how many parts changed. A part that something stands on is not removed."""
    _open_text(actor, regulation)
    rows = {row.pk: row for row in regulation.provisions.all()}
    changed = []
    for given in corrections:
        row = rows.get(given.part)
        if row is None:
            raise Refusal("part_gone", "Ada bagian yang sudah dihapus petugas lain. Muat ulang halaman ini.")
        if given.remove:
            if row.bindings.exists() or row.changes.exists():
                raise Refusal("part_in_use", f"{row.label} tidak dapat dihapus: ada aplikasi atau peristiwa yang menunjuknya.")
            row.delete()
            changed.append(row)
            continue
        values = {"label": plain(given.label).strip()[:40], "heading": plain(given.heading).strip()}
        if len(values["heading"]) > 600:
            raise Invalid("long_heading", f"Judul {row.label} terlalu panjang, paling banyak 600 huruf.", field="heading")
        values |= {"text": _printed(given.text), "explanation": _printed(given.explanation)}
        if values != {name: getattr(row, name) for name in values}:
            if values["label"] != row.label:
                row.path = part_path(row.kind, values["label"])
                if not row.path:
                    raise Invalid("bad_label", "Nama bagian tidak boleh kosong.", field="label")
                if regulation.provisions.filter(path=row.path).exclude(pk=row.pk).exists():
                    raise Refusal("part_exists", f"{values['label']} sudah ada di naskah ini.")
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
            changed.append(row)
    return len(changed)


@verb
def add_part(*, actor: Any, regulation: Regulation, kind: str, label: str, text: str, after: Provision | None) -> Provision:
    """Adds a part that the reading missed, or that an officer writes from a scan; `after` None: at the beginning."""
    _open_text(actor, regulation)
    label, text = plain(label).strip(), plain(text)
    path = part_path(kind, label)
    if not path:
        raise Invalid("bad_label", "Tulis nama bagiannya, contoh BAB II atau Lampiran I.", field="label")
    if regulation.provisions.filter(path=path).exists():
        raise Invalid("part_exists", f"{label} sudah ada di naskah ini.", field="label")
    position = after.position + 1 if after else 1
    regulation.provisions.filter(position__gte=position).update(position=F("position") + 1)
    heading = kind in HEADINGS
    return Provision.objects.create(
        regulation=regulation,
        kind=kind,
        label=label.strip()[:40],
        path=path,
        position=position,
        heading=text.strip()[:600] if heading else "",
        text="" if heading else _printed(text),
    )


def _printed(text: str) -> str:
    return "\n".join(line.rstrip() for line in plain(text.replace("\r\n", "\n")).strip().split("\n"))
