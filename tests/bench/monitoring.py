"""Monitoring at size: the small checker, a storm of alerts, what others are told.

Prints numbers, asserts none. Writes nothing: all of it is taken back.
"""

from __future__ import annotations

import resource
import socket
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

OWN, STORM, GIVEN, ITEMS, PINGS = 500, 1_000, 10_000, 400, 500


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(name: str, work: Callable[[], object]) -> float:
    """Seconds of processor of this process; what PostgreSQL takes is not in it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        began, wall = cpu(), time.perf_counter()
        work()
        took, waited = cpu() - began, time.perf_counter() - wall
    print(f"{name:<52} {took:7.3f} s CPU {waited:7.2f} s wall  {len(queries)} queries", flush=True)
    return took


def listening() -> int:
    """A port that takes whoever knocks, in a thread."""
    server = socket.create_server(("127.0.0.1", 0), backlog=1024)

    def serve() -> None:
        while True:
            server.accept()[0].close()

    threading.Thread(target=serve, daemon=True).start()
    return int(server.getsockname()[1])


def watch_many(many: int, **fields: Any) -> list[Any]:
    """So many checks, each of a device of its own, behind one switch of a site."""
    from django.db import connection

    from infrastructure.models import Asset, Check, CheckState, Device, DeviceRole
    from infrastructure.vocabulary import AssetKind, AssetStatus
    from tests.factories.infrastructure import DeviceFactory, LinkFactory, SiteFactory

    mark = uuid.uuid4().hex[:8]
    root = SiteFactory(asset__code=f"B-{mark}-DC", is_root=True)
    site = SiteFactory(asset__code=f"B-{mark}")
    near = DeviceFactory(asset__code=f"B-{mark}-CORE", site=root)
    switch = DeviceFactory(asset__code=f"B-{mark}-SW", site=site)
    LinkFactory(asset__code=f"B-{mark}-TL", a=near.asset, b=switch.asset)
    assets = Asset.objects.bulk_create(
        Asset(
            kind=AssetKind.DEVICE,
            code=f"B-{mark}-{n}",
            status=AssetStatus.ACTIVE,
            visibility="public",
        )
        for n in range(many - 1)
    )
    role = DeviceRole.objects.get(pk=switch.role_id)
    Device.objects.bulk_create(Device(asset=asset, role=role, site=site) for asset in assets)
    checks = Check.objects.bulk_create(
        Check(target=asset, **fields) for asset in [switch.asset, *assets]
    )
    CheckState.objects.bulk_create(CheckState(of_check=check) for check in checks)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does a minute after so many came
    return list(checks)


def small_checker() -> None:
    from django.utils import timezone

    from infrastructure.models import CheckState
    from infrastructure.monitoring.checker import run_batch, run_turn
    from infrastructure.vocabulary_monitoring import CheckKind

    params = {"port": listening()}
    watch_many(OWN, kind=CheckKind.TCP, address="127.0.0.1", params=params)
    rounds = []
    for turn in range(3):
        CheckState.objects.update(due_at=timezone.now())
        rounds.append(measured(f"{OWN} targets, round {turn + 1}", run_batch))
    idle = [measured("a turn in which nothing is due", run_turn) for _ in range(3)]
    minute = statistics.median(rounds[1:]) + 12 * statistics.median(idle)
    print(f"  a minute of them, with twelve turns: {minute / 60:.2%} of a core")


def storm() -> None:
    from django.utils import timezone

    from infrastructure.domain.network import forget_graph
    from infrastructure.engine.incoming import take_alerts
    from infrastructure.engine.outside.told import Told
    from infrastructure.models import AlertDelivery, Outage
    from infrastructure.monitoring.results import record
    from infrastructure.monitoring.settling import settle
    from infrastructure.monitoring.states import Observation
    from infrastructure.vocabulary_monitoring import CheckKind, Outcome, Runner

    checks = watch_many(STORM, kind=CheckKind.ICMP, runner=Runner.ENGINE)
    forget_graph()
    now = timezone.now()
    record([Observation(c.pk, now - timedelta(minutes=5), Outcome.OK) for c in checks])

    def told(*, firing: bool, at: Any) -> list[Told]:
        return [
            Told("alertmanager", f"f{c.pk}", firing, now, None if firing else at, check=c.pk)
            for c in checks
        ]

    before = Outage.objects.count()
    measured(f"{STORM} alerts at once, taken", lambda: take_alerts(told(firing=True, at=now), now))
    waited = 0
    while Outage.objects.count() == before and waited < 90:
        waited += 5
        settle(now + timedelta(seconds=waited))
    outages = Outage.objects.filter(resolved_at=None).order_by("-pk")
    print(f"  {Outage.objects.count() - before} outage of {outages[0].root} {waited} s later")
    told_of = AlertDelivery.objects.filter(outage=outages[0])
    print(f"  deliveries: {sorted(told_of.values_list('told', 'office'))}")
    end = now + timedelta(minutes=3)
    measured("  all resolved, taken", lambda: take_alerts(told(firing=False, at=end), end))
    measured("  settled", lambda: settle(end))
    told_of.update(sent_at=end)
    print(f"  open: {Outage.objects.filter(pk=told_of[0].outage_id, resolved_at=None).count()}")


def given_to_prometheus() -> None:
    import json

    from django.conf import settings
    from django.test import Client

    from infrastructure.vocabulary_monitoring import CheckKind, Runner

    watch_many(
        GIVEN, kind=CheckKind.TCP, runner=Runner.ENGINE, address="8.8.8.8", params={"port": 1}
    )
    settings.SD_TOKEN = "uji"
    client = Client(headers={"host": "localhost", "authorization": "Bearer uji"})
    answers: list[Any] = []
    measured(
        f"/infrastruktur/sd/tcp.json, {GIVEN} targets",
        lambda: answers.append(client.get("/infrastruktur/sd/tcp.json")),
    )
    print(f"  {answers[0].status_code}, {len(json.loads(answers[0].content))} targets")


def status_page() -> None:
    from django.conf import settings
    from django.utils import timezone

    from infrastructure.models import StatusChange
    from infrastructure.statuspage.writing import write_status
    from infrastructure.vocabulary_monitoring import CheckKind

    checks = watch_many(ITEMS, kind=CheckKind.TCP, params={"port": 1}, address="192.0.2.1")
    now = timezone.now()
    StatusChange.objects.bulk_create(
        StatusChange(
            of_check=check,
            number=number,
            before="up" if number % 2 else "down",
            after="down" if number % 2 else "up",
            changed_at=now - timedelta(days=90 - number * 2),
        )
        for check in checks
        for number in range(1, 45)
    )
    with tempfile.TemporaryDirectory() as folder:
        settings.STATUS_ROOT = folder
        measured(f"the status page, 90 days of {ITEMS} items", lambda: write_status(now))


def pushes() -> None:
    """A push through the whole portal, beside a bare view that does one UPDATE."""
    from django.test import Client

    from infrastructure.vocabulary_monitoring import CheckKind

    (check,) = watch_many(1, kind=CheckKind.PUSH, push_uuid=uuid.uuid4())
    client = Client(headers={"host": "localhost"})
    speeds = {}
    for name, address in (
        ("bare", f"/_bare/update/{check.pk}/"),
        ("push", f"/ping/{check.push_uuid}"),
    ):
        client.get(address)
        began = time.perf_counter()
        for _ in range(PINGS):
            assert client.get(address).status_code == 200
        speeds[name] = PINGS / (time.perf_counter() - began)
        print(f"{name:<52} {speeds[name]:8.0f} a second")
    print(f"  push / bare: {speeds['push'] / speeds['bare']:.2f}")


def main() -> None:
    from django.db import transaction

    for part in (small_checker, storm, given_to_prometheus, status_page, pushes):
        with transaction.atomic():
            part()
            transaction.set_rollback(True)


if __name__ == "__main__":
    import django

    django.setup()
    main()
