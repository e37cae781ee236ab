"""The region's map: drawn once, kept in rows, shown by every page that has a place."""

from __future__ import annotations

import gzip
import itertools
import re
from datetime import date
from typing import Any

import pytest
import shapely
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from shapely.geometry import Point, box, shape

from egov.areas import drawing
from egov.areas.boundaries import check_point, outline_of, point_in, points_in
from egov.areas.bundled import centres
from egov.areas.cells import cells
from egov.areas.drawing import draw_map
from egov.areas.frame import on_earth, on_frame, svg_path
from egov.areas.lettering import LETTER, lettering
from egov.areas.maps import FAR, WIDTH, Window, map_of, point_map
from egov.areas.models import Area, AreaBoundary, Level, MapShape
from egov.areas.profile import load_profile
from egov.areas.succession import merge_areas, split_area
from egov.areas.tasks import draw
from tests.town import Town, client_of


@pytest.fixture
def surabaya(db: None) -> Area:
    """The whole city, drawn from its centre points."""
    call_command("import_areas", verbosity=0)
    assert draw_map()
    return Area.objects.get(code="35.78")


def area(code: str) -> Area:
    return Area.objects.select_related("map_shape", "parent").get(code=code)


def drawn(level: str) -> list[Any]:
    """The geometries of a level."""
    shapes = MapShape.objects.filter(area__level=level).order_by("area__code")
    return [shape(each.geometry) for each in shapes]


def text(page: Any) -> str:
    return " ".join(page.content.decode().split())


# the points and the cells


def test_the_points_are_those_of_the_city_and_no_finer_than_three_decimals() -> None:
    points = centres(load_profile("35.78"))
    assert len([c for c in points if len(c) == 8]) == 31
    assert len([c for c in points if len(c) == 13]) == 153
    assert all(round(degrees, 3) == degrees for point in points.values() for degrees in point)
    assert centres(load_profile("33.10")) == {}


def test_cells_cover_the_hull_once() -> None:
    points = {n: (n * 97 % 400, n * 61 % 300) for n in range(40)}
    parts = cells(points)
    assert shapely.coverage_is_valid(list(parts.values()))
    assert all(part.contains(Point(points[n])) for n, part in parts.items())
    whole = shapely.unary_union(list(parts.values()))
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert sum(part.area for part in parts.values()) == pytest.approx(whole.area)
    corners = shapely.get_coordinates(list(parts.values()))
    assert (corners == corners.round()).all()


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_points_have_cells_too(count: int) -> None:
    parts = cells({n: (n * 100.0, 0.0) for n in range(count)})
    assert len(parts) == count
    assert all(part.area > 0 for part in parts.values())


def test_two_areas_on_one_spot_have_a_cell_each() -> None:
    parts = cells({"a": (0, 0), "b": (0.2, 0), "c": (500, 0), "d": (0, 500)})
    assert len(parts) == 4
    assert all(part.area > 0 for part in parts.values())


def test_a_place_keeps_its_degrees_through_the_frame() -> None:
    assert on_earth(*on_frame(-7.331, 112.702)) == pytest.approx((-7.331, 112.702))


def test_a_path_is_steps_of_whole_numbers() -> None:
    assert svg_path(box(0, 0, 10, 20)) == "M10 0l0 20 -10 0 0 -20z"
    assert svg_path(shapely.LineString([(1, 2), (3, 4)])) == "M1 2l2 2"


def test_a_name_is_broken_where_that_makes_it_larger() -> None:
    tall, wide = box(0, 0, 60, 100), box(0, 0, 400, 30)
    assert lettering(tall, "Pabean Cantian").text == "Pabean\nCantian"
    assert lettering(wide, "Pabean Cantian").text == "Pabean Cantian"
    name = lettering(tall, "Pabean Cantian")
    assert name.size * LETTER * 7 <= 60
    assert tall.contains(Point(name.x, name.y))


def test_the_name_stands_on_the_largest_part() -> None:
    parts = shapely.MultiPolygon([box(0, 0, 10, 10), box(100, 100, 200, 200)])
    name = lettering(parts, "Gubeng")
    assert box(100, 100, 200, 200).contains(Point(name.x, name.y))


# the drawing


def test_each_kelurahan_is_drawn_once_around_its_own_point(surabaya: Area) -> None:
    villages = drawn(Level.VILLAGE)
    assert len(villages) == 153
    known = centres(load_profile("35.78"))
    for each in MapShape.objects.filter(area__level=Level.VILLAGE).select_related("area"):
        latitude, longitude = known[each.area.code]
        outline = shape(each.geometry)
        assert outline.is_valid
        assert outline.contains(Point(longitude, latitude)), each.area
    city = shapely.unary_union(villages).area
    assert sum(village.area for village in villages) == pytest.approx(city, rel=1e-4)


def test_kecamatan_do_not_overlap_and_are_made_of_their_kelurahan(surabaya: Area) -> None:
    districts = drawn(Level.DISTRICT)
    assert len(districts) == 31
    for one, other in itertools.combinations(districts, 2):
        assert one.intersection(other).area < 1e-9
    for each in MapShape.objects.filter(area__level=Level.DISTRICT):
        own = MapShape.objects.filter(area__parent=each.area_id)
        parts = shapely.unary_union([shape(village.geometry) for village in own])
        assert parts.symmetric_difference(shape(each.geometry)).area < 1e-6
    assert not MapShape.objects.filter(official=True).exists()


def test_a_sketch_is_never_asked_whether_a_point_lies_inside(surabaya: Area) -> None:
    kebraon = area("35.78.01.1002")
    place = point_in(kebraon, 1)
    assert place is not None
    assert check_point(kebraon, *place) == "not_made"


def test_a_region_without_points_has_no_map(db: None) -> None:
    with override_settings(REGION="33.10", REGION_PROFILE=load_profile("33.10")):
        call_command("import_areas", verbosity=0)
        draw_map()
        assert not MapShape.objects.exists()
        village = Area.objects.level(Level.VILLAGE).first()
        assert village is not None
        assert point_in(village, 1) is None
        assert point_map(village) is None
        assert outline_of(village)["geometry"] is None


def test_it_is_drawn_anew_only_where_something_changed(surabaya: Area) -> None:
    before = set(MapShape.objects.values_list("pk", flat=True))
    assert draw_map() is False
    assert draw() is False
    assert set(MapShape.objects.values_list("pk", flat=True)) == before
    pakal = area("35.78.30")
    pakal.name = "Pakal Baru"
    pakal.save()
    assert draw_map() is True
    assert area("35.78.30").map_shape.label == "Pakal\nBaru"


def test_another_way_of_drawing_draws_anew(surabaya: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "WAY", 0)
    assert draw_map() is True


def test_importing_draws_and_a_trial_does_not(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_areas", "--dry-run", verbosity=0)
    assert not MapShape.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_areas", verbosity=0)
    assert MapShape.objects.count() == 31 + 153


def test_a_database_of_before_gets_its_map_when_it_migrates(surabaya: Area) -> None:
    MapShape.objects.all().delete()
    call_command("migrate", "areas", verbosity=0)
    assert MapShape.objects.count() == 31 + 153


def test_the_desk_draws_when_a_name_is_mended(
    surabaya: Area, admin_of_areas: Any, django_capture_on_commit_callbacks: Any
) -> None:
    pakal = area("35.78.30")
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_of_areas.post(
            f"/admin/areas/area/{pakal.pk}/change/",
            {
                "kind": "kecamatan",
                "name": "Pakal Jaya",
                "aliases-TOTAL_FORMS": "0",
                "aliases-INITIAL_FORMS": "0",
                "office-TOTAL_FORMS": "0",
                "office-INITIAL_FORMS": "0",
            },
        )
    assert answer.status_code == 302
    assert area("35.78.30").map_shape.label.split() == ["Pakal", "Jaya"]


@pytest.fixture
def admin_of_areas(db: None) -> Any:
    from egov.accounts.roles import Role
    from tests.factories.accounts import AppointmentFactory, UserFactory

    person = UserFactory(login="wilayah")
    AppointmentFactory(user=person, role=Role.ADMINISTRATOR)
    return client_of(person)


def test_a_merged_kelurahan_takes_the_cells_of_both(
    surabaya: Area, django_capture_on_commit_callbacks: Any
) -> None:
    old = [area("35.78.01.1001"), area("35.78.01.1002")]
    both = shapely.unary_union([shape(each.map_shape.geometry) for each in old])
    with django_capture_on_commit_callbacks(execute=True):
        new = merge_areas(
            predecessors=old, code="35.78.01.1009", name="Karangbraon", on=date(2020, 1, 1)
        )
    merged = shape(area(new.code).map_shape.geometry)
    assert merged.symmetric_difference(both).area < 1e-6
    assert MapShape.objects.filter(area__in=old).count() == 0


def test_a_merger_told_in_advance_is_drawn_on_its_day(
    surabaya: Area, django_capture_on_commit_callbacks: Any
) -> None:
    old = [area("35.78.01.1001"), area("35.78.01.1002")]
    with django_capture_on_commit_callbacks(execute=True):
        merge_areas(predecessors=old, code="35.78.01.1009", name="Baru", on=date(2090, 1, 1))
    assert not MapShape.objects.filter(area__code="35.78.01.1009").exists()
    with time_machine.travel("2090-01-02T00:05+07:00"):
        assert draw() is True
    assert MapShape.objects.filter(area__code="35.78.01.1009").exists()


def test_parts_of_a_parted_kelurahan_have_no_cell_until_somebody_knows_their_points(
    surabaya: Area, django_capture_on_commit_callbacks: Any
) -> None:
    parts = [{"code": f"35.78.01.10{n}", "name": f"Kebraon {n}"} for n in (21, 22)]
    with django_capture_on_commit_callbacks(execute=True):
        split_area(predecessor=area("35.78.01.1002"), parts=parts, on=date(2020, 1, 1))
    assert not MapShape.objects.filter(area__code__startswith="35.78.01.102").exists()
    assert shapely.unary_union(drawn(Level.VILLAGE)).geom_type == "Polygon"


def test_a_kecamatan_whose_kelurahan_have_no_points_is_drawn_around_its_own(
    surabaya: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = centres(load_profile("35.78"))
    sparse = {code: p for code, p in known.items() if not code.startswith("35.78.30.")}
    monkeypatch.setattr(drawing, "centres", lambda _profile: sparse)
    assert draw_map()
    assert area("35.78.30").map_shape.path
    assert not MapShape.objects.filter(area__parent__code="35.78.30").exists()


SQUARE = [[112.69, -7.34], [112.71, -7.34], [112.71, -7.32], [112.69, -7.32], [112.69, -7.34]]


def bound(*codes: str) -> None:
    for code in codes:
        geometry = {"type": "Polygon", "coordinates": [SQUARE]}
        AreaBoundary.objects.create(area=area(code), geometry=geometry, source="uji")


def test_boundaries_are_drawn_where_all_of_one_parent_are_loaded(surabaya: Area) -> None:
    bound("35.78.30.1001")
    draw_map()
    assert area("35.78.30.1001").map_shape.official is False
    siblings = Area.objects.level(Level.VILLAGE).filter(parent__code="35.78.30")
    bound(*siblings.exclude(code="35.78.30.1001").values_list("code", flat=True))
    draw_map()
    own = MapShape.objects.filter(area__parent__code="35.78.30")
    assert set(own.values_list("official", flat=True)) == {True}
    assert area("35.78.30").map_shape.official is False
    corner = on_frame(-7.34, 112.69)
    assert (own[0].west, own[0].south) == (round(corner[0]), round(corner[1]))


def test_real_boundaries_are_drawn(surabaya: Area, shared_data: Any, client: Any) -> None:
    for name in ("kecamatan", "kelurahan"):
        path = shared_data / "boundaries" / f"surabaya-{name}.geojson"
        call_command("import_boundaries", str(path), verbosity=0)
    assert draw_map()
    assert MapShape.objects.filter(official=True).count() == 31 + 153
    page = client.get("/wilayah/35.78/").content
    assert b"Batas wilayah dari data yang dimuat daerah." in page
    assert len(gzip.compress(page)) <= 60_000


# points for examples


def test_points_of_examples_lie_in_the_right_cell(surabaya: Area) -> None:
    villages = Area.objects.level(Level.VILLAGE).select_related("map_shape")
    for village in villages[::10]:
        scatter = points_in(village)
        assert scatter is not None
        outline = shape(village.map_shape.geometry)
        places = {scatter(seed) for seed in range(20)}
        assert len(places) > 10
        assert all(outline.contains(Point(x, y)) for y, x in places)
        assert point_in(village, 3) == scatter(3)


# windows and pages


def test_a_window_shows_its_bounds_and_is_never_taller_than_three_quarters() -> None:
    for bounds in ((0, 0, 300, 100), (0, 0, 100, 300), (5, 5, 5, 5)):
        window = Window.around(bounds)
        west, north, east, south = bounds
        for x, y in (window.at(west, north), window.at(east, south)):
            assert 0 <= x <= WIDTH
            assert 0 <= y <= window.height
        assert window.height <= WIDTH * 0.75


def test_shades_are_fourths_of_the_most_and_the_legend_tells_them(surabaya: Area) -> None:
    children = list(surabaya.children.select_related("map_shape").order_by("sort_key"))
    counts = {child.pk: n for n, child in enumerate(children[:11])}
    city = map_of(children, counts=counts)
    assert city is not None
    shades = [each.shade for each in city.areas]
    assert shades[:12] == [0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 0]
    for each in city.areas:
        step = next(s for s in city.legend if s.shade == each.shade)
        assert each.count is not None
        assert step.least <= each.count <= step.most
    few = map_of(children, counts={children[0].pk: 1})
    assert few is not None
    assert [(s.least, s.most) for s in few.legend] == [(0, 0), (1, 1)]
    assert map_of(children).legend == ()  # type: ignore[union-attr]


def test_a_kecamatan_that_is_not_drawn_keeps_its_number_in_the_list(surabaya: Area) -> None:
    MapShape.objects.filter(area__code="35.78.28").delete()
    children = list(surabaya.children.select_related("map_shape").order_by("sort_key"))
    city = map_of(children)
    assert city is not None
    assert [each.number for each in city.areas][:3] == [2, 3, 4]


def test_the_city_map_names_every_kecamatan_and_says_that_it_is_a_sketch(
    surabaya: Area, client: Any
) -> None:
    page = client.get("/wilayah/35.78/")
    html = text(page)
    assert "Skema dari titik tengah, bukan batas resmi." in html
    figure = html[html.index("<svg viewBox=") : html.index("</figure>")]
    for district in surabaya.children.all():
        assert f"<title>{district.label}</title>" in figure
        assert re.search(f'<a href="/wilayah/{district.code}/"> ?<title>', figure)
        assert html.count(f'href="/wilayah/{district.code}/"') == 2
    # each has its name or its number at every width
    for each in re.findall(r'<text class="([a-z ]+)"', figure):
        assert each in ("always", "wide", "number wide", "number never")
    always, wide = figure.count('"always"'), figure.count('class="wide"')
    never = figure.count('"number never"')
    assert always >= 8
    assert always + wide + never == 31
    assert figure.count('"number wide"') == wide


def test_the_map_weighs_little(surabaya: Area, client: Any) -> None:
    html = client.get("/wilayah/35.78/").content.decode()
    figure = html[html.index('<figure class="map">') : html.index("</figure>")]
    assert len(gzip.compress(figure.encode())) <= 10_000
    district = client.get("/wilayah/35.78.01/").content
    assert len(gzip.compress(district)) <= 20_000


def test_a_kecamatan_shows_its_kelurahan_and_a_kelurahan_itself_among_them(
    surabaya: Area, client: Any
) -> None:
    html = text(client.get("/wilayah/35.78.01/"))
    for village in area("35.78.01").children.all():
        assert html.count(f'href="/wilayah/{village.code}/"') == 2
    assert html.count('class="ground"') >= 3
    html = text(client.get("/wilayah/35.78.01.1002/"))
    assert "Letaknya di Kecamatan Karang Pilang" in html
    assert html.count('aria-current="page"') == 2
    assert html.count(" here") == 1


@pytest.mark.parametrize("code", ["35.78", "35.78.01", "35.78.01.1001"])
def test_without_shapes_there_is_a_list_and_no_map(town: Town, client: Any, code: str) -> None:
    html = text(client.get(f"/wilayah/{code}/"))
    assert "<figure" not in html
    assert "map.css" not in html
    if code != "35.78.01.1001":
        assert "Belum ada peta" in html
        assert f'href="/wilayah/{code}.' in html


def test_home_has_no_map(surabaya: Area, client: Any) -> None:
    assert "<figure" not in text(client.get("/"))


@pytest.mark.parametrize("code", ["35.78", "35.78.01", "35.78.01.1002"])
def test_pages_draw_nothing_and_ask_the_same_for_few_and_for_many(
    surabaya: Area, client: Any, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_values: Any, **_named: Any) -> None:
        raise AssertionError("drawn for a page")

    for name in ("voronoi_polygons", "concave_hull", "unary_union", "maximum_inscribed_circle"):
        monkeypatch.setattr(shapely, name, never)
    client.get(f"/wilayah/{code}/")
    with CaptureQueriesContext(connection) as many:
        assert client.get(f"/wilayah/{code}/").status_code == 200
    keep = ["35.78", "35.78.01", "35.78.01.1002", "35.78.01.1001"]
    Area.objects.filter(level=Level.VILLAGE).exclude(code__in=keep).delete()
    Area.objects.filter(level=Level.DISTRICT).exclude(code__in=keep).delete()
    with CaptureQueriesContext(connection) as few:
        assert client.get(f"/wilayah/{code}/").status_code == 200
    assert len(few) == len(many)


def test_a_far_point_is_told_not_drawn(surabaya: Area) -> None:
    kebraon = area("35.78.01.1002")
    x, y = kebraon.map_shape.east + FAR - 1, kebraon.map_shape.south
    near = point_map(kebraon, on_earth(x, y))
    assert near is not None
    assert near.spot is not None
    assert 0 <= near.spot[0] <= WIDTH
    assert point_map(kebraon, on_earth(x + 2, y)) is None


def test_the_corners_are_where_a_tap_is_read(surabaya: Area) -> None:
    kebraon = area("35.78.01.1002")
    spot_map = point_map(kebraon, (-7.331, 112.702))
    assert spot_map is not None and spot_map.spot is not None
    edges = {name: float(degrees) for name, degrees in spot_map.corners.items()}
    x = (112.702 - edges["west"]) / (edges["east"] - edges["west"]) * WIDTH
    y = (edges["north"] + 7.331) / (edges["north"] - edges["south"]) * spot_map.window.height
    assert (round(x), round(y)) == pytest.approx(spot_map.spot, abs=1)
