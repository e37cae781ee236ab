"""What the page and the API answer, whatever is typed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from egov.search.guessing import distance
from egov.search.indexing import drain
from egov.search.misses import KEPT, forget, week_of
from egov.search.models import Miss, Term
from egov.search.queries import forget_meanings, read_words, variants
from musrenbang.domain.numbers import make_number, similar_numbers
from tests.factories.musrenbang import KamusEntryFactory
from tests.town import Town, client_of

NIK = "3578010101900001"
BAD = [
    *("", " ", "a", "di", "di ke dari yang", "' & | ! <->", "():*", "<-> a", "a & | b", "\\", "%"),
    *("\U0001f600", "\U0001f600 paving", "é", "\uff11\uff12", "a" * 200, "a b " * 50),
    *("'; DROP TABLE x; --", "-", "rw", "rw 5", "rw 999999", "kelurahan", "perda !", "0", "2027-"),
]
REFUSED = [
    ({"q": "a" * 201}, "Paling panjang 200 huruf"),
    ({"q": NIK}, "Ini seperti NIK"),
    ({"q": "nik saya 3578 0101 0190 0001"}, "Ini seperti NIK"),
    ({"q": "paving", "jenis": "zeppelin"}, "Jenis ini tidak ada"),
    ({"q": "paving", "tahun": "abcd"}, "Tulis tahun"),
    ({"q": "paving", "opd": "' OR 1=1"}, "Kode ini tidak ada"),
    ({"q": "paving", "halaman": "-1"}, "Halaman ini tidak ada"),
    ({"q": "paving", "halaman": "99999999999999999999"}, "Halaman ini tidak ada"),
]


@pytest.mark.parametrize("text", BAD)
def test_whatever_is_typed_is_answered(town: Town, client: Client, text: str) -> None:
    drain()
    for address in ("/cari/", "/cari/saran/", "/api/v1/cari/"):
        assert client.get(address, {"q": text}).status_code == 200, address


@pytest.mark.parametrize(("asked", "sentence"), REFUSED)
def test_what_cannot_be_asked_is_refused_in_words(
    db: None, client: Client, caplog: Any, asked: dict[str, str], sentence: str
) -> None:
    page = client.get("/cari/", asked)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert NIK not in page.content.decode()
    answer = client.get("/api/v1/cari/", asked)
    assert answer.status_code == 422
    assert sentence in json.dumps(answer.json(), ensure_ascii=False)
    assert NIK not in caplog.text
    assert not Miss.objects.exists()


def test_no_search_engine_keeps_it(db: None, client: Client) -> None:
    page = client.get("/cari/", {"q": "zeppelin"})
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_facets_are_links_and_hits_one_list(town: Town, client: Client) -> None:
    KamusEntryFactory(name="Zeppelin", code="zeppelin")
    for _ in range(3):
        town.proposal(title="Zeppelin di balai")
    drain()
    page = client.get("/cari/", {"q": "zeppelin"}).content.decode()
    assert page.count('<ol class="hits') == 1
    assert page.split('<ol class="hits')[1].split("</ol>")[0].count("<li>") == 4
    assert "<script" not in page.split("<main")[1]
    assert 'href="?q=zeppelin&amp;jenis=usulan"' in page
    narrowed = client.get("/cari/", {"q": "zeppelin", "jenis": "kamus"})
    assert [hit.title for hit, *_ in narrowed.context["rows"]] == ["Zeppelin"]
    answer = client.get("/api/v1/cari/", {"q": "zeppelin"}).json()
    assert answer["jumlah"] == [
        {"jenis": "kamus", "jumlah": 1},
        {"jenis": "usulan", "jumlah": 3},
    ]


def test_a_place_is_read_in_any_order(town: Town, client: Client) -> None:
    here = town.proposal(title="Zeppelin di balai")
    town.proposal(title="Zeppelin di balai", rw=town.areas["35.78.02.1001/02"])
    drain()
    for text in ("zeppelin karang pilang 1", "karang pilang 1 zeppelin", "zeppelin rw 1 "):
        rows = client.get("/cari/", {"q": f"{text} karang pilang 1"}).context["rows"]
        assert [hit.url for hit, *_ in rows] == [here.get_absolute_url()], text
    alone = client.get("/cari/", {"q": "karang pilang 1 rw 1"}).context["rows"]
    assert alone[0][0].title == "RW 01 Karang Pilang 1"


def test_words_without_result_are_counted_and_forgotten(db: None, client: Client) -> None:
    for _ in range(2):
        client.get("/cari/", {"q": "Zeppelin di balai"})
    client.get("/cari/", {"q": "zeppelin 081234567890"})
    assert list(Miss.objects.values_list("words", "n")) == [("zeppelin balai", 2)]
    row = Miss.objects.get()
    assert row.counted_on == week_of(row.counted_on)
    assert forget() == 0
    Miss.objects.update(counted_on=row.counted_on - KEPT - KEPT)
    assert forget() == 1


def test_the_desk_sees_what_many_missed_and_mends_a_word(town: Town) -> None:
    week = week_of(timezone.localdate())
    Miss.objects.create(counted_on=week, words="gethek", n=5)
    Miss.objects.create(counted_on=week, words="nama orang", n=4)
    desk = client_of(town.staff["administrator"])
    page = desk.get("/admin/search/miss/").content.decode()
    assert "gethek" in page
    assert "nama orang" not in page
    assert read_words("gethek") == ["gethek"]
    given = {"word": "Gethek", "kind": "short", "meaning": "rakit"}
    assert desk.post("/admin/search/term/add/", given).status_code == 302
    assert Term.objects.get(word="gethek").meaning == "rakit"
    assert read_words("gethek") == ["rakit"]
    assert client_of(town.staff["lurah"]).get("/admin/search/term/").status_code == 403
    forget_meanings()


def test_words_are_read_as_people_write_them(db: None) -> None:
    assert read_words("jln mti di gang") == ["jalan", "mati", "gang"]
    assert read_words("polisi tidur gang 3") == ["polisi tidur", "gang", "3"]
    assert read_words("Wali Kota") == ["walikota"]
    assert "penataan" in variants("tata")
    assert [distance("kebaron", "kebraon"), distance("foging", "fogging")] == [1, 1]
    number = make_number(2027, 4821)
    assert similar_numbers(number) == []
    wrong = f"{number[:8]}{(int(number[8]) + 1) % 10}{number[9:]}"
    assert number in similar_numbers(wrong)
