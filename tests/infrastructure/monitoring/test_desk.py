"""The desk of monitoring: lists by few queries, faults at their field, doors that stay shut."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from infrastructure.models import (
    AlertDelivery,
    AlertRoute,
    AlertStep,
    Check,
    Outage,
    Stoppage,
)
from infrastructure.monitoring.channels import add_channel
from infrastructure.vocabulary_monitoring import CauseKind, CheckKind, State, Told
from tests.factories.infrastructure import DeviceFactory
from tests.infrastructure.monitoring.city import BEGIN, watch
from tests.infrastructure.street import operator, person
from tests.town import client_of

pytestmark = pytest.mark.django_db
DESK = "/admin/infrastructure/"
LISTS = ("check", "outage", "alertdelivery", "alertroute", "alertchannel", "stoppage")


def rows(many: int, actor: Any) -> None:
    for n in range(many):
        check = watch(DeviceFactory().asset)
        outage = Outage.objects.create(
            root=check.target, cause=CauseKind.TARGET, began_at=BEGIN, acknowledged_by=actor
        )
        channel = add_channel(actor=actor, name=f"M{n}", url="https://m.contoh/", now=BEGIN)
        route = AlertRoute.objects.create(name=f"R{n}")
        AlertDelivery.objects.create(
            told=Told.OPENED, outage=outage, route=route, channel=channel, due_at=BEGIN
        )
        Stoppage.objects.create(
            reason="Uji",
            stopped_by=actor,
            resumed_by=actor,
            resumed_at=BEGIN + timedelta(seconds=n),
        )


def test_lists_ask_the_same_of_one_and_of_three() -> None:
    actor = operator()
    client = client_of(actor)
    asked: dict[str, set[int]] = {}
    for many in (1, 2):  # then three
        rows(many, actor)
        for name in LISTS:
            client.get(f"{DESK}{name}/")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{DESK}{name}/").status_code == 200
            asked.setdefault(name, set()).add(len(queries))
    assert {name: len(many) for name, many in asked.items()} == dict.fromkeys(LISTS, 1)


@pytest.mark.parametrize("role", ["citizen", "administrator", "lurah"])
def test_who_has_no_business_there_finds_a_shut_door(role: str) -> None:
    rows(1, operator())
    actor = person(role)
    client = client_of(actor)
    for name in LISTS:
        assert client.get(f"{DESK}{name}/").status_code in (302, 403)
    assert client.get("/infrastruktur/pemeriksaan/usulan/").status_code == 403
    assert Client().get("/infrastruktur/pemeriksaan/usulan/").status_code == 302


CHECK = {
    "kind": "tcp",
    "address": "192.0.2.7",
    "params": "port: 80",
    "runner": "own",
    "interval_s": "60",
    "timeout_s": "3",
    "failures_to_down": "2",
    "severity": "2",
    "application": "",
}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ""),
        ({"interval_s": "9"}, "10"),
        ({"params": "port: 0"}, "angka 1 sampai 65535"),
        ({"params": "apa: 1\nport: 1"}, "apa tidak dikenal"),
        ({"params": "delapan puluh"}, "nama: nilai"),
        ({"kind": "http", "params": "", "address": "file:///etc/passwd"}, "http://"),
        ({"code": "TIDAK-ADA"}, "TIDAK-ADA tidak ada"),
    ],
)
def test_a_check_is_added_or_its_fault_is_told_and_nothing_typed_is_lost(
    changes: dict[str, str], told: str
) -> None:
    asset = DeviceFactory().asset
    client = client_of(operator())
    answer = client.post(f"{DESK}check/add/", {"code": asset.code, **CHECK, **changes})
    if not told:
        assert answer.status_code == 302
        assert Check.objects.get().params == {"port": 80}
        return
    page = answer.content.decode()
    assert told in page
    assert "192.0.2.7" in page or "file:///" in page
    assert not Check.objects.exists()


def test_actions_of_a_check_and_of_a_channel() -> None:
    actor = operator()
    client, check = client_of(actor), watch(DeviceFactory().asset)
    page = f"{DESK}check/{check.pk}/tindakan/"
    for slug, state in (("jeda", State.PAUSED), ("lanjut", State.NEW), ("akhiri", State.PAUSED)):
        client.post(page, {"act": slug})
        check.now.refresh_from_db()
        assert check.now.state == state
    channel = add_channel(actor=actor, name="M", url="https://m.contoh/rahasia", now=BEGIN)
    answer = client.post(f"{DESK}alertchannel/{channel.pk}/tindakan/", {"act": "kunci"})
    assert "Kunci" in answer.content.decode()
    assert "rahasia" not in answer.content.decode()
    client.post(f"{DESK}alertchannel/{channel.pk}/tindakan/", {"act": "uji"})
    assert AlertDelivery.objects.get().told == Told.TEST
    route = AlertRoute.objects.create(name="R")
    AlertStep.objects.create(route=route, channel=channel)
    refused = client.post(f"{DESK}alertchannel/{channel.pk}/tindakan/", {"act": "akhiri"})
    assert "Masih dipakai" in refused.content.decode()


def test_suggestions_become_checks_by_one_press() -> None:
    client = client_of(operator())
    devices = [DeviceFactory(mgmt_ip=f"10.0.0.{n}") for n in (1, 2)]
    page = "/infrastruktur/pemeriksaan/usulan/"
    assert client.post(page).status_code == 422
    key = f"{devices[0].pk}-{CheckKind.ICMP}"
    assert client.post(page, {"pilih": [key]}).status_code == 302
    assert [c.target_id for c in Check.objects.all()] == [devices[0].pk]
