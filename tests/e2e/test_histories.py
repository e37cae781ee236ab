"""Histories at the desk, on a phone and on a wide screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from egov.accounts.models import User
from egov.accounts.own_account import rename
from tests.town import PASSWORD, Town, decide

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_histories_on_a_phone_and_on_a_wide_screen(visit: Any, committed_town: Town) -> None:
    town = committed_town
    p = town.proposal("kelurahan", submitted_at=timezone.now() - timedelta(days=2))
    decide(actor=town.staff["lurah"], proposal=p, outcome="reject", reason="Sudah ada di gang ini.")
    decide(actor=town.staff["lurah"], proposal=p, outcome="forward", reason_code="needed")
    entry, person = town.variant.entry, town.citizen
    for n in range(105):
        changes = {"definition": f"Penjelasan yang ke-{n}. " * 12, "active": n % 2 == 0}
        type(entry).objects.filter(pk=entry.pk).update(**changes)
    rename(actor=person, user=person, name="Nama Baru")
    User.objects.filter(pk=person.pk).update(is_active=False)
    pages = {
        "usulan": f"/admin/musrenbang/proposal/{p.pk}/history/",
        "keputusan": f"/admin/musrenbang/decision/{p.decisions.latest('pk').pk}/history/",
        "kamus": f"/admin/musrenbang/kamusentry/{entry.pk}/history/",
        "orang": f"/admin/accounts/user/{person.pk}/history/",
    }
    for width in (360, 1280):
        v = visit(width=width)
        v.sign_in(town.staff["administrator"], PASSWORD)
        for address in pages.values():
            v.go(address)
        v.go(pages["kamus"])
        v.page.get_by_role("link", name="Lihat yang lebih lama").first.click()
        v.look()
        assert v.page.locator(".history > li").count() == 6
        v.go(pages["keputusan"])
        v.page.get_by_role("link", name="Seluruh perjalanan usulan").click()
        v.look()
        assert v.page.locator(".history > li").count() == 3
        assert v.console == []
