"""A PDF first: it is read, what it says is shown, an officer confirms it, and it is a regulation.

Two verbs, `receive_pdf` and `register`, and one that throws the PDF away.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from egov.accounts.models import User
from egov.areas.profile import regions
from egov.files.documents import check_document, keep_document
from egov.files.orphans import forget_document
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from regulations.domain.law.clauses import redate
from regulations.domain.law.rules import commencement_broken
from regulations.domain.law.states import starts_on
from regulations.domain.parsing.apart import Reading, read_apart
from regulations.domain.text.intake import HEAD, LAW_PDF, keep_pdf
from regulations.limits import Limits, Unreadable
from regulations.models import (
    Application,
    IncomingPdf,
    Regulation,
    RegulationFile,
    RegulationKind,
)
from regulations.models.incoming import DAYS, KEPT
from regulations.vocabulary import Jurisdiction

AT_ONCE = Limits(seconds=10, megabytes=512)  # somebody waits for it
# what a reading says beside its days, and what a regulation is called by
SAID = ("number", "year", "title", "place", "gazette")


def receive_pdf(
    *, actor: User, upload: File[Any], application: Application | None = None
) -> IncomingPdf:
    """Keeps a PDF with what it says of itself; it is no regulation yet.

    Read at once, away from this process, and outside a transaction. Of one that takes too long
    only the first pages are read now.
    """
    require(actor, "regulations.keep_pdf")
    checked = check_document(upload=upload, field="pdf", kind=LAW_PDF)
    digest = checked.sha256
    known = RegulationFile.objects.filter(sha256=digest).select_related("regulation__kind").first()
    if known is not None:
        sentence = f"Berkas ini sudah tersimpan sebagai {known.regulation.citation}."
        raise Invalid("pdf_known", sentence, field="pdf")
    reading = _read(checked.content)
    with transaction.atomic():
        pdf = keep_document(checked, actor_id=actor.pk)
        return IncomingPdf.objects.create(
            pdf=pdf,
            sha256=digest,
            size=pdf.size,
            reading=reading,
            given_by=actor,
            application=application,
        )


def _read(content: bytes) -> dict[str, Any]:
    """What a PDF says of itself, as it is kept. Raises Invalid where it cannot be read at all."""
    try:
        return _said(read_apart(content, AT_ONCE), whole=True)
    except Unreadable as unreadable:
        if unreadable.code not in ("reading_too_long", "pdf_too_complex"):
            raise Invalid(unreadable.code, unreadable.sentence, field="pdf") from None
    try:
        return _said(read_apart(content, HEAD), whole=False)
    except Unreadable as unreadable:
        raise Invalid(unreadable.code, unreadable.sentence, field="pdf") from None


def _said(reading: Reading, *, whole: bool) -> dict[str, Any]:
    structure, pdf = reading.found, reading.pdf
    days = {name: getattr(structure, name) for name in DAYS}
    kind, other_region = identify(structure.kind)
    said = {
        **{name: getattr(structure, name) for name in SAID},
        **{name: day.isoformat() for name, day in days.items() if day},
        "printed": structure.kind,
        "kind": kind.code if kind else "",
        "other_region": other_region,
        "pages": pdf.pages,
        "articles": len(structure.articles),
        "needs_ocr": pdf.needs_ocr,
        "whole": whole,
    }
    return {name: value for name, value in said.items() if value not in ("", None)}


def _squeezed(text: str) -> str:
    plain = re.sub(r"[^a-z]", "", text.lower())
    return plain.replace("dewanperwakilanrakyatdaerah", "dprd")


def identify(printed: str) -> tuple[RegulationKind | None, str]:
    """The kind that a heading names, and the code of the other region that made it, or "".

    "PERATURAN BUPATI KLATEN" in Surabaya's registry is a perbup of 33.10.
    """
    words = _squeezed(printed)
    kinds = sorted(RegulationKind.objects.all(), key=lambda kind: -len(_squeezed(kind.name)))
    kind = next((k for k in kinds if words.startswith(_squeezed(k.name))), None)
    if kind is None or kind.reach == Jurisdiction.NATIONAL:
        return kind, ""
    return kind, _maker(kind, words.removeprefix(_squeezed(kind.name)))


def _maker(kind: RegulationKind, rest: str) -> str:
    """The code of another region whose name follows its kind; "" of our own or an unknown one."""
    long = 2 if kind.reach == Jurisdiction.PROVINCE else 5
    sort = "kota" if kind.name.endswith("Wali Kota") else "kabupaten"
    names = {rest, f"provinsi{rest}" if long == 2 else f"{sort}{rest}"}
    own = settings.REGION[:long]
    makers = [c for c, r in regions().items() if len(c) == long and _squeezed(r["name"]) in names]
    return "" if own in makers else next(iter(makers), "")


@verb
def register(  # noqa: PLR0913 - what a regulation is called by
    *,
    actor: User,
    incoming: IncomingPdf,
    kind: RegulationKind,
    number: str,
    year: int,
    title: str = "",
    place: str = "",
    enacted_on: date | None = None,
    promulgated_on: date | None = None,
    commences_on: date | None = None,
    gazette_ref: str = "",
    other_region: str = "",
) -> Regulation:
    """Makes a regulation of a PDF, by what an officer confirmed or mended of its reading.

    One that the registry holds without a text takes it, and what was empty is filled. A second
    tap finds the first one's regulation.
    """
    require(actor, "regulations.register_regulation")
    row = IncomingPdf.objects.select_for_update().get(pk=incoming.pk)
    if row.regulation is not None:
        return row.regulation
    values = {
        "title": title.strip(),
        "place": place.strip(),
        "enacted_on": enacted_on,
        "promulgated_on": promulgated_on,
        "commences_on": commences_on,
        "gazette_ref": gazette_ref.strip(),
    }
    named = {"kind": kind, "number": number.strip(), "year": year, "other_region": other_region}
    regulation = _filled(named, values)
    keep_pdf(actor=actor, regulation=regulation, upload=row.pdf)
    redate(regulation=regulation)
    row.regulation = regulation
    row.save(update_fields=["regulation"])
    return regulation


def _filled(named: dict[str, Any], values: dict[str, Any]) -> Regulation:
    """The regulation of that name, new or without a text, with what was empty in it; saved."""
    regulation = _without_text(named) or Regulation(**named)
    before = starts_on(regulation) if regulation.pk else None
    for name, value in values.items():
        if not getattr(regulation, name):
            setattr(regulation, name, value)
    _checked(regulation, before).save()
    return regulation


def _without_text(named: dict[str, Any]) -> Regulation | None:
    """The regulation of that name which the registry holds; refused where it has its text."""
    known = Regulation.objects.filter(**named).select_related("kind").first()
    if known is not None and RegulationFile.objects.filter(regulation=known).exists():
        sentence = f"{known.citation} sudah ada di registri, dengan berkasnya."
        raise Invalid("regulation_exists", sentence, field="number")
    return known


def _checked(regulation: Regulation, before: date | None) -> Regulation:
    """The regulation, where its own rules let it be; else the first of what they say.

    `before`: since when it was in force until now; another day may contradict what is recorded.
    """
    try:
        regulation.full_clean(validate_constraints=True)
    except ValidationError as error:
        field, (first, *_rest) = next(iter(error.error_dict.items()))
        raise Invalid(first.code or "invalid", first.messages[0], field=field) from None
    begins = starts_on(regulation)
    if regulation.pk and begins is not None and begins != before:
        rules = (r for r in commencement_broken(regulation, begins) if r.rule in ("157", "158"))
        broken = next(rules, None)
        if broken is not None:
            raise Invalid(broken.code, broken.sentence, field="promulgated_on")
    return regulation


@verb
def discard(*, actor: User, incoming: IncomingPdf) -> None:
    """Throws away a PDF that was given by mistake."""
    require(actor, "regulations.keep_pdf")
    row = IncomingPdf.objects.select_for_update().get(pk=incoming.pk)
    if row.regulation_id is not None:
        raise Refusal("already_registered", "Berkas ini sudah menjadi peraturan.")
    _forget(row)


def forget_incoming() -> int:
    """Deletes what was given more than KEPT ago; a regulation keeps its file.

    Returns how many.
    """
    rows = list(IncomingPdf.objects.filter(given_at__lt=timezone.now() - KEPT)[:200])
    for row in rows:
        with transaction.atomic():
            _forget(row)
    return len(rows)


def _forget(row: IncomingPdf) -> None:
    row.delete()
    forget_document(row.pdf_id)
