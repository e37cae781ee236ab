"""A citizen registers, is confirmed, and sends a proposal with a photo.

Five offices act; anyone follows it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import expect

from egov.areas.drawing import draw_map
from egov.notices.tasks import deliver_outbox
from musrenbang.demo.proposals import make_demo
from musrenbang.models import Proposal
from regulations.domain.registry import load_facts
from tests.town import PASSWORD, Town, build_areas

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SECRET = "gang kecil yang panjang"


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_citizen_to_the_city(
    visit: Any, committed_town: Town, jpeg_with_place: bytes, tmp_path: Path, script: bool
) -> None:
    town = committed_town
    draw_map()
    photo = tmp_path / "jalan.jpg"
    photo.write_bytes(jpeg_with_place)
    citizen = visit(width=360, script=script)
    page = citizen.page

    # register
    citizen.go("/akun/daftar/")
    page.fill("[name=cari]", "karangpilang")
    citizen.press("Cari")
    page.get_by_role("link", name="Kelurahan Karang Pilang 1").click()
    citizen.look()
    citizen.press("Kirim kode")  # empty: told at each field, nothing lost
    expect(page.get_by_role("alert")).to_contain_text("Ada yang perlu diperbaiki")
    page.select_option("[name=rw]", label="RW 01")
    page.fill("[name=name]", "Rekana Misaldi")
    page.fill("[name=contact]", "rekana@uji.example")
    citizen.press("Kirim kode")
    expect(page.locator("main")).to_contain_text("Kode sudah dikirim")
    code = re.search(r"\d{8}", mail.outbox[-1].body).group()  # type: ignore[union-attr]
    page.fill("[name=code]", code)
    page.fill("[name=password]", SECRET)
    citizen.press("Simpan")
    citizen.go("/akun/")
    expect(page.locator("main")).to_contain_text("Menunggu dipastikan")

    # the ketua RW confirms where they live
    head = visit(width=360, script=script)
    head.sign_in(town.staff["ketua_rw"], PASSWORD)
    head.press("Periksa Rekana Misaldi")
    head.press("Ya, pastikan")

    # the proposal, one topic a page
    citizen.go("/usulan/baru/")
    citizen.press("Mulai")
    page.fill("[name=q]", "becek")
    citizen.press("Cari")
    page.check("[name=variant]")
    citizen.press("Lanjutkan")
    citizen.press("Lanjutkan")
    expect(page.locator(".error")).to_contain_text("Tulis alamat")
    page.fill("[name=address]", "Gang 3, depan balai RW")
    citizen.press("Lanjutkan")
    expect(page.locator("main")).to_contain_text("Skema dari titik tengah, bukan batas resmi")
    page.get_by_text("Isi koordinat sendiri").click()
    page.fill("[name=latitude]", "-7.33")
    page.fill("[name=longitude]", "112.70")
    citizen.press("Lanjutkan")
    page.fill("[name=title]", "Paving gang 3")
    page.fill("[name=problem]", "Becek dan licin saat hujan.")
    page.fill("[name=wish]", "Dipaving sampai ujung gang.")
    citizen.press("Lanjutkan")
    page.fill("[name=volume]", "120,5")
    if script:
        expect(page.locator("#biaya")).to_have_text("Rp\u00a025.305.000")
    citizen.press("Hitung")
    expect(page.locator("#biaya")).to_have_text("Rp\u00a025.305.000")
    citizen.press("Lanjutkan")
    page.set_input_files("[name=photo]", photo)
    citizen.press("Unggah dan tambah lagi")
    expect(page.locator(".photo-list li")).to_have_count(1)
    citizen.press("Lanjutkan")
    expect(page.locator("main")).to_contain_text("Rp\u00a025.305.000")
    citizen.press("Kirim usulan")
    expect(page.locator("h1")).to_have_text("Usulan Anda terkirim")
    number = page.locator(".big-number").inner_text()
    page.go_back()
    page.reload()  # a repeated send makes nothing new
    assert Proposal.objects.count() == 1

    # five offices, each in its turn
    desk = "/admin/musrenbang/proposal/"
    own = f"{desk}{Proposal.objects.get().pk}/change/"
    steps = [
        ("ketua_rw", "Sepakati dan beri urutan", {}),
        (
            "lurah",
            "forward",
            {
                "volume": "100",
                "reason_code": "changed",
                "reason": "Panjang gang 100 meter persegi.",
            },
        ),
        ("camat", "Teruskan", {}),
        ("verifier", "feasible", {"reason": "Sudah dilihat, dapat dikerjakan."}),
        ("planner", "accept", {"reason": "Disepakati dalam musrenbang."}),
    ]
    for role, act, given in steps:
        office = head if role == "ketua_rw" else visit(width=1280, script=script)
        if role == "ketua_rw":
            office.go("/admin/")
        else:
            office.sign_in(town.staff[role], PASSWORD)
        if given:  # with words of its own: on the page
            office.go(f"{own}?keputusan={act}")
        else:  # in the row
            office.press(f"{act} {number}")
        for name, value in given.items():
            if name == "reason_code":
                office.page.select_option(f"[name={name}]", value)
            else:
                office.page.fill(f"[name={name}]", value)
        if "volume" in given:
            office.page.fill("[name=cost]", "")
        if given:
            office.press("Simpan keputusan")
        told = office.page.locator(".told, .messagelist").filter(has_text=number)
        expect(told.first).to_contain_text("lihat")
        office.go(desk)
    deliver_outbox()

    # anyone follows it by its number, without an account
    anyone = visit(width=360, script=script)
    anyone.go("/")
    anyone.page.fill("[name=q]", number)
    anyone.press("Cari")
    body = anyone.page.locator("main")
    for text in (
        "Diterima Kota Surabaya",
        "Ketua RW 01 Karang Pilang 1",
        "Lurah Karang Pilang 1",
        "Camat Karang Pilang",
        "Verifikator DSDABM",
        "Perencana Bappedalitbang Surabaya",
        "Panjang gang 100 meter persegi.",
        "Rp\u00a021.000.000",
        "Rp\u00a025.305.000",
        "Warga RW 01",
    ):
        expect(body).to_contain_text(text)
    expect(body).not_to_contain_text("Rekana")
    expect(anyone.page.locator(".line li.done")).to_have_count(4)
    citizen.go("/akun/pemberitahuan/")
    expect(page.locator("main")).to_contain_text("diterima")


def test_a_demo_proposal_shows_its_four_stations(visit: Any, transactional_db: None) -> None:
    build_areas()
    assert make_demo(seed="uji", quiet=True, least=200)
    load_facts()
    accepted = Proposal.objects.filter(state="accepted", channel__stages__tier="kelurahan").first()
    assert accepted is not None
    for width in (360, 1280):
        v = visit(width=width)
        v.go(accepted.get_absolute_url())
        expect(v.page.locator(".line li strong")).to_have_text(
            ["RW", "Kelurahan", "Kecamatan", "Kota"]
        )
        for tier in ("rw", "kelurahan", "kecamatan", "kota"):
            station = v.page.locator(f"#{tier}")
            station.scroll_into_view_if_needed()
            expect(station.locator(".decision").first).to_be_visible()
            expect(station.locator(".when").first).to_be_visible()
            expect(station).to_contain_text("Rp\u00a0")
        for address in (
            "/",
            "/usulan/",
            "/usulan/?q=paving",
            "/kamus/",
            "/wilayah/35.78/",
            "/wilayah/35.78.01/",
            "/wilayah/35.78.01.1001~01/",
            f"/musrenbang/{accepted.channel.cycle.year}/",
            f"{accepted.get_absolute_url()}bukti/",
            "/aplikasi/",
            "/aplikasi/ssw/",
            "/regulasi/",
            "/regulasi/perda/2018/3/?pada=2018-01-01",
            "/akun/kata-sandi/lupa/",
            "/akun/daftar/",
        ):
            v.go(address)


def test_the_desk_and_the_account_pages_pass_axe(visit: Any, committed_town: Town) -> None:
    town = committed_town
    proposal = town.proposal("kelurahan")
    own = f"/admin/musrenbang/proposal/{proposal.pk}"
    channel = f"/admin/musrenbang/channel/{town.channel.pk}/change/"
    kamus, people = "/admin/musrenbang/kamusentry/", "/admin/accounts"
    pages = {
        "lurah": [
            "/admin/",
            "/admin/musrenbang/proposal/",
            f"{own}/change/",
            f"{people}/residence/",
            "/akun/2fa/",
        ],
        "planner": [kamus, f"{kamus}add/", "/admin/musrenbang/decision/", channel],
        "administrator": [
            f"{people}/appointment/",
            f"{people}/appointment/add/",
            f"{people}/user/",
            "/admin/areas/area/",
            "/akun/sesi/",
        ],
        "auditor": [f"{own}/history/", "/admin/imports/importrun/"],
    }
    for role, addresses in pages.items():
        v = visit(width=1280)
        v.sign_in(town.staff[role], PASSWORD)
        for address in addresses:
            v.go(address)


def test_signing_in_with_a_second_factor(visit: Any, committed_town: Town, settings: Any) -> None:
    """Staff are sent to set up MFA, and their desk opens with it."""
    settings.STAFF_MFA_REQUIRED = True
    v = visit(width=360)
    v.sign_in(committed_town.staff["lurah"], PASSWORD)
    assert v.page.url.endswith("/akun/2fa/")
