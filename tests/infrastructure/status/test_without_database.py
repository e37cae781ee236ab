"""PostgreSQL away: what was written is read, with and without a session."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from infrastructure.statuspage.writing import write_status
from infrastructure.vocabulary import Visibility
from infrastructure.vocabulary_monitoring import CheckKind
from tests.factories.areas import KecamatanFactory
from tests.factories.infrastructure import SiteFactory
from tests.infrastructure.monitoring.city import watch

NOBODY = "postgresql://nobody@127.0.0.1:1/tidak-ada?connect_timeout=1"
ASK = """
import django; django.setup()
from django.test import Client
for cookie in ("", "abc123abc123abc123abc123abc123ab"):
    client = Client(raise_request_exception=False)
    if cookie:
        client.cookies["sessionid"] = cookie
    for path in ("/status/", "/status/kel-a/", "/status/wilayah/AREA/", "/status.json", "/usulan/"):
        answer = client.get(path, HTTP_HOST="localhost")
        print(answer.status_code, path)
        if answer.streaming and path == "/status/":
            assert b"Keadaan" in b"".join(answer.streaming_content)
"""


@pytest.mark.slow
@pytest.mark.django_db
def test_the_status_page_stands_without_the_database(settings: Any, tmp_path: Path) -> None:
    settings.STATUS_ROOT = str(tmp_path / "status")
    area = KecamatanFactory()
    site = SiteFactory(asset__code="KEL-A", asset__visibility=Visibility.PUBLIC, asset__area=area)
    watch(site.asset, CheckKind.ICMP)
    write_status(timezone.now())
    environment = {
        **os.environ,
        "DATABASE_URL": NOBODY,
        "STATUS_ROOT": settings.STATUS_ROOT,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "LOG_LEVEL": "CRITICAL",
    }
    result = subprocess.run(
        [sys.executable, "-c", ASK.replace("AREA", area.code)],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    written = ["/status/", "/status/kel-a/", f"/status/wilayah/{area.code}/", "/status.json"]
    expected = [*(f"200 {path}" for path in written), "503 /usulan/"]
    assert result.stdout.split("\n")[:-1] == expected * 2
