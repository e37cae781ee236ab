"""A Valkey that is frozen, not dead: it takes every question and answers none."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from redis.backoff import NoBackoff
from redis.retry import Retry

from egov.verbs import soon
from egov.verbs.patience import PatientConnection
from tests.town import Town


class Frozen:
    """Counts who connects, and answers nobody."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.lines: list[socket.socket] = []
        Thread(target=self._take, daemon=True).start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.server.getsockname()[1]}/0"

    def _take(self) -> None:
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            self.lines.append(line)

    def close(self) -> None:
        self.server.close()
        for line in self.lines:
            line.close()


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Frozen]:
    valkey = Frozen()
    monkeypatch.setattr(PatientConnection, "away_until", 0.0)
    monkeypatch.setattr(soon, "_away_until", 0.0)
    yield valkey
    valkey.close()


def test_a_page_waits_for_a_frozen_cache_once(town: Town, frozen: Frozen, settings: Any) -> None:
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": frozen.url,
            "OPTIONS": {
                "socket_connect_timeout": 0.2,
                "socket_timeout": 0.2,
                "retry": Retry(NoBackoff(), 0),
                "connection_class": PatientConnection,
            },
        },
    }
    client = Client(raise_request_exception=False)
    for address in ("/usulan/", "/cari/?q=selokan", "/"):
        assert client.get(address).status_code == 200
    given = {"login": "a@uji.example", "password": "keliru"}
    assert client.post("/akun/masuk/", given).status_code == 503
    assert len(frozen.lines) == 1


def test_a_frozen_broker_is_asked_once(
    frozen: Frozen, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []

    def times_out(task: str, *args: Any, **options: Any) -> None:
        asked.append(task)
        raise TimeoutError

    settings.CELERY_BROKER_URL = frozen.url
    monkeypatch.setattr(soon.current_app, "send_task", times_out)
    for task in ("satu", "dua", "tiga"):
        soon.ask_soon(task)
    assert asked == ["satu"]
    assert "broker.away satu" in caplog.text
