"""In a real browser: a citizen finds the cameras of a kelurahan; an operator mends one's law."""

from __future__ import annotations

from typing import Any

import pytest

from infrastructure.models import Camera
from infrastructure.vocabulary import Connectivity, Visibility
from tests.factories.accounts import PASSWORD, AppointmentFactory
from tests.factories.areas import KecamatanFactory, KelurahanFactory
from tests.factories.infrastructure import CameraFactory
from tests.factories.regulations import RegulationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
REGISTER = "/infrastruktur/cctv/"


@pytest.fixture
def village(transactional_db: None) -> Any:
    village = KelurahanFactory(parent=KecamatanFactory())
    view = {"azimuth": 90, "field_of_view": 60, "range_m": 40}
    for number, (area, connectivity) in enumerate(
        ((village, Connectivity.ONLINE), (village, Connectivity.LOCAL_ONLY), (None, "online")),
        start=1,
    ):
        CameraFactory(
            asset__code=f"C-{number}",
            asset__name=f"Simpang Contoh {number}",
            asset__visibility=Visibility.PUBLIC,
            asset__area=area,
            asset__latitude=-7.25 - number / 5000,
            asset__longitude=112.74,
            connectivity=connectivity,
            **view,
        )
    CameraFactory(asset__code="C-RAHASIA", asset__latitude=-7.25, asset__longitude=112.74)
    return village


def test_a_citizen_finds_the_cameras_of_a_kelurahan(visit: Any, village: Any) -> None:
    for script in (True, False):
        v = visit(width=360, script=script)
        v.go(f"/wilayah/{village.path}/")
        v.page.get_by_role("link", name="Kamera di sini").click()
        v.look()
        listed = v.page.locator("#daftar .title").all_inner_texts()
        assert listed == ["Simpang Contoh 1", "Simpang Contoh 2"]
        assert v.page.locator("#peta").is_visible() == script
        assert "C-RAHASIA" not in v.page.content()
        v.page.locator("#daftar .title").first.press("Enter")
        v.look()
        assert v.page.get_by_role("heading", name="Mengapa kamera ini ada").is_visible()


@pytest.mark.usefixtures("village")
def test_the_map_is_walked_by_keys_and_tells_views_from_near(visit: Any) -> None:
    v = visit(width=360)
    asked: list[str] = []
    v.page.on("request", lambda request: asked.append(request.url))
    v.go(REGISTER)
    box = v.page.locator("#peta[data-ready]")
    box.wait_for()
    assert any("kamera.json" in url for url in asked)
    box.focus()
    for _ in range(4):
        v.page.keyboard.press("-")
        v.page.wait_for_timeout(300)
    seen = len([url for url in asked if "arah.json" in url])
    v.page.keyboard.press("-")
    v.page.wait_for_timeout(300)
    assert len([url for url in asked if "arah.json" in url]) == seen, "far away nobody asks"
    for _ in range(12):
        v.page.keyboard.press("+")
        v.page.wait_for_timeout(250)
    assert len([url for url in asked if "arah.json" in url]) > seen
    v.look()


@pytest.mark.usefixtures("village")
def test_an_operator_mends_a_camera_and_its_law(visit: Any) -> None:
    RegulationFactory(number="3", year=2018)
    v = visit(width=1280)
    v.sign_in(AppointmentFactory(role="infra_operator").user, PASSWORD)
    v.go("/infrastruktur/aset/C-1/")
    v.press("Buka di meja kerja")
    v.page.locator("summary", has_text="Perbaiki isian").click()
    v.page.fill("[name=perbaiki-isian-legal_basis]", "Perda 3 Tahun 2018")
    v.page.fill("[name=perbaiki-isian-retention_days]", "14")
    v.page.fill("[name=perbaiki-isian-reason]", "Dasarnya dicatat")
    v.page.get_by_role("button", name="Simpan perbaikan").click()
    v.page.wait_for_load_state()
    camera = Camera.objects.select_related("legal_basis__kind").get(asset__code="C-1")
    assert camera.legal_basis is not None and camera.legal_basis.code == "perda/2018/3"
    v.go("/infrastruktur/aset/C-1/")
    assert "Rekamannya disimpan 14 hari." in v.page.content()
