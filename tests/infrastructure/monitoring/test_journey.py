"""From real targets to real receivers, by the small checker: one cut, one alert, one recovery."""

from __future__ import annotations

import email
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.utils import timezone
from icalendar import Calendar
from pytest_httpserver import HTTPServer

from egov.accounts.models import Contact, User
from egov.embedded.valkey import free_port
from egov.notices.tasks import deliver_outbox
from infrastructure.domain.cutting import Selection
from infrastructure.domain.network import forget_graph
from infrastructure.domain.runs import save_run
from infrastructure.models import AlertRoute, AlertStep, CheckState, Outage
from infrastructure.monitoring.channels import add_channel
from infrastructure.monitoring.checker import run_turn
from infrastructure.planned.verbs import Plan, begin_window, plan_maintenance
from infrastructure.statuspage.writing import write_status
from infrastructure.vocabulary import INFRA_OPERATOR, Visibility
from infrastructure.vocabulary_monitoring import CauseKind
from tests.infrastructure.monitoring.city import BEGIN, City
from tests.infrastructure.street import operator

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Target:
    """Something that answers at a port until it is stopped, and again at the same."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", self.port), backlog=50)
        threading.Thread(target=self._serve, args=(self.socket,), daemon=True).start()

    def _serve(self, listening: socket.socket) -> None:
        while True:
            try:
                listening.accept()[0].close()
            except OSError:
                return

    def stop(self) -> None:
        if self.socket.fileno() >= 0:
            self.socket.shutdown(socket.SHUT_RDWR)
            self.socket.close()


class Inbox:
    """A mail server's handler that keeps what comes."""

    def __init__(self) -> None:
        self.subjects: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content)
        self.subjects.append(str(make_header(decode_header(message["Subject"]))))
        return "250 OK"


class World:
    def __init__(self, city: City, inbox: Inbox, hook: HTTPServer, clock: Any) -> None:
        self.city, self.inbox, self.hook, self.clock = city, inbox, hook, clock
        self.targets: dict[str, Target] = {}
        for code, check in city.checks.items():
            if code == "CAM-A":  # a camera's address stands in no row
                check.ended_at = BEGIN
                check.save()
            else:
                self.targets[code] = Target()
                check.address, check.params = "127.0.0.1", {"port": self.targets[code].port}
                check.save()
        self.operator = operator()
        mail_to(self.operator)
        channel = add_channel(
            actor=self.operator, name="Ruang kendali", url=hook.url_for("/kabar"), now=BEGIN
        )
        route = AlertRoute.objects.create(name="Semua")
        AlertStep.objects.create(route=route, channel=channel)
        AlertStep.objects.create(route=route, office=INFRA_OPERATOR)

    def turns(self, minutes: int = 2) -> None:
        """The clock goes on; each turn is a message of beat."""
        for _ in range(minutes * 10):
            run_turn()
            deliver_outbox()
            self.clock.shift(timedelta(seconds=6))

    def posted(self) -> list[str]:
        return [request.json["event"] for request, _ in self.hook.log]


def mail_to(user: User) -> None:
    proved = {"proved_at": BEGIN, "proved_how": "email"}
    Contact.objects.create(user=user, kind="email", value=f"u{user.pk}@uji.example", **proved)


@pytest.fixture
def world(settings: Any, tmp_path: Path, httpserver: HTTPServer) -> Iterator[World]:
    forget_graph()
    inbox, port = Inbox(), free_port()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    settings.STATUS_ROOT = str(tmp_path / "status")
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port},
        }
    }
    httpserver.expect_request("/kabar").respond_with_data(status=204)
    with time_machine.travel(timezone.now(), tick=True) as clock:
        city = City()
        CheckState.objects.update(due_at=timezone.now())
        world = World(city, inbox, httpserver, clock)
        world.turns()
        assert {world.city.states()[code] for code in world.targets} == {"up"}
        yield world
    for target in world.targets.values():
        target.stop()
    server.stop()
    forget_graph()


def test_a_cut_is_one_alert_and_one_recovery(world: World) -> None:
    for code in ("SW-A", "SW-B"):
        world.targets[code].stop()
    world.turns()
    outage = Outage.objects.select_related("root").get()
    assert (str(outage.root), outage.cause) == ("FO-1", CauseKind.CABLE)
    assert world.posted() == ["opened"]
    assert [s for s in world.inbox.subjects if "FO-1" in s] == world.inbox.subjects
    assert len(world.inbox.subjects) == 1
    for code in ("SW-A", "SW-B"):
        world.targets[code].start()
    world.turns()
    outage.refresh_from_db()
    assert outage.resolved_at is not None
    assert world.posted() == ["opened", "resolved"]
    assert len(world.inbox.subjects) == 2
    assert world.inbox.subjects[-1].startswith("Pulih: FO-1")


def test_a_dig_that_was_announced_alarms_nobody(world: World, settings: Any) -> None:
    actor, now = world.operator, timezone.now()
    for switch in world.city.switches:
        switch.asset.visibility = Visibility.PUBLIC
        switch.asset.save()
    run = save_run(
        actor=actor, selection=Selection(codes="SEG-1"), title="Galian", key="k", now=now
    )
    plan = Plan("Galian saluran", "Kabel dipindahkan.", now, now + timedelta(hours=2))
    work = plan_maintenance(actor=actor, run=run, plan=plan, key="k", now=now)
    begin_window(actor=actor, window=work.windows.get(), now=timezone.now())
    for code in ("SW-A", "SW-B"):
        world.targets[code].stop()
    world.turns()
    outage = Outage.objects.select_related("root").get()
    assert (str(outage.root), outage.maintenance) == ("SEG-1", work)
    assert world.posted() == ["begun", "expected"]
    told = [s.split(":")[0] for s in world.inbox.subjects]
    assert told == ["Pemeliharaan direncanakan", "Pemeliharaan dimulai"]
    write_status(timezone.now())
    folder = Path(settings.STATUS_ROOT)
    assert "Galian saluran" in (folder / "index.html").read_text()
    events = Calendar.from_ical((folder / "index.ics").read_bytes()).walk("VEVENT")
    assert ["Galian saluran" in str(event["SUMMARY"]) for event in events] == [True]
    for code in ("SW-A", "SW-B"):
        world.targets[code].start()
    world.turns()
    outage.refresh_from_db()
    assert outage.resolved_at is not None
    assert world.posted() == ["begun", "expected", "resolved"]
