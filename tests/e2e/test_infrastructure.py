"""In a real browser: each drawing of the inventory, on a phone and at a desk, and on paper."""

from __future__ import annotations

from typing import Any

import pytest

from infrastructure.models import Core, Joint, JointEnd
from infrastructure.vocabulary import CoreState
from tests.factories.accounts import PASSWORD, AppointmentFactory
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
