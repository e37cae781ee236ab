"""The real Prometheus, blackbox exporter and Alertmanager on the configuration that we write."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from infrastructure.domain.cutting import Selection
from infrastructure.domain.network import forget_graph
from infrastructure.domain.runs import save_run
from infrastructure.models import AlertDelivery, Outage
from infrastructure.monitoring import standing
from infrastructure.monitoring.delivering import deliver
from infrastructure.monitoring.settling import settle
from infrastructure.planned.verbs import Plan, begin_window, plan_maintenance
from infrastructure.statuspage.writing import write_status
from infrastructure.vocabulary import Visibility
from infrastructure.vocabulary_monitoring import CauseKind, CheckKind, Runner, State, Told
from tests.factories.infrastructure import SiteFactory
from tests.infrastructure.engine.running import Engine, Listener, missing, wait
from tests.infrastructure.monitoring.city import City, watch
from tests.infrastructure.street import person

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(bool(missing()), reason=f"NOT INSTALLED: {', '.join(missing())}"),
]
TOKEN = "token-mesin-uji"
STOPPED = ("SW-A", "SW-B", "CAM-A", "SW-C")


@pytest.fixture(autouse=True)
def _settings(settings: Any, tmp_path: Path) -> None:
    settings.SD_TOKEN, settings.STATUS_ROOT = TOKEN, str(tmp_path / "status")


def test_each_file_is_what_its_program_takes(tmp_path: Path) -> None:
    for kind, params in (("dns", {"name": "contoh.id", "expected": "192.0.2.1"}), ("rtsp", {})):
        watch(_site(), CheckKind(kind), params=params)
    watch(_site(), CheckKind.HTTP, params={"status": 302, "contains": "a.b("})
    watch(_site(), CheckKind.TLS, params={"name": "contoh.id"})
    call_command("monitoring_config", tmp_path)
    for argv in (
        ["promtool", "check", "config", "prometheus.yml"],
        ["amtool", "check-config", "alertmanager.yml"],
        ["prometheus-blackbox-exporter", "--config.check", "--config.file=blackbox.yml"],
    ):
        result = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout + result.stderr


def _site() -> Any:
    return SiteFactory().asset


def test_one_cut_is_one_outage_and_what_was_announced_alarms_nobody(
    live_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "ENGINE_LAG", timedelta(seconds=4))  # of an interval of 1 s
    forget_graph()
    city, listeners = City(), {}
    for code, check in city.checks.items():
        listeners[code] = Listener()
        check.runner, check.address, check.interval_s = Runner.ENGINE, "127.0.0.1", 10
        check.params = {"port": listeners[code].port}
        check.added_at = timezone.now() - timedelta(minutes=10)
        check.save()
    for code in ("SW-B", "SW-C"):
        asset = city.checks[code].target
        asset.visibility, asset.name = Visibility.PUBLIC, f"Jaringan {code}"
        asset.save()
    _announce_and_begin("FO-1")
    engine = Engine()
    call_command(
        "monitoring_config",
        tmp_path,
        portal=live_server.url,
        alertmanager=engine.alertmanager,
        blackbox=engine.blackbox,
        interval=1,
    )
    with engine.running(tmp_path):
        wait(lambda: set(city.states().values()) == {State.UP}, 30, "the watchdog")
        for code in STOPPED:
            listeners[code].stop()
        wait(lambda: _settled() == {"FO-1", "SW-C"}, 60, "two outages")
        cut, alone = Outage.objects.order_by("cause")
        assert (cut.cause, cut.maintenance is not None) == (CauseKind.CABLE, True)
        assert (alone.cause, alone.maintenance) == (CauseKind.TARGET, None)
        assert {d.outage for d in AlertDelivery.objects.filter(told=Told.OPENED)} == {alone}
        _the_page_says(planned="SW-B", down="SW-C")
        for code in STOPPED:
            listeners[code].start()
        wait(lambda: _settled() == set(), 60, "recovery")
    opened = AlertDelivery.objects.filter(told=Told.OPENED).count()
    assert AlertDelivery.objects.filter(told=Told.RESOLVED).count() <= opened
    assert Outage.objects.count() == 2
    write_status(timezone.now())
    assert "Semua 2 layanan" in _read("/status/") or "Ada gangguan" not in _read("/status/")


def _announce_and_begin(code: str) -> None:
    actor, now = person("infra_operator"), timezone.now()
    selection = Selection(codes=code)
    run = save_run(actor=actor, selection=selection, title="Galian", key="r", now=now)
    plan = Plan("Galian di Jalan Contoh", "Kabel dipindah.", now, now + timedelta(hours=1))
    work = plan_maintenance(actor=actor, run=run, plan=plan, key="p", now=now)
    begin_window(actor=actor, window=work.windows.get(), now=now)


def _settled() -> set[str]:
    """What is open once everything was thought about; what is due is sent."""
    settle(timezone.now())
    deliver(timezone.now())
    rows = Outage.objects.open().select_related("root")
    return {str(row.root) for row in rows}


def _read(path: str) -> str:
    return b"".join(Client().get(path).streaming_content).decode()


def _the_page_says(*, planned: str, down: str) -> None:
    write_status(timezone.now())
    page = _read("/status/")
    assert "FO-1" not in page
    assert "Galian di Jalan Contoh" in page
    assert json.loads(_read(f"/status/{planned}.json"))["keadaan"] == "maintenance"
    assert json.loads(_read(f"/status/{down}.json"))["keadaan"] == "down"
    (event,) = Calendar.from_ical(_read(f"/status/{planned}.ics")).walk("VEVENT")
    assert "Galian di Jalan Contoh" in str(event["summary"])
