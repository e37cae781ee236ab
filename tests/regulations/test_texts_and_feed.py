from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from egov.accounts.models import User
from egov.acts.refusal import Refusal
from egov.imports.engine import import_file
from regulations.bindings import bind
from regulations.force import force_of
from regulations.health import recompute
from regulations.jdihn import KEYS, JdihnImporter, feed
from regulations.lifecycle import go_live
from regulations.models import Application, Finding, Regulation
from regulations.models.event import Event
from regulations.models.regulation import Force
from regulations.registry import load_kinds
from regulations.texts import attach_pdf, confirm_structure
from regulations.timeline import record_event
from tests.regulations.papers import draw
from tests.regulations.test_registry import make
from tests.regulations.test_structure import OWN
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(world: World) -> User:
    load_kinds()
    return world.staff["legal_officer"]


def test_from_the_pdf_of_a_perda_to_its_repeal(officer: User, client: Client) -> None:
    kinds = load_kinds()
    perda = Regulation.objects.create(kind=kinds["perda"], number="7", year=2020)
    found = attach_pdf(actor=officer, regulation=perda, upload=ContentFile(draw(OWN), "perda.pdf"))
    assert [p.path for p in found.articles][-1] == "pasal-5"
    assert (perda.promulgated_on, perda.commences_on) == (date(2020, 2, 4), date(2021, 3, 1))
    page = client.get(f"{perda.get_absolute_url()}?pada=2021-03-01").content.decode()
    assert "belum dipastikan petugas" in page
    assert 'id="pasal-3a"' in page
    confirm_structure(actor=officer, regulation=perda)
    with pytest.raises(Refusal) as told:
        attach_pdf(actor=officer, regulation=perda, upload=ContentFile(draw(OWN), "perda.pdf"))
    assert told.value.code == "already_confirmed"
    assert client.get(f"{perda.get_absolute_url()}berkas.pdf").getvalue().startswith(b"%PDF")

    umbrella = make("perwali", "1", 2021)
    parkir = Application.objects.create(code="parkir", name="Parkir (contoh)", element="layanan", obliges=True)
    bind(actor=officer, application=parkir, regulation=umbrella, role="umbrella", start=date(2021, 1, 2))
    binding = bind(
        actor=officer, application=parkir, regulation=perda, provision=perda.provisions.get(path="pasal-3"), role="obligation", start=date(2021, 3, 1)
    )
    assert "wajib tertib" in binding.quote
    go_live(actor=officer, application=parkir, on=date(2021, 3, 1))
    repealer = make("perda", "9", 2024)
    record_event(actor=officer, kind=Event.REPEALS, source=repealer, target=perda, on=date(2024, 2, 1))
    assert force_of(perda, date(2024, 2, 1)) == Force.ENDED
    recompute(on=date(2024, 2, 1))
    finding = Finding.objects.get()
    assert (finding.problem, finding.candidate) == ("no_perda", repealer)
    assert "Kewajiban warga tanpa Perda" in client.get("/aplikasi/parkir/?pada=2024-02-01").content.decode()


def test_the_real_perda_goes_the_same_way(officer: User, shared_data: Path) -> None:
    perda = Regulation.objects.create(kind=load_kinds()["perda"], number="3", year=2018)
    content = (shared_data / "regulations" / "pdf" / "perda-surabaya-2018-3.pdf").read_bytes()
    attach_pdf(actor=officer, regulation=perda, upload=ContentFile(content, "a.pdf"))
    assert perda.provisions.articles().count() == 41
    assert "sistem" in perda.provisions.get(path="pasal-28").text.lower() or perda.provisions.get(path="pasal-28").text
    assert (str(perda.enacted_on), str(perda.promulgated_on)) == ("2018-06-21", "2018-06-21")


def test_what_is_no_pdf_is_refused_and_a_scan_waits_for_ocr(officer: User) -> None:
    r = make("perda", "1")
    with pytest.raises(Refusal) as told:
        attach_pdf(actor=officer, regulation=r, upload=ContentFile(b"bukan", "a.pdf"))
    assert (told.value.code, told.value.field) == ("not_a_pdf", "pdf")
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(" "), "a.pdf"))
    assert r.document.text_status == "perlu-ocr"
    with pytest.raises(Refusal) as told:
        confirm_structure(actor=officer, regulation=r)
    assert told.value.code == "needs_ocr"


def test_a_feed_exported_and_imported_again_is_equal(officer: User, client: Client, tmp_path: Path) -> None:
    make("perda", "3", 2018, gazette_ref="Lembaran Daerah contoh")
    make("perwali", "100.3/210/2025", 2021)
    make("uu", "1", 2020)
    made = client.get("/feed/document.json").json()
    assert made == feed(date.today())  # noqa: DTZ011
    assert len(made) == 2  # the region's own products
    assert all(tuple(row) == KEYS and all(isinstance(v, str) for v in row.values()) for row in made)
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    Regulation.objects.all().delete()
    run = import_file(JdihnImporter(), path)
    assert (run.created, run.bad) == (2, 0), run.errors
    again = [{k: v for k, v in row.items() if k not in ("idData",)} for row in feed(date.today())]  # noqa: DTZ011
    assert again == [{k: v for k, v in row.items() if k not in ("idData",)} for row in made]
    repeat = import_file(JdihnImporter(), path)
    assert (repeat.created, repeat.updated, repeat.unchanged) == (0, 0, 2)


def test_a_bad_feed_is_reported_row_by_row(officer: User, tmp_path: Path) -> None:
    rows = [
        {"jenis": "PERATURAN DAERAH", "noPeraturan": "Nomor 1", "judul": "Perda Nomor 1 Tahun 2001 tentang A", "tanggal_penetapan": "01-02-2001"},
        {"jenis": "PERATURAN DAERAH", "noPeraturan": "1", "judul": "Perda Nomor 1 Tahun 2001 tentang A"},
        {"jenis": "Surat Cinta", "noPeraturan": "1", "judul": "X"},
        {"jenis": "Perda", "noPeraturan": "2", "judul": "Perda Nomor 2 Tahun 2002 tentang B", "tanggal_penetapan": "32-13-2002"},
        {"jenis": "Perda", "noPeraturan": "3", "judul": "tanpa tahun"},
    ]
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    run = import_file(JdihnImporter(), path, partial=True)
    assert [(e["line"], e["code"]) for e in run.errors] == [(3, "unknown_kind"), (4, "bad_date"), (5, "no_year")]
    assert Regulation.objects.get().enacted_on == date(2001, 2, 1)
