"""Proposals of an earlier year from a table: history that says that it was recorded."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.imports.engine import import_file
from egov.imports.models import ImportRun
from egov.web.exports import export, table_of
from musrenbang import exports
from musrenbang.domain.earlier import record_earlier
from musrenbang.domain.standing import replay_all
from musrenbang.imports.earlier import EarlierImporter
from musrenbang.models import Decision, Proposal
from tests.refusals import outcome_of
from tests.town import Town, client_of

HEAD = "nomor,tahun,judul,kode_ukuran,kode_wilayah,volume,biaya,keadaan,alasan,alamat\n"
YEAR = timezone.now().year - 1


def bring(town: Town, folder: Path, rows: list[str], **more: bool) -> ImportRun:
    path = folder / "lama.csv"
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    return import_file(EarlierImporter(), path, actor_id=town.staff["planner"].pk, **more)


def rows_of(town: Town) -> list[str]:
    size = town.variant.code
    return [
        f"A-1,{YEAR},Paving gang 1,{size},{town.rw.code},100,21000000,Diterima,,Gang 1",
        f'A-2,{YEAR},Paving gang 2,{size},35.78.01.1001,"12,5",2.625.000,Ditolak,Lahan warga.,',
        f"A-3,{YEAR},Paving gang 3,{size},,10,2100000,Cadangan,,",
        f"A-3,{YEAR - 1},Paving gang 3,{size},35.78.02,10,2100000,Tidak dibahas,,",
    ]


def test_a_year_comes_in_once_and_says_where_it_is_from(town: Town, tmp_path: Path) -> None:
    tried = bring(town, tmp_path, rows_of(town), dry_run=True)
    assert (tried.created, Proposal.objects.count()) == (4, 0)
    assert bring(town, tmp_path, rows_of(town)).created == 4
    again = bring(town, tmp_path, rows_of(town))
    assert (again.created, again.unchanged, again.bad) == (0, 4, 0)
    told = Proposal.objects.order_by("id").values_list("earlier_number", "state", "place_level")
    assert list(told) == [
        ("A-1", "accepted", "rw"),
        ("A-2", "rejected", "kelurahan"),
        ("A-3", "reserve", "kota"),
        ("A-3", "not_discussed", "kecamatan"),
    ]
    assert all(not deviations for _, deviations in replay_all())
    assert set(Decision.objects.values_list("reason_code", flat=True)) == {"earlier_year"}
    for row in Proposal.objects.all():
        page = Client().get(row.get_absolute_url()).content.decode()
        assert page.count("dicatat dari tahun sebelumnya") > 0
        assert "Dicatat dari tahun sebelumnya" in page and "dicatat Perencana" in page
    refused = Proposal.objects.get(earlier_number="A-2")
    assert "Lahan warga." in Client().get(refused.get_absolute_url()).content.decode()
    assert Client().get(f"/musrenbang/{YEAR}/").status_code == 200


def test_what_is_no_history_is_told_at_its_column(town: Town, tmp_path: Path) -> None:
    size, now = town.variant.code, timezone.now().year
    wrong = {
        f"B,{now + 3},Paving,{size},,1,1,Diterima,,": ("tahun", "year_not_over"),
        f"B,99999,Paving,{size},,1,1,Diterima,,": ("tahun", "year_not_over"),
        f",{YEAR},Paving,{size},,1,1,Diterima,,": ("nomor", "no_number"),
        f"B,{YEAR},Paving,tiada,,1,1,Diterima,,": ("kode_ukuran", "unknown"),
        f"B,{YEAR},Paving,{size},99.99,1,1,Diterima,,": ("kode_wilayah", "unknown"),
        f"B,{YEAR},Paving,{size},,0,1,Diterima,,": ("volume", "volume_positive"),
        f'B,{YEAR},Paving,{size},,1,"1,5",Diterima,,': ("biaya", "cost_range"),
        f"B,{YEAR},Paving,{size},,1,1,Menunggu keputusan,,": ("keadaan", "not_ended"),
        f"B,{YEAR},Paving,{size},,1,1,Entah,,": ("keadaan", "unknown"),
        f"B,{YEAR},,{size},,1,1,Diterima,,": ("judul", "empty"),
        f"B,{YEAR},Paving,{size},,1,1,Diterima,,Hubungi 081234567890": ("alamat", "personal_data"),
    }
    run = bring(town, tmp_path, list(wrong))
    assert [(fault["field"], fault["code"]) for fault in run.errors] == list(wrong.values())
    bring(town, tmp_path, rows_of(town))
    other = bring(town, tmp_path, [rows_of(town)[0].replace("Diterima", "Ditolak")])
    assert [fault["code"] for fault in other.errors] == ["recorded_otherwise"]
    town.cycle.year = YEAR - 2
    town.cycle.save()
    here = bring(town, tmp_path, [rows_of(town)[0].replace(str(YEAR), str(YEAR - 2))])
    assert [fault["code"] for fault in here.errors] == ["year_runs_here"]


def test_what_another_portal_gives_out_comes_in_at_constant_cost(
    town: Town, tmp_path: Path
) -> None:
    bring(town, tmp_path, rows_of(town))
    rows = exports.proposals_to_export(Proposal.objects.all())
    text = export("csv", table_of("Usulan", exports.PROPOSALS, rows)).decode("utf-8-sig")
    path = tmp_path / "keluar.csv"
    path.write_text(text, encoding="utf-8")
    who = town.staff["planner"].pk
    run = import_file(EarlierImporter(), path, actor_id=who, dry_run=True)
    assert [fault["code"] for fault in run.errors] == []
    counts = []
    for start, many in ((100, 1), (200, 30)):
        size = town.variant.code
        new = [f"N-{start + n},{YEAR},Paving {n},{size},,1,1,Ditolak,," for n in range(many)]
        with CaptureQueriesContext(connection) as asked:
            assert bring(town, tmp_path, new).created == many
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_only_a_planner_records(town: Town) -> None:
    for who in ("lurah", "verifier", "administrator", "legal_officer"):
        assert outcome_of(record_earlier, actor=town.staff[who], rows=[]) == "not_planner", who
    assert outcome_of(record_earlier, actor=town.staff["planner"], rows=[]) == "ok"
    address = "/admin/imports/importrun/impor/usulan-lama/"
    opened = {who: client_of(town.staff[who]).get(address) for who in ("planner", "lurah")}
    assert {who: page.status_code for who, page in opened.items()} == {"planner": 200, "lurah": 403}
