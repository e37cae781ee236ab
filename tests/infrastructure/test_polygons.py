"""A polygon as people draw or paste it: each fault at its field, and what lies in a good one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from egov.verbs.refusal import Invalid
from infrastructure.domain.cutting import Selection, read_cut, read_selection
from infrastructure.domain.polygons import assets_inside, read_polygon
from infrastructure.vocabulary import Visibility
from tests.factories.accounts import AppointmentFactory
from tests.factories.infrastructure import (
    AssetFactory,
    CableFactory,
    CoreFactory,
    SegmentFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db

WEST, SOUTH = 112.70, -7.30
SQUARE = [[112.70, -7.30], [112.71, -7.30], [112.71, -7.29], [112.70, -7.29], [112.70, -7.30]]


@pytest.fixture(autouse=True)
def _a_place() -> None:
    """Without a drawn region, assets say where it lies."""
    SiteFactory(asset__code="SITE", asset__latitude=-7.295, asset__longitude=112.705)
    SegmentFactory(asset__code="IN", geometry=[[112.69, -7.295], [112.72, -7.295]])
    SegmentFactory(asset__code="OUT", geometry=[[112.72, -7.28], [112.73, -7.28]])


def polygon(*rings: Any) -> str:
    return json.dumps({"type": "Polygon", "coordinates": list(rings)})


def swapped(ring: list[list[float]]) -> list[list[float]]:
    return [[y, x] for x, y in ring]


CROSSING = [[112.70, -7.30], [112.71, -7.29], [112.71, -7.30], [112.70, -7.29], [112.70, -7.30]]
ROUND = [[112.70 + n / 10_000, -7.30 + (n % 2) / 10_000] for n in range(201)]
FAULTS = {
    "unreadable": ["", "{", "[1", "\x00", "null null", "[" * 39_000],
    "not_one": [
        "null",
        "1",
        "[]",
        "{}",
        '{"type": "Point", "coordinates": [112.7, -7.3]}',
        '{"type": "Feature", "geometry": null}',
        '{"type": "FeatureCollection", "features": []}',
        json.dumps({"type": "FeatureCollection", "features": [{}, {}]}),
    ],
    "coordinates": [
        '{"type": "Polygon"}',
        '{"type": "Polygon", "coordinates": []}',
        '{"type": "Polygon", "coordinates": [1]}',
        '{"type": "Polygon", "coordinates": [[[1], [2], [3]]]}',
        '{"type": "Polygon", "coordinates": [[["112", "7"], [1, 2], [3, 4]]]}',
        '{"type": "Polygon", "coordinates": [[[true, false], [1, 2], [3, 4]]]}',
        '{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 2], [3, 4]]]}',
        '{"type": "Polygon", "coordinates": [[[1e999, 1], [1, 2], [3, 4]]]}',
    ],
    "too_few_points": [polygon([[112.7, -7.3]] * 4), polygon([])],
    "too_many_points": [polygon(ROUND)],
    "crosses": [polygon(CROSSING), polygon([[112.7, -7.3], [112.8, -7.3], [112.9, -7.3]])],
    "swapped": [polygon(swapped(SQUARE))],
    "elsewhere": [polygon([[106.8, -6.2], [106.9, -6.2], [106.9, -6.1]])],
    "too_long": ["{" + " " * 40_000],
}


@pytest.mark.parametrize(
    ("code", "text"), [(c, text) for c, all_ in FAULTS.items() for text in all_]
)
def test_each_fault_has_a_code_and_stands_at_its_field(code: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_polygon(text)
    assert refused.value.code == f"polygon_{code}"
    assert refused.value.field == "poligon"
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "given",
    [
        {"type": "Polygon", "coordinates": [SQUARE]},
        {"type": "Polygon", "coordinates": [SQUARE[:-1]]},
        {"type": "Polygon", "coordinates": [[[*corner, 12.5] for corner in SQUARE]]},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}},
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
            ],
        },
    ],
)
def test_a_polygon_in_each_of_its_forms(given: dict[str, Any]) -> None:
    assert read_polygon(json.dumps(given)).bounds == pytest.approx((112.70, -7.30, 112.71, -7.29))


def test_two_hundred_points_are_not_too_many() -> None:
    zigzag = [[112.70 + n / 10_000, -7.30 + (n % 2) / 10_000] for n in range(199)]
    assert read_polygon(polygon([*zigzag, [112.71, -7.20]])).is_valid


def test_a_region_without_points_says_so() -> None:
    from infrastructure.models import Asset

    Asset.objects.update(latitude=None, longitude=None)
    with pytest.raises(Invalid) as refused:
        read_polygon(polygon(SQUARE))
    assert refused.value.code == "polygon_no_points"


def codes(user: Any, *, everything: bool = False) -> set[str]:
    from infrastructure.models import Asset

    inside = assets_inside(read_polygon(polygon(SQUARE)), user=user, everything=everything)
    return set(Asset.objects.filter(pk__in=inside).values_list("code", flat=True))


def test_a_dig_takes_what_crosses_it_and_a_flood_the_buildings_too() -> None:
    operator = AppointmentFactory(role="infra_operator").user
    assert codes(operator) == {"IN"}
    assert codes(operator, everything=True) == {"IN", "SITE"}


def test_what_is_retired_is_not_dug_up() -> None:
    SegmentFactory(
        asset__code="OLD", asset__status="retired", geometry=[[112.69, -7.295], [112.72, -7.295]]
    )
    assert codes(AppointmentFactory(role="infra_operator").user) == {"IN"}


def test_an_agency_digs_up_only_what_it_may_read() -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    with pytest.raises(Invalid) as refused:
        codes(office.user)
    assert refused.value.code == "polygon_nothing_inside"
    SegmentFactory(
        asset__code="OWN",
        asset__owner=office.agency,
        geometry=[[112.69, -7.294], [112.72, -7.294]],
    )
    assert codes(office.user) == {"OWN"}


def test_codes_and_an_area_together() -> None:
    operator = AppointmentFactory(role="infra_operator").user
    other = AssetFactory(code="LAIN", visibility=Visibility.PUBLIC)
    selection = Selection(codes="lain", polygon=polygon(SQUARE))
    cut = read_selection(user=operator, selection=selection)
    assert other.pk in cut.assets and len(cut.assets) == 2


def test_one_core_of_a_cable_and_a_code_with_a_slash_in_it() -> None:
    operator = AppointmentFactory(role="infra_operator").user
    core = CoreFactory(cable=CableFactory(asset__code="FO-014"), number=7)
    whole = AssetFactory(code="FO-014/8")
    cut = read_cut(user=operator, text="fo-014/7\nFO-014/8")
    assert cut.cores == {core.pk}
    assert cut.assets == {whole.pk}
    with pytest.raises(Invalid):
        read_cut(user=operator, text="FO-014/9")
