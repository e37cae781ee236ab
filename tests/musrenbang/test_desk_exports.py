"""Proposals, decisions and the kamus as files of the desk: within scope, and nobody is named."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.desk.exports import ExportsAdmin
from musrenbang.domain.moderation import withhold
from musrenbang.models import Proposal
from tests.factories.musrenbang import KamusVariantFactory
from tests.town import Town, client_of, decide

DESK = "/admin/musrenbang"
ALL = "?antrean=semua"


def table(client: Client, model: str, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{DESK}/{model}/unduh.csv{query}")
    assert response.status_code == 200, response.status_code
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def titles(client: Client, query: str = ALL) -> set[str]:
    return {row["judul"] for row in table(client, "proposal", query)}


@pytest.fixture
def near_and_far(town: Town) -> tuple[Proposal, Proposal]:
    near = town.proposal("kelurahan", title="Dekat", behalf_name="Bu Rahasia", show_name=True)
    far = town.proposal("kelurahan", title="Jauh", rw=town.areas["35.78.02.1001/02"])
    return near, far


def test_only_what_can_be_taken_along_has_files() -> None:
    taken = {
        model._meta.label
        for model, page in admin.site._registry.items()
        if isinstance(page, ExportsAdmin)
    }
    assert taken == {
        "musrenbang.Proposal",
        "musrenbang.Decision",
        "musrenbang.KamusEntry",
        "musrenbang.KamusVariant",
        "musrenbang.KamusCondition",
        "musrenbang.Group",
        "regulations.Regulation",
        "regulations.Application",
        "news.Event",
    }


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ketua_rw", {"Dekat"}),
        ("lurah", {"Dekat"}),
        ("camat", {"Dekat"}),
        ("planner", {"Dekat", "Jauh"}),
        ("auditor", {"Dekat", "Jauh"}),
        ("editor", {"Dekat", "Jauh"}),
        ("administrator", {"Dekat", "Jauh"}),
        ("legal_officer", set()),
    ],
)
def test_each_office_takes_along_its_own_scope(
    town: Town, near_and_far: tuple[Proposal, Proposal], who: str, seen: set[str]
) -> None:
    near, far = near_and_far
    decide(actor=town.staff["lurah"], proposal=near, outcome="forward")
    decide(actor=town.far["lurah"], proposal=far, outcome="forward")
    client = client_of(town.staff[who])
    assert titles(client) == seen
    numbers = {p.number for p in near_and_far if p.title in seen}
    if who != "editor":  # reads all proposals, but decisions only as the public does
        assert {row["usulan"] for row in table(client, "decision")} == numbers


@pytest.mark.parametrize("model", ["proposal", "decision", "kamusentry", "kamusvariant"])
def test_a_stranger_and_a_citizen_take_nothing_along(town: Town, model: str) -> None:
    for client in (Client(), client_of(town.citizen)):
        assert client.get(f"{DESK}/{model}/unduh.csv").status_code in (302, 403)


def test_filter_and_search_of_the_address_are_kept(
    town: Town, near_and_far: tuple[Proposal, Proposal]
) -> None:
    planner, lurah = client_of(town.staff["planner"]), client_of(town.staff["lurah"])
    assert titles(planner, "?q=jauh") == {"Jauh"}
    assert titles(planner, "?antrean=saya") == set()
    assert titles(lurah, "") == {"Dekat"}  # the tab that its list opens with: what waits
    assert f'href="{DESK}/proposal/unduh.csv?q=jauh"' in (
        planner.get(f"{DESK}/proposal/?q=jauh").content.decode()
    )
    refused = planner.get(f"{DESK}/proposal/unduh.csv?jenis=entah")
    assert refused["Location"] == f"{DESK}/proposal/?jenis=entah"
    assert titles(planner, f"?q={near_and_far[0].number.replace('-', '')}") == {"Dekat"}


def test_nobody_is_named_in_a_file(town: Town, near_and_far: tuple[Proposal, Proposal]) -> None:
    decide(actor=town.staff["lurah"], proposal=near_and_far[0], outcome="forward")
    planner = client_of(town.staff["planner"])
    secrets = {"Bu Rahasia", town.citizen.name, town.neighbour.name}
    for model in ("proposal", "decision"):
        query = ALL if model == "proposal" else ""
        text = planner.get(f"{DESK}/{model}/unduh.csv{query}").content.decode()
        assert {name for name in secrets if name in text} == set()
        assert "uji.example" not in text


def test_what_is_withheld_stays_at_the_desk(
    town: Town, near_and_far: tuple[Proposal, Proposal]
) -> None:
    near, far = near_and_far
    lurah = town.staff["lurah"]
    decision = decide(
        actor=lurah, proposal=near, outcome="reject", reason="Pak Budi curang.", reason_code="other"
    )
    withhold(actor=lurah, proposal=near, fault="insult", sentence="Menuduh.", decision=decision)
    withhold(actor=town.far["lurah"], proposal=far, fault="personal", sentence="Data pribadi.")
    planner = client_of(town.staff["planner"])
    rows = {row["nomor"]: row for row in table(planner, "proposal", ALL)}
    assert (rows[far.number]["judul"], rows[far.number]["alamat"]) == (
        "Usulan ini tidak ditampilkan",
        "",
    )
    assert rows[far.number]["ditahan_dari_umum"] == "ya"
    (told,) = table(planner, "decision")
    assert told["alasan"] == ""


def test_a_text_that_would_run_is_shown_as_text(town: Town) -> None:
    town.proposal("kelurahan", title="=cmd|'/c calc'!A1", address="+62")
    (row,) = table(client_of(town.staff["planner"]), "proposal", ALL)
    assert (row["judul"], row["alamat"]) == ("'=cmd|'/c calc'!A1", "'+62")


def test_the_columns_say_what_the_page_says(
    town: Town, near_and_far: tuple[Proposal, Proposal]
) -> None:
    near = near_and_far[0]
    decide(actor=town.staff["lurah"], proposal=near, outcome="forward")
    near.refresh_from_db()
    row = table(client_of(town.staff["lurah"]), "proposal", ALL)[0]
    assert row["keterangan"] == near.status
    assert (row["rw"], row["kelurahan"]) == (near.rw.name, near.kelurahan.name)
    assert (row["biaya"], row["satuan"]) == ("21000000", "m2")
    (decision,) = table(client_of(town.staff["lurah"]), "decision")
    assert (decision["keputusan"], decision["oleh"]) == ("Diteruskan", "Lurah Karang Pilang 1")


def test_the_kamus_leaves_with_its_prices(town: Town) -> None:
    officer = client_of(town.staff["verifier"])
    (size,) = table(officer, "kamusvariant", "?q=paving-6")
    assert (size["kode"], size["harga_satuan"]) == ("paving-6", "210000")
    (entry,) = table(officer, "kamusentry")
    assert (entry["kode"], entry["perangkat_daerah"]) == (
        town.variant.entry.code,
        town.variant.entry.agency.short_name,
    )


@pytest.mark.parametrize("model", ["proposal", "decision", "kamusentry", "kamusvariant"])
def test_a_file_of_thirty_rows_asks_as_often_as_one_of_one(town: Town, model: str) -> None:
    def make_one() -> None:
        proposal = town.proposal("kelurahan")
        decide(actor=town.staff["lurah"], proposal=proposal, outcome="forward")
        KamusVariantFactory(code=f"u-{proposal.pk}", entry__code=f"j-{proposal.pk}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            rows = table(client, model, ALL if model == "proposal" else "")
        counts.append(len(rows))
        return len(seen)

    counts: list[int] = []
    client = client_of(town.staff["planner"])
    make_one()
    queries()
    few = queries()
    for _ in range(30):
        make_one()
    assert queries() == few
    assert counts[-1] >= counts[0] + 30
