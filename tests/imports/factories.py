"""An offer of the tests' own, files for it, and a worker that does what waits."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile

from egov.agencies.models import Agency
from egov.imports import offers
from egov.imports.engine import Effect, Importer, RowError
from egov.imports.importing import check
from egov.imports.models import ImportRun
from egov.imports.offers import Column, Offer
from egov.imports.performing import perform

BAD = "siti@contoh.example 0812-3456-7890 3578010101900001"


class Codes(Importer):
    """Agencies by code; a code that begins with "buruk" is quoted by its fault."""

    kind = "uji"
    required = ("code",)

    def begin(self) -> None:
        self.known = set(Agency.objects.values_list("code", flat=True))
        self.new: list[Agency] = []

    def store(self, row: dict[str, Any]) -> Effect:
        code = row["code"]
        if code == "meledak":
            raise KeyError(f"no such name: {row.get('contact')}")
        if code.startswith("buruk"):
            raise RowError("code", "bad", f"Kode ini salah: {code} {row.get('contact', '')}")
        if code in self.known:
            return "unchanged"
        self.known.add(code)
        self.new.append(Agency(code=code, short_name=code, name=code))
        return "created"

    def flush(self) -> None:
        Agency.objects.bulk_create(self.new)
        self.new = []


OFFER = Offer(
    slug="uji",
    title="Uji",
    help="Kode untuk uji.",
    columns=(Column("code", "kode", "contoh"), Column("contact", "apa saja", "=1+1")),
    importer=Codes,
    permission="agencies.change_agency",
    danger="Menambah kode.",
)


@contextmanager
def offered(offer: Offer = OFFER) -> Iterator[Offer]:
    """The offer stands in the list within."""
    with patch.dict(offers._offers(), {offer.slug: offer}):
        yield offer


def table(*codes: str, name: str = "data.csv", contact: str = "") -> SimpleUploadedFile:
    """A CSV with these codes."""
    lines = ["code,contact", *(f"{code},{contact}" for code in codes)]
    return SimpleUploadedFile(name, "\n".join([*lines, ""]).encode())


def checked(actor: Any, *codes: str, offer: Offer = OFFER, **given: Any) -> ImportRun:
    """A file of these codes, given and checked by the worker."""
    run = check(actor=actor, offer=offer, upload=table(*codes, **given), key=uuid.uuid4().hex)
    perform(run.pk)
    run.refresh_from_db()
    return run


def codes() -> set[str]:
    """The codes that the offer stored."""
    return set(Agency.objects.exclude(code__in=("dsdabm", "dlh")).values_list("code", flat=True))
