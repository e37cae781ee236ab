from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from egov.areas.drawing import draw_map
from egov.areas.importers import AreaImporter, RwImporter
from egov.areas.models import Area, AreaBoundary
from egov.areas.profile import UnknownRegion, load_profile, regions
from egov.areas.succession import merge_areas, split_area
from egov.imports.engine import import_file
from egov.imports.models import ImportRun
from egov.search.names import name_key
from egov.verbs.refusal import Refusal
from tests.town import Town


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_surabaya_ships_whole(shared_data: Path) -> None:
    import csv

    call_command("import_areas", verbosity=0)
    call_command("import_rw", verbosity=0)
    counts = {
        level: Area.objects.level(level).count()
        for level in ("region", "kecamatan", "kelurahan", "rw")
    }
    assert counts == {"region": 1, "kecamatan": 31, "kelurahan": 153, "rw": 1361}
    with (shared_data / "areas" / "surabaya.csv").open(encoding="utf-8") as f:
        official = {r["code"]: r["name"] for r in csv.DictReader(f)}
    assert dict(Area.objects.exclude(level="rw").values_list("code", "name")) == official
    call_command("import_areas", verbosity=0)
    last = ImportRun.objects.order_by("-id")[0]
    assert (last.created, last.updated, last.unchanged) == (0, 0, 185)


def test_every_region_of_the_country_has_a_profile() -> None:
    codes = [c for c in regions() if len(c) == 5]
    assert len(codes) == 514
    for code in codes:
        profile = load_profile(code)
        assert (profile.head_regulation == "Perwali") == (profile.kind == "Kota")
    with pytest.raises(UnknownRegion):
        load_profile("99.99")


def test_words_of_three_regions() -> None:
    klaten, jayapura, surabaya = load_profile("33.10"), load_profile("91.71"), load_profile("35.78")
    assert (
        klaten.head,
        klaten.head_regulation,
        klaten.village_collective,
        klaten.time_zone_label,
    ) == ("Bupati", "Perbup", "Desa/Kelurahan", "WIB")
    assert (
        jayapura.head_regulation,
        jayapura.district,
        jayapura.village_collective,
        jayapura.time_zone_label,
    ) == (
        "Perwali",
        "Distrik",
        "Kelurahan/Kampung",
        "WIT",
    )
    assert (surabaya.tiers["kelurahan"], surabaya.tiers["kota"]) == ("Kelurahan", "Kota")
    assert klaten.colours["brand"] != surabaya.colours["brand"]


def test_a_bad_file_stores_nothing_and_names_line_and_field(town: Town, tmp_path: Path) -> None:
    path = write(
        tmp_path / "w.csv",
        "code,name\n35.78.03,Rungkut\n35.78.0x,Salah\n33.10.01,Lain\n35.78.09.1001,Yatim\n35.78.04,\n",
    )
    run = import_file(AreaImporter(), path)
    assert (run.applied, run.bad) == (False, 4)
    assert [(e["line"], e["field"], e["code"]) for e in run.errors] == [
        (3, "code", "bad_code"),
        (4, "code", "other_region"),
        (5, "code", "no_parent"),
        (6, "name", "no_name"),
    ]
    assert not Area.objects.filter(code="35.78.03").exists()
    partial = import_file(AreaImporter(), path, partial=True)
    assert (partial.applied, partial.created) == (True, 1)


def test_a_dry_run_stores_nothing_but_its_record(town: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "w.csv", "code;name\n35.78.03;Rungkut\n")
    run = import_file(AreaImporter(), path, dry_run=True)
    assert (run.created, run.applied, Area.objects.filter(code="35.78.03").exists()) == (
        1,
        False,
        False,
    )
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", b"\xff\xfe\x00"),
        ("x.json", b"{"),
        ("x.csv", b"a,b\n1,2\n"),
        ("x.csv", b""),
        ("x.csv", b"code,name\n"),
        ("x.xlsx", b"PK"),
        ("x.csv", b'code,name\n35.78.03,"' + b"x" * 140_000 + b'"\n'),
        ("x.geojson", b'{"type":"FeatureCollection","features":[null]}'),
    ],
)
def test_a_file_that_cannot_be_read_is_said(
    town: Town, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    run = import_file(AreaImporter(), path)
    assert (run.applied, run.bad) == (False, 1)
    with pytest.raises(CommandError, match="Tidak ada yang disimpan"):
        call_command("import_areas", str(path), verbosity=0)


def test_xlsx_is_read_like_csv(town: Town, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["code", "name"])
    book.active.append(["35.78.03", "Rungkut"])
    book.save(tmp_path / "w.xlsx")
    assert import_file(AreaImporter(), tmp_path / "w.xlsx").created == 1


def test_a_renamed_area_keeps_its_old_name(town: Town, tmp_path: Path) -> None:
    import_file(AreaImporter(), write(tmp_path / "w.csv", "code,name\n35.78.02,Wonocolo Raya\n"))
    assert list(Area.objects.named("WONO COLO", parent=town.region)) == [town.areas["35.78.02"]]


def test_rw_numbers_with_gaps(town: Town, tmp_path: Path) -> None:
    path = write(tmp_path / "rw.csv", "code,rw_numbers\n35.78.01.1001,1 2 5 10\n")
    import_file(RwImporter(), path)
    rows = Area.objects.filter(parent=town.areas["35.78.01.1001"]).order_by("sort_key")
    assert [a.code for a in rows] == [f"35.78.01.1001/{n}" for n in ("01", "02", "05", "10")]
    assert import_file(RwImporter(), path).unchanged == 1


def test_long_twice_and_back_and_forth(town: Town, tmp_path: Path) -> None:
    path = write(
        tmp_path / "w.csv", f"code,name\n35.78.03,{'x' * 130}\n35.78.04,Satu\n35.78.04,Dua\n"
    )
    assert [e["code"] for e in import_file(AreaImporter(), path).errors] == [
        "name_too_long",
        "duplicate",
    ]
    for name in ("Asem Rowo", "Asemrowo", "Asem Rowo", "Asemrowo"):
        assert import_file(
            AreaImporter(), write(tmp_path / "a.csv", f"code,name\n35.78.02,{name}\n")
        ).applied
    by_name = write(tmp_path / "n.csv", "code,name,parent\n,ASEM-ROWO,35.78\n,Entah,35.78\n")
    assert [e["code"] for e in import_file(AreaImporter(), by_name).errors] == ["no_such_name"]


def test_names_match_however_they_are_spelled() -> None:
    assert name_key("Asem Rowo") == name_key("ASEMROWO") == name_key("asem-rowo")


def test_two_areas_never_share_a_code_on_a_day(town: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(
            code="35.78.01", level="kecamatan", kind="kecamatan", name="Kembar", parent=town.region
        )


def test_merge_and_split_leave_the_old_ones_with_their_proposals(town: Town, client: Any) -> None:
    old = town.areas["35.78.01.1001"], town.areas["35.78.01.1002"]
    proposal = town.proposal()
    new = merge_areas(
        predecessors=old,
        code="35.78.01.1009",
        name="Tanjung Baru",
        on=date(2026, 1, 1),
        basis="Perda contoh",
    )
    assert list(
        Area.objects.current(date(2026, 1, 1))
        .level("kelurahan")
        .filter(parent=town.areas["35.78.01"])
    ) == [new]
    assert set(
        Area.objects.current(date(2025, 12, 31))
        .level("kelurahan")
        .filter(parent=town.areas["35.78.01"])
    ) == set(old)
    assert proposal.kelurahan == old[0]
    assert "Tanjung Baru" in client.get("/wilayah/35.78.01.1001/").content.decode()
    with pytest.raises(Refusal) as told:
        merge_areas(predecessors=old, code="35.78.01.1010", name="Lagi", on=date(2026, 2, 1))
    assert told.value.code == "area_ended"
    # the RW live on under the new one, each once; the clash of numbers is resolved
    rws = Area.objects.current(date(2026, 1, 1)).level("rw").filter(parent=new).order_by("sort_key")
    assert [a.code for a in rws] == [f"35.78.01.1009/{n}" for n in ("01", "02", "03", "04")]
    assert rws[0].origins.get().predecessor == town.rw
    parts = [
        {"code": "35.78.01.1011", "name": "Timur", "rw": [a.code for a in rws[:3]]},
        {"code": "35.78.01.1012", "name": "Barat", "rw": [rws[3].code]},
    ]
    with pytest.raises(Refusal) as told:
        split_area(predecessor=new, parts=[parts[0], {**parts[1], "rw": []}], on=date(2026, 6, 1))
    assert told.value.code == "split_rws"
    made = split_area(predecessor=new, parts=parts, on=date(2026, 6, 1))
    assert [a.name for a in made] == ["Timur", "Barat"]
    with pytest.raises(Refusal):
        split_area(predecessor=made[0], parts=parts[:1], on=date(2026, 7, 1))


SQUARE = [[[112.69, -7.34], [112.71, -7.34], [112.71, -7.32], [112.69, -7.32], [112.69, -7.34]]]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Point", "coordinates": [1, 2]}, "not_a_polygon"),
        ({"type": "Polygon", "coordinates": "x"}, "unreadable"),
        (
            {
                "type": "Polygon",
                "coordinates": [[[7.3, 112.6], [7.4, 112.6], [7.4, 112.7], [7.3, 112.6]]],
            },
            "not_in_indonesia",
        ),
        (None, "not_a_polygon"),
    ],
)
def test_bad_boundaries_are_named(town: Town, tmp_path: Path, geometry: Any, code: str) -> None:
    from egov.areas.importers import BoundaryImporter

    collection = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"code": "35.78.01"}, "geometry": geometry}],
    }
    run = import_file(BoundaryImporter(), write(tmp_path / "b.geojson", json.dumps(collection)))
    assert [e["code"] for e in run.errors] == [code]


def test_the_map_is_a_sketch_until_boundaries_are_loaded(
    town: Town, client: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    draw_map()
    assert "Skema dari titik tengah" in client.get("/wilayah/35.78/").content.decode()
    assert client.get("/wilayah/35.78.01/batas.json").json()["properties"]["official"] is False
    features = [
        {
            "type": "Feature",
            "properties": {"code": c},
            "geometry": {"type": "Polygon", "coordinates": SQUARE},
        }
        for c in ("35.78.01", "35.78.02")
    ]
    path = write(
        tmp_path / "b.geojson", json.dumps({"type": "FeatureCollection", "features": features})
    )
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_boundaries", str(path), source="uji", verbosity=0)
    assert AreaBoundary.objects.count() == 2
    page = client.get("/wilayah/35.78/").content.decode()
    assert "Skema" not in page
    assert client.get("/wilayah/35.78.01/batas.json").json()["properties"]["official"] is True


@pytest.mark.django_db
def test_real_boundaries_load(shared_data: Path) -> None:
    call_command("import_areas", verbosity=0)
    for name in ("kecamatan", "kelurahan"):
        call_command(
            "import_boundaries",
            str(shared_data / "boundaries" / f"surabaya-{name}.geojson"),
            verbosity=0,
        )
    assert AreaBoundary.objects.count() == 31 + 153
