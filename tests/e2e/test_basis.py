"""A legal officer on one page: from a PDF, and from a finding, to a live application.

The clicks are counted and printed beside the old ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from regulations.domain.applications.health import recompute
from regulations.domain.applications.lifecycle import life_of, record_running
from regulations.domain.applications.searching import close_search
from regulations.domain.registry import load_kinds
from regulations.models import Application, Finding, Regulation
from tests.regulations.factories import app, make, pasal
from tests.regulations.sample_texts import PERWALI, draw
from tests.town import PASSWORD, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
OLD = 17  # clicks from a finding to a live application, before this page


class Counting:
    """A visitor whose clicks are counted; typing and Enter in a field are no click."""

    def __init__(self, visitor: Any) -> None:
        self.visitor, self.page, self.clicks = visitor, visitor.page, 0

    def click(self, words: str) -> None:
        main = self.page.locator("#main")
        button = main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words))
        button.first.click()
        self.clicks += 1
        self.visitor.look()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path


def officer_at_the_desk(visit: Any, town: Town, width: int) -> Counting:
    v = visit(width=width)
    v.sign_in(town.staff["legal_officer"], PASSWORD)
    v.go("/admin/")
    return Counting(v)


def state_of(application: Application) -> str:
    return str(life_of(application, timezone.localdate()))


@pytest.mark.parametrize("width", [360, 1280])
def test_a_pdf_becomes_a_live_application_on_one_page(
    visit: Any, committed_town: Town, tmp_path: Path, width: int
) -> None:
    load_kinds()
    application = app("parkir", name="Parkir (contoh)")
    path = tmp_path / "perwali.pdf"
    path.write_bytes(draw(PERWALI))
    desk = officer_at_the_desk(visit, committed_town, width)
    desk.click("Cari dasarnya Parkir (contoh)")
    here = desk.path
    desk.page.set_input_files("[name=pdf-pdf]", path)
    desk.clicks += 1  # the file is chosen
    desk.click("Baca PDF")
    expect(desk.page.locator("[name=peraturan-number]")).to_have_value("99")
    expect(desk.page.locator("[name=peraturan-promulgated_on]")).to_have_value("2019-01-04")
    expect(desk.page.locator("[name=peraturan-kind] option:checked")).to_have_text("Perwali")
    desk.page.fill("[name=peraturan-title]", "Aplikasi Parkir (contoh)")
    desk.click("Simpan peraturan")
    assert desk.path == here
    desk.click("Ikat sebagai payung")
    expect(desk.page.locator("#main")).to_contain_text("Dasar lengkap dan berlaku")
    assert desk.path == here
    desk.click("Nyatakan berjalan")
    assert desk.path == here
    assert state_of(application) == "live"
    assert Regulation.objects.get().provisions.articles().count() == 2
    print(f"PDF -> berjalan: {desk.clicks} klik")
    assert desk.clicks == 6
    anyone = visit(width=width)
    anyone.go("/aplikasi/parkir/")
    expect(anyone.page.locator("main")).to_contain_text("Dasar lengkap dan berlaku")


def test_a_finding_becomes_a_sound_basis_on_one_page(visit: Any, committed_town: Town) -> None:
    officer = committed_town.staff["legal_officer"]
    perda = make("perda", "3", 2018)
    pasal(perda, 29, text="Penyelenggara wajib melapor.")
    make("perwali", "28", 2013, title="Parkir (contoh)")
    application = app("parkir", name="Parkir (contoh)", obliges=True)
    record_running(actor=officer, application=application, year=2019, source="Renstra")
    close_search(actor=officer, application=application, note="Arsip Bagian Hukum.")
    recompute()
    desk = officer_at_the_desk(visit, committed_town, 1280)
    desk.click("Parkir (contoh)")
    here = desk.path
    for query, words in (
        ("perwali 28 2013", "Ikat sebagai payung"),
        ("perda 3 2018 pasal 29", "Ikat sebagai kewajiban warga"),
    ):
        desk.page.fill("[name=q]", query)
        desk.page.keyboard.press("Enter")
        desk.page.wait_for_load_state()
        desk.click(words)
        assert desk.path == here
    expect(desk.page.locator("#main")).to_contain_text("Dasar lengkap dan berlaku")
    assert not Finding.objects.filter(closed_on=None).exists()
    print(f"temuan -> berjalan dengan dasar lengkap: {desk.clicks} klik, dulu {OLD}")
    assert desk.clicks == 3


def test_without_a_script_too(visit: Any, committed_town: Town) -> None:
    make("perwali", "28", 2013, title="Parkir (contoh)")
    application = app("parkir", name="Parkir (contoh)")
    v = visit(width=360, script=False)
    v.sign_in(committed_town.staff["legal_officer"], PASSWORD)
    v.go(f"/admin/regulations/application/{application.pk}/tindakan/?q=parkir")
    v.press("Ikat sebagai payung")
    v.press("Nyatakan berjalan")
    assert state_of(application) == "live"
