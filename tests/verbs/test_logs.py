"""What a log tells, and what it never tells.

A visitor's doing is one line, and nothing of a person is in it.
"""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from egov.embedded import supervisor
from egov.embedded.postgres import Postgres
from egov.files.models import StoredFile
from egov.web.logs import JsonFormatter
from egov.web.middleware import HistoryMiddleware
from tests.town import Town, client_of, user

SECRET = "rahasia@uji.example"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the console handler writes during a test."""
    told: list[dict[str, Any]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(json.loads(JsonFormatter().format(record)))

    handler = Kept()
    loggers = [logging.getLogger("django"), logging.getLogger()]
    for logger in loggers:
        logger.addHandler(handler)
    yield told  # type: ignore[misc]
    for logger in loggers:
        logger.removeHandler(handler)


def test_what_a_visitor_may_not_is_one_line(town: Town, lines: list[dict[str, Any]]) -> None:
    lurah = client_of(town.staff["lurah"])
    lurah.raise_request_exception = False
    assert lurah.get("/admin/accounts/user/").status_code == 403
    admin = client_of(town.staff["administrator"])
    admin.raise_request_exception = False
    assert admin.get("/admin/accounts/user/?user__password__startswith=a").status_code < 500
    assert (
        Client(raise_request_exception=False).get("/", headers={"host": "orang lain"}).status_code
        == 400
    )
    assert lines
    assert [line for line in lines if "error" in line] == []


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    try:
        raise RuntimeError("rusak")
    except RuntimeError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 1, "m", None, (RuntimeError, error, error.__traceback__)
        )
    assert "rusak" in json.loads(JsonFormatter().format(record))["error"]


def test_the_token_of_an_invitation_is_left_out() -> None:
    request = RequestFactory().get("/akun/undangan/7/abc-0123456789/")
    request.resolver_match = resolve(request.path)
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "Not Found: %s", (request.path,), None
    )
    record.request = request
    told = JsonFormatter().format(record)
    assert "abc-0123456789" not in told and "/akun/undangan/7/" in told
    record.exc_info = (PermissionDenied, PermissionDenied(), None)
    assert "error" not in json.loads(JsonFormatter().format(record))


def test_no_history_keeps_the_token_of_an_invitation() -> None:
    kept = HistoryMiddleware(lambda request: HttpResponse()).get_context
    context = kept(RequestFactory().post("/akun/undangan/7/abc-0123456789/"))
    assert context == {"user": None, "url": "/akun/undangan/7/…/"}
    assert kept(RequestFactory().post("/tidak-ada/"))["url"] == "/tidak-ada/"


def test_the_database_does_not_quote_rows_in_its_log(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "pg", tmp_path / "postgres.log", durable=False)
    server.start()
    try:
        server.create_database()
        with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE c (v text UNIQUE)")
            cursor.execute("INSERT INTO c VALUES (%s)", [SECRET])
            with pytest.raises(psycopg2.Error):
                cursor.execute("INSERT INTO c VALUES (%s)", [SECRET])
    finally:
        server.stop()
    told = (tmp_path / "postgres.log").read_text()
    assert "duplicate key" in told
    assert SECRET not in told


def test_a_kept_file_is_its_owners(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    stored = StoredFile()
    stored.file.save("a/b.txt", ContentFile(b"isi"), save=False)
    path = Path(stored.file.path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_log_that_grew_too_large_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "LOG_SIZE", 10)
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writing:
        for number in range(1, 6):
            writing.write(f"baris nomor {number}\n".encode())
            supervisor.rotate(tmp_path)
        writing.write(b"lagi\n")
    assert log.read_bytes() == b"lagi\n"
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert (tmp_path / "web.log.1").read_text() == "baris nomor 5\n"


def test_logs_never_quote_a_row(db: None) -> None:
    user("warga")
    try:
        with transaction.atomic():
            user("warga")
    except IntegrityError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "gagal", None, (type(error), error, error.__traceback__)
        )
        line = JsonFormatter().format(record)
    assert "IntegrityError" in line
    assert "uji.example" not in line
