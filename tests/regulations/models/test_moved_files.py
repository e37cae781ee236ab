"""PDF rows of before become documents of the portal: no file is lost, nothing recorded changes."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client

from egov.accounts.models import User
from egov.files.models import StoredDocument
from regulations.domain.text.incoming import receive_pdf
from regulations.domain.text.intake import keep_pdf
from regulations.domain.text.review import confirm_structure
from regulations.models import IncomingPdf, Regulation, RegulationFile
from tests.regulations.factories import attach_pdf, make
from tests.regulations.sample_texts import PERWALI, REPEALER, draw

MIGRATION = import_module("regulations.migrations.0022_files_of_the_floor")
TABLES = (MIGRATION.FILES, MIGRATION.EVENTS, MIGRATION.INCOMING)
EVENTS: Any = RegulationFile.pgh_event_model  # type: ignore[attr-defined]


def as_before() -> None:
    """The rows as they were: each with the name of its file, and no document."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            column = "ADD COLUMN file varchar(100) NOT NULL DEFAULT ''"
            cursor.execute(f"ALTER TABLE {table} {column}, ALTER COLUMN pdf_id DROP NOT NULL")
            cursor.execute(
                f"UPDATE {table} SET file = d.file, pdf_id = NULL "
                "FROM files_storeddocument d WHERE d.id = pdf_id"
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("DELETE FROM files_storeddocument")


def move() -> None:
    with connection.cursor() as cursor:
        for statement in MIGRATION.MOVE:
            cursor.execute(statement)


def test_every_name_becomes_a_document(officer: User) -> None:
    law = make("perwali", "99", 2019)
    keep_pdf(actor=officer, regulation=law, upload=ContentFile(draw(REPEALER), "salah.pdf"))
    content = draw(PERWALI)
    attach_pdf(actor=officer, regulation=law, upload=ContentFile(content, "naskah.pdf"))
    confirm_structure(actor=officer, regulation=law)
    receive_pdf(actor=officer, upload=ContentFile(draw(f"{PERWALI}\nlain"), "baru.pdf"))
    names = dict(StoredDocument.objects.values_list("file", "sha256"))
    assert len(names) == 3
    past = list(EVENTS.objects.order_by("pgh_id").values_list("sha256", "pgh_label"))
    as_before()
    move()
    assert dict(StoredDocument.objects.values_list("file", "sha256")) == names
    document = RegulationFile.objects.select_related("pdf").get()
    assert (document.pdf.sha256, document.pdf.size) == (document.sha256, document.size)
    assert document.pdf.file.read() == content
    incoming = IncomingPdf.objects.select_related("pdf").get()
    assert (incoming.pdf.sha256, incoming.pdf.uploaded_by) == (incoming.sha256, officer)
    told = EVENTS.objects.order_by("pgh_id").values_list("sha256", "pgh_label", "pdf__sha256")
    assert list(told) == [(sha256, label, sha256) for sha256, label in past]
    page = Regulation.objects.get(pk=law.pk).get_absolute_url()
    answer: Any = Client().get(f"{page}berkas.pdf")
    assert b"".join(answer.streaming_content) == content
