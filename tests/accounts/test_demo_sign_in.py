"""Signing in with a tap: in a demo only, as its own people only, and no way around a limit."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from egov.accounts.demo import HOST, make_officers
from egov.accounts.models import User
from egov.verbs.limit import Limit
from tests.accounts.test_signing_in import attempt, locked
from tests.town import Town, client_of

ADDRESS = "/akun/masuk/sebagai/"


def person(login: str) -> User:
    return User.objects.create_user(f"{login}@{HOST}", None, name="Contoh", proved_how="email")


@pytest.fixture
def people(db: None) -> None:
    """The demo's own officers, and a citizen of it."""
    make_officers()
    person("warga")


def tap(client: Client, login: str, **more: str) -> Any:
    return client.post(ADDRESS, {"sebagai": login, **more})


def test_a_tap_signs_in(people: None, client: Client) -> None:
    page = client.get("/akun/masuk/").content.decode()
    assert "Masuk sebagai Administrator Surabaya" in " ".join(page.split())
    assert 'value="admin"' in page
    assert tap(client, "admin")["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    # another role with another tap, without signing out
    assert tap(client, "warga")["Location"] == "/akun/"
    assert client.get("/admin/").status_code != 200
    assert tap(client, "warga", next="/usulan/baru/")["Location"] == "/usulan/baru/"
    assert tap(client, "warga", next="https://lain.example/")["Location"] == "/akun/"


def test_it_is_no_way_into_another_account(people: None, town: Town, client: Client) -> None:
    person("orang-nyata")
    for login in ("orang-nyata", f"warga@{HOST}", "", "admin' --", str(town.citizen.pk)):
        assert tap(client, login).status_code == 404
    assert "_auth_user_id" not in client.session


def test_only_by_post_and_with_the_pages_token(people: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert tap(strict, "admin").status_code == 403
    assert strict.get(ADDRESS).status_code == 405
    assert "_auth_user_id" not in strict.session


def test_where_no_demo_runs_there_is_nothing(people: None, client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert tap(client, "admin").status_code == 404
    assert client.get(ADDRESS).status_code == 404
    page = client.get("/akun/masuk/").content.decode()
    assert "Masuk sebagai" not in page
    assert "musrenbang-contoh" not in page
    assert "/demo/" not in page


@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": "198.51.100.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "198.51.100.7"},
        {"HTTP_FORWARDED": "for=198.51.100.7"},
    ],
)
def test_from_elsewhere_there_is_nothing(people: None, meta: dict[str, str]) -> None:
    assert tap(Client(**meta), "admin").status_code == 404


def test_a_second_factor_is_still_asked_for(people: None, client: Client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    admin = User.objects.signing_in(f"admin@{HOST}")
    assert admin is not None
    TOTP.activate(admin, generate_totp_secret())
    assert tap(client, "admin")["Location"].startswith("/akun/2fa/")
    assert "_auth_user_id" not in client.session


def test_an_account_that_was_closed_stays_closed(people: None, client: Client) -> None:
    User.objects.filter(pk=User.objects.signing_in(f"warga@{HOST}").pk).update(is_active=False)  # type: ignore[union-attr]
    tap(client, "warga")
    assert "_auth_user_id" not in client.session


def test_taps_count_as_sign_ins_and_forgive_nothing(
    people: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = f"admin@{HOST}"
    for _ in range(5):
        assert not locked(attempt(Client(), login, "salah", "127.0.0.1"))
    assert tap(client, "admin").status_code == 302
    # the tap needs no password; who guesses one is as locked as before
    assert locked(attempt(Client(), login, "salah", "127.0.0.1"))
    cache.clear()
    few = Limit("demo-tap", count=3, seconds=60)
    monkeypatch.setattr("egov.accounts.views.demo.TAPS", few)
    answers = [tap(Client(), "admin").status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    assert tap(Client(), "tidak-ada").status_code == 429


def test_the_page_asks_the_same_of_the_database_for_any_number(people: None) -> None:
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert Client().get("/akun/masuk/").status_code == 200
        return len(seen)

    few = queries()
    for login in ("lurah", "camat", "perencana", "ketua-rw"):
        person(login)
    assert queries() == few <= 6


def test_a_signed_in_reader_keeps_the_page_private(people: None, town: Town) -> None:
    client = client_of(town.citizen)
    tap(client, "admin")
    assert client.session["_auth_user_id"] != str(town.citizen.pk)
