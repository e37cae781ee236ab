"""What a dig takes with it, in a real browser: drawn by mouse and finger, by keys, on paper."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from egov.areas.drawing import draw_map
from infrastructure.domain.network import forget_graph
from infrastructure.domain.standing import make_reports
from infrastructure.models import ImpactRun
from tests.factories.infrastructure import AssetFactory, DeploymentFactory, DeviceFactory
from tests.factories.regulations import BindingFactory, LegalEventFactory
from tests.infrastructure.street import Street
from tests.town import PASSWORD, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

MAP = "/infrastruktur/peta/"
# the villages of the small town lie here by their centre points
WAY = [[112.70, -7.33], [112.71, -7.33]]
AROUND = [[112.704, -7.334], [112.706, -7.334], [112.706, -7.326], [112.704, -7.326]]


@pytest.fixture
def street(committed_town: Town) -> Street:
    """SEG-1 leads to KEC, on which an application with its Perwali runs; a camera hangs there."""
    draw_map()
    forget_graph()
    street = Street()
    for site, (longitude, latitude) in zip((street.dc, street.kec), WAY, strict=True):
        site.asset.longitude, site.asset.latitude = longitude, latitude
        site.asset.save()
    street.segment.geometry = WAY
    street.segment.save()
    DeviceFactory(site=street.kec, asset__code="CCTV-1")
    AssetFactory(kind="camera", code="KAM-1", visibility="public", longitude=112.72, latitude=-7.33)
    BindingFactory(application=street.application)
    old = DeploymentFactory(device=street.server).group.application
    LegalEventFactory(target=BindingFactory(application=old).regulation)
    return street


def opened(visit: Any, town: Town, **how: Any) -> Any:
    v = visit(**how)
    v.sign_in(town.staff["infra_operator"], PASSWORD)
    v.go(MAP)
    if how.get("script", True):
        expect(v.page.locator("#peta[data-ready]")).to_be_visible()
    return v


def expect_told(v: Any, street: Street) -> None:
    page = v.page
    page.wait_for_url("**/infrastruktur/dampak/**")
    v.look()
    expect(page.get_by_role("heading", name="Ringkasnya")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=street.application.name)
    expect(row).to_contain_text("Berhenti")
    expect(row.get_by_role("link", name="Perwali")).to_be_visible()
    expect(row).to_contain_text(": berlaku")
    for step in ("SEG-1", "FO-1", "TL-1", street.server.asset.code):
        expect(row.get_by_role("link", name=step, exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("tidak berlaku")
    expect(page.locator("main")).to_contain_text("4.200")
    expect(page.locator(".impact-map > svg .now")).to_have_count(1)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_polygon_over_a_duct(
    visit: Any, committed_town: Town, street: Street, width: int
) -> None:
    v = opened(visit, committed_town, width=width)
    page = v.page
    page.get_by_role("button", name="Mulai gambar").click()
    chart = page.locator("#peta")
    box = chart.bounding_box()
    assert box is not None
    left, right = 12, box["width"] - 60
    top, bottom = 12, box["height"] - 12
    for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)):
        chart.click(position={"x": x, "y": y})
    expect(page.locator("#gambar-pesan")).to_contain_text("4 titik")
    page.get_by_role("button", name="Batalkan titik").click()
    expect(page.locator("#gambar-pesan")).to_contain_text("3 titik")
    chart.click(position={"x": left, "y": bottom})
    chart.click(position={"x": left + 3, "y": top + 3})  # the first corner again
    expect(page.locator("#gambar-pesan")).to_contain_text("Area dengan 4 titik siap")
    v.look()
    page.get_by_role("button", name="Hitung dampak", exact=True).click()
    expect_told(v, street)
    page.get_by_label("Judul").fill("Galian contoh")
    v.press("Simpan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Galian contoh")
    paper = page.request.get(page.url + "?format=pdf")
    assert paper.body().startswith(b"%PDF")
    run = ImpactRun.objects.get()
    assert json.loads(run.scope["polygon"])["type"] == "Polygon"


def test_closed_by_its_button_and_cleared(visit: Any, committed_town: Town, street: Street) -> None:
    page = opened(visit, committed_town).page
    page.get_by_role("button", name="Mulai gambar").click()
    for x, y in ((30, 30), (250, 30), (250, 250)):
        page.locator("#peta").click(position={"x": x, "y": y})
    page.get_by_role("button", name="Tutup area").click()
    expect(page.locator("#gambar-pesan")).to_contain_text("3 titik siap")
    assert page.input_value("[name=poligon]")
    page.get_by_role("button", name="Hapus area").click()
    assert page.input_value("[name=poligon]") == ""


def test_the_same_by_keys_alone(visit: Any, committed_town: Town, street: Street) -> None:
    v = opened(visit, committed_town, width=1280)
    page = v.page
    tick = page.get_by_role("checkbox", name="SEG-1 putus")
    tick.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Hitung dampak yang dicentang").focus()
    page.keyboard.press("Enter")
    expect_told(v, street)

    v.go(MAP)
    expect(page.locator("#peta[data-ready]")).to_be_visible()
    page.get_by_text("Tempel GeoJSON sendiri").focus()
    page.keyboard.press("Enter")
    page.locator("[name=poligon]").focus()
    page.keyboard.insert_text(
        json.dumps({"type": "Polygon", "coordinates": [[*AROUND, AROUND[0]]]})
    )
    page.get_by_role("button", name="Hitung dampak", exact=True).focus()
    page.keyboard.press("Enter")
    expect_told(v, street)

    v.go(MAP)
    expect(page.locator("#peta[data-ready]")).to_be_visible()
    page.get_by_role("button", name="Mulai gambar").focus()
    page.keyboard.press("Enter")
    for arrow in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.locator("#peta").focus()
        page.keyboard.press(arrow)
        page.wait_for_timeout(400)  # the map glides
        page.get_by_role("button", name="Titik di tengah").focus()
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Tutup area").focus()
    page.keyboard.press("Enter")
    assert len(json.loads(page.input_value("[name=poligon]"))["coordinates"][0]) == 4


def test_without_script_the_list_does_it(visit: Any, committed_town: Town, street: Street) -> None:
    v = opened(visit, committed_town, script=False)
    expect(v.page.locator("#peta")).to_be_hidden()
    v.page.get_by_role("checkbox", name="SEG-1 putus").check()
    v.page.get_by_role("button", name="Hitung dampak yang dicentang").click()
    expect(v.page.get_by_role("row").filter(has_text=street.application.name)).to_be_visible()


def test_a_polygon_that_crosses_itself_is_said_and_kept(
    visit: Any, committed_town: Town, street: Street
) -> None:
    v = opened(visit, committed_town)
    page = v.page
    page.get_by_text("Tempel GeoJSON sendiri").click()
    crossing = [AROUND[0], AROUND[2], AROUND[1], AROUND[3], AROUND[0]]
    text = json.dumps({"type": "Polygon", "coordinates": [crossing]})
    page.fill("[name=poligon]", text)
    v.console.clear()
    page.get_by_role("button", name="Hitung dampak", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("berpotongan")
    v.console.clear()  # a refused form answers 422, which the browser tells
    v.look()
    assert page.input_value("[name=poligon]") == text


def test_the_public_sees_cameras_and_no_ways(
    visit: Any, committed_town: Town, street: Street
) -> None:
    for width in (360, 1280):
        v = visit(width=width)
        v.go(MAP)
        expect(v.page.locator("#peta[data-ready]")).to_be_visible()
        expect(v.page.locator("main")).not_to_contain_text("SEG-1")
        expect(v.page.get_by_role("button", name="Mulai gambar")).to_have_count(0)
        v.page.get_by_label("Lapis").select_option("kamera")
        v.page.get_by_role("button", name="Tampilkan").click()
        expect(v.page.get_by_role("link", name="KAM-1")).to_be_visible()
        v.look()


def test_the_reports_of_the_night(visit: Any, committed_town: Town, street: Street) -> None:
    from django.utils import timezone

    make_reports(now=timezone.now())
    v = visit(width=360)
    v.sign_in(committed_town.staff["auditor"], PASSWORD)
    v.go("/infrastruktur/laporan/")
    expect(v.page.get_by_role("link", name="SEG-1").first).to_be_visible()
    v.go("/infrastruktur/dampak/")
    v.go("/infrastruktur/dampak/daftar/")
