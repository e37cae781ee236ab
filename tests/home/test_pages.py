"""Public pages: queries, caching, weight, refusals."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.search.indexing import drain
from tests.town import Town, decide

PUBLIC = [
    "/",
    "/usulan/",
    "/kamus/",
    "/wilayah/35.78/",
    "/wilayah/35.78.01.1001/",
    "/usulan/baru/",
    "/akun/masuk/",
]


def queries(client: Client, address: str) -> int:
    from django.db import connection

    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_query_counts_do_not_grow(town: Town, client: Client) -> None:
    first = town.proposal("kelurahan")
    for _ in range(25):  # more than a page: the list counts what it does not show
        town.proposal("kelurahan")
    page = f"/usulan/{first.number}/"
    few = {
        a: queries(client, a) for a in ("/", "/usulan/", page, "/wilayah/35.78.01.1001/", "/kamus/")
    }
    for tier in ("rw", "kelurahan", "kecamatan", "kota") * 15:
        other = town.proposal(tier)
        if tier == "kelurahan":
            decide(actor=town.staff["lurah"], proposal=other, outcome="forward")
    many = {a: queries(client, a) for a in few}
    assert many == few
    assert max(many["/"], many["/usulan/"], many[page]) <= 12, many


def test_the_desk_does_not_grow_either(town: Town, client: Client) -> None:
    client.force_login(town.staff["lurah"], backend="egov.accounts.signing_in.ContactBackend")
    addresses = (
        "/admin/",
        "/admin/musrenbang/proposal/",
        "/admin/musrenbang/decision/",
        "/admin/accounts/residence/",
    )
    town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=town.proposal("kelurahan"), outcome="forward")
    client.get("/admin/")  # once in five minutes the session notes that its owner is at work
    few = {a: queries(client, a) for a in addresses}
    for _ in range(50):
        decide(actor=town.staff["lurah"], proposal=town.proposal("kelurahan"), outcome="forward")
        town.proposal("kelurahan")
    assert {a: queries(client, a) for a in addresses} == few


@pytest.mark.parametrize("address", [a for a in PUBLIC if a != "/akun/masuk/"])
def test_an_anonymous_page_sets_no_cookie_and_can_be_kept(
    town: Town, client: Client, address: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("address", PUBLIC)
def test_pages_are_light(town: Town, client: Client, address: str) -> None:
    for _ in range(30):
        town.proposal("kelurahan")
    assert len(gzip.compress(client.get(address).content)) < 60_000


def test_css_and_js_fit_the_budget() -> None:
    total = 0
    for name in ("web/portal.css", "web/portal.js"):
        with open(finders.find(name), "rb") as f:
            total += len(gzip.compress(f.read()))
    assert total <= 35_000
    with open(finders.find("web/portal.css"), "rb") as f:
        assert len(gzip.compress(f.read())) <= 14_000


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/usulan/9999-000000-0/", 404),
        ("/usulan/?sesudah=bukan-kursor", 422),
        ("/usulan/?tahun=abc", 422),
        ("/usulan/?wilayah=' OR 1=1", 422),
        ("/usulan/?q=%00", 400),
        ("/kamus/?format=exe", 422),
        ("/wilayah/99.99/", 404),
        ("/musrenbang/1999/", 404),
        ("/akun/daftar/99.99.99.9999/", 404),
        ("/cari/?q=" + "a" * 500, 422),
        ("/tidak-ada/", 404),
    ],
)
def test_bad_addresses_get_a_sentence(db: None, address: str, status: int) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status


def test_a_number_typed_anyhow_leads_to_the_page(town: Town, client: Client) -> None:
    p = town.proposal()
    spoken = p.number.replace("-", " ")
    assert client.get("/cari/", {"q": spoken})["Location"] == f"/usulan/{p.number}/"
    assert client.get("/cari/", {"q": "perda 3 2018"})["Location"] == "/regulasi/?q=perda+3+2018"
    drain()
    found = client.get("/cari/", {"q": p.title.split()[0]}).content.decode()
    assert f'href="/usulan/{p.number}/"' in found
    assert client.get("/usulan/", {"q": p.number})["Location"] == f"/usulan/{p.number}/"


def test_filters_narrow_and_pages_follow_by_key(town: Town, client: Client) -> None:
    for i in range(30):
        town.proposal("kelurahan", title=f"Lampu {i}", support_count=i % 3)
    town.proposal("kecamatan", title="Saluran air di pojok")
    page = client.get("/usulan/?tingkat=kelurahan&urut=dukungan")
    seen = [r.pk for r in page.context["page"].items]
    following = client.get(
        f"/usulan/?tingkat=kelurahan&urut=dukungan&sesudah={page.context['page'].next}"
    )
    seen += [r.pk for r in following.context["page"].items]
    assert len(seen) == len(set(seen)) == 30
    assert [r.title for r in client.get("/usulan/?q=saluran").context["page"].items] == [
        "Saluran air di pojok"
    ]
    assert [r.title for r in client.get("/usulan/?q=luran").context["page"].items] == [
        "Saluran air di pojok"
    ]
    assert client.get("/usulan/?wilayah=35.78.02").context["page"].items == []


def test_the_kamus_goes_home_as_pdf_csv_and_xlsx(town: Town, client: Client) -> None:
    import io

    from openpyxl import load_workbook

    town.variant.entry.conditions = "=HYPERLINK(1)"
    town.variant.entry.save()
    assert client.get("/kamus/?format=pdf").content.startswith(b"%PDF")
    text = client.get("/kamus/?format=csv").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("paving-6,Pavingisasi,tebal 6 cm,m2,210000,")
    assert "'=HYPERLINK(1)" in text
    book = load_workbook(io.BytesIO(client.get("/kamus/?format=xlsx").content))
    assert [c.value for c in book.active[2]][:5] == [
        "paving-6",
        "Pavingisasi",
        "tebal 6 cm",
        "m2",
        210000,
    ]


def test_a_receipt_has_a_pdf(town: Town, client: Client) -> None:
    p = town.proposal(title="#set text(red) *bold* $x$")
    assert client.get(f"/usulan/{p.number}/bukti/?format=pdf").content.startswith(b"%PDF")


def test_health(db: None, client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json() == {"database": True, "cache": True}


def test_a_refusal_no_view_answered_is_a_page(db: None, client: Any) -> None:
    page = client.get("/usulan/?sesudah=zzz")
    assert "Mulai lagi dari halaman pertama" in page.content.decode()
    assert "bad_cursor" not in page.content.decode()


def test_a_channel_being_set_up_does_not_take_home_down(town: Town, client: Client) -> None:
    from musrenbang.models import Channel

    Channel.objects.create(
        cycle=town.cycle, code="kosong", name="Kosong", submission=town.channel.submission
    )
    assert client.get("/").status_code == 200
    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.create(
            cycle=town.cycle,
            code="tanpa",
            name="Tanpa batas",
            submission=DateTimeTZRange(timezone.now(), None),
        )
