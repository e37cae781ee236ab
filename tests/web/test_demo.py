"""A demo does not start where others could reach it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from egov.web.demo import is_loopback, refuse_open_demo

HERE = {"secure": False, "hosts": ["127.0.0.1", "localhost"], "site_url": "http://127.0.0.1:8000"}


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("[::1]", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("192.168.1.4", False),
        ("portal.example.go.id", False),
        (".localhost.example", False),
        ("localhost.example", False),
        ("*", False),
        ("", False),
    ],
)
def test_what_means_this_machine(host: str, here: bool) -> None:
    assert is_loopback(host) is here


def test_at_home_it_starts() -> None:
    refuse_open_demo(**HERE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"secure": True}, "SECURE=1"),
        ({"hosts": ["127.0.0.1", "portal.example.go.id"]}, "ALLOWED_HOSTS=portal.example.go.id"),
        ({"hosts": ["*"]}, "ALLOWED_HOSTS=*"),
        ({"site_url": "https://portal.example.go.id"}, "SITE_URL=https://portal.example.go.id"),
    ],
)
def test_elsewhere_it_says_why_not(change: dict[str, object], said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as error:
        refuse_open_demo(**{**HERE, **change})  # type: ignore[arg-type]
    assert said in str(error.value)
    assert "hanya untuk komputer sendiri" in str(error.value)


@pytest.mark.parametrize(
    ("change", "starts"),
    [
        ({}, True),
        ({"SECURE": "1"}, False),
        ({"ALLOWED_HOSTS": "portal.example.go.id"}, False),
        ({"DEMO": "0", "SECURE": "1", "ALLOWED_HOSTS": "portal.example.go.id"}, True),
    ],
)
def test_the_settings_themselves_refuse(change: dict[str, str], starts: bool) -> None:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "egov.settings",
        "SECRET_KEY": "x" * 50,
        "DATABASE_URL": "postgresql:///none",
        "DEMO": "1",
        "SECURE": "0",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": "http://127.0.0.1:8000",
        **change,
    }
    code = "from django.conf import settings; print(settings.MAILERS)"
    argv = [sys.executable, "-c", code]
    run = subprocess.run(
        argv, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert (run.returncode == 0) is starts, run.stderr
    if starts:
        assert ("MailboxBackend" in run.stdout) is (env["DEMO"] == "1")
    else:
        assert "DEMO=1 hanya untuk komputer sendiri" in run.stderr
