"""The import pages at the desk: who opens them, what they say, and what they lead to."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from egov.accounts.models import User
from egov.imports.models import ImportRun
from egov.imports.offers import Offer
from egov.imports.performing import perform
from egov.imports.tasks import perform_waiting
from tests.imports.factories import BAD, checked, codes, offered, table
from tests.town import Town, client_of

ROOM = "/admin/imports/importrun"


@pytest.fixture(autouse=True)
def offer(settings: Any, tmp_path: Path) -> Iterator[Offer]:
    settings.IMPORT_ROOT = str(tmp_path / "impor")
    with offered() as offer:
        yield offer


@pytest.fixture
def admin(town: Town) -> Client:
    return client_of(town.staff["administrator"])


def press(client: Client, slug: str = "uji", *, key: str = "", **given: Any) -> Any:
    """The form as a browser sends it."""
    data = {"key": key or uuid.uuid4().hex, **given}
    return client.post(f"{ROOM}/impor/{slug}/", data, follow=True)


READS = {"administrator", "auditor", "planner", "mitra", "tapd"}
# have imports of their own, not the one asked for here
HAVE_OTHERS = {"planner", "legal_officer", "infra_operator", "infra_operator_opd"}
HAVE_OTHERS |= {"contributor", "editor", "lurah", "operator_kelurahan"}


def test_who_opens_what(town: Town) -> None:
    """Each role and a stranger on each page, each download, and each press."""
    admin = town.staff["administrator"]
    run = checked(admin, "a", "buruk")
    people: dict[str, User | None] = {"stranger": None, "citizen": town.citizen, **town.staff}
    people |= {f"far_{role}": person for role, person in town.far.items()}
    for who, person in people.items():
        client = client_of(person) if person else Client()
        gives, reads = who == "administrator", who in READS
        no = 302 if who in ("stranger", "citizen") else 403  # to the sign-in page, which refuses
        some = gives or who.removeprefix("far_") in HAVE_OTHERS
        for address, may in {
            f"{ROOM}/impor/": some,
            f"{ROOM}/impor/uji/": gives,
            f"{ROOM}/impor/uji/contoh/": gives,
            f"{ROOM}/": reads or some,
            f"{ROOM}/{run.pk}/change/": reads,
            f"{ROOM}/{run.pk}/laporan.csv": reads,
            f"{ROOM}/{run.pk}/laporan.xlsx": reads,
        }.items():
            assert client.get(address).status_code == (200 if may else no), (who, address)
        if not gives:
            posted = client.post(f"{ROOM}/impor/uji/", {"file": table("x"), "key": "k"})
            assert posted.status_code == no, who
            applied = client.post(f"{ROOM}/{run.pk}/terapkan/", {"partial": "1"})
            assert applied.status_code == no, who
        assert client.get(f"{ROOM}/add/").status_code == no, who
        assert client.post(f"{ROOM}/{run.pk}/delete/", {"post": "yes"}).status_code == no, who
    assert (ImportRun.objects.count(), codes()) == (1, set())


def test_ones_own_runs_and_nobody_elses(town: Town) -> None:
    mine = ImportRun.objects.create(
        kind="JDIHN", source="milikku.json", started_by=town.staff["legal_officer"], offer="jdihn"
    )
    theirs = checked(town.staff["administrator"], "a", name="milikmereka.csv")
    legal = client_of(town.staff["legal_officer"])
    listed = legal.get(f"{ROOM}/").content.decode()
    assert "milikku.json" in listed
    assert "milikmereka.csv" not in listed
    assert legal.get(f"{ROOM}/{mine.pk}/change/").status_code == 200
    assert legal.get(f"{ROOM}/{theirs.pk}/change/").status_code == 403
    assert legal.get(f"{ROOM}/{theirs.pk}/laporan.csv").status_code == 403


def test_a_file_goes_from_the_form_to_the_rows(town: Town, admin: Client) -> None:
    form = admin.get(f"{ROOM}/impor/uji/").content.decode()
    assert "Kode untuk uji." in form
    assert "CSV, XLSX" in form
    assert "paling besar 50 MB" in form
    waits = press(admin, file=table("a", "b"))
    page = waits.content.decode()
    assert "Sedang diperiksa" in page
    assert "Menunggu giliran" in page
    assert "data-waiting" in page
    assert perform_waiting() == 1
    run = ImportRun.objects.get()
    address = f"{ROOM}/{run.pk}/change/"
    page = admin.get(address).content.decode()
    assert "data-waiting" not in page
    assert "2 baris dibuat dan 0 diubah" in " ".join(page.split())
    assert "Menambah kode." in page
    assert run.sha256 in page
    assert "Administrator Surabaya" in page
    assert "Terapkan 2 baris" in page
    assert codes() == set()
    applied = admin.post(f"{ROOM}/{run.pk}/terapkan/", follow=True)
    assert "Sedang diterapkan" in applied.content.decode()
    perform_waiting()
    page = admin.get(applied.redirect_chain[-1][0]).content.decode()
    assert "Diterapkan" in page
    assert "Jalan kembali" in page
    assert "tombol batal" in page
    assert codes() == {"a", "b"}
    assert "Berkas ini sudah diterapkan." in admin.get(address).content.decode()


def test_how_far_it_is_read_is_told(
    town: Town, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(admin, file=table("a"))
    monkeypatch.setattr("egov.imports.admin.rows_read", lambda run: 12_000)
    page = admin.get(f"{ROOM}/{ImportRun.objects.get().pk}/change/").content.decode()
    assert "12.000 baris terbaca." in page


def test_bad_rows_and_the_choice_between_them(town: Town, admin: Client) -> None:
    run = checked(town.staff["administrator"], "a", *(f"buruk{n}" for n in range(60)))
    page = " ".join(admin.get(f"{ROOM}/{run.pk}/change/").content.decode().split())
    assert "Baris 3, kolom <code>code</code>" in page
    assert "Terapkan hanya yang benar, 1 baris" in page
    assert "Sebaiknya perbaiki 60 baris" in page
    assert page.count("Kode ini salah") == 50
    assert "Masih ada 10 lagi di laporan yang diunduh." in page
    whole = admin.post(f"{ROOM}/{run.pk}/terapkan/", follow=True).content.decode()
    assert "Masih ada baris yang salah." in whole
    assert ImportRun.objects.count() == 1
    admin.post(f"{ROOM}/{run.pk}/terapkan/", {"partial": "1"})
    perform_waiting()
    assert codes() == {"a"}


def test_two_presses_lead_to_the_same_page(town: Town, admin: Client) -> None:
    first = press(admin, file=table("a"), key="kunci")
    second = press(admin, file=table("a"), key="kunci")
    assert first.redirect_chain == second.redirect_chain
    run = ImportRun.objects.get()
    perform(run.pk)
    once = admin.post(f"{ROOM}/{run.pk}/terapkan/")
    again = admin.post(f"{ROOM}/{run.pk}/terapkan/")
    assert (once.status_code, once["Location"]) == (302, again["Location"])
    assert ImportRun.objects.filter(checked=run).count() == 1
    assert admin.get(f"{ROOM}/{run.pk}/terapkan/").status_code == 405


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Pilih berkasnya dulu."),
        (table("a", name="data.exe"), "Jenis berkas ini tidak dikenal di sini."),
        (io.BytesIO(b""), "Berkas ini kosong."),
        (table("a", name="data.xlsx"), "Berkas Excel ini rusak."),
    ],
)
def test_a_refusal_stands_at_the_field(town: Town, admin: Client, file: Any, sentence: str) -> None:
    given = {} if file is None else {"file": file}
    if isinstance(file, io.BytesIO):
        file.name = "kosong.csv"
    answer = press(admin, **given)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count(sentence) == 2  # in the summary, and at the field
    assert 'id="id_file_error"' in page
    assert not ImportRun.objects.exists()


def test_a_press_without_a_key_is_told(town: Town, admin: Client) -> None:
    page = admin.post(f"{ROOM}/impor/uji/", {"file": table("a")}).content.decode()
    assert "kunci pengaman" in page
    assert not ImportRun.objects.exists()


def test_reports_quote_nobody_and_run_nothing(town: Town, admin: Client) -> None:
    run = checked(town.staff["administrator"], "buruk", contact=BAD)
    ImportRun.objects.filter(pk=run.pk).update(
        errors=[
            *run.errors,
            {"line": 3, "field": "=1+1", "code": "bad", "sentence": "@SUM(A1)", "stopping": False},
            {"line": "+x.csv: 4", "field": "-", "code": "bad", "sentence": "=HYPERLINK(1)"},
        ]
    )
    page = admin.get(f"{ROOM}/{run.pk}/change/")
    comma = admin.get(f"{ROOM}/{run.pk}/laporan.csv")
    sheet = admin.get(f"{ROOM}/{run.pk}/laporan.xlsx")
    assert comma["Content-Disposition"] == f'attachment; filename="laporan-impor-{run.pk}.csv"'
    lines = comma.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Baris,Kolom,Sifat,Kode,Keterangan"
    assert lines[1].startswith("2,code,salah,bad,Kode ini salah: buruk …")
    assert lines[2] == "3,'=1+1,catatan,bad,'@SUM(A1)"
    assert lines[3] == "'+x.csv: 4,'-,salah,bad,'=HYPERLINK(1)"
    cells = list(load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert [list(map(str, row)) for row in cells] == [line.split(",") for line in lines]
    for answer in (page, comma):
        assert not any(part in answer.content.decode() for part in BAD.split())


def test_the_example_shows_the_columns_and_is_no_formula(town: Town, admin: Client) -> None:
    answer = admin.get(f"{ROOM}/impor/uji/contoh/")
    assert answer["Content-Disposition"] == 'attachment; filename="contoh-uji.csv"'
    assert answer.content.decode("utf-8-sig").splitlines() == ["code,contact", "contoh,'=1+1"]
    outline = admin.get(f"{ROOM}/impor/batas/contoh/")
    assert outline["Content-Type"] == "application/geo+json"
    assert outline.json()["features"][0]["properties"]["code"].startswith("35.78.")
    assert admin.get(f"{ROOM}/impor/tak-ada/").status_code == 404


def test_a_run_of_a_command_is_shown_without_a_choice(town: Town, admin: Client) -> None:
    run = ImportRun.objects.create(kind="RW", source="rw bawaan portal", applied=True)
    page = admin.get(f"{ROOM}/{run.pk}/change/").content.decode()
    assert "rw bawaan portal" in page
    assert "Terapkan" not in page
    assert "Sistem" in page


def test_the_desk_leads_there(town: Town, admin: Client) -> None:
    assert f'href="{ROOM}/impor/"' in admin.get("/admin/").content.decode()
    assert f'href="{ROOM}/impor/uji/"' in admin.get(f"{ROOM}/impor/").content.decode()
    assert f"{ROOM}/impor/" in admin.get(f"{ROOM}/").content.decode()
    camat = client_of(town.staff["camat"]).get("/admin/").content.decode()
    assert "Impor data" not in camat


def test_queries_do_not_grow(town: Town, admin: Client) -> None:
    def asked(*addresses: str) -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert admin.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    run = checked(town.staff["administrator"], "a", "buruk")

    def pages(pk: int) -> list[str]:
        return [f"{ROOM}/", f"{ROOM}/{pk}/change/", f"{ROOM}/{pk}/laporan.csv", f"{ROOM}/impor/"]

    asked(*pages(run.pk))
    before = asked(*pages(run.pk))
    checked(town.staff["administrator"], "c", "buruk1", "buruk2")
    big = checked(town.staff["administrator"], "b", *(f"buruk{n}" for n in range(100)))
    assert asked(*pages(big.pk)) == before
