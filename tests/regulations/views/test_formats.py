"""The formats in which regulations and applications go out."""

from __future__ import annotations

import json
import re
from datetime import date

import yaml
from django.test import Client
from lxml import etree

from egov.accounts.models import User
from regulations.models import (
    Application,
    Regulation,
)
from tests.regulations.factories import NO_STEPS, app, bind_umbrella, make, pasal
from tests.town import client_of


def test_control_characters_break_no_export(officer: User, client: Client) -> None:
    desk = client_of(officer)
    desk.post(
        "/admin/regulations/application/add/",
        {"name": "Tempel\x0bdari Word", "code": "tempel", "element": "layanan", **NO_STEPS},
    )
    assert Application.objects.get().name == "Tempeldari Word"
    perda, other = make("perda", "1"), make("perda", "2", 2021)
    form = {
        "kind": "amends",
        "source": other.pk,
        "target": perda.pk,
        "on": "2021-06-01",
        "basis": "Pasal\x0b1",
    }
    assert desk.post("/admin/regulations/legalevent/add/", form).status_code == 302
    pasal(perda, 1, text="Baris\x0b satu \uffff.")
    for address in (
        "/regulasi/atom/",
        "/aplikasi/?format=xlsx",
        "/aplikasi/?format=pdf",
        "/aplikasi/bawa-pulang.zip",
        "/feed/document.json",
    ):
        assert client.get(address).status_code == 200, address
    etree.fromstring(client.get(perda.eli).content)
    etree.fromstring(client.get("/regulasi/atom/").content)


def test_json_ld_is_legislation_and_cannot_break_out(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    Regulation.objects.filter(pk=r.pk).update(title="</script><script>alert(1)</script>")
    page = client.get(f"{r.get_absolute_url()}?pada=2019-01-01").content.decode()
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert script
    data = json.loads(script[1])
    assert (data["@type"], data["legislationLegalForce"]) == (
        "Legislation",
        "https://schema.org/InForce",
    )
    assert "<script>alert" not in page


def test_publiccode_names_the_legal_basis(officer: User, client: Client) -> None:
    a, r = app("ssw"), make("perwali", "28", 2013)
    assert "x-dasar-hukum: []" in client.get("/aplikasi/ssw/publiccode.yml").content.decode()
    bind_umbrella(officer, a, r, start=date(2014, 1, 1))
    publiccode = yaml.safe_load(client.get("/aplikasi/ssw/publiccode.yml").content)
    assert publiccode["x-dasar-hukum"][0]["uri"].endswith("/akn/id-3578/act/perwali/2013/28")
    assert (
        '"Perwali Kota Surabaya Nomor 28 Tahun 2013"'
        in client.get("/aplikasi/ssw/publiccode.yml").content.decode()
    )
