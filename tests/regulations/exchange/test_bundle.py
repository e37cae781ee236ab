"""The ZIP that people take away."""

from __future__ import annotations

import io
import json
import zipfile

from django.core.files.base import ContentFile
from django.test import Client

from egov.accounts.models import User
from regulations.domain.registry import load_kinds
from regulations.domain.text.review import confirm_structure
from regulations.models import Regulation
from tests.regulations.factories import app, attach_pdf
from tests.regulations.sample_texts import OWN, draw


def test_the_zip_holds_the_matrix_and_confirmed_files_only(officer: User, client: Client) -> None:
    shown, draft = (
        Regulation.objects.create(kind=load_kinds()["perda"], number=n, year=2020)
        for n in ("7", "8")
    )
    for row in (shown, draft):
        attach_pdf(actor=officer, regulation=row, upload=ContentFile(draw(OWN), "a.pdf"))
    confirm_structure(actor=officer, regulation=shown)
    app("e-contoh")
    archive = zipfile.ZipFile(io.BytesIO(client.get("/aplikasi/bawa-pulang.zip").getvalue()))
    assert sorted(archive.namelist()) == [
        "BACA.txt",
        "aplikasi.csv",
        "aplikasi.pdf",
        "aplikasi.xlsx",
        "peraturan.json",
        "peraturan/perda-2020-7.pdf",
        "peraturan/perda-2020-7.xml",
    ]
    assert "belum diketahui" in archive.read("aplikasi.csv").decode("utf-8-sig")
    assert len(json.loads(archive.read("peraturan.json"))) == 2
