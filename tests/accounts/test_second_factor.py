"""Staff set up a second factor, and sign in with it; without it no desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.utils import timezone

from tests.town import PASSWORD, Town


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def sign_in(client: Client, login: str) -> Any:
    return client.post("/akun/masuk/", {"login": login, "password": PASSWORD})


def test_from_the_password_to_the_desk_with_a_second_factor(town: Town, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
    lurah = town.staff["lurah"]
    client = Client()
    assert sign_in(client, lurah.email).status_code == 302
    assert client.get("/admin/")["Location"] == "/akun/2fa/"
    asked = client.get("/akun/2fa/totp/activate/")["Location"]
    assert asked.startswith(
        "/akun/ulang-masuk/"
    )  # the password once more, before a change of security
    assert "Masuk sekali lagi" in client.get(asked).content.decode()
    assert client.post(asked, {"password": PASSWORD})["Location"] == "/akun/2fa/totp/activate/"
    page = client.get("/akun/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    with time_machine.travel(timezone.now(), tick=False):  # a code counts for its half minute
        done = client.post("/akun/2fa/totp/activate/", {"code": code_of(secret)})
    assert done.status_code == 302, done.content.decode()[:2000]
    assert client.get("/admin/").status_code == 200

    again = Client()
    answer = sign_in(again, lurah.email)
    assert "/2fa/authenticate/" in answer["Location"]
    assert again.get("/admin/").status_code == 302  # the password alone opens nothing
    wrong = again.post(answer["Location"], {"code": "000000"})
    assert wrong.status_code == 200
    # a code is taken once; the next minute brings another
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        right = again.post(answer["Location"], {"code": code_of(secret)})
        assert right.status_code == 302, right.content.decode()
        assert again.get("/admin/").status_code == 200
