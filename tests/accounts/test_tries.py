"""Nobody is locked out by what others of the same network, or strangers elsewhere, try."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from egov.accounts import tries
from egov.accounts.models import ContactCode
from tests.town import PASSWORD, Town

NEW = "sandi-baru-yang-panjang-9"
CITIZEN = "warga@uji.example"


@pytest.fixture
def asked(town: Town, django_capture_on_commit_callbacks: Any) -> str:
    """The code that was mailed to the citizen who forgot their password."""
    town.citizen.contacts.update(value=CITIZEN)
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("account_reset_password"), {"contact": CITIZEN})
    found = re.search(r"\b\d{4}[ -]?\d{4}\b", mail.outbox[-1].body)
    assert found is not None
    return found[0]


def enter(code: str, contact: str = CITIZEN, where: str = "198.51.100.7") -> str:
    """What the page says: "done", or the sentence of the refusal."""
    given = {"contact": contact, "code": code, "password": NEW}
    answer = Client(REMOTE_ADDR=where).post(reverse("accounts:code"), given)
    if answer.status_code == 302:
        return "done"
    return "too often" if tries.TOO_OFTEN in answer.content.decode() else "wrong"


def wrong_of(code: str) -> str:
    return "1" * 8 if re.sub(r"\D", "", code) != "1" * 8 else "2" * 8


def test_sixty_wrong_codes_of_one_visitor_stop_no_neighbour(town: Town, asked: str) -> None:
    for number in range(60):
        enter("11111111", f"orang-{number % 8}@uji.example")
    assert enter(asked) == "done"


def test_wrong_codes_from_elsewhere_kill_no_code(town: Town, asked: str) -> None:
    spelt = [CITIZEN, CITIZEN.upper(), f" {CITIZEN} "] * 3
    said = [enter(wrong_of(asked), contact, where="203.0.113.9") for contact in spelt]
    assert said == ["wrong"] * 6 + ["too often"] * 3
    assert ContactCode.objects.get().tries == 6
    assert enter(asked) == "done"


def test_all_networks_together_still_guess_little(town: Town, asked: str) -> None:
    for number in range(11):
        for _ in range(6):
            enter(wrong_of(asked), where=f"203.0.{number}.9")
    assert enter(asked) == "wrong"


def test_a_network_may_not_name_hundreds_of_contacts(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = tries.Limit("contacts-met", count=3, seconds=600)
    monkeypatch.setattr(tries, "CONTACTS", few)
    page = reverse("account_reset_password")
    client = Client()
    for number in (1, 1, 2, 3, 1, 2):
        assert client.post(page, {"contact": f"orang-{number}@uji.example"}).status_code == 302
    answer = client.post(page, {"contact": "orang-4@uji.example"})
    assert tries.TOO_MANY in answer.content.decode()
    other = Client(REMOTE_ADDR="203.0.113.9").post(page, {"contact": "orang-4@uji.example"})
    assert other.status_code == 302


def test_signing_in_is_stopped_by_no_neighbours_slips(town: Town) -> None:
    town.citizen.contacts.update(value=CITIZEN)
    page = reverse("account_login")
    for number in range(150):
        Client().post(page, {"login": f"orang-{number % 40}@uji.example", "password": "keliru"})
    answer = Client().post(page, {"login": CITIZEN, "password": PASSWORD})
    assert answer.status_code == 302
