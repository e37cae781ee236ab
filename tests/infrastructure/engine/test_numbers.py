"""What Prometheus reads of monitoring itself, with the token alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from infrastructure.models import Heartbeat
from tests.factories.infrastructure import SiteFactory
from tests.infrastructure.monitoring.city import watch

pytestmark = pytest.mark.django_db


def test_checks_outages_and_workers_are_numbers(settings: Any) -> None:
    settings.METRICS_TOKEN = "token-ukuran"
    watch(SiteFactory().asset)
    Heartbeat.objects.create(name="checker", beaten_at=timezone.now())
    assert Client().get("/metrics").status_code == 401
    page = Client().get("/metrics", HTTP_AUTHORIZATION="Bearer token-ukuran").content.decode()
    for line in ('portal_checks{state="new"} 1.0', "portal_outages_open 0.0"):
        assert line in page
    assert 'portal_heartbeat_seconds{part="checker"}' in page
