"""Adding and editing a regulation at the desk."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from egov.accounts.models import User
from regulations.domain.registry import load_kinds
from regulations.models import (
    Regulation,
)
from regulations.tasks import read_waiting
from tests.regulations.factories import app, bind_umbrella, make
from tests.regulations.sample_texts import draw, perda_like_the_parking_one
from tests.town import client_of


def test_what_a_bound_regulation_is_called_cannot_be_edited(officer: User) -> None:
    a, perwali = app(), make("perwali", "1")
    bind_umbrella(officer, a, perwali)
    client = client_of(officer)
    kind = load_kinds()["kepwali"].pk
    form = {
        "kind": kind,
        "number": "77",
        "year": "1999",
        "title": "Baru",
        "promulgated_on": "2020-01-02",
        "enacted_on": "2020-01-01",
    }
    assert (
        client.post(f"/admin/regulations/regulation/{perwali.pk}/change/", form).status_code == 302
    )
    perwali.refresh_from_db()
    assert (perwali.kind.code, perwali.number, perwali.year, perwali.title) == (
        "perwali",
        "1",
        2020,
        "Baru",
    )


def test_a_regulation_is_made_from_its_pdf_alone(officer: User) -> None:
    client = client_of(officer)
    kind = load_kinds()["perda"].pk
    upload = SimpleUploadedFile(
        "perda.pdf", draw(perda_like_the_parking_one()), content_type="application/pdf"
    )
    answer = client.post(
        "/admin/regulations/regulation/add/", {"kind": kind, "pdf": upload, "_save": "1"}
    )
    regulation = Regulation.objects.get(number="3", year=2018)
    assert answer["Location"] == f"/admin/regulations/regulation/{regulation.pk}/naskah/"
    assert read_waiting() == 1
    regulation.refresh_from_db()
    assert (regulation.title, str(regulation.promulgated_on)) == (
        "Penataan Parkir Contoh di Kota Surabaya",
        "2018-06-21",
    )
    for data, sentence in (
        ({"kind": kind}, "tidak terbaca dari naskah"),
        ({"kind": kind, "pdf": SimpleUploadedFile("a.pdf", b"bukan")}, "bukan PDF"),
        ({"kind": kind, "number": "3", "year": "2018"}, "sudah ada di registri"),
        (
            {
                "kind": kind,
                "number": "4",
                "year": "2018",
                "promulgated_on": "2018-02-02",
                "commences_on": "2018-01-01",
            },
            "Berlaku surut",
        ),
        (
            {"kind": kind, "number": "4", "year": "2018", "other_region": "99.99"},
            "Tidak ada wilayah",
        ),
    ):
        page = client.post("/admin/regulations/regulation/add/", data)
        assert page.status_code == 200
        assert sentence in page.content.decode()
