"""Groups from a table: registered by the kelurahan that imports, and out by the same columns."""

from __future__ import annotations

from pathlib import Path

from egov.imports.engine import import_file
from egov.imports.models import ImportRun
from egov.web.exports import export, table_of
from musrenbang import exports
from musrenbang.imports.groups import GroupImporter
from musrenbang.models import Group
from tests.town import Town, client_of

HEAD = "kode_kelurahan,kelompok,unsur,surat,kontak\n"


def bring(town: Town, folder: Path, text: str, who: str = "operator_kelurahan") -> ImportRun:
    path = folder / "kelompok.csv"
    path.write_text(text, encoding="utf-8")
    return import_file(GroupImporter(), path, actor_id=town.staff[who].pk)


def test_a_table_of_groups_goes_in_and_comes_out(town: Town, tmp_path: Path) -> None:
    contact = town.citizen.contacts.get().value
    row = f"35.78.01.1001,Karang Taruna,Pemuda,01/2026,{contact}\n"
    assert bring(town, tmp_path, HEAD + row).created == 1
    assert bring(town, tmp_path, HEAD + row).unchanged == 1
    other = town.neighbour.contacts.get().value
    changed = f"35.78.01.1001,karang taruna,Pemuda,02/2026,{other}\n"
    assert bring(town, tmp_path, HEAD + changed).updated == 1
    group = Group.objects.get()
    assert (group.speaker, group.letter) == (town.neighbour, "02/2026")
    table = table_of("Kelompok", exports.GROUPS, Group.objects.select_related("kelurahan"))
    text = export("csv", table).decode("utf-8-sig")
    assert "35.78.01.1001" in text and "Karang Taruna" in text
    assert other not in text and contact not in text


def test_what_cannot_be_a_group_is_told_at_its_column(town: Town, tmp_path: Path) -> None:
    contact = town.citizen.contacts.get().value
    rows = [
        f"35.78.99.1001,Karang Taruna,Pemuda,01/2026,{contact}",
        f"35.78.02.1001,Karang Taruna,Pemuda,01/2026,{contact}",
        f"35.78.01.1001,Karang Taruna,Orang,01/2026,{contact}",
        f"35.78.01.1001,Karang Taruna,Pemuda,,{contact}",
        "35.78.01.1001,Karang Taruna,Pemuda,01/2026,siapa@uji.example",
    ]
    run = bring(town, tmp_path, HEAD + "\n".join(rows))
    told = [(fault["field"], fault["code"]) for fault in run.errors]
    assert told == [
        ("kode_kelurahan", "unknown"),
        ("kode_kelurahan", "not_assisting"),
        ("unsur", "unknown_kind"),
        ("surat", "empty"),
        ("kontak", "no_account"),
    ]
    assert (run.applied, Group.objects.count()) == (False, 0)


def test_the_kelurahan_is_offered_it(town: Town) -> None:
    page = "/admin/imports/importrun/impor/kelompok/"
    for who, status in (("operator_kelurahan", 200), ("camat", 403)):
        assert client_of(town.staff[who]).get(page).status_code == status, who
