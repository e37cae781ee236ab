"""Where proposals come from, on maps: the city's shades, a proposal's point, the demo's points."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from shapely.geometry import Point, shape

from egov.areas.boundaries import outline_of, point_in
from egov.areas.drawing import draw_map
from egov.areas.models import AreaBoundary, MapShape
from musrenbang.demo.points import Points
from musrenbang.domain.figures import count_figures
from musrenbang.models import Draft
from tests.town import Town, client_of


@pytest.fixture
def drawn_town(town: Town) -> Town:
    draw_map()
    return town


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def somewhere(town: Town) -> dict[str, float]:
    place = point_in(town.areas["35.78.01.1001"], 1)
    assert place is not None
    return {"latitude": place[0], "longitude": place[1]}


def test_the_more_proposals_the_further_from_the_paper(drawn_town: Town, client: Any) -> None:
    for _ in range(3):
        drawn_town.proposal()
    drawn_town.proposal(rw=drawn_town.areas["35.78.02.1001/01"])
    count_figures()
    city = text(client.get("/wilayah/35.78/"))
    assert "<title>Kecamatan Karang Pilang: 3 usulan</title>" in city
    assert 'class="shade-4"' in city and 'class="shade-2"' in city
    assert "Usulan, semua tahun" in city
    district = text(client.get("/wilayah/35.78.01/"))
    assert f"<title>{drawn_town.rw.parent}: 3 usulan</title>" in district
    assert '<i class="swatch shade-4"></i>' in district


def test_before_anything_is_counted_the_map_has_no_shades(drawn_town: Town, client: Any) -> None:
    city = text(client.get("/wilayah/35.78/"))
    assert "<figure" in city
    assert "swatch" not in city
    assert "usulan</title>" not in city


def test_the_point_of_a_proposal_stands_on_its_pages(drawn_town: Town, client: Any) -> None:
    proposal = drawn_town.proposal("kelurahan", point_check="not_made", **somewhere(drawn_town))
    public = text(client.get(proposal.get_absolute_url()))
    desk = client_of(drawn_town.staff["lurah"])
    for page in (public, text(desk.get(f"/admin/musrenbang/proposal/{proposal.pk}/change/"))):
        assert '<circle class="spot" cx=' in page
        assert f'aria-label="Letak titik usulan di {proposal.kelurahan}"' in page
        assert "Skema dari titik tengah, bukan batas resmi." in page
        assert "belum diperiksa" in page
        assert "map.css" in page
    assert f"{proposal.latitude:.5f}, {proposal.longitude:.5f}" in public


@pytest.mark.parametrize("point", [{}, {"latitude": -7.1, "longitude": 112.2}])
def test_without_a_point_near_by_there_is_no_box(
    drawn_town: Town, client: Any, point: dict[str, float]
) -> None:
    page = text(client.get(drawn_town.proposal(**point).get_absolute_url()))
    assert "<figure" not in page
    assert "Letaknya" not in page
    assert ("-7.10000, 112.20000" in page) is bool(point)


def test_without_shapes_a_point_is_told(town: Town, client: Any) -> None:
    point = {"latitude": -7.33, "longitude": 112.7}
    page = text(client.get(town.proposal(**point).get_absolute_url()))
    assert "<figure" not in page
    assert "-7.33000, 112.70000" in page


def test_a_loaded_boundary_is_named_as_one(drawn_town: Town, client: Any) -> None:
    for code in ("35.78.01.1001", "35.78.01.1002"):
        area = drawn_town.areas[code]
        AreaBoundary.objects.create(area=area, geometry=outline_of(area)["geometry"])
    draw_map()
    proposal = drawn_town.proposal(**somewhere(drawn_town))
    page = text(client.get(proposal.get_absolute_url()))
    assert f"Batas {proposal.kelurahan} dari data yang dimuat daerah." in page
    assert "Skema" not in page


def test_the_name_makes_room_for_the_point(drawn_town: Town, client: Any) -> None:
    from egov.areas.frame import on_earth
    from egov.areas.maps import point_map

    village = drawn_town.areas["35.78.01.1001"]
    label = MapShape.objects.get(area=village)
    covered = point_map(village, on_earth(label.label_x, label.label_y))
    assert covered is not None and covered.spot is not None
    assert covered.names[0].spot[1] - covered.spot[1] == 24


def test_a_page_with_a_point_asks_two_things_more(drawn_town: Town, client: Any) -> None:
    with_point = drawn_town.proposal(**somewhere(drawn_town)).get_absolute_url()
    without = drawn_town.proposal().get_absolute_url()
    client.get(without)
    with CaptureQueriesContext(connection) as more:
        client.get(with_point)
    with CaptureQueriesContext(connection) as fewer:
        client.get(without)
    assert len(more) == len(fewer) + 2


def test_the_step_folds_the_coordinates_until_one_is_wrong(drawn_town: Town) -> None:
    citizen = client_of(drawn_town.citizen)
    draft = Draft.objects.create(
        owner=drawn_town.citizen, channel=drawn_town.channel, data={"rw": drawn_town.rw.pk}
    )
    address = f"/usulan/baru/{draft.pk}/titik/"
    page = text(citizen.get(address))
    assert '<details id="koordinat">' in page
    assert 'data-north="-7.' in page and "leaflet" not in page
    wrong = text(citizen.post(address, {"latitude": "abc", "longitude": "1"}))
    assert '<details id="koordinat" open>' in wrong
    MapShape.objects.all().delete()
    assert f"Belum ada peta {drawn_town.rw.parent}" in text(citizen.get(address))


def test_points_of_the_demo_lie_in_their_kelurahan(drawn_town: Town) -> None:
    points = Points(random.Random(1))
    for code in ("35.78.01.1001", "35.78.02.1001"):
        village = drawn_town.areas[code]
        outline = shape(outline_of(village)["geometry"])
        for _ in range(10):
            latitude, longitude, check = points.within(village)
            assert latitude is not None and longitude is not None
            assert outline.contains(Point(longitude, latitude))
            assert check == "not_made"


def test_the_demo_gives_nothing_a_point_where_nobody_knows_shapes(town: Town) -> None:
    points = Points(random.Random(1))
    assert points.within(town.areas["35.78.01.1001"]) == (None, None, "no_point")


def test_a_withheld_proposal_shows_no_point(drawn_town: Town, client: Any) -> None:
    proposal = drawn_town.proposal(withheld=True, **somewhere(drawn_town))
    page = text(client.get(proposal.get_absolute_url()))
    assert "<figure" not in page
    assert f"{proposal.latitude:.3f}" not in page
