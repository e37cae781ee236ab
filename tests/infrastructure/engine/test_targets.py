"""What Prometheus is given: with the token all, without only public things at open addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from infrastructure.engine.modules import module, module_name
from infrastructure.models import CameraStream
from infrastructure.vocabulary import AssetStatus, Visibility
from infrastructure.vocabulary_monitoring import CheckKind, Runner
from tests.factories.infrastructure import CameraFactory, DeviceFactory, SiteFactory
from tests.infrastructure.monitoring.city import watch

pytestmark = pytest.mark.django_db
SD = "/infrastruktur/sd/"


@pytest.fixture(autouse=True)
def _token(settings: Any) -> None:
    settings.SD_TOKEN = "token-uji"


def listed(job: str, token: str | None = "token-uji") -> Any:
    headers = {} if token is None else {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    answer = Client().get(f"{SD}{job}.json", **headers)
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_every_active_check_of_a_kind_stands_there_whoever_asks_it() -> None:
    site = SiteFactory(asset__code="KEL-A")
    switch = DeviceFactory(asset__code="SW-A", site=site, mgmt_ip="10.1.2.3")
    own = watch(switch.asset, CheckKind.TCP, address="")
    watch(switch.asset, CheckKind.TCP, runner=Runner.ENGINE, address="10.1.2.4", interval_s=10)
    watch(switch.asset, CheckKind.TCP, ended_at="2026-01-01T00:00Z")
    retired = DeviceFactory(asset__status=AssetStatus.RETIRED)
    watch(retired.asset, CheckKind.TCP)
    first, second = listed("tcp")
    assert first["targets"] == ["10.1.2.3:9"]
    assert second["targets"] == ["10.1.2.4:9"]
    assert first["labels"] == {
        "__param_module": "tcp",
        "__scrape_interval__": "60s",
        "__scrape_timeout__": "4s",
        "check": str(own.pk),
        "code": "SW-A",
        "kind": "device",
        "site": "KEL-A",
        "agency": "",
    }
    assert listed("icmp") == []
    assert listed("tcp", "salah") == 401
    assert listed("tcp", "") == 401
    assert listed("tidak-ada") == 404
    assert listed("push") == 404


def test_without_the_token_only_what_everybody_may_know(monkeypatch: Any, settings: Any) -> None:
    monkeypatch.setenv("RTSP_UJI", "rtsp://admin:rahasia@10.5.5.5:8554/utama")
    camera = CameraFactory(asset__visibility=Visibility.PUBLIC)
    CameraStream.objects.create(camera=camera, path="cam", secret="RTSP_UJI")
    watch(camera.asset, CheckKind.RTSP, address="")
    for address in ("8.8.8.8", "10.0.0.1", "layanan.contoh.id", "192.168.1.1"):
        watch(
            SiteFactory(asset__visibility=Visibility.PUBLIC).asset, CheckKind.ICMP, address=address
        )
    watch(SiteFactory().asset, CheckKind.ICMP, address="8.8.4.4")
    assert [row["targets"] for row in listed("icmp", None)] == [["8.8.8.8"]]
    assert len(listed("icmp")) == 5
    assert listed("rtsp", None) == []
    assert [row["targets"] for row in listed("rtsp")] == [["10.5.5.5:554"]]
    settings.SD_TOKEN = ""
    assert listed("icmp", "") == 401


@pytest.mark.parametrize("many", [1, 3])
def test_queries_do_not_grow(many: int) -> None:
    for _ in range(many):
        watch(DeviceFactory(mgmt_ip="10.1.2.3").asset, CheckKind.ICMP, address="")
    with CaptureQueriesContext(connection) as queries:
        assert len(listed("icmp")) == many
    assert len(queries) == 1


def test_a_module_is_named_after_what_shapes_it() -> None:
    assert module_name("icmp", {}) == "icmp"
    assert module_name("tcp", {"port": 22}) == "tcp"
    assert module_name("snmp", {"module": "mikrotik"}) == "mikrotik"
    named = module_name("http", {"status": 302, "contains": "a.b"})
    assert named.startswith("http_")
    assert named != module_name("http", {"status": 200, "contains": "a.b"})
    http = module("http", {"status": 302, "contains": "a.b"})["http"]
    assert (http["valid_status_codes"], http["fail_if_body_not_matches_regexp"]) == (
        [302],
        [r"a\.b"],
    )


def test_the_files_fit_the_portal(tmp_path: Path, settings: Any, capsys: Any) -> None:
    watch(SiteFactory().asset, CheckKind.DNS, params={"name": "contoh.id", "record": "A"})
    folder = tmp_path / "engine"
    call_command("monitoring_config", folder, portal="http://127.0.0.1:8000/")
    assert sorted(path.name for path in folder.iterdir()) == [
        "alertmanager.yml",
        "blackbox.yml",
        "prometheus.yml",
        "rules.yml",
        "sd-token",
    ]
    texts = {path.name: path.read_text() for path in folder.iterdir()}
    assert all("token-uji" not in text for name, text in texts.items() if name != "sd-token")
    jobs = yaml.safe_load(texts["prometheus.yml"])["scrape_configs"]
    assert [job["job_name"] for job in jobs] == [
        "icmp",
        "tcp",
        "http",
        "tls",
        "dns",
        "rtsp",
        "snmp",
    ]
    modules = yaml.safe_load(texts["blackbox.yml"])["modules"]
    (label,) = {row["labels"]["__param_module"] for row in listed("dns")}
    assert modules[label]["dns"]["query_name"] == "contoh.id"
    capsys.readouterr()
    call_command("monitoring_config", folder, portal="http://127.0.0.1:8000")
    assert capsys.readouterr().out == "Tidak ada yang berubah.\n"
    settings.SD_TOKEN = ""
    with pytest.raises(CommandError):
        call_command("monitoring_config", folder)
