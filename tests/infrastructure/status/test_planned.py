"""Planned work from a kept impact: told with its calendar, begun, ended, changed, taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from pytest_httpserver import HTTPServer

from egov.accounts.models import Contact
from egov.notices.subscriptions import follow
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Refusal
from infrastructure.domain.cutting import Selection
from infrastructure.domain.runs import save_run
from infrastructure.domain.status.snapshot import read_snapshot
from infrastructure.domain.status.spans import Told
from infrastructure.models import AlertRoute, AlertStep, Maintenance
from infrastructure.monitoring.channels import add_channel
from infrastructure.monitoring.delivering import deliver
from infrastructure.monitoring.webhooks import MOMENT, SIGNATURE, secret_of, signature
from infrastructure.planned.times import times
from infrastructure.planned.verbs import (
    Plan,
    begin_window,
    cancel_maintenance,
    change_maintenance,
    end_window,
    plan_maintenance,
    turn_windows,
)
from infrastructure.vocabulary import AssetKind, Visibility
from infrastructure.vocabulary_monitoring import CheckKind, Recurrence
from tests.infrastructure.monitoring.city import watch
from tests.infrastructure.network import Town
from tests.infrastructure.status.test_page import became
from tests.infrastructure.street import person

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)
WORDS = {"title": "Pemindahan kabel", "reason": "Galian saluran; layanan padam sebentar."}


@pytest.fixture
def town(settings: Any, tmp_path: Path) -> Town:
    settings.STATUS_ROOT = str(tmp_path / "status")
    town = Town()
    town.b.asset.visibility = Visibility.PUBLIC
    town.b.asset.save()
    return town


def with_mail(user: Any) -> None:
    proved = {"proved_at": NOW, "proved_how": "email"}
    Contact.objects.create(user=user, kind="email", value=f"u{user.pk}@uji.example", **proved)


def plan(**values: Any) -> Plan:
    defaults = {"begins_at": NOW + HOUR, "ends_at": NOW + 3 * HOUR}
    return Plan(**{**WORDS, **defaults, **values})


def announce_again(actor: Any, row: Maintenance) -> Maintenance:
    again = plan(begins_at=NOW + 30 * HOUR, ends_at=NOW + 31 * HOUR)
    return plan_maintenance(actor=actor, run=row.run, plan=again, key="k3", now=NOW)


def announce(actor: Any, **values: Any) -> Maintenance:
    run = save_run(
        actor=actor, selection=Selection(codes="FO-1"), title="Galian", key="k1", now=NOW
    )
    return plan_maintenance(actor=actor, run=run, plan=plan(**values), key="k2", now=NOW)


def test_from_announcement_to_the_end(town: Town, client: Client) -> None:
    operator, reader = person("infra_operator"), person("citizen")
    check = watch(town.b.asset, CheckKind.ICMP)
    became(check, (NOW - HOUR, "up"))
    for someone in (operator, reader):
        with_mail(someone)
    follow(user=reader, kind="status", key="KEL-B", pace="segera")
    row = announce(operator)
    codes = set(row.targets.exclude(asset=None).values_list("asset__code", flat=True))
    assert {"FO-1", "KEL-B", "SW-B"} <= codes
    assert plan_maintenance(actor=operator, run=row.run, plan=plan(), key="k2", now=NOW) == row
    deliver_outbox()
    sent = {message.to[0]: message for message in mail.outbox}
    assert len(sent) == 2
    for message in sent.values():
        assert "Pemindahan kabel" in message.subject
        (name, content, kind) = message.attachments[0]
        assert (name, kind) == ("pemeliharaan.ics", "text/calendar")
        (event,) = Calendar.from_ical(content).walk("VEVENT")
        assert (event["dtstart"].dt, event["dtend"].dt) == (NOW + HOUR, NOW + 3 * HOUR)
        assert "FO-1" not in message.body
    window = row.windows.get()
    begin_window(actor=operator, window=window, now=NOW + HOUR)
    became(check, (NOW - HOUR, "up"), (NOW + HOUR, "down"))
    (service,) = read_snapshot(NOW + 2 * HOUR).services
    assert (service.told, service.running.title) == (Told.MAINTENANCE, "Pemindahan kabel")
    assert service.share == 100
    window.refresh_from_db()
    end_window(actor=operator, window=window, now=NOW + 2 * HOUR)
    (service,) = read_snapshot(NOW + 2.5 * HOUR).services
    assert service.told == Told.DOWN
    client.force_login(operator)
    for path in (f"/infrastruktur/dampak/{row.run_id}/pemeliharaan/", "/infrastruktur/pantau/"):
        assert client.get(path).status_code == 200
    page = client.get(f"/admin/infrastructure/maintenance/{row.pk}/actions/")
    assert page.status_code in (200, 302)


def test_a_change_and_a_cancellation_are_told_with_a_higher_sequence(town: Town) -> None:
    operator = person("infra_operator")
    with_mail(operator)
    row = announce(operator)
    change_maintenance(
        actor=operator, maintenance=row, plan=plan(begins_at=NOW + 2 * HOUR), now=NOW
    )
    cancel_maintenance(actor=operator, maintenance=row, reason="Hujan lebat.", now=NOW)
    deliver_outbox()
    calendars = [Calendar.from_ical(message.attachments[0][1]) for message in mail.outbox]
    events = calendars[-1].walk("VEVENT")
    assert {(str(e.get("status")), int(e["sequence"])) for e in events} == {("CANCELLED", 2)}
    stamps = {event["dtstamp"].dt for event in events}
    assert all(stamp >= NOW for stamp in stamps)  # the last change, not the announcement
    assert "Hujan lebat." in mail.outbox[-1].body
    with pytest.raises(Refusal) as refusal:
        begin_window(actor=operator, window=row.windows.first(), now=NOW + HOUR)
    assert refusal.value.code == "cancelled"


def test_machines_hear_of_it_before_it_begins_and_of_all_that_becomes_of_it(
    town: Town, httpserver: HTTPServer, settings: Any
) -> None:
    """Those of the route that its outage would take: public words and codes, signed."""
    operator = person("infra_operator")
    settings.DEMO = True
    httpserver.expect_request("/kabar").respond_with_data(status=204)
    url = httpserver.url_for("/kabar")
    channels = [add_channel(actor=operator, name=n, url=url, now=NOW) for n in ("Ya", "Lain")]
    kinds = ([AssetKind.CABLE], [AssetKind.CAMERA])
    for channel, taken in zip(channels, kinds, strict=True):
        route = AlertRoute.objects.create(name=channel.name, kinds=taken)
        AlertStep.objects.create(route=route, channel=channel, after_min=60)
        AlertStep.objects.create(route=route, office="administrator")
    key = secret_of(channels[0])
    row = announce(operator)
    deliver(NOW)
    change_maintenance(actor=operator, maintenance=row, plan=plan(reason="Hujan."), now=NOW)
    deliver(NOW)
    window = row.windows.get(cancelled_at=None)
    begin_window(actor=operator, window=window, now=NOW + HOUR)
    assert deliver(NOW + HOUR) == 1
    end_window(actor=operator, window=window, now=NOW + 2 * HOUR)
    assert deliver(NOW + 2 * HOUR) == 1
    AlertRoute.objects.update(ended_at=NOW)  # who heard of it hears the rest
    other = announce_again(operator, row)
    assert not other.deliveries.exists()
    cancel_maintenance(actor=operator, maintenance=row, reason="Cukup.", now=NOW + 3 * HOUR)
    with CaptureQueriesContext(connection) as queries:
        assert deliver(NOW + 3 * HOUR) == 1
    assert len(queries) <= 12, [q["sql"][:80] for q in queries]
    posts = [request for request, _ in httpserver.log]
    assert [post.json["event"] for post in posts if post.json] == [
        "planned",
        "changed",
        "begun",
        "ended",
        "cancelled",
    ]
    for post in posts:
        moment = int(post.headers[MOMENT])
        assert post.headers[SIGNATURE] == signature(key, moment, post.get_data())
        assert b"FO-1" not in post.get_data()
    told = posts[1].json["maintenance"]  # type: ignore[index]
    assert (told["reason"], told["sequence"], "KEL-B" in told["services"]) == ("Hujan.", 1, True)
    assert [datetime.fromisoformat(t["begins_at"]) for t in told["times"]] == [NOW + HOUR]
    assert posts[-1].json["maintenance"]["cancelling_reason"] == "Cukup."  # type: ignore[index]


def test_an_older_plan_that_still_waits_is_not_sent_after_the_newer(town: Town) -> None:
    operator = person("infra_operator")
    channel = add_channel(actor=operator, name="M", url="http://127.0.0.1:9/", now=NOW)
    AlertStep.objects.create(route=AlertRoute.objects.create(name="J"), channel=channel)
    row = announce(operator)
    cancel_maintenance(actor=operator, maintenance=row, reason="Hujan.", now=NOW)
    assert list(row.deliveries.waiting().values_list("told", flat=True)) == ["cancelled"]


def test_what_nobody_begins_or_ends_by_hand_turns_by_the_clock(town: Town) -> None:
    row = announce(person("infra_operator"))
    window = row.windows.get()
    assert turn_windows(now=NOW) == 0
    assert turn_windows(now=NOW + HOUR) == 1
    assert turn_windows(now=NOW + HOUR) == 0
    assert turn_windows(now=NOW + 4 * HOUR) == 1
    window.refresh_from_db()
    assert (window.begun_at, window.ended_at) == (window.begins_at, window.ends_at)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"reason": "x" * 301}, "reason"),
        ({"ends_at": NOW}, "ends_at"),
        ({"begins_at": NOW - 9 * 24 * HOUR, "ends_at": NOW + HOUR}, "ends_at"),
        ({"begins_at": NOW - 3 * HOUR, "ends_at": NOW - HOUR}, "begins_at"),
        ({"begins_at": NOW + 9999 * HOUR, "ends_at": NOW + 10_000 * HOUR}, "begins_at"),
        ({"recurrence": "daily"}, "recurrence"),
        ({"recurrence": "weekly", "until_on": NOW.date() - 30 * 24 * HOUR}, "until_on"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    town: Town, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        announce(person("infra_operator"), **values)
    assert refusal.value.field == field


def test_repeated_work_keeps_the_hour_of_the_wall() -> None:
    zone = ZoneInfo("Asia/Jakarta")
    begin = datetime(2027, 1, 31, 22, tzinfo=zone)
    monthly = times(begin, begin + 2 * HOUR, Recurrence.MONTHLY, None, zone)
    assert [b.date().isoformat() for b, _ in monthly[:3]] == [
        "2027-01-31",
        "2027-03-31",
        "2027-05-31",
    ]
    until = date(2027, 2, 14)
    weekly = times(begin, begin + 2 * HOUR, Recurrence.WEEKLY, until, zone)
    assert [(b.day, b.hour, (e - b) // HOUR) for b, e in weekly] == [
        (31, 22, 2),
        (7, 22, 2),
        (14, 22, 2),
    ]
    assert len(times(begin, begin + HOUR, Recurrence.WEEKLY, None, zone)) <= 60
