"""In a real browser on a phone: an order of ten, a rembuk from paper, a wish without an account."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import expect

from musrenbang.domain.ranks import ranked
from musrenbang.models import Decision, Proposal
from tests.town import PASSWORD, Town, decide

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SECRET = "gang kecil yang panjang"


def test_a_head_orders_ten_and_decides_with_one_hand(visit: Any, committed_town: Town) -> None:
    town = committed_town
    head = town.staff["ketua_rw"]
    rows = [town.proposal("rw", title=f"Paving gang {number}") for number in range(1, 11)]
    for row in rows[:9]:
        decide(actor=head, proposal=row, outcome="endorse")
    v = visit(width=360)
    v.sign_in(head, PASSWORD)
    v.go("/admin/musrenbang/proposal/")
    v.press(f"Sepakati dan beri urutan {rows[9].number}")
    v.go(f"/admin/musrenbang/proposal/urutan/{town.stages['rw'].pk}/{town.rw.path}/")
    lines = v.page.locator("ol.ranked > li")
    expect(lines).to_have_count(10)
    for _ in range(2):
        up = lines.filter(has_text="Paving gang 10").get_by_role("button", name="Naik")
        box = up.bounding_box()
        assert box is not None and box["height"] >= 44  # a thumb meets it
        up.click()
    v.press("Simpan urutan")
    order = [row.title for row in ranked(town.stages["rw"], town.rw)]
    assert order[7:] == ["Paving gang 10", "Paving gang 8", "Paving gang 9"]


def test_a_clerk_records_a_rembuk_from_paper(
    visit: Any, committed_town: Town, jpeg_with_place: bytes, tmp_path: Path
) -> None:
    town = committed_town
    town.staff["ketua_rw"].appointments.update(period=(None, "2020-01-01"))
    first, second = town.proposal("rw"), town.proposal("rw", title="Lampu gang 2")
    sheet = tmp_path / "lembar.jpg"
    sheet.write_bytes(jpeg_with_place)
    v = visit(width=360)
    v.sign_in(town.staff["operator_kelurahan"], PASSWORD)
    v.go(f"/admin/musrenbang/proposal/berita-acara/{town.rw.path}/")
    v.page.set_input_files("[name=sheet]", sheet)
    for row, what in ((first, "endorse"), (second, "decline")):
        v.page.check(f"[name=hasil_{row.pk}][value={what}]")
    v.page.fill(f"[name=alasan_{second.pk}]", "Belum disepakati warga.")
    v.press("Catat berita acara")
    expect(v.page.locator(".messagelist")).to_contain_text("2 usulan")
    told = Decision.objects.order_by("proposal_id").values_list("outcome", "role")
    assert list(told) == [("endorse", "operator_kelurahan"), ("decline", "operator_kelurahan")]


def test_a_stranger_begins_registers_edits_withdraws_and_follows(
    visit: Any, committed_town: Town
) -> None:
    town, numbers = committed_town, []
    v = visit(width=360)
    page = v.page
    for title in ("Paving gang 9", "Paving gang 7"):
        v.go("/usulan/baru/")
        if numbers:
            v.press("Mulai")
        page.check("[name=variant]")
        v.press("Lanjutkan")
        if not numbers:
            page.fill("[name=where]", "RW 1 Karang Pilang 1")
        page.fill("[name=address]", "Gang 9, dekat balai")
        v.press("Lanjutkan")
        v.press("Lanjutkan")
        page.fill("[name=title]", title)
        page.fill("[name=problem]", "Becek saat hujan.")
        page.fill("[name=wish]", "Dipaving.")
        v.press("Lanjutkan")
        page.fill("[name=length]", "20")
        page.fill("[name=width]", "2,5")
        v.press("Lanjutkan")
        v.press("Lanjutkan")
        if not numbers:
            register(v)
        expect(page.locator("main")).to_contain_text(title)  # what was typed is still there
        v.press("Kirim usulan")
        numbers.append(page.locator(".big-number").inner_text())
    first, second = (Proposal.objects.get(number=number) for number in numbers)

    v.go(first.get_absolute_url())
    v.press("Ubah usulan ini")
    page.fill("[name=volume]", "60")
    v.press("Simpan perubahan")
    expect(page.locator("main")).to_contain_text("Versi sebelumnya")

    head = town.proposal("kelurahan", title="Paving seluruh gang")
    Proposal.objects.filter(pk=second.pk).update(stage=head.stage, tier="kelurahan")
    given = {"outcome": "merge", "reason": "Gang yang sama.", "merged_into": head}
    decide(actor=town.staff["lurah"], proposal=second, **given)
    v.go(second.get_absolute_url())
    expect(page.locator("main")).to_contain_text("Usulan ini berjalan bersama")
    v.press(f"{head.number} {head.title}")
    expect(page.locator("h1")).to_have_text(head.title)

    v.go(first.get_absolute_url())
    v.press("Tarik usulan ini")
    page.fill("[name=reason]", "Sudah dikerjakan warga sendiri.")
    v.press("Tarik usulan")
    expect(page.locator("main")).to_contain_text("Ditarik pengusul")


def register(v: Any) -> None:
    """After the review, by the contact that is proved with a code."""
    v.press("Daftar, lalu kirim")
    v.page.fill("[name=name]", "Bu Rekaan")
    v.page.fill("[name=contact]", "rekaan@uji.example")
    v.press("Kirim kode")
    code = re.search(r"\d{8}", mail.outbox[-1].body)
    assert code is not None
    v.page.fill("[name=code]", code.group())
    v.page.fill("[name=password]", SECRET)
    v.press("Simpan")
