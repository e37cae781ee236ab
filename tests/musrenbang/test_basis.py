"""The ground of a rule, and where it is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from egov.imports.engine import import_file
from musrenbang.domain.basis import read_basis, stages_founded_on
from musrenbang.imports.kamus import VariantImporter
from musrenbang.models import KamusPrice
from regulations.domain.grounds import lost_grounds
from tests.regulations.factories import make
from tests.town import Town, client_of


@pytest.mark.parametrize(
    ("text", "label", "address"),
    [
        ("perwali/2021/68#pasal-7", "Perwali 68 Tahun 2021, pasal 7", "#pasal-7"),
        ("perda/2018/3", "Perda 3 Tahun 2018", "/regulasi/perda/2018/3/"),
    ],
)
def test_it_is_read_and_leads_to_its_page(text: str, label: str, address: str) -> None:
    basis = read_basis(text)
    assert basis is not None
    assert basis.label == label
    assert basis.address.endswith(address)


@pytest.mark.parametrize("text", ["", "Perwali 68", "perwali/21/68", "a/2021/", "x/2021/6 8"])
def test_other_words_are_none(text: str) -> None:
    assert read_basis(text) is None


def test_a_page_says_why_and_the_regulation_names_its_stages(town: Town) -> None:
    regulation = make("perwali", "68", 2021)
    key = regulation.get_absolute_url().strip("/").removeprefix("regulasi/")
    stage = town.stages["kelurahan"]
    stage.basis = f"{key}#pasal-7"
    stage.save()
    assert list(stages_founded_on(regulation, None)) == [stage]
    reader = client_of(town.citizen)
    for page in (
        town.proposal("kelurahan").get_absolute_url(),
        f"/musrenbang/{town.cycle.year}/",
    ):
        assert "Mengapa begini" in reader.get(page).content.decode(), page
    assert stage.name in reader.get(regulation.get_absolute_url()).content.decode()


def test_where_it_is_by_paper_an_area_says_so_and_counts_nothing(town: Town) -> None:
    town.channel.open_areas.add(town.areas["35.78.02"])
    page = client_of(town.citizen).get("/wilayah/35.78.01.1001/").content.decode()
    assert "masih lewat kertas" in page
    page = client_of(town.citizen).get("/wilayah/35.78.02.1001/").content.decode()
    assert "masih lewat kertas" not in page


def test_a_price_says_on_which_law_it_stands_and_whether_that_holds(
    town: Town, tmp_path: Path
) -> None:
    law = make("perwali", "12", 2026, commences_on=date(2026, 1, 1))
    path, size = tmp_path / "harga.csv", town.variant
    amount = KamusPrice.objects.get(variant=size).amount
    head = "kode,satuan,harga_satuan,dasar\n"

    def bring(basis: str) -> tuple[int, list[str]]:
        path.write_text(f"{head}{size.code},{size.unit},{amount},{basis}\n", encoding="utf-8")
        run = import_file(VariantImporter(), path)
        return run.updated, [fault["code"] for fault in run.errors]

    assert bring("Perwali 12") == (0, ["bad_value"])
    assert bring("perwali/2026/12#pasal-3") == (1, [])
    assert bring("perwali/2026/12#pasal-3") == (0, [])
    page = " ".join(Client().get("/kamus/").content.decode().split())
    assert (
        f'Dasar harga: <a href="{law.get_absolute_url()}">Perwali 12 Tahun 2026</a>, berlaku pada'
        in page
    )
    told = Client().get(f"/api/v1/kamus/{size.code}/").json()
    assert told["dasar_harga"] == "perwali/2026/12#pasal-3"
    today = timezone.localdate()
    assert lost_grounds(today) == []
    assert bring("perwali/1999/9") == (1, [])
    assert "tidak ada di registri pada" in Client().get("/kamus/").content.decode()
    (ground,) = lost_grounds(today)
    assert (ground.path, ground.sentence) == (
        "perwali/1999/9",
        "Harga satuan 1 ukuran dalam kamus usulan",
    )
