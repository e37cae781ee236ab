"""The legal officer hears of stages whose ground holds no longer."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musrenbang.models import Stage
from regulations.domain.grounds import lost_grounds
from tests.factories.regulations import RegulationFactory
from tests.town import Town, client_of

TODAY = date.today()  # noqa: DTZ011 - any day does


def name(town: Town, *tiers: str, basis: str) -> None:
    keys = [town.stages[tier].pk for tier in tiers]
    Stage.objects.filter(pk__in=keys).update(basis=basis)


def path_of(regulation: object) -> str:
    return str(regulation.get_absolute_url()).strip("/").removeprefix("regulasi/")  # type: ignore[attr-defined]


def test_a_ground_in_force_is_silent_and_one_that_nobody_knows_is_told(town: Town) -> None:
    holds = RegulationFactory(commences_on=date(2020, 1, 1))
    name(town, "rw", basis=f"{path_of(holds)}#pasal-7")
    assert lost_grounds(TODAY) == []
    name(town, "kelurahan", basis="perwali/1999/99#pasal-1")
    (ground,) = lost_grounds(TODAY)
    assert (ground.path, ground.word) == ("perwali/1999/99", "tidak ada di registri")
    assert town.stages["kelurahan"].name in ground.sentence


def test_what_has_not_begun_or_ended_holds_nothing(town: Town) -> None:
    later = RegulationFactory(commences_on=date(2999, 1, 1))
    name(town, "rw", basis=path_of(later))
    (ground,) = lost_grounds(TODAY)
    assert ground.word == "belum berlaku"


def test_only_the_legal_officer_reads_it(town: Town) -> None:
    name(town, "rw", basis="perwali/1999/99")
    page = client_of(town.staff["legal_officer"]).get("/admin/").content.decode()
    assert 'aria-labelledby="dasar-lain"' in page and "perwali/1999/99" in page
    for who in ("lurah", "planner", "auditor"):
        page = client_of(town.staff[who]).get("/admin/").content.decode()
        assert 'aria-labelledby="dasar-lain"' not in page


@pytest.mark.parametrize("tiers", [("rw",), ("rw", "kelurahan", "kecamatan", "kota")])
def test_as_many_questions_for_one_ground_as_for_many(town: Town, tiers: tuple[str, ...]) -> None:
    for number, tier in enumerate(tiers, 1):
        name(town, tier, basis=f"perwali/1999/{number}")
    with CaptureQueriesContext(connection) as asked:
        assert len(lost_grounds(TODAY)) == len(tiers)
    assert len(asked) == 3  # stages, prices, and the regulations of all
