"""A legal officer takes a Perda from its PDF to an application that goes live.

The officer sees it fall when the Perda is repealed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from regulations.domain.applications.health import recompute
from regulations.domain.registry import load_kinds
from regulations.models import Application, Binding, LegalEvent, Regulation
from regulations.tasks import read_waiting
from tests.conftest import SHARED
from tests.regulations.sample_texts import PERWALI, REPEALER, draw, perda_like_the_parking_one
from tests.town import PASSWORD, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def pick(page: Page, field: str, words: str) -> None:
    """Chooses in an autocomplete box of the desk as a person does: open, type, take the first."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field").fill(words)
    option = page.locator(
        ".select2-results__option:not(.loading-results)", has_text=words.split(",")[0]
    ).first
    option.click()


@pytest.fixture
def perda_pdf(tmp_path: Path) -> Path:
    """The Perda's real PDF; where it is not present, one drawn in the test's own words."""
    real = SHARED / "regulations" / "pdf" / "perda-surabaya-2018-3.pdf"
    if real.exists():
        return real
    path = tmp_path / "perda.pdf"
    path.write_bytes(draw(perda_like_the_parking_one()))
    return path


def upload(v: Any, kind: int, pdf: Path, **fields: str) -> None:
    """A new regulation from nothing but its kind and its PDF.

    Number, year, title and dates are read from it.
    """
    v.go("/admin/regulations/regulation/add/")
    v.page.select_option("[name=kind]", str(kind))
    for name, value in fields.items():
        v.page.fill(f"[name={name}]", value)
    v.page.set_input_files("[name=pdf]", pdf)
    v.page.click("[name=_save]")
    v.page.wait_for_load_state()
    read_waiting()  # as the worker does
    v.page.reload()


def test_from_pdf_to_repeal(
    visit: Any, committed_town: Town, perda_pdf: Path, tmp_path: Path
) -> None:
    kinds = load_kinds()
    v = visit(width=1280)
    page = v.page
    v.sign_in(committed_town.staff["legal_officer"], PASSWORD)
    old = Regulation.objects.create(
        kind=kinds["perda"],
        number="1",
        year=2009,
        promulgated_on="2009-02-23",
        title="Lama (contoh)",
    )

    # the Perda from its PDF: its text beside the paper, corrected, confirmed
    upload(v, kinds["perda"].pk, perda_pdf)
    expect(page.locator("#pembacaan")).to_contain_text("Terbaca 17 BAB dan 41 pasal")
    perda = Regulation.objects.get(number="3", year=2018)
    assert page.url.endswith(f"/admin/regulations/regulation/{perda.pk}/naskah/")
    assert (str(perda.enacted_on), str(perda.promulgated_on)) == ("2018-06-21", "2018-06-21")
    v.look()
    expect(page.locator("iframe[name=pdf]")).to_be_visible()
    first = perda.provisions.get(path="pasal-1")
    box = page.locator(f"[name=part-{first.pk}-text]")
    box.fill(box.input_value() + "\nDiperbaiki petugas.")
    page.get_by_role("button", name="Simpan perbaikan").click()
    expect(page.locator("body")).to_contain_text("1 bagian diperbaiki")
    page.get_by_role("button", name="Simpan dan pastikan susunan").click()
    expect(page.locator("body")).to_contain_text("Susunan dipastikan")
    first.refresh_from_db()
    assert first.text.endswith("Diperbaiki petugas.")
    # what it says it repeals is offered with the pasal that says so
    row = page.locator("tr", has_text="mencabut").filter(has_text=old.citation)
    expect(row).to_contain_text("Pasal 40")
    row.get_by_role("button", name="Catat").click()
    expect(page.locator("body")).to_contain_text("1 peristiwa hukum dicatat")
    assert str(LegalEvent.objects.get(kind="repeals").takes_effect_on) == "2018-06-21"

    # the Perwali under it, labelled as an example
    perwali_pdf = tmp_path / "perwali.pdf"
    perwali_pdf.write_bytes(draw(PERWALI))
    upload(v, kinds["perwali"].pk, perwali_pdf, title="Aplikasi Parkir (contoh)")
    page.get_by_role("button", name="Simpan dan pastikan susunan").click()
    page.locator("tr", has_text="melaksanakan").get_by_role("button", name="Catat").click()
    expect(page.locator("body")).to_contain_text("1 peristiwa hukum dicatat")
    assert LegalEvent.objects.filter(kind="implements", target=perda).count() == 1

    # the application, bound to both, goes live
    v.go("/admin/regulations/application/add/")
    page.fill("[name=name]", "Parkir (contoh)")
    page.fill("[name=code]", "parkir")
    page.select_option("[name=element]", "layanan")
    page.check("[name=obliges]")
    page.click("[name=_save]")
    parking = Application.objects.get(code="parkir")

    def live() -> None:
        v.go(f"/admin/regulations/application/{parking.pk}/tindakan/")
        page.get_by_role("button", name="Nyatakan berjalan").click()
        page.wait_for_load_state()
        v.look()

    live()
    expect(page.locator("body")).to_contain_text("Belum ada payung")
    bindings = [
        ("umbrella", "99", ""),
        *(("obligation" if n == 29 else "authority", "3", f"Pasal {n}") for n in range(28, 32)),
    ]
    for role, words, pasal in bindings:
        v.go("/admin/regulations/binding/add/")
        pick(page, "application", "Parkir")
        pick(page, "regulation", words)
        if pasal:
            pick(page, "provision", pasal)
        page.select_option("[name=role]", role)
        page.fill("[name=start]", "2019-01-04")
        page.click("[name=_save]")
        page.wait_for_load_state()
    assert Binding.objects.filter(regulation=perda).count() == 4
    live()
    expect(page.locator("body")).to_contain_text("Aplikasi dinyatakan berjalan")
    anyone = visit(width=360)
    anyone.go("/aplikasi/parkir/")
    expect(anyone.page.locator("main")).to_contain_text("Dasar lengkap dan berlaku")
    anyone.go("/regulasi/perda/2018/3/")
    expect(anyone.page.locator("#pasal-29")).to_contain_text("wajib")
    anyone.go("/regulasi/perda/2018/3/pasal-29/ayat-1/")
    expect(anyone.page.locator("h1")).to_have_text("Pasal 29 ayat (1)")

    # a repealing Perda: the application falls out of legal health, with the repealer offered
    repealer_pdf = tmp_path / "repealer.pdf"
    repealer_pdf.write_bytes(draw(REPEALER))
    upload(v, kinds["perda"].pk, repealer_pdf)
    page.get_by_role("button", name="Simpan dan pastikan susunan").click()
    page.locator("tr", has_text="mencabut").get_by_role("button", name="Catat").click()
    expect(page.locator("body")).to_contain_text("1 peristiwa hukum dicatat")
    repealer = Regulation.objects.get(number="9")
    recompute()
    v.go("/admin/")
    expect(page.locator("#main")).to_contain_text("Kewajiban warga tanpa Perda yang berlaku")
    expect(page.locator("#main")).to_contain_text(repealer.citation)
    anyone = visit(width=360)  # another visitor: a page may be kept for a minute
    anyone.go("/aplikasi/parkir/")
    expect(anyone.page.locator("main")).to_contain_text(f"Calon pengganti: {repealer.citation}")
    anyone.go("/aplikasi/parkir/?pada=2023-06-01")
    expect(anyone.page.locator("main")).to_contain_text("Berlaku")
    for width, script in ((360, True), (1280, True), (360, False)):
        reader = visit(width=width, script=script)
        for address in (
            "/regulasi/",
            "/regulasi/?q=parkir",
            "/regulasi/perda/2018/3/?pada=2020-01-01",
            "/regulasi/perda/2018/3/bab-12/",
            "/regulasi/perda/2018/3/pasal-29/",
            "/regulasi/perda/2018/3/bandingkan/?dengan=perda+9+2024",
            "/regulasi/utang/",
            "/aplikasi/",
            "/aplikasi/parkir/",
            "/cari/?q=parkir",
        ):
            reader.go(address)
    reader = visit(width=1280)
    reader.go("/regulasi/?q=perda+3+2018+pasal+29")
    expect(reader.page.locator("h1")).to_have_text("Pasal 29")
    reader.go("/regulasi/perda/2018/3/")
    reader.page.get_by_text("Lihat PDF di halaman ini").click()
    expect(reader.page.locator(".pdf iframe")).to_be_visible()
