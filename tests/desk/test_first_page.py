"""The first page of each desk: what waits, the few rooms of the office, the rest behind a link."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.models import User
from egov.desk.periods import days_of
from tests.factories.accounts import AppointmentFactory, ResidenceFactory
from tests.town import Town, client_of, user

NEWS = ["Berita", "Artikel", "Agenda", "Waktu acara"]
ALARMS = ["Jalur peringatan", "Penerima mesin", "Kiriman peringatan", "Hentikan pemeriksaan"]
PLACES = ["Ruang", "Kalender terbit"]
IMPORT = "Impor data"
OFFICE = "Kantor"
DISTURBANCES = "Kabar gangguan"
ROOMS = {
    "ketua_rw": ["Usulan", "Keputusan", "Domisili warga"],
    "lurah": ["Usulan", "Keputusan", "Domisili warga", "Pendaftaran", "Kelompok", OFFICE, IMPORT],
    "operator_kelurahan": [
        "Usulan",
        "Keputusan",
        "Domisili warga",
        "Pendaftaran",
        "Kelompok",
        OFFICE,
        IMPORT,
    ],
    "camat": ["Usulan", "Keputusan", OFFICE, "Jadwal"],
    "operator_kecamatan": ["Usulan", "Keputusan", OFFICE, "Jadwal"],
    "verifier": ["Usulan", "Keputusan", "Kamus usulan"],
    "planner": [
        "Usulan",
        "Keputusan",
        "Jadwal",
        "Kamus usulan",
        "Kata warga",
        "Pengumuman darurat",
        IMPORT,
    ],
    "auditor": ["Jabatan", "Orang dan akun", "Usulan", "Keputusan"],
    "administrator": [
        "Jabatan",
        "Orang dan akun",
        "Wilayah",
        "Halaman",
        "Kata pencarian",
        "Kata tanpa hasil",
        "Kata pesan singkat",
        IMPORT,
    ],
    "legal_officer": ["Peraturan", "Aplikasi", "Ketentuan", IMPORT],
    "editor": [
        "Usulan",
        "Kata warga",
        DISTURBANCES,
        *NEWS,
        "Pengumuman darurat",
        *PLACES,
        "Kunjungan",
        IMPORT,
    ],
    "host": ["Kunjungan", "Pertanyaan tamu", "Jam terima tamu", "Hari tidak menerima tamu"],
    "contributor": [*NEWS, *PLACES, IMPORT],
}


def desk(person: User) -> str:
    answer = client_of(person).get("/admin/")
    assert answer.status_code == 200
    return answer.content.decode()


def behind(page: str) -> str:
    """What stands below the heading of the rooms, without the link to all of them."""
    return page.split('id="ruang"')[1].split("</nav>")[0].rpartition("<p>")[0]


def rooms(page: str) -> list[str]:
    return re.findall(r"<a [^>]*>(.*?)</a>", behind(page))


@pytest.mark.parametrize("role", ROOMS)
def test_each_office_finds_its_rooms_and_the_rest_behind_one_link(town: Town, role: str) -> None:
    client = client_of(town.staff[role])
    page = client.get("/admin/").content.decode()
    assert rooms(page) == ROOMS[role]
    assert 'href="/admin/ruang/"' in page
    assert "regulationkind" not in page  # the many lists stand behind that link
    for address in re.findall(r'href="([^"]+)"', behind(page)):
        assert client.get(address).status_code == 200, address
    every = client.get("/admin/ruang/")
    assert every.status_code == 200
    assert 'href="/admin/regulations/regulationkind/"' in every.content.decode()


@pytest.mark.parametrize("role", ["infra_operator", "infra_operator_opd"])
def test_who_keeps_the_network_finds_it(town: Town, role: str) -> None:
    person = user("jaringan")
    AppointmentFactory(user=person, role=role)
    client = client_of(person)
    page = client.get("/admin/").content.decode()
    of_region = role == "infra_operator"
    daily = ["Infrastruktur", "Papan pantau", "Pemeliharaan", "Dampak gangguan"]
    daily += ["Laporan label", "Gangguan terbuka", IMPORT]
    kept = ["Semua aset", *(["Tipe kabel", "Tipe perangkat"] if of_region else [])]
    kept += ["Ketergantungan aplikasi", *(["Peran perangkat"] if of_region else [])]
    kept += ["Tabel inventaris", "Kontrak", "Kamera tanpa dasar hukum"]
    kept += [*(["Angka yang dibuka"] if of_region else []), "Laporan infrastruktur"]
    watched = ["Selisih pemantau", *(["Kabar pemantau luar"] if of_region else [])]
    watched += ["Pemeriksaan", "Usulan pemeriksaan", *(ALARMS if of_region else [])]
    expected = [*daily, *kept, *watched]
    assert re.findall("<h3>(.*?)</h3>", behind(page)) == ["Inventaris", "Pemantauan"]
    assert rooms(page) == expected
    lists = [f"/admin/infrastructure/{name}/" for name in ("asset", "labelreport", "camera")]
    pages = [f"/infrastruktur/{name}" for name in ("", "dampak/", "laporan/")]
    for address in (*pages, *lists):
        assert client.get(address).status_code == 200


def test_the_first_administrator_finds_the_administrators_rooms(town: Town) -> None:
    root = User.objects.create_superuser("root@uji.example", "x", name="Root")
    assert rooms(desk(root)) == ROOMS["administrator"]


def test_two_offices_give_the_rooms_of_both_once(town: Town) -> None:
    person = town.staff["verifier"]
    AppointmentFactory(user=person, role="editor")
    assert rooms(desk(person)) == [
        *ROOMS["verifier"],
        "Kata warga",
        DISTURBANCES,
        *NEWS,
        "Pengumuman darurat",
        *PLACES,
        "Kunjungan",
        IMPORT,
    ]


def test_who_is_no_officer_finds_no_desk(town: Town) -> None:
    for address in ("/admin/", "/admin/ruang/"):
        assert client_of(town.citizen).get(address).status_code == 302, address
        assert Client().get(address).status_code == 302, address


def test_a_room_counts_what_lies_in_its_own_scope(town: Town) -> None:
    for _ in range(3):
        town.proposal()
    town.proposal(rw=town.areas["35.78.02.1001/01"])
    for role, many in (("ketua_rw", 3), ("verifier", 4), ("planner", 4)):
        assert f'<span class="count">{many}</span>' in desk(town.staff[role]), role
    assert '<span class="count">1</span>' in desk(town.far["ketua_rw"])


def test_each_page_says_in_one_way_where_it_is(town: Town) -> None:
    admin, proposal = client_of(town.staff["administrator"]), town.proposal()
    for address, last in {
        "/admin/accounts/user/": "Orang",
        f"/admin/accounts/user/{town.citizen.pk}/change/": "",
        "/admin/accounts/appointment/add/": "",
        "/admin/accounts/appointment/jabatan/": "Jabatan",
        f"/admin/musrenbang/proposal/{proposal.pk}/history/": "",
        f"/admin/musrenbang/proposal/{proposal.pk}/change/": "",
        "/admin/imports/importrun/impor/": "Impor",
        "/admin/ruang/": "Semua ruang",
        "/admin/musrenbang/": "",
    }.items():
        page = admin.get(address).content.decode()
        crumbs = re.findall(r'<ol class="breadcrumbs">(.*?)</ol>', page, re.DOTALL)
        assert len(crumbs) == 1, address
        assert '<a href="/admin/">Meja kerja</a>' in crumbs[0], address
        assert "Beranda" not in page, address
        if last:
            assert f'aria-current="page">{last}' in crumbs[0], address


def test_a_list_is_called_by_what_stands_in_it_and_acts_in_plain_words(town: Town) -> None:
    page = client_of(town.staff["administrator"]).get("/admin/accounts/appointment/")
    text = page.content.decode()
    assert "<h1>Penunjukan</h1>" in text
    assert "Lakukan pada yang dipilih" in text
    assert "Pilih penunjukan, lalu" in text


def test_a_list_tells_from_when_until_when_in_words(town: Town) -> None:
    planner = client_of(town.staff["planner"])
    for address, word in {
        "/admin/musrenbang/stage/": "s.d.",
        "/admin/musrenbang/channel/": "s.d.",
        "/admin/areas/area/": "selalu",
        "/admin/agencies/agency/": "selalu",
    }.items():
        page = planner.get(address).content.decode()
        assert word in page, address
        assert "None" not in page, address
        assert "+00:00" not in page, address


@pytest.mark.parametrize(
    ("first", "end", "words"),
    [
        (None, None, "selalu"),
        (date(2027, 1, 1), None, "sejak 1 Januari 2027"),
        (None, date(2027, 1, 1), "sampai 31 Desember 2026"),
        (date(2026, 3, 1), date(2027, 1, 1), "1 Maret 2026 s.d. 31 Desember 2026"),
    ],
)
def test_a_period_is_told_with_its_last_day(first: Any, end: Any, words: str) -> None:
    assert days_of(DateRange(first, end)) == words


@pytest.mark.parametrize("role", ROOMS)
def test_the_number_of_queries_does_not_grow(town: Town, role: str) -> None:
    client = client_of(town.staff[role])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/").status_code == 200
        return len(queries)

    fill(town, 1)
    asked()
    few = asked()
    fill(town, 30)
    assert asked() == few


def fill(town: Town, many: int) -> None:
    """Of everything that some first page tells, so many more."""
    for number in range(many):
        town.proposal(title=f"Paving gang {number}")
        AppointmentFactory(user=user(f"penyunting-{many}-{number}"), role="editor")
        ResidenceFactory(user=user(f"warga-{many}-{number}"), rw=town.rw, **waiting_long())


def waiting_long() -> dict[str, Any]:
    return {"confirmed_at": None, "declared_at": timezone.now() - timedelta(days=9)}
