"""What counts as the same word, and what is found first."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from egov.search.queries import words_query
from regulations.domain.law.events import record_event
from regulations.models import (
    Provision,
)
from regulations.search import find_parts
from tests.regulations.factories import TODAY, make, pasal


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("makam", "tata cara pemakaman jenazah"),
        ("pemakaman", "makam dan krematorium"),
        ("penduduk", "administrasi kependudukan"),
        ("kependudukan", "setiap penduduk wajib melapor"),
        ("kelola", "pengelolaan sampah"),
        ("pengelolaan", "dikelola oleh kelurahan"),
        ("tata", "penataan pedagang"),
        ("penataan", "tata ruang"),
        ("tagih", "penagihan piutang"),
        ("penetapan", "tetap dibayar"),
        ("pajak", "penerimaan pajak/retribusi daerah"),
        ("retribusi", "penerimaan pajak/retribusi daerah"),
        ("wali kota", "Walikota berwenang"),
        ("Walikota", "Peraturan Wali Kota"),
        ("parkir", "penyelenggaraan perparkiran"),
        ("di pajak", "wajib pajak daerah"),
    ],
)
def test_words_of_one_family_find_each_other(officer: User, asked: str, written: str) -> None:
    p = pasal(make("perda", "1"), 1)
    p.text = written
    p.save()
    other = pasal(make("perda", "2"), 1)
    other.text = "Sama sekali lain."
    other.save()
    assert list(Provision.objects.matching(asked)) == [p]


@pytest.mark.parametrize(
    "text", ["", "&|!():*", "'; DROP TABLE x; --", "a" * 200, "-", "perda !", "<-> a"]
)
@pytest.mark.django_db
def test_no_query_breaks_the_search(officer: User, client: Client, text: str) -> None:
    assert client.get("/regulasi/", {"q": text}).status_code == 200
    assert not set(str(words_query(text))) & set("!:*")


def test_a_misspelt_title_is_offered(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    r.title = "Penyelenggaraan Perparkiran"
    r.save()
    page = client.get("/regulasi/", {"q": "perparkirran"}).content.decode()
    assert "Mungkin yang Anda maksud" in page
    assert r.get_absolute_url() in page


def test_the_list_turns_by_key_and_costs_the_same(officer: User, client: Client) -> None:
    def count(address: str) -> tuple[int, str]:
        with CaptureQueriesContext(connection) as seen:
            page = client.get(address).content.decode()
        return len(seen), page

    make("perda", "0")
    few, _ = count("/regulasi/?q=uji")
    for i in range(1, 31):
        make("perda", str(i))
    many, page = count("/regulasi/?q=uji")
    assert many == few
    assert page.count('class="title"') == 25
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert count(f"/regulasi/{following}")[1].count('class="title"') == 6


def test_search_shows_a_pasal_as_it_reads_on_the_day(officer: User) -> None:
    perda = make("perda", "1", 2010)
    p = pasal(perda, 1, text="Karcis kertas wajib dibawa.")
    amendment = {
        "actor": officer,
        "kind": "amends",
        "source": make("perda", "2", 2020),
        "target": perda,
        "provision": p,
        "on": date(2020, 2, 1),
    }
    record_event(**amendment, wording="Dompet digital wajib dipakai.")
    assert find_parts("kertas", on=TODAY) == []
    assert find_parts("kertas", on=date(2019, 1, 1)) == [p]
    hit = find_parts("dompet", on=TODAY)[0]
    assert (hit, getattr(hit, "snippet", "")) == (p, "Dompet digital wajib dipakai.")
    assert find_parts("dompet", on=date(2019, 1, 1)) == []


def test_citation_queries_go_to_the_pasal(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    pasal(r, 29)
    assert (
        client.get("/regulasi/", {"q": "perda 3 2018 pasal 29"})["Location"]
        == "/regulasi/perda/2018/3/pasal-29/"
    )


def test_words_are_found_at_the_pasal(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    pasal(r, 29, text="Penyelenggara wajib menyediakan karcis parkir.")
    page = client.get("/regulasi/", {"q": "karcis parkir"}).content.decode()
    assert f'{r.get_absolute_url()}pasal-29/"' in page
