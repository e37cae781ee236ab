"""In a real browser.

Back in with a phone and a printed code; from an invitation to the first act of an office.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import expect

from egov.accounts.models import AccountEvent, User
from musrenbang.models import Decision
from tests.town import PASSWORD, Town, appoint, reside

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

NEW = "jalan besar yang panjang"
PHONE = "0812 3456 7890"


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_phone_gets_back_in_with_a_printed_code(
    visit: Any, committed_town: Town, script: bool
) -> None:
    town = committed_town
    person = User.objects.create_user(PHONE, PASSWORD, name="Ketua Rekaan", proved_how="print")
    reside(person, town.rw)
    phone = visit(width=360, script=script)
    page = phone.page

    # the password is forgotten; where no gateway sends an SMS, the page says who prints the code
    phone.go("/akun/masuk/")
    page.get_by_role("link", name=re.compile("[Ll]upa")).click()
    phone.look()
    page.fill("[name=contact]", PHONE)
    phone.press("Kirim kode")
    expect(page.locator("main")).to_contain_text("kelurahan")

    # at the kelurahan, the clerk prints it for the person who is there
    clerk = visit(width=1280, script=script)
    clerk.sign_in(town.staff["operator_kelurahan"], PASSWORD)
    clerk.go(f"/admin/accounts/residence/{person.residences.get().pk}/change/")
    clerk.press("Buat kode kata sandi")
    code = clerk.page.locator(".big-code").inner_text()
    assert re.fullmatch(r"\d{4} \d{4}", code)

    # a wrong code is told beside its field and nothing typed is lost
    page.fill("[name=code]", "0000 0000")
    page.fill("[name=password]", NEW)
    phone.press("Simpan")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[name=contact]")).to_have_value(PHONE)
    page.fill("[name=code]", code)
    page.fill("[name=password]", NEW)
    phone.press("Simpan")
    expect(page.locator("body")).to_contain_text("Silakan masuk")
    page.fill("[name=login]", PHONE)
    page.fill("[name=password]", NEW)
    phone.press("Masuk")
    assert urlsplit(page.url).path == "/akun/"
    kinds = set(AccountEvent.objects.filter(user=person).values_list("kind", flat=True))
    assert {"code_printed", "password_set"} <= kinds


def test_from_an_invitation_to_the_first_act(visit: Any, committed_town: Town) -> None:
    town = committed_town
    village = town.areas["35.78.01.1002"]
    rw = town.areas["35.78.01.1002/01"]
    waiting = town.proposal("kelurahan", rw=rw)
    admin = visit(width=1280)
    admin.sign_in(town.staff["administrator"], PASSWORD)
    admin.go("/admin/accounts/user/add/")
    admin.page.fill("[name=name]", "Lurah Rekaan")
    admin.page.fill("[name=contact]", "lurah.baru@uji.example")
    admin.page.click("[name=_save]")
    admin.page.wait_for_load_state()
    person = User.objects.get(name="Lurah Rekaan")
    appoint(person, "lurah", village)
    admin.go(f"/admin/accounts/user/{person.pk}/change/")
    admin.press("Kirim")
    expect(admin.page.locator("body")).to_contain_text("Tautan sekali pakai dikirim")

    # the mail's link: a password of one's own, on a phone
    link = re.search(r"/akun/undangan/\S+", mail.outbox[-1].body)
    assert link
    officer = visit(width=360)
    page = officer.page
    officer.go(link.group())
    page.fill("[name=password]", NEW)
    officer.press("Simpan")
    expect(page.locator("body")).to_contain_text("Silakan masuk")
    page.fill("[name=login]", "lurah.baru@uji.example")
    page.fill("[name=password]", NEW)
    officer.press("Masuk")
    assert urlsplit(page.url).path == "/admin/"

    # and the first act of the office
    officer.press(f"Teruskan {waiting.number}")
    expect(page.locator("body")).to_contain_text("Diteruskan")
    made = Decision.objects.get(proposal=waiting)
    assert (made.decided_by, made.outcome) == (person, "forward")
