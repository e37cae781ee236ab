"""In a real browser: each drawing of the inventory, on a phone and at a desk, and on paper."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from infrastructure.models import Asset, Core, Joint, JointEnd
from infrastructure.views import wall
from infrastructure.vocabulary import CoreState
from infrastructure.vocabulary_monitoring import CheckKind
from tests.factories.accounts import PASSWORD, AppointmentFactory
from tests.infrastructure.monitoring.city import watch
from tests.infrastructure.network import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PAGES = ["DC-A", "DC-A-R1", "R-1", "PDU-1", "SW-A", "HH-1", "SEG-1", "FO-1", "ODF-A", "TL-1"]


@pytest.fixture
def city(transactional_db: None) -> Town:
    """With a core in each state and a splitter of eight."""
    town = Town()
    states = [CoreState.SPARE, CoreState.BROKEN, CoreState.RESERVED]
    rows = (
        Core(cable=town.cable, number=n, tube=(n - 1) // 12 + 1, state=states[n % 3])
        for n in range(2, 49)
    )
    cores = Core.objects.bulk_create(rows)
    splitter = Joint.objects.create(enclosure=town.boxes[0], tray=2, kind="splitter")
    for number, core in enumerate(cores[:9], start=1):
        JointEnd.objects.create(joint=splitter, number=number, core=core, side="a")
    return town


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.usefixtures("city")
def test_each_drawing_fits_and_is_without_fault(visit: Any, width: int) -> None:
    v = visit(width=width)
    v.sign_in(AppointmentFactory(role="infra_operator").user, PASSWORD)
    for code in PAGES:
        v.go(f"/infrastruktur/aset/{code}/")
    for address in ("/infrastruktur/", "/infrastruktur/?jenis=device", "/infrastruktur/susunan/"):
        v.go(address)


@pytest.mark.usefixtures("city")
def test_a_trace_stands_on_a_phone_and_lies_at_a_desk(visit: Any) -> None:
    for width, shown, hidden in ((360, ".standing", ".lying"), (1280, ".lying", ".standing")):
        v = visit(width=width)
        v.sign_in(AppointmentFactory(role="infra_operator").user, PASSWORD)
        v.go("/infrastruktur/aset/TL-1/")
        assert v.page.locator(shown).is_visible()
        assert not v.page.locator(hidden).is_visible()


@pytest.mark.usefixtures("city")
def test_a_rack_is_pressed_and_leads_to_its_device(visit: Any) -> None:
    v = visit(width=1280)
    v.sign_in(AppointmentFactory(role="infra_operator").user, PASSWORD)
    v.go("/infrastruktur/aset/R-1/")
    v.page.locator(".drawing a").first.click()
    v.look()
    assert v.page.url.endswith("/infrastruktur/aset/SW-A/")


@pytest.mark.usefixtures("city")
def test_the_wall_renews_itself_and_says_that_it_stopped(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a press: a check appears, then the session ends."""
    monkeypatch.setattr(wall, "AGAIN_S", 1)
    v = visit(width=1280)
    v.come_as(AppointmentFactory(role="infra_operator").user)
    v.go("/infrastruktur/pantau/")
    v.page.evaluate("window.same = true")
    expect(v.page.locator(".counts")).to_contain_text("Belum ada pemeriksaan")
    watch(Asset.objects.get(code="SW-A"), CheckKind.ICMP)
    expect(v.page.locator(".counts .new")).to_contain_text("1")
    v.page.context.clear_cookies()
    expect(v.page.locator("h1")).to_have_text("Papan ini berhenti")
    v.look()
    assert v.page.evaluate("window.same")  # it was never loaded anew
