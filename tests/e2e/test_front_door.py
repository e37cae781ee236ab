"""In a real browser: each page of the front door, light and dark, by keyboard, without script."""

from __future__ import annotations

from typing import Any

import pytest

from egov.home.models import PageSlug
from musrenbang.domain.figures import count_figures
from musrenbang.domain.performance import count_performance
from musrenbang.domain.satisfaction import rate, settle_rating
from musrenbang.models import Proposal
from tests.e2e.conftest import RULES, Visitor, places
from tests.town import PASSWORD, Town, fresh

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

CONTRAST = {"runOnly": ["color-contrast"]}  # what the dark changes
AGAIN = "rules => axe.run(document, rules)"  # with the axe that stands in the page already
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LARGE = "size => { document.documentElement.style.fontSize = size }"  # by script: no style in HTML


def fill(town: Town) -> Proposal:
    """Something of everything that a page may show."""
    sent = town.proposal("rw", title="Perbaikan saluran pembuangan air hujan permukiman")
    rating = rate(actor=town.citizen, proposal=sent, score=4, sentence="Mudah dikirim.")
    settle_rating(actor=fresh(town.staff["planner"]), rating=rating, shown=True)
    town.proposal("kota", state="accepted", cost=307_800_000)
    town.proposal("kelurahan", latitude=-7.32, longitude=112.70)
    count_figures()
    count_performance()
    return town.proposal("rw")


def public_pages(proposal: Proposal) -> list[str]:
    number = proposal.number
    return [
        "/",
        "/?wilayah=35.78.01",
        "/usulan/",
        "/usulan/?q=saluran",
        f"/usulan/{number}/",
        f"/usulan/{number}/bukti/?terkirim",
        f"/ikuti/?jenis=usulan&kunci={number}",
        "/usulan/baru/",
        "/usulan/baru/?q=paving",
        "/kamus/",
        *(f"/wilayah/{code}/" for code in ("35.78", "35.78.01", "35.78.01.1001")),
        "/wilayah/35.78.01.1001~01/",
        f"/musrenbang/{proposal.channel.cycle.year}/",
        "/kinerja/",
        "/umpan/",
        "/cari/?q=saluran",
        *(f"/{slug}/" for slug in PageSlug.values),
        "/akun/masuk/",
        "/akun/daftar/",
    ]


def own_pages(proposal: Proposal) -> list[str]:
    return [
        "/akun/",
        "/akun/kontak/",
        "/akun/langganan/",
        "/akun/pemberitahuan/",
        "/akun/2fa/",
        "/akun/sesi/",
        f"/usulan/{proposal.number}/nilai/",
    ]


def look_closely(v: Visitor, address: str, *, whole: bool) -> None:
    """As `go` looks; then in the dark (by all rules: `whole`), and with letters twice as large."""
    v.go(address)
    v.page.emulate_media(color_scheme="dark")
    found = v.page.evaluate(AGAIN, RULES if whole else CONTRAST)["violations"]
    assert [(each["id"], places(each)) for each in found] == [], f"{address} in the dark"
    v.page.emulate_media(color_scheme="light")
    v.page.evaluate(LARGE, "200%")
    assert v.page.evaluate(TOO_WIDE) <= 0, f"{address} goes sideways with large letters"


def test_every_page_light_dark_and_with_large_letters(visit: Any, committed_town: Town) -> None:
    proposal = fill(committed_town)
    v = visit(width=360)
    whole = {"/", "/usulan/", f"/usulan/{proposal.number}/", "/usulan/baru/", "/kamus/"}
    whole |= {"/wilayah/35.78.01.1001~01/", "/kinerja/", "/akun/masuk/", "/akun/"}
    for address in public_pages(proposal):
        look_closely(v, address, whole=address in whole)
    v.sign_in(committed_town.citizen, PASSWORD)
    for address in own_pages(proposal):
        look_closely(v, address, whole=address in whole)


def test_by_keyboard_and_without_script(visit: Any, committed_town: Town) -> None:
    proposal = fill(committed_town)
    v = visit(width=360)
    v.go("/")
    v.page.keyboard.press("Tab")
    v.page.keyboard.press("Enter")  # the skip link
    assert v.page.evaluate("location.hash") == "#isi"
    v.page.locator(".menu > summary").focus()
    v.page.keyboard.press("Enter")
    assert v.page.get_by_role("link", name="Wilayah", exact=True).first.is_visible()
    plain = visit(width=360, script=False)
    plain.go("/usulan/baru/?wilayah=35.78.01.1001~01")
    plain.page.locator("details.entry > summary").first.click()
    plain.page.locator("input[name=variant]:visible").first.check()
    plain.press("Lanjutkan")
    assert plain.page.input_value("[name=where]") == "RW 01 Karang Pilang 1"
    plain.sign_in(committed_town.citizen, PASSWORD)
    plain.go(f"/usulan/{proposal.number}/")
    plain.press("Nilai layanan ini, 1 sampai 5")
    plain.page.get_by_label("4, mudah").check()
    plain.press("Kirim nilai")
    assert "Terima kasih" in plain.page.inner_text("main")
