"""From the PDF of a perda to its repeal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.applications.health import recompute
from regulations.domain.applications.lifecycle import go_live
from regulations.domain.law.states import force_of
from regulations.domain.registry import load_kinds
from regulations.domain.text.review import confirm_structure
from regulations.models import Application, Finding, Regulation
from regulations.vocabulary import EventKind, Force
from tests.regulations.factories import attach_pdf, bind_obligation, bind_umbrella, make, record
from tests.regulations.sample_texts import OWN, draw


def test_from_the_pdf_of_a_perda_to_its_repeal(officer: User, client: Client) -> None:
    kinds = load_kinds()
    perda = Regulation.objects.create(kind=kinds["perda"], number="7", year=2020)
    attach_pdf(actor=officer, regulation=perda, upload=ContentFile(draw(OWN), "perda.pdf"))
    assert [p.path for p in perda.provisions.articles()][-1] == "pasal-5"
    assert (perda.promulgated_on, perda.commences_on) == (date(2020, 2, 4), date(2021, 3, 1))
    page = client.get(f"{perda.get_absolute_url()}?pada=2021-03-01").content.decode()
    assert "belum dipastikan petugas" in page
    assert 'id="pasal-3a"' in page
    confirm_structure(actor=officer, regulation=perda)
    with pytest.raises(Refusal) as refusal:
        attach_pdf(actor=officer, regulation=perda, upload=ContentFile(draw(OWN), "perda.pdf"))
    assert refusal.value.code == "already_confirmed"
    assert client.get(f"{perda.get_absolute_url()}berkas.pdf").getvalue().startswith(b"%PDF")

    umbrella = make("perwali", "1", 2021)
    parkir = Application.objects.create(
        code="parkir", name="Parkir (contoh)", element="layanan", obliges=True
    )
    bind_umbrella(officer, parkir, umbrella, start=date(2021, 1, 2))
    binding = bind_obligation(
        officer, parkir, perda.provisions.get(path="pasal-3"), start=date(2021, 3, 1)
    )
    assert "wajib tertib" in binding.quote
    go_live(actor=officer, application=parkir, on=date(2021, 3, 1))
    repealer = make("perda", "9", 2024)
    record(officer, EventKind.REPEALS, repealer, perda, date(2024, 2, 1))
    assert force_of(perda, date(2024, 2, 1)) == Force.ENDED
    recompute(on=date(2024, 2, 1))
    finding = Finding.objects.get()
    assert (finding.problem, finding.candidate) == ("no_perda", repealer)
    assert (
        "Kewajiban warga tanpa Perda"
        in client.get("/aplikasi/parkir/?pada=2024-02-01").content.decode()
    )


def test_the_real_perda_goes_the_same_way(officer: User, shared_data: Path) -> None:
    perda = Regulation.objects.create(kind=load_kinds()["perda"], number="3", year=2018)
    content = (shared_data / "regulations" / "pdf" / "perda-surabaya-2018-3.pdf").read_bytes()
    attach_pdf(actor=officer, regulation=perda, upload=ContentFile(content, "a.pdf"))
    assert perda.provisions.articles().count() == 41
    assert (
        "sistem" in perda.provisions.get(path="pasal-28").text.lower()
        or perda.provisions.get(path="pasal-28").text
    )
    assert (str(perda.enacted_on), str(perda.promulgated_on)) == ("2018-06-21", "2018-06-21")
