"""Many at once, and a server that dies."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from musrenbang.domain.submission import submit
from musrenbang.models import Decision, Proposal
from tests.threads import in_threads
from tests.town import Town, decide

MANY = 10_000  # an hour, so that no limit of sending stands in the way


@pytest.mark.django_db(transaction=True)
def test_two_hundred_submissions_with_fifty_repeated_keys(
    committed_town: Town, settings: Any
) -> None:
    town = committed_town
    settings.SENT_PER_HOUR_BY_ACCOUNT = settings.SENT_PER_HOUR_BY_RW = MANY
    keys = [f"kunci-{i}" for i in range(150)]
    keys += keys[:50]

    def send(key: str) -> str:
        return submit(
            actor=town.citizen, channel=town.channel, content=town.content(), key=key
        ).number

    numbers = in_threads(send, keys, workers=200)
    assert len(numbers) == 200
    assert Proposal.objects.count() == 150
    assert len(set(numbers)) == 150
    assert numbers[150:] == numbers[:50]


@pytest.mark.django_db(transaction=True)
def test_one_hundred_decisions_at_once_one_wins(committed_town: Town) -> None:
    town = committed_town
    proposal = town.proposal("kelurahan")
    lurah = town.staff["lurah"].pk

    def act(number: int) -> str:
        actor, row = User.objects.get(pk=lurah), Proposal.objects.get(pk=proposal.pk)
        try:
            decide(
                actor=actor,
                proposal=row,
                outcome="forward" if number % 2 else "reserve",
                reason=f"Sebab {number}.",
                seen=0,
            )
        except Refusal as refusal:
            assert "Lurah Karang Pilang 1" in refusal.sentence
            return refusal.code
        return "ok"

    results = in_threads(act, list(range(100)), workers=100)
    assert sorted(results) == ["changed_meanwhile"] * 99 + ["ok"]
    assert Decision.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_acknowledged_is_lost_when_the_web_server_is_killed(
    committed_town: Town, tmp_path: Any
) -> None:
    town = committed_town
    browser = Client()
    browser.force_login(town.citizen)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    held = connection.settings_dict
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgresql://{held['USER']}@/{held['NAME']}?host={held['HOST']}",
        "WEB_WORKERS": "2",
        "SENT_PER_HOUR_BY_ACCOUNT": str(MANY),
        "SENT_PER_HOUR_BY_RW": str(MANY),
    }
    argv = [
        sys.executable,
        "-m",
        "gunicorn",
        "egov.wsgi",
        "--config",
        "deploy/gunicorn.conf.py",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    log = (tmp_path / "web.log").open("wb")
    server = subprocess.Popen(
        argv, env=env, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
    )
    acknowledged: list[str] = []
    body = json.dumps(
        {
            "jenis": town.variant.code,
            "rw": town.rw.code,
            "alamat": "Gang 3",
            "judul": "Paving",
            "masalah": "Becek",
            "harapan": "Rata",
            "volume": "10",
        }
    )
    token = secrets.token_hex(16)
    stop = threading.Event()

    def send_many(worker: int) -> None:
        for number in range(400):
            if stop.is_set():
                return
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            try:
                headers = {
                    "Content-Type": "application/json",
                    "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
                    "X-CSRFToken": token,
                    "Idempotency-Key": f"{worker}-{number}",
                }
                link.request("POST", "/api/v1/usulan/", body, headers)
                answer = link.getresponse()
                content = answer.read()
                if answer.status == 201:
                    acknowledged.append(json.loads(content)["nomor"])
                else:
                    raise AssertionError(f"{answer.status} {content[:300]!r}")
            except (OSError, http.client.HTTPException):
                if stop.is_set():
                    return
                time.sleep(0.05)
            finally:
                link.close()

    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as link:
                if link.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        with ThreadPoolExecutor(6) as pool:
            jobs = [pool.submit(send_many, w) for w in range(6)]
            while (
                len(acknowledged) < 60
                and time.monotonic() < until
                and not any(j.done() for j in jobs)
            ):
                time.sleep(0.02)
            os.killpg(server.pid, signal.SIGKILL)
            stop.set()
            for job in jobs:
                job.result(20)
    finally:
        stop.set()
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)
        log.close()
    assert len(acknowledged) >= 60, (tmp_path / "web.log").read_text()[-2000:]
    stored = set(Proposal.objects.values_list("number", flat=True))
    assert set(acknowledged) <= stored
