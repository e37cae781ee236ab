"""The ground of a rule, and where it is told."""

from __future__ import annotations

import pytest

from musrenbang.domain.basis import read_basis, stages_founded_on
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
