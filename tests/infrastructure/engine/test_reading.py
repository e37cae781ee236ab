"""Webhooks of other systems, written by hand, and rubbish."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from infrastructure.engine.outside.reading import read_told
from infrastructure.engine.outside.told import NotUnderstood

BEGAN = datetime(2027, 3, 1, 6, 48, 5, tzinfo=UTC)
ENDED = datetime(2027, 3, 1, 7, 2, tzinfo=UTC)
ALERT = {
    "status": "firing",
    "labels": {"alertname": "Padam", "code": "SW-A", "check": "17", "severity": "critical"},
    "annotations": {"summary": "SW-A tidak menjawab"},
    "startsAt": "2027-03-01T06:48:05Z",
    "endsAt": "0001-01-01T00:00:00Z",
    "fingerprint": "c0ffee01",
}
MANY = {"version": "4", "status": "firing", "alerts": [ALERT]}
ZABBIX = {
    "event_id": "4711",
    "event_value": "1",
    "event_name": "SW-A tidak menjawab",
    "event_date": "2027.03.01",
    "event_time": "13:48:05",
    "severity": "4",
    "host": "SW-A",
    "host_ip": "192.0.2.7",
}
KUMA = {
    "heartbeat": {"monitorID": 3, "status": 0, "time": "2027-03-01 06:48:05.000", "msg": "timeout"},
    "monitor": {"id": 3, "name": "SW-A gedung utama", "hostname": "192.0.2.7", "type": "ping"},
    "msg": "[SW-A gedung utama] Down",
}
LIBRENMS = {
    "alert_id": 88,
    "state": 1,
    "timestamp": "2027-03-01 13:48:05",
    "severity": "critical",
    "title": "SW-A tidak menjawab",
    "hostname": "192.0.2.7",
    "sysname": "SW-A",
}


def told(body: Any) -> Any:
    rows = read_told(json.dumps(body).encode())
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(
    ("body", "source", "fingerprint"),
    [
        (MANY, "alertmanager", "c0ffee01"),
        (ZABBIX, "zabbix", "4711"),
        (KUMA, "uptime_kuma", "3"),
        (LIBRENMS, "librenms", "88"),
    ],
)
def test_each_system_tells_the_same_in_its_own_words(
    body: Any, source: str, fingerprint: str
) -> None:
    alert = told(body)
    assert (alert.source, alert.fingerprint) == (source, fingerprint)
    assert (alert.firing, alert.starts_at, alert.ends_at) == (True, BEGAN, None)
    assert alert.severity == "critical"
    assert "SW-A" in alert.targets
    assert alert.check == (17 if source == "alertmanager" else None)


@pytest.mark.parametrize(
    "body",
    [
        {**MANY, "alerts": [{**ALERT, "status": "resolved", "endsAt": "2027-03-01T07:02:00Z"}]},
        {
            **ZABBIX,
            "event_value": "0",
            "recovery_date": "2027.03.01",
            "recovery_time": "14:02:00",
        },
        {**KUMA, "heartbeat": {**KUMA["heartbeat"], "status": 1, "time": "2027-03-01 07:02:00"}},
        {**LIBRENMS, "state": 0, "timestamp": "2027-03-01 14:02:00"},
    ],
)
def test_an_end_says_when(body: Any) -> None:
    alert = told(body)
    assert (alert.firing, alert.ends_at) == (False, ENDED)
    assert alert.starts_at == (BEGAN if alert.knows_start else ENDED)


def test_what_is_no_alert_tells_nothing() -> None:
    waiting = {**KUMA, "heartbeat": {**KUMA["heartbeat"], "status": 2}}
    for body in (
        waiting,
        {"heartbeat": None, "monitor": None, "msg": "uji"},
        {**MANY, "alerts": []},
    ):
        assert read_told(json.dumps(body).encode()) == []


@pytest.mark.parametrize(
    "body",
    [
        [],
        "x",
        {},
        {**MANY, "version": "3"},
        {**MANY, "alerts": {}},
        {**MANY, "alerts": [5]},
        {**MANY, "alerts": [ALERT] * 5001},
        {**MANY, "alerts": [{**ALERT, "status": "dead"}]},
        {**MANY, "alerts": [{**ALERT, "startsAt": "kemarin"}]},
        {**MANY, "alerts": [{**ALERT, "startsAt": 10**30}]},
        {**MANY, "alerts": [{**ALERT, "startsAt": "0001-01-01T00:00:00+14:00"}]},
        {**MANY, "alerts": [{**ALERT, "startsAt": "9999-12-31T23:59:59-14:00"}]},
        {**MANY, "alerts": [{**ALERT, "status": "resolved", "endsAt": "9999-12-31T00:00:00Z"}]},
        {**MANY, "alerts": [{**ALERT, "startsAt": "²"}]},
        {**ZABBIX, "event_id": "²"},
        {**ZABBIX, "event_date": "9999.12.31"},
        {**MANY, "alerts": [{**ALERT, "fingerprint": ["x"]}]},
        {**ZABBIX, "event_value": "2"},
        {**ZABBIX, "event_date": "kemarin"},
        {**KUMA, "heartbeat": 7},
        {**KUMA, "heartbeat": {**KUMA["heartbeat"], "status": True}},
        {**LIBRENMS, "state": 9},
        {**LIBRENMS, "timestamp": None},
    ],
)
def test_rubbish_is_refused_with_a_sentence(body: Any) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_told(json.dumps(body).encode())
    assert (refusal.value.status, refusal.value.code) == (400, "not_understood")


def test_bytes_that_are_no_json_or_too_many_are_refused() -> None:
    for content in (b"\xff\xfe", b"{", b"[" * 100_000, b" " * 5_000_001):
        with pytest.raises(NotUnderstood):
            read_told(content)
