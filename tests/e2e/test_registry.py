"""A legal officer takes a Perda from its PDF to an application that goes live, and sees it fall when the Perda is repealed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from regulations.health import recompute
from regulations.models import Application, Regulation
from regulations.registry import load_kinds
from tests.regulations.test_structure import OWN
from tests.regulations.test_texts_and_feed import draw
from tests.world import PASSWORD, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def pick(page: Page, field: str, words: str) -> None:
    """Chooses in an autocomplete box of the desk as a person does: open, type, take the first."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field").fill(words)
    option = page.locator(".select2-results__option:not(.loading-results)", has_text=words.split()[0]).first
    option.click()


def test_from_pdf_to_repeal(visit: Any, committed_world: World, tmp_path: Path) -> None:
    kinds = load_kinds()
    pdf = tmp_path / "perda.pdf"
    pdf.write_bytes(draw(OWN))
    v = visit(width=1280)
    page = v.page
    v.sign_in(committed_world.staff["legal_officer"], PASSWORD)

    # the Perda from its PDF
    v.go("/admin/regulations/regulation/add/")
    page.select_option("[name=kind]", str(kinds["perda"].pk))
    page.fill("[name=number]", "7")
    page.fill("[name=year]", "2020")
    page.fill("[name=title]", "Penataan Contoh")
    page.set_input_files("[name=pdf]", pdf)
    page.click("[name=_save]")
    expect(page.locator("body")).to_contain_text("Terbaca 3 BAB dan 6 pasal")
    perda = Regulation.objects.get(number="7")
    v.go(f"/admin/regulations/regulation/{perda.pk}/change/")
    expect(page.locator("#id_provisions-2-text")).to_have_value("(1) Setiap orang wajib tertib.")
    v.go("/admin/regulations/regulation/")
    page.locator("#result_list input.action-select").first.check()
    page.select_option("select[name=action]", "confirm")
    page.locator("button[name=index]").first.click()
    expect(page.locator("body")).to_contain_text("susunan dipastikan")

    # the Perwali under it, labelled as an example
    v.go("/admin/regulations/regulation/add/")
    page.select_option("[name=kind]", str(kinds["perwali"].pk))
    for name, value in (("number", "11"), ("year", "2021"), ("title", "Parkir (contoh)"), ("promulgated_on", "02-01-2021")):
        page.fill(f"[name={name}]", value)
    page.click("[name=_save]")
    v.go("/admin/regulations/legalevent/add/")
    page.select_option("[name=kind]", "implements")
    pick(page, "source", "11")
    pick(page, "target", "7")
    page.fill("[name=on]", "2021-03-01")
    page.click("[name=_save]")
    expect(page.locator("body")).to_contain_text("Lampiran II nomor 157")  # it may not begin before its parent: told, nothing lost
    page.fill("[name=override]", "Contoh: Perwali disiapkan lebih dulu.")
    page.click("[name=_save]")

    # the application, bound to both, goes live
    v.go("/admin/regulations/application/add/")
    page.fill("[name=name]", "Parkir (contoh)")
    page.fill("[name=code]", "parkir")
    page.select_option("[name=element]", "layanan")
    page.check("[name=obliges]")
    page.click("[name=_save]")

    def live() -> None:
        v.go("/admin/regulations/application/")
        page.locator("#result_list input.action-select").first.check()
        page.select_option("select[name=action]", "live")
        page.locator("button[name=index]").first.click()

    live()
    expect(page.locator("body")).to_contain_text("Belum ada payung")
    for role, words, pasal in (("umbrella", "11", ""), ("obligation", "7", "Pasal 3")):
        v.go("/admin/regulations/binding/add/")
        pick(page, "application", "Parkir")
        pick(page, "regulation", words)
        if pasal:
            pick(page, "provision", pasal)
        page.select_option("[name=role]", role)
        page.fill("[name=start]", "2021-03-01")
        page.click("[name=_save]")
    live()
    expect(page.locator("body")).to_contain_text("berjalan sejak hari ini")
    anyone = visit(width=360)
    anyone.go("/aplikasi/parkir/")
    expect(anyone.page.locator("main")).to_contain_text("Dasar lengkap dan berlaku")

    # a repealing Perda: the application falls out of legal health, with the repealer offered
    repealer = Regulation.objects.create(kind=kinds["perda"], number="9", year=2024, promulgated_on="2024-01-02", title="Pengganti (contoh)")
    v.go("/admin/regulations/legalevent/add/")
    page.select_option("[name=kind]", "repeals")
    pick(page, "source", "9")
    pick(page, "target", "7")
    page.fill("[name=on]", "2024-02-01")
    page.click("[name=_save]")
    recompute()
    v.go("/admin/")
    expect(page.locator("#main")).to_contain_text("Kewajiban warga tanpa Perda yang berlaku")
    expect(page.locator("#main")).to_contain_text(repealer.citation)
    anyone = visit(width=360)  # another visitor: a page may be kept for a minute
    anyone.go("/aplikasi/parkir/")
    expect(anyone.page.locator("main")).to_contain_text(f"Calon pengganti: {repealer.citation}")
    anyone.go("/aplikasi/parkir/?pada=2023-06-01")
    assert Application.objects.count() == 1
