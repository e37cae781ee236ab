"""Verbs of a regulation's text: correct what was read from its PDF, and confirm it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from regulations.domain.law.clauses import read_clauses
from regulations.domain.text.addresses import part_path
from regulations.models import Provision, Regulation, RegulationFile
from regulations.vocabulary import HEADINGS, TextStatus

STILL_READING = "Berkas ini masih menunggu dibaca. Tunggu sampai pasalnya muncul di halaman ini."


@verb
def confirm_structure(*, actor: User, regulation: Regulation) -> RegulationFile:
    """An officer has held the pasal against the PDF: from now they may be bound to, and quoted."""
    require(actor, "regulations.confirm_text", regulation)
    Regulation.objects.select_for_update(no_key=True).get(pk=regulation.pk)
    document = (
        RegulationFile.objects.select_for_update(no_key=True).filter(regulation=regulation).first()
    )
    if document is None:
        raise Refusal("no_pdf", "Unggah dulu berkas PDF peraturan ini.")
    if document.waits:
        raise Refusal("still_reading", STILL_READING)
    if (
        document.text_status != TextStatus.TEXT
        and not regulation.provisions.exclude(text="").exists()
    ):
        raise Refusal(
            "needs_ocr",
            "Berkas ini hasil pindai tanpa teks. Tulis dulu bunyi pasalnya, atau unggah hasil OCR.",
        )
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


def _open_text(actor: User, regulation: Regulation) -> None:
    """Only a legal officer corrects, and only what nobody has confirmed yet."""
    require(actor, "regulations.correct_text", regulation)
    Regulation.objects.select_for_update(no_key=True).get(pk=regulation.pk)
    document = RegulationFile.objects.filter(regulation=regulation).defer("text").first()
    if document is not None and document.waits:
        raise Refusal("still_reading", STILL_READING)
    if document is not None and document.confirmed_at:
        raise Refusal(
            "already_confirmed",
            "Susunan peraturan ini sudah dipastikan. Perubahan sesudahnya dicatat sebagai "
            "peristiwa hukum.",
        )


@verb
def correct_parts(*, actor: User, regulation: Regulation, corrections: Sequence[Correction]) -> int:
    """Writes what an officer corrected beside the PDF. Returns how many parts changed.

    A part that something stands on is not removed.
    """
    _open_text(actor, regulation)
    rows = {row.pk: row for row in regulation.provisions.all()}
    changed = 0
    for correction in corrections:
        row = rows.get(correction.part)
        if row is None:
            raise Refusal(
                "part_gone", "Ada bagian yang sudah dihapus petugas lain. Muat ulang halaman ini."
            )
        if correction.remove:
            _remove(row)
            changed += 1
        else:
            changed += _correct(row, correction)
    return changed


def _remove(row: Provision) -> None:
    if row.bindings.exists() or row.changes.exists():
        sentence = "tidak dapat dihapus: ada aplikasi atau peristiwa yang menunjuknya."
        raise Refusal("part_in_use", f"{row.label} {sentence}")
    row.delete()


def _correct(row: Provision, correction: Correction) -> bool:
    """Writes one part as it was corrected. Returns whether it changed."""
    values = {
        "label": plain(correction.label).strip()[:40],
        "heading": plain(correction.heading).strip(),
        "text": _printed(correction.text),
        "explanation": _printed(correction.explanation),
    }
    if len(values["heading"]) > 600:
        raise Invalid(
            "long_heading",
            f"Judul {row.label} terlalu panjang, paling banyak 600 huruf.",
            field="heading",
        )
    if values == {name: getattr(row, name) for name in values}:
        return False
    if values["label"] != row.label:
        _readdress(row, values["label"])
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return True


def _readdress(row: Provision, label: str) -> None:
    """Gives a part the address of its new name, which no other part has."""
    parts = Provision.objects.filter(regulation=row.regulation_id)
    row.path = part_path(row.kind, label, parts.filter(position__lt=row.position))
    if parts.filter(path=row.path).exclude(pk=row.pk).exists():
        raise Refusal("part_exists", f"{label} sudah ada di naskah ini.")


@verb
def confirm_text(
    *, actor: User, regulation: Regulation, corrections: Sequence[Correction] = ()
) -> int:
    """Corrects, confirms and reads the obligations of a text: all of it or nothing.

    Returns how many clauses were found, to be confirmed one by one.
    """
    correct_parts(actor=actor, regulation=regulation, corrections=corrections)
    confirm_structure(actor=actor, regulation=regulation)
    return read_clauses(actor=actor, regulation=regulation)


@verb
def add_part(
    *,
    actor: User,
    regulation: Regulation,
    kind: str,
    label: str,
    text: str,
    after: Provision | None,
    corrections: Sequence[Correction] = (),
) -> Provision:
    """Adds a part that the reading missed, or that an officer writes from a scan.

    `after` None: at the beginning. What else was corrected on the page is kept with it.
    """
    correct_parts(actor=actor, regulation=regulation, corrections=corrections)
    label, text = plain(label).strip(), plain(text)
    parts, position = regulation.provisions.all(), after.position + 1 if after else 1
    path = part_path(kind, label, parts.filter(position__lt=position))
    if parts.filter(path=path).exists():
        raise Invalid("part_exists", f"{label} sudah ada di naskah ini.", field="label")
    parts.filter(position__gte=position).update(position=F("position") + 1)
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
    return "\n".join(
        line.rstrip() for line in plain(text.replace("\r\n", "\n")).strip().split("\n")
    )
