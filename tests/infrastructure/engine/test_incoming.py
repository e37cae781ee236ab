"""What other systems tell becomes rows, and states of checks; twice is once."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from infrastructure.models import Check, CheckState, ExternalAlert, Heartbeat, StatusChange
from infrastructure.vocabulary_monitoring import CheckKind, Runner, State
from tests.factories.infrastructure import DeviceFactory
from tests.infrastructure.engine.test_reading import ALERT, KUMA, LIBRENMS, MANY, ZABBIX
from tests.infrastructure.monitoring.city import watch

pytestmark = pytest.mark.django_db
DOOR = "/infrastruktur/alertmanager/"


@pytest.fixture(autouse=True)
def _tokens(settings: Any) -> None:
    settings.SD_TOKEN, settings.ALERTS_TOKEN = "token-uji", "token-lain"


def post(body: Any, token: str = "token-uji") -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    return Client().post(DOOR, content, content_type="application/json", **headers)


def alert(check: Check, **values: Any) -> dict[str, Any]:
    labels = {"alertname": "PortalTargetDown", "check": str(check.pk), "severity": "critical"}
    return {**ALERT, "labels": labels, "fingerprint": f"f{check.pk}", **values}


def engine_check(code: str = "SW-A", **values: Any) -> Check:
    device = DeviceFactory(asset__code=code, **values)
    return watch(device.asset, CheckKind.ICMP, runner=Runner.ENGINE)


def state(check: Check) -> str:
    return CheckState.objects.get(of_check=check).state


def test_an_alert_is_one_row_and_a_fallen_check_until_it_is_resolved() -> None:
    check = engine_check()
    body = {**MANY, "alerts": [alert(check)]}
    assert post(body, token="").status_code == 401
    assert post(body, token="salah").status_code == 401
    assert post(body).json() == {"diterima": 1}
    assert post(body).status_code == 200  # its twin
    row = ExternalAlert.objects.get()
    assert (row.of_check, row.target.code, row.resolved_at) == (check, "SW-A", None)
    assert state(check) == State.DOWN
    assert Heartbeat.objects.filter(name="engine").exists()
    ended = alert(check, status="resolved", endsAt="2027-03-01T07:02:00Z")
    assert post({**MANY, "alerts": [ended]}).status_code == 200
    row.refresh_from_db()
    assert (row.resolved_at is not None, state(check)) == (True, State.UP)
    assert post(body).status_code == 200  # late: it began before it ended
    row.refresh_from_db()
    assert (row.resolved_at is not None, state(check)) == (True, State.UP)
    assert StatusChange.objects.filter(of_check=check).count() == 2


def test_a_certificate_that_ends_soon_lessens_and_does_not_fell() -> None:
    check = engine_check()
    soon = alert(check, fingerprint="cert")
    soon["labels"] = {**soon["labels"], "alertname": "PortalCertificateExpires"}
    post({**MANY, "alerts": [soon]})
    assert state(check) == State.DEGRADED
    post({**MANY, "alerts": [alert(check)]})
    assert state(check) == State.DOWN
    post({**MANY, "alerts": [alert(check, status="resolved", endsAt="2027-03-01T07:02:00Z")]})
    assert state(check) == State.DEGRADED


@pytest.mark.parametrize("body", [ZABBIX, KUMA, LIBRENMS], ids=["zabbix", "kuma", "librenms"])
def test_others_are_matched_by_code_or_address(body: dict[str, Any]) -> None:
    check = engine_check(mgmt_ip="192.0.2.7")
    assert post(body, token="token-lain").json() == {"diterima": 1}
    assert post(body).status_code == 200
    assert ExternalAlert.objects.get().of_check == check
    assert state(check) == State.DOWN
    over = {
        "event_id": {
            **ZABBIX,
            "event_value": "0",
            "recovery_date": "2027.03.01",
            "recovery_time": "14:02:00",
        },
        "heartbeat": {**KUMA, "heartbeat": {**KUMA["heartbeat"], "status": 1}},
        "alert_id": {**LIBRENMS, "state": 0},
    }
    assert post(next(told for name, told in over.items() if name in body)).status_code == 200
    assert ExternalAlert.objects.open().count() == 0
    assert state(check) == State.UP


def test_an_unknown_target_is_kept_for_an_officer_and_rubbish_is_400() -> None:
    unknown = {**ALERT, "labels": {"alertname": "Lain", "code": "TIDAK-ADA", "check": "99999"}}
    assert post({**MANY, "alerts": [unknown]}).status_code == 200
    assert ExternalAlert.objects.unknown().count() == 1
    for rubbish in (b"", b"{}", b"\xff", b"[1]", {**MANY, "version": "3"}):
        answer = post(rubbish)
        assert (answer.status_code, answer.json()["code"]) == (400, "not_understood")
    assert Client().get(DOOR).status_code == 405


def test_the_watchdog_says_that_what_nobody_complains_of_answers() -> None:
    quiet, ill, new = engine_check("SW-A"), engine_check("SW-B"), engine_check("SW-C")
    long_ago = timezone.now() - timedelta(minutes=10)
    Check.objects.exclude(pk=new.pk).update(added_at=long_ago)
    watchdog = {**ALERT, "labels": {"alertname": "PortalWatchdog"}, "fingerprint": "w"}
    post({**MANY, "alerts": [watchdog, alert(ill)]})
    assert (state(quiet), state(ill), state(new)) == (State.UP, State.DOWN, State.NEW)
    assert ExternalAlert.objects.count() == 1


@pytest.mark.parametrize("many", [2, 40])
def test_queries_do_not_grow_with_what_one_post_tells(many: int) -> None:
    checks = [engine_check(f"SW-{n}") for n in range(many)]
    body = {**MANY, "alerts": [alert(check) for check in checks]}
    with CaptureQueriesContext(connection) as queries:
        assert post(body).status_code == 200
    assert ExternalAlert.objects.count() == many
    assert len(queries) <= 16, [q["sql"][:80] for q in queries]


def test_a_moment_of_year_1_that_was_stored_becomes_that_of_its_arrival() -> None:
    """It broke every list it stood in; migration 0049."""
    repair = import_module("infrastructure.migrations.0049_moments_of_outside").REPAIR
    with connection.cursor() as cursor:
        table = "infrastructure_externalalert"
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT external_alert_of_our_time")
        for number in (1, 2):
            row = ExternalAlert.objects.create(
                source="zabbix", fingerprint="7", starts_at=timezone.now(), name=str(number)
            )
            moment = f"000{number}-01-01 00:00+14"
            cursor.execute(f"UPDATE {table} SET starts_at = %s WHERE id = %s", [moment, row.pk])
        cursor.execute(repair)
    assert all(
        abs(row.starts_at - row.received_at) < timedelta(seconds=1)
        for row in ExternalAlert.objects.all()
    )


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_half_letters_and_years_nobody_lives_in_break_nothing(year: str) -> None:
    check = engine_check()
    odd = alert(check, startsAt=f"{year}-01-01T00:00:00+14:00")
    refused = post({**MANY, "alerts": [odd]})
    assert (refused.status_code, refused.json()["code"]) == (400, "not_understood")
    halves = alert(check, annotations={"summary": "SW-A \ud800 mati"}, fingerprint="\udfff1")
    assert post({**MANY, "alerts": [halves]}).status_code == 200
    assert "SW-A mati" in ExternalAlert.objects.get().summary
