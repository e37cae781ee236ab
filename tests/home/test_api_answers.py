"""What the API answers when it is asked wrongly: problem+json with a code, never a 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from musrenbang.models import Proposal
from tests.home.test_api import body, post
from tests.town import PASSWORD, Town, client_of

NUL_COOKIE = f'"{"a" * 31}\\000"'  # as a browser writes it: an octal escape between quotes
JSON = "application/json"


def is_problem(answer: Any, status: int, code: str) -> None:
    """The whole of RFC 9457 that the API promises."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told = answer.json()
    assert (told["status"], told["code"], told["type"]) == (status, code, "about:blank")
    assert told["detail"].endswith(".")


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/tidak-ada/", 404, "not_found"),
        ("/api/v1/usulan/bukan-nomor/", 404, "not_found"),
        ("/api/v1/wilayah/a%00b/", 400, "bad_address"),
        ("/api/v1/wilayah/?induk=%00", 400, "bad_address"),
        ("/api/v1/schema/?format=xml", 404, "not_found"),
    ],
)
def test_an_unknown_address_is_a_problem_too(
    db: None,
    client: Client,
    address: str,
    status: int,
    code: str,
) -> None:
    is_problem(client.get(address), status, code)


@pytest.mark.parametrize(
    ("text", "kind", "status", "code"),
    [
        ("[" * 100_000, JSON, 400, "parse_error"),
        ('{"a', JSON, 400, "parse_error"),
        ('{"a": NaN}', JSON, 400, "parse_error"),
        ('{"a": ' + "1" * 10_000 + "}", JSON, 400, "parse_error"),
        (b"\xff\xfe", JSON, 400, "parse_error"),
        ("x", "multipart/form-data", 400, "parse_error"),
        ('{"judul": "' + "x" * 3_000_000 + '"}', JSON, 413, "too_large"),
        ("a=1", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        ("x", "text/plain", 415, "unsupported_media_type"),
        ("null", JSON, 422, "invalid"),
        ("[1]", JSON, 422, "invalid"),
        ('{"judul": "a\\u0000b", "jenis": "\\u0000"}', JSON, 422, "invalid"),
        ('{"rw": {"a": [1]}, "jalur": 99999999999999999999}', JSON, 422, "invalid"),
        ('{"judul": "\\ud800", "volume": "1e999999", "lintang": 1e400}', JSON, 422, "invalid"),
    ],
)
def test_no_body_is_too_strange(
    town: Town,
    text: Any,
    kind: str,
    status: int,
    code: str,
) -> None:
    client = client_of(town.citizen)
    client.raise_request_exception = False
    data = text if isinstance(text, bytes) else text.encode()
    headers = {"Idempotency-Key": "k"}
    answer = client.generic("POST", "/api/v1/usulan/", data, kind, headers=headers)
    is_problem(answer, status, code)
    assert "error" not in answer.json()["detail"]
    assert Proposal.objects.count() == 0


def test_refusals_of_the_frame_speak_indonesian(town: Town, client: Client) -> None:
    citizen = client_of(town.citizen)
    wrong_method = citizen.put("/api/v1/usulan/")
    is_problem(wrong_method, 405, "method_not_allowed")
    assert wrong_method["Allow"] == "GET, POST, HEAD, OPTIONS"
    picture = client.get("/api/v1/usulan/", headers={"Accept": "image/png"})
    is_problem(picture, 406, "not_acceptable")
    is_problem(post(client, "{}"), 403, "not_authenticated")
    for answer in (wrong_method, post(citizen, "[1]")):
        for english in ("not allowed", "Invalid", "Expected", "provided"):
            assert english not in answer.content.decode()


@pytest.mark.parametrize("key", ["a\0b", "a\nb", "x" * 201, ""])
def test_a_key_that_cannot_be_kept_is_refused(town: Town, key: str) -> None:
    client = client_of(town.citizen)
    client.raise_request_exception = False
    answer = post(client, body(town), key)
    if "\0" in key:
        is_problem(answer, 400, "bad_address")
    else:
        is_problem(answer, 422, "idempotency_key")


def test_too_many_is_told_as_such(town: Town, settings: Any) -> None:
    settings.SENT_PER_HOUR_BY_ACCOUNT = 1
    client = client_of(town.citizen)
    assert post(client, body(town), "satu").status_code == 201
    is_problem(post(client, body(town), "dua"), 429, "too_many_sent")


@pytest.mark.parametrize(
    "address",
    ["/", "/api/v1/usulan/", "/akun/", "/admin/", "/akun/masuk/", "/tidak-ada/", "/readyz"],
)
@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_a_cookie_with_nul_is_no_cookie(db: None, address: str, cookie: str) -> None:
    client = Client(raise_request_exception=False)
    plain = client.get(address).status_code
    answer = client.get(address, headers={"Cookie": f"{cookie}={NUL_COOKIE}"})
    assert answer.status_code == plain


@pytest.mark.parametrize(
    "header",
    ["User-Agent", "X-Forwarded-For", "Accept-Language", "Referer", "Accept", "Host"],
)
def test_a_header_with_nul_is_a_sentence(town: Town, header: str) -> None:
    client = client_of(town.citizen)
    client.raise_request_exception = False
    assert client.get("/akun/", headers={header: "a\0b"}).status_code == 400
    is_problem(client.get("/api/v1/usulan/", headers={header: "a\0b"}), 400, "bad_address")
    given = {"login": town.citizen.email, "password": PASSWORD}
    stranger = Client(raise_request_exception=False)
    assert stranger.post("/akun/masuk/", given, headers={header: "a\0b"}).status_code == 400


def test_an_unknown_host_is_told_with_a_session_as_well(town: Town) -> None:
    client = client_of(town.citizen)
    client.raise_request_exception = False
    assert client.get("/", headers={"Host": "lain.example"}).status_code == 400
    is_problem(client.get("/api/v1/usulan/", headers={"Host": "lain.example"}), 400, "bad_request")


def test_no_cache_keeps_what_a_signed_in_reader_was_told(town: Town, client: Client) -> None:
    number = town.proposal("kelurahan").number
    reader = client_of(town.citizen)
    addresses = ["", "usulan/", f"usulan/{number}/", "kamus/", "tidak-ada/"]
    answers = [post(reader, "{}"), *(reader.get(f"/api/v1/{path}") for path in addresses)]
    for answer in answers:
        assert answer["Cache-Control"] == "private, no-store", answer.request["PATH_INFO"]
    assert "Cookie" in answers[2]["Vary"]
    assert "no-store" not in client.get("/api/v1/usulan/").get("Cache-Control", "")


def test_staff_without_a_second_factor_read_a_whole_problem(town: Town, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
    answer = client_of(town.staff["lurah"]).get("/api/v1/usulan/")
    is_problem(answer, 403, "mfa_required")
