"""What a delegation takes home: one frozen day, the law with its force, no people."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.verbs.refusal import Refusal
from news.domain.visits import after, answering, by_guest
from news.domain.visits.dossier import ask_dossier, make_dossier
from news.domain.visits.statistics import yearly
from news.domain.visits.the_day import Guest, note_arrival, sign_in_guest
from news.models import Visit, VisitDossier
from regulations.domain.parsing.pdf import read_pdf
from regulations.models import Binding, RegulationFile
from tests.files.test_documents import written
from tests.news.visits.conftest import MAIL, MONDAY, NAME, PHONE, confirmed
from tests.regulations.factories import (
    app,
    attach_pdf,
    bind_obligation,
    bind_umbrella,
    make,
    pasal,
)
from tests.regulations.sample_texts import PERWALI, draw
from tests.town import Town

GUEST = "Slamet Pesertatamu"


def registry(town: Town, count: int) -> list[str]:
    """Applications, each under its own Perwali and all under one pasal of a Perda."""
    officer = town.staff["legal_officer"]
    part = pasal(make("perda", "3", 2018, title="Parkir"), 29)
    codes = []
    for number in range(count):
        perwali = make("perwali", str(number + 1), title=f"Aplikasi {number}")
        application = app(f"apl-{number}")
        bind_umbrella(officer, application, perwali)
        bind_obligation(officer, application, part)
        codes.append(application.code)
    return codes


def dossier_of(town: Town, visit: Visit, codes: list[str]) -> VisitDossier:
    row = ask_dossier(actor=town.staff["host"], visit=visit, applications=codes, now=MONDAY)
    assert make_dossier(row.pk)
    row.refresh_from_db()
    return row


def test_thirty_applications_in_few_queries(town: Town) -> None:
    visit, counts = confirmed(town), {}
    codes = registry(town, 30)
    for many in (3, 30):
        row = ask_dossier(
            actor=town.staff["host"], visit=visit, applications=codes[:many], now=MONDAY
        )
        with CaptureQueriesContext(connection) as queries:
            make_dossier(row.pk)
        counts[many] = len(queries)
    assert counts[3] == counts[30] <= 40, counts
    row = VisitDossier.objects.first()
    assert (row.progress, len(row.content["applications"])) == (100, 30)
    assert not make_dossier(row.pk)  # once


def test_the_law_of_its_day_without_people_and_open_without_a_server(town: Town) -> None:
    visit = confirmed(town)
    codes = registry(town, 2)
    binding = Binding.objects.filter(role="umbrella").first()
    upload = ContentFile(draw(PERWALI), "a.pdf")
    attach_pdf(actor=town.staff["legal_officer"], regulation=binding.regulation, upload=upload)
    RegulationFile.objects.update(confirmed_at=MONDAY)
    answering.write_programme(
        actor=town.staff["host"], visit=visit, note="09.00 Sambutan & doa", now=MONDAY
    )
    row = dossier_of(town, visit, codes[:1])
    with zipfile.ZipFile(io.BytesIO(row.archive.read())) as archive:
        names = set(archive.namelist())
        read = {name: archive.read(name) for name in names}
    assert {"index.html", "berkas.pdf", "SHA256SUMS", "registri/aplikasi.csv",
            "registri/peraturan.json"} <= names  # fmt: skip
    papers = [name for name in names if name.startswith("registri/peraturan/")]
    assert len(papers) == 1
    for line in read["SHA256SUMS"].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(read[name]).hexdigest() == digest
    page = read["index.html"].decode()
    assert "09.00 Sambutan &amp; doa" in page and "berlaku" in page.lower()
    assert f'href="{papers[0]}"' in page and "<script" not in page
    told = json.loads(read["registri/peraturan.json"])
    assert len(told) == 2  # narrowed: its own Perwali and the Perda
    text = read_pdf(row.pdf.read()).text
    assert "Kabupaten Klaten" in text and "Pakai di daerah Anda" in text
    everything = page + text + json.dumps(row.content)
    assert [each for each in (NAME, MAIL, PHONE, GUEST) if each in everything] == []
    client = Client()
    for ending in ("pdf", "zip"):
        assert client.get(f"{visit.page}berkas.{ending}").status_code == 200
    with pytest.raises(Refusal, match="tidak dikenal"):
        ask_dossier(actor=town.staff["host"], visit=visit, applications=["x"], now=MONDAY)


def test_after_the_visit_everybody_reads_what_came_of_it(town: Town) -> None:
    visit = confirmed(town)
    begins = visit.bookings.get().begins_at
    host: dict[str, Any] = {"actor": town.staff["host"], "visit": visit}
    sign_in_guest(visit=visit, guest=Guest(GUEST, "Anggota", "DPRD"), consents=True, now=begins)
    note_arrival(at=begins, now=begins, **host)
    after.write_minutes(note="Dibahas <b>SPBE</b>.", now=begins, **host)
    upload = ContentFile(written(), "a.pdf")
    after.add_material(upload=upload, title="Paparan", now=begins, **host)
    question = by_guest.ask_question(visit=visit, text="Berapa aplikasi?", now=begins)
    hidden = by_guest.ask_question(visit=visit, text="Rahasiakah?", now=begins)
    page = visit.page
    assert "Berapa aplikasi?" not in Client().get(page).content.decode()
    answer = {"actor": town.staff["host"], "now": begins}
    after.answer_question(question=question, answer="Dua puluh.", public=True, **answer)
    after.answer_question(question=hidden, answer="Ya.", public=False, **answer)
    dossier_of(town, visit, registry(town, 3))
    with CaptureQueriesContext(connection) as queries:
        text = Client().get(page).content.decode()
    assert len(queries) <= 12
    assert "Dibahas &lt;b&gt;SPBE&lt;/b&gt;." in text and "Dua puluh." in text
    assert "Paparan (PDF)" in text and "Rahasiakah?" not in text and GUEST not in text
    (year,) = yearly()
    assert (year.visits, year.guests, year.provinces["Provinsi Jawa Tengah"]) == (1, 1, 1)
    assert "Studi banding 1" in Client().get("/kunjungan/statistik/").content.decode()
