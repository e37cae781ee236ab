"""The wall renews itself, and says so where it cannot."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from infrastructure.models import Heartbeat
from infrastructure.views.wall import AGAIN_S
from tests.infrastructure.street import person

pytestmark = pytest.mark.django_db
WALL = "/infrastruktur/pantau/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def test_the_page_brings_htmx_under_the_strict_policy_and_a_part_renews_itself() -> None:
    client = Client()
    client.force_login(person("infra_operator"))
    answer = client.get(WALL)
    page = answer.content.decode()
    assert '{"includeIndicatorStyles":false,"allowEval":false,"timeout":10000}' in page
    assert page.count("<script") == client.get("/").content.decode().count("<script") + 1
    assert f'<noscript><meta http-equiv="refresh" content="{AGAIN_S}"></noscript>' in page
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    part = client.get(WALL, **HTMX).content.decode()
    assert part.strip().startswith('<div id="papan"')
    assert f'hx-get="{WALL}" hx-trigger="every {AGAIN_S}s"' in part
    assert 'class="stopped"' in part
    css = finders.find("infrastructure/wall.css")
    assert f"animation: wall-stopped 0s {3 * AGAIN_S}s forwards" in Path(str(css)).read_text()


def test_who_asks_no_more_is_told_before_that_all_is_well() -> None:
    client, now = Client(), timezone.now()
    client.force_login(person("infra_operator"))
    Heartbeat.objects.create(name="checker", beaten_at=now)
    Heartbeat.objects.create(name="engine", beaten_at=now - timedelta(minutes=3))
    page = client.get(WALL).content.decode()
    assert "<h1>Pemantauan berhenti" in page
    assert "Prometheus tidak bekerja sejak" in page
    assert "Pemeriksa portal tidak bekerja" not in page


@pytest.mark.parametrize(
    ("role", "headers", "status"),
    [
        ("", {}, 302),
        ("", HTMX, 200),
        ("citizen", {}, 403),
        ("citizen", HTMX, 403),
        ("auditor", HTMX, 200),
    ],
)
def test_who_reads_it_and_whose_session_ended(
    role: str, headers: dict[str, str], status: int
) -> None:
    client = Client()
    if role:
        client.force_login(person(role))
    answer = client.get(WALL, **headers)
    assert answer.status_code == status
    told = answer.content.decode()
    if headers and not role:
        assert "Papan ini berhenti" in told
        assert "hx-get" not in told


def test_of_htmx_only_what_a_page_asks_for_is_collected() -> None:
    from django.apps import apps
    from django.contrib.staticfiles.apps import StaticFilesConfig

    config = apps.get_app_config("staticfiles")
    assert isinstance(config, StaticFilesConfig)
    names = [
        name
        for finder in finders.get_finders()
        for name, _ in finder.list(config.ignore_patterns)
        if name.startswith("django_htmx")
    ]
    assert names == ["django_htmx/htmx-2.min.js"]
