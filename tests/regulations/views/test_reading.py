"""Reading a regulation: as of a day, part by part, beside its PDF."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from egov.accounts.models import User
from tests.regulations.factories import app, attach_pdf, bind_umbrella, make, pasal, record
from tests.regulations.sample_texts import draw, perda_like_the_parking_one

PASAL = """(1) Izin diberikan kepada:
a. orang perseorangan; atau
b. badan, yang memenuhi:
1. syarat pertama;
2. syarat kedua.
(2) Pelanggar dikenakan sanksi sebagaimana
(1) disebut di atas.
(2a) Disisipkan.
(3) Selesai."""


def test_pages_answer_as_of_a_day(officer: User, client: Client) -> None:
    a, r = app(), make("perwali", "100.3.3.3/210/436.1.2/2025", 2021, commences_on=date(2022, 1, 1))
    bind_umbrella(officer, a, r, start=date(2022, 1, 1))
    address = "/regulasi/perwali/2021/100.3.3.3~210~436.1.2~2025/"
    assert r.get_absolute_url() == address
    for day, value in (("2021-06-01", "belum-berlaku"), ("2022-01-01", "berlaku")):
        assert (
            f'<data class="in-force" value="{value}">'
            in client.get(f"{address}?pada={day}").content.decode()
        )
    assert (
        "Dasar hukumnya belum diketahui"
        in client.get("/aplikasi/parkir/?pada=2021-11-15").content.decode()
    )
    assert r.citation in client.get("/aplikasi/parkir/?pada=2022-06-01").content.decode()
    assert client.get("/regulasi/?q=perwali 100.3.3.3/210/436.1.2/2025 2021").status_code in (
        200,
        302,
    )
    for bad in (f"{address}?pada=kemarin", "/aplikasi/?pada=2021-13-01", "/aplikasi/?format=exe"):
        assert client.get(bad).status_code == 422
    assert client.get("/aplikasi/tidak-ada/").status_code == 404


def test_the_pdf_is_named_by_its_page(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    attach_pdf(
        actor=officer, regulation=r, upload=ContentFile(draw(perda_like_the_parking_one()), "a.pdf")
    )
    assert r.provisions.get(path="pasal-1").page == 1
    last = r.provisions.get(path="pasal-41").page
    assert last
    assert last > 1
    answer = client.get(f"{r.get_absolute_url()}berkas.pdf")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    page = client.get(f"{r.get_absolute_url()}pasal-41/")
    assert f"berkas.pdf#page={last}" in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


@pytest.mark.django_db
def test_each_part_has_an_address(client: Client) -> None:
    r = make("perda", "3", 2018)
    pasal(r, 3, text=PASAL)
    page = client.get("/regulasi/perda/2018/3/pasal-3/ayat-1/huruf-b/angka-2/").content.decode()
    assert "<h1>Pasal 3 ayat (1) huruf b angka 2</h1>" in page
    assert "syarat kedua." in page
    assert (
        'value="belum-berlaku"'
        in client.get("/regulasi/perda/2018/3/pasal-3/?pada=2017-01-01").content.decode()
    )
    for missing in ("pasal-4/", "pasal-3/ayat-9/", "pasal-3/ayat-1/huruf-z/", "lain/"):
        assert client.get(f"/regulasi/perda/2018/3/{missing}").status_code == 404


def test_dead_law_that_a_regulation_names_is_told_dead(officer: User, client: Client) -> None:
    perda, old = make("perda", "1", 2018), make("perda", "1", 2009)
    carried_out = make("perwali", "1", 2019)
    record(officer, "repeals", perda, old, date(2018, 1, 2))
    record(officer, "implements", carried_out, perda, date(2019, 1, 2))
    record(officer, "repeals", make("perwali", "2", 2022), carried_out, date(2022, 1, 2))
    tag = '<span class="tag stop">Tidak berlaku</span>'
    for address, count in (("", 2), ("?pada=2021-06-01", 1), ("?pada=2018-01-01", 0)):
        page = client.get(f"{perda.get_absolute_url()}{address}").content.decode()
        assert page.count(tag) == count, address
