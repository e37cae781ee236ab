"""In a real browser: the first page of each desk on a phone, and a vacant office filled from it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from egov.accounts.models import Appointment
from musrenbang.domain.figures import count_figures
from tests.town import PASSWORD, Town, user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

OLD_CLICKS = 5  # rooms, list of appointments, add, and both the office and the area chosen
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_no_first_page_goes_sideways(visit: Any, committed_town: Town) -> None:
    town = committed_town
    for tier in ("rw", "kelurahan", "kecamatan", "kota"):
        town.proposal(tier, title="Pavingisasi jalan lingkungan di sebelah balai RW yang panjang")
    count_figures()
    v = visit(width=360)
    for role, person in town.staff.items():
        v.come_as(person)
        for address in ("/admin/", "/admin/ruang/"):
            v.go(address)
            for details in v.page.locator("details summary").all():
                details.click()
            assert v.page.evaluate(SIDEWAYS) == 0, (role, address)
            v.widen(1280)
            v.look()
            assert v.page.evaluate(SIDEWAYS) == 0, (role, address)
            v.widen(360)


def test_what_a_list_does_for_many_is_as_wide_as_a_phone(visit: Any, committed_town: Town) -> None:
    v = visit(width=360)
    v.sign_in(committed_town.staff["administrator"], PASSWORD)
    v.go("/admin/accounts/appointment/")
    for part in (".actions select", ".actions button"):
        box = v.page.locator(part).first.bounding_box()
        assert box, part
        assert box["width"] > 250, part
        assert box["height"] >= 44, part
    search = v.page.locator("#searchbar").bounding_box()
    assert search
    assert search["width"] > 150


@pytest.mark.parametrize("width", [360, 1280])
def test_a_vacant_office_is_filled_in_fewer_clicks(
    visit: Any, committed_town: Town, width: int
) -> None:
    """From the first page: Tunjuk, the person by name, Simpan."""
    town, person = committed_town, user("baru", "Raden Contoh")
    v = visit(width=width)
    clicks = 0

    def click(locator: Any) -> None:
        nonlocal clicks
        clicks += 1
        locator.click()

    v.sign_in(town.staff["administrator"], PASSWORD)
    v.go("/admin/")
    click(v.page.get_by_role("link", name="Tunjuk Lurah Karang Pilang 2"))
    v.look()
    assert v.page.evaluate(SIDEWAYS) == 0
    click(v.page.get_by_role("combobox", name="Pengguna"))
    v.page.keyboard.type("raden")
    v.page.locator(".select2-results__option", has_text="Raden Contoh, warga").wait_for()
    v.page.keyboard.press("Enter")
    click(v.page.get_by_role("button", name="Simpan", exact=True))
    expect(v.page.locator(".messagelist")).to_contain_text("Lurah Karang Pilang 2 sekarang")
    v.look()
    row = Appointment.objects.get(user=person)
    assert (row.role, row.area_id) == ("lurah", town.areas["35.78.01.1002"].pk)
    print(f"menunjuk: {clicks} ketukan, dulu {OLD_CLICKS}")
    assert clicks == 3
