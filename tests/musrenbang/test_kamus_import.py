"""The kamus and its prices from a table, by the columns of its export."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from egov.imports.engine import Importer, import_file
from egov.imports.models import ImportRun
from egov.verbs.refusal import Refusal
from egov.web.exports import export, table_of
from musrenbang import exports
from musrenbang.domain.own_proposal import edit
from musrenbang.domain.submission import submit
from musrenbang.imports.kamus import EntryImporter, VariantImporter
from musrenbang.models import KamusEntry, KamusPrice, KamusVariant
from tests.town import Town

ENTRY = "kode,jenis,penjelasan,sifat,perangkat_daerah,dapat_diusulkan\n"
SIZE = "kode,kode_jenis,satuan,volume_paling_besar,harga_satuan,berlaku_sejak\n"


def bring(importer: Importer, folder: Path, text: str) -> ImportRun:
    path = folder / "kamus.csv"
    path.write_text(text, encoding="utf-8")
    return import_file(importer, path)


def codes(run: ImportRun) -> list[str]:
    return [fault["code"] for fault in run.errors]


def test_a_type_is_made_then_changed(town: Town, tmp_path: Path) -> None:
    agency = town.agency.code
    row = f"jembatan,Jembatan,Jembatan kampung.,Fisik,{agency},ya\n"
    assert bring(EntryImporter(), tmp_path, ENTRY + row).created == 1
    assert bring(EntryImporter(), tmp_path, ENTRY + row).unchanged == 1
    changed = row.replace("ya\n", "tidak\n")
    assert bring(EntryImporter(), tmp_path, ENTRY + changed).updated == 1
    assert not KamusEntry.objects.get(code="jembatan").active


def test_what_goes_out_comes_in_without_a_change(town: Town, tmp_path: Path) -> None:
    rows = KamusEntry.objects.select_related("agency")
    table = table_of("Kamus", exports.ENTRIES, rows)
    run = bring(EntryImporter(), tmp_path, export("csv", table).decode("utf-8-sig"))
    assert (run.bad, run.created, run.updated) == (0, 0, 0)
    table = table_of("Ukuran", exports.KAMUS, KamusVariant.objects.priced())
    run = bring(VariantImporter(), tmp_path, export("csv", table).decode("utf-8-sig"))
    assert (run.bad, run.created, run.updated) == (0, 0, 0)
    assert run.unchanged == KamusVariant.objects.count()


def test_a_new_price_ends_the_old_one_on_its_day(town: Town, tmp_path: Path) -> None:
    variant = town.variant
    KamusPrice.objects.filter(variant=variant).delete()
    first = f"{variant.code},,{variant.unit},,1.500.000,2026-01-01\n"
    assert bring(VariantImporter(), tmp_path, SIZE + first).updated == 1
    assert bring(VariantImporter(), tmp_path, SIZE + first).unchanged == 1
    later = f"{variant.code},,{variant.unit},,1600000,2026-07-01\n"
    assert bring(VariantImporter(), tmp_path, SIZE + later).updated == 1
    prices = KamusPrice.objects.filter(variant=variant).order_by("valid")
    told = [(int(p.amount), p.valid.lower, p.valid.upper) for p in prices]
    middle = date(2026, 7, 1)
    assert told == [(1500000, date(2026, 1, 1), middle), (1600000, middle, None)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("x,Nama,Arti.,Lain,{opd},ya", "unknown"),
        ("x,Nama,Arti.,Fisik,tiada,ya", "unknown"),
        ("x,Nama,Arti.,Fisik,{opd},mungkin", "bad_value"),
        ("x y,Nama,Arti.,Fisik,{opd},ya", "bad_value"),
        ("x,,Arti.,Fisik,{opd},ya", "bad_value"),
    ],
)
def test_a_type_that_cannot_be(town: Town, tmp_path: Path, row: str, code: str) -> None:
    run = bring(EntryImporter(), tmp_path, ENTRY + row.format(opd=town.agency.code) + "\n")
    assert (run.applied, codes(run)) == (False, [code])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("baru,tiada,m,,,", "unknown"),
        ("baru,{jenis},,,,", "bad_value"),
        ("baru,{jenis},m,-1,,", "bad_value"),
        ("baru,{jenis},m,,murah,", "bad_number"),
        ("baru,{jenis},m,,0,", "bad_value"),
        ("baru,{jenis},m,,1000,kemarin", "bad_date"),
    ],
)
def test_a_size_that_cannot_be(town: Town, tmp_path: Path, row: str, code: str) -> None:
    text = SIZE + row.format(jenis=town.variant.entry.code) + "\n"
    run = bring(VariantImporter(), tmp_path, text)
    assert (run.applied, codes(run)) == (False, [code])


def test_a_code_stands_once_in_a_file(town: Town, tmp_path: Path) -> None:
    row = f"sama,{town.variant.entry.code},m,,,\n"
    assert codes(bring(VariantImporter(), tmp_path, SIZE + row + row)) == ["duplicate"]


def test_a_least_volume_is_asked_before_sending(town: Town, tmp_path: Path) -> None:
    head = "kode,satuan,volume_paling_kecil,volume_paling_besar\n"
    row = f"{town.variant.code},{town.variant.unit}"
    assert bring(VariantImporter(), tmp_path, f"{head}{row},150,2000\n").updated == 1
    assert bring(VariantImporter(), tmp_path, f"{head}{row},150,2000\n").unchanged == 1
    for least, most in (("0", ""), ("30", "20")):
        run = bring(VariantImporter(), tmp_path, f"{head}{row},{least},{most}\n")
        assert codes(run) == ["bad_value"]
    variant = KamusVariant.objects.get(pk=town.variant.pk)
    given = {"actor": town.citizen, "channel": town.channel, "key": "k"}
    with pytest.raises(Refusal) as refused:
        submit(content=town.content(variant=variant, volume=Decimal(100)), **given)
    told = (refused.value.code, refused.value.field)
    assert told == ("volume_too_small", "volume")
    assert "bersama tetangga" in refused.value.sentence
    row_sent = submit(content=town.content(variant=variant, volume=Decimal(150)), **given)
    with pytest.raises(Refusal) as refused:
        edit(actor=town.citizen, proposal=row_sent, changes={"volume": Decimal(100)})
    assert refused.value.code == "volume_too_small"
