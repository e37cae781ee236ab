"""What counts as the same word, and what is found first."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.accounts.models import User
from egov.search.text import tsquery
from regulations.models import Provision
from tests.regulations.factories import attach_pdf, make, pasal
from tests.regulations.sample_texts import draw, perda_like_the_parking_one


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
    assert not set(tsquery(text)) & set("!:*'")


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


def test_a_page_costs_the_same_for_one_pasal_and_for_many(officer: User, client: Client) -> None:
    r = make("perda", "3", 2018)
    pasal(r, 1)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(r.get_absolute_url()).status_code == 200
        return len(seen)

    few = count()
    for number in range(2, 30):
        pasal(r, number)
    assert count() == few <= 12


def test_a_long_text_is_read_chapter_by_chapter_and_stays_light(
    officer: User, client: Client
) -> None:
    r = make("uu", "1", 2022)
    rng = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    vocabulary = ["".join(rng.choices(letters, k=rng.randint(3, 9))) for _ in range(4000)]
    rows = []
    for chapter in range(1, 9):
        rows.append(
            Provision(
                regulation=r,
                kind="bab",
                label=f"BAB {chapter}",
                path=f"bab-{chapter}",
                position=len(rows) + 1,
                heading="JUDUL",
            )
        )
        for number in range(30):
            label = (chapter - 1) * 30 + number + 1
            text = " ".join(rng.choices(vocabulary, k=90))
            rows.append(
                Provision(
                    regulation=r,
                    label=f"Pasal {label}",
                    path=f"pasal-{label}",
                    position=len(rows) + 1,
                    text=text,
                )
            )
    Provision.objects.bulk_create(rows)
    whole, chapter_page = (
        client.get(f"/regulasi/uu/1/2022/{a}".replace("uu/1/2022", "uu/2022/1"))
        for a in ("", "bab-3/")
    )
    assert "dibaca per bab" in whole.content.decode()
    assert f'href="{r.get_absolute_url()}pasal-61/"' in chapter_page.content.decode()
    for page in (whole, chapter_page):
        assert len(gzip.compress(page.content)) <= 60_000
    assert (
        client.get("/regulasi/?q=uu 1 2022 pasal 61")["Location"] == "/regulasi/uu/2022/1/pasal-61/"
    )
    assert (
        "pasal-62/" in client.get("/regulasi/uu/2022/1/pasal-61/").content.decode()
    )  # to the next one


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


def test_the_real_law_of_193_pasal_stays_light(
    officer: User, client: Client, shared_data: Path
) -> None:
    from regulations.domain.text.parsing.grammar import parse

    r = make("uu", "1", 2022)
    found = parse((shared_data / "regulations" / "national" / "uu-2022-1.md").read_text())
    Provision.objects.bulk_create(
        Provision(
            regulation=r,
            kind=p.kind,
            label=p.label,
            path=p.path,
            position=i,
            heading=p.title[:600],
            text=p.text,
        )
        for i, p in enumerate(found.parts)
    )
    for address in ("", "bab-1/", "bab-2/", "bab-2-bagian-1/", "pasal-4/", "pasal-4/ayat-1/"):
        page = client.get(f"{r.get_absolute_url()}{address}")
        assert page.status_code == 200, address
        assert len(gzip.compress(page.content)) <= 60_000, address
