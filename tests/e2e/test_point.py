"""Where a proposal is: the phone's own location, a tap on the map, and names on the city's map."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from egov.areas.boundaries import point_in
from egov.areas.drawing import draw_map
from egov.areas.models import MapShape
from musrenbang.models import Draft
from tests.town import PASSWORD, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def step(visit: Any, committed_town: Town) -> Any:
    """Opens the step at which a citizen marks the place."""
    town = committed_town
    draw_map()

    def opened(**how: Any) -> Page:
        citizen = visit(**how)
        citizen.sign_in(town.citizen, PASSWORD)
        draft = Draft.objects.create(
            owner=town.citizen, channel=town.channel, data={"rw": town.rw.pk}
        )
        citizen.go(f"/usulan/baru/{draft.pk}/titik/")
        return citizen.page

    return opened


def fields(page: Page) -> list[str]:
    return [page.input_value(f"[name={name}]") for name in ("latitude", "longitude")]


def test_a_granted_location_fills_the_point_and_tells_how_exact_it_is(
    step: Any, committed_town: Town
) -> None:
    place = point_in(committed_town.areas["35.78.01.1001"], 1)
    assert place is not None
    page = step()
    page.context.grant_permissions(["geolocation"])
    here = {"latitude": place[0], "longitude": place[1], "accuracy": 23.4}
    page.context.set_geolocation(here)
    expect(page.locator("[name=latitude]")).to_be_hidden()
    page.get_by_role("button", name="Pakai lokasi saya").click()
    expect(page.locator("#lokasi-pesan")).to_contain_text("kira-kira 25 meter")
    assert fields(page) == [f"{place[0]:.6f}", f"{place[1]:.6f}"]
    expect(page.locator("#peta-titik .spot")).to_be_visible()
    page.get_by_role("button", name="Lanjutkan").click()
    page.wait_for_url("**/masalah/")
    assert Draft.objects.get().data["latitude"] == place[0]


def test_a_location_far_away_and_not_exact_is_said_so(step: Any) -> None:
    page = step()
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -7.2, "longitude": 112.6, "accuracy": 2400})
    page.get_by_role("button", name="Pakai lokasi saya").click()
    word = page.locator("#lokasi-pesan")
    expect(word).to_contain_text("kira-kira 2 kilometer")
    expect(word).to_contain_text("di luar peta ini")
    expect(page.locator("#peta-titik .spot")).to_be_hidden()
    page.get_by_role("button", name="Hapus titik").click()
    assert fields(page) == ["", ""]


def test_a_refused_location_says_what_to_do_and_the_step_goes_on(step: Any) -> None:
    page = step()
    page.context.clear_permissions()
    page.context.grant_permissions([])
    page.get_by_role("button", name="Pakai lokasi saya").click()
    word = page.locator("#lokasi-pesan")
    expect(word).to_contain_text("Browser tidak mengizinkan")
    expect(word).to_contain_text("Ketuk peta, atau lewati langkah ini.")
    assert fields(page) == ["", ""]
    page.get_by_role("button", name="Lanjutkan").click()
    page.wait_for_url("**/masalah/")


def test_a_tap_marks_the_place_where_it_was_tapped(step: Any) -> None:
    page = step()
    box = page.locator("#peta-titik").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#ketukan")).to_contain_text("bisa meleset")
    spot = page.locator("#peta-titik .spot").bounding_box()
    assert spot is not None
    assert page.locator("#peta-titik").bounding_box() == box  # nothing moved under the finger
    assert spot["x"] + spot["width"] / 2 == pytest.approx(box["x"] + box["width"] / 2, abs=2)
    edges = page.locator("#peta-titik").evaluate("map => ({...map.dataset})")
    middle = (float(edges["north"]) + float(edges["south"])) / 2
    assert float(fields(page)[0]) == pytest.approx(middle, abs=2e-4)  # two pixels


def test_without_script_the_coordinates_are_one_tap_away(step: Any) -> None:
    page = step(script=False)
    expect(page.get_by_role("button", name="Pakai lokasi saya")).to_be_hidden()
    page.get_by_text("Isi koordinat sendiri").click()
    page.fill("[name=latitude]", "abc")
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.locator("[name=latitude]")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_visible()


def test_without_a_map_the_step_says_so_in_words(step: Any) -> None:
    MapShape.objects.all().delete()
    page = step()
    expect(page.locator("figure")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Belum ada peta")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -7.33, "longitude": 112.7, "accuracy": 8})
    page.get_by_role("button", name="Pakai lokasi saya").click()
    expect(page.locator("#lokasi-pesan")).to_contain_text("kira-kira 10 meter")


LETTERS = """texts => texts
  .filter(text => getComputedStyle(text).display !== "none")
  .map(text => {
    const scale = text.ownerSVGElement.getBoundingClientRect().width / 360;
    const size = parseFloat(getComputedStyle(text).fontSize) * scale;
    return [text.textContent.replace(/\\s/g, ""), size];
  })"""


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_kecamatan_is_named_or_numbered_in_letters_that_can_be_read(
    visit: Any, transactional_db: None, width: int
) -> None:
    from django.core.management import call_command

    call_command("import_areas", verbosity=0)
    reader = visit(width=width)
    reader.go("/wilayah/35.78/")
    shown = reader.page.locator(".map text").evaluate_all(LETTERS)
    assert len(shown) == 31
    assert min(size for _, size in shown) >= 10.5
    names = [name.replace(" ", "") for name in reader.page.locator(".map-list a").all_inner_texts()]
    written = [names[int(word) - 1] if word.isdigit() else word for word, _ in shown]
    assert sorted(written) == sorted(names)
    assert sum(not word.isdigit() for word, _ in shown) >= (7 if width < 768 else 23)
