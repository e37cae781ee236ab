"""Which way an outage goes, who is told when, who may take it on, and what machines get."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_httpserver import HTTPServer

from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import NotAllowed, Refusal
from infrastructure import notices
from infrastructure.models import AlertDelivery, AlertRoute, AlertStep, Asset, Outage
from infrastructure.monitoring.acknowledging import acknowledge, link_token
from infrastructure.monitoring.channels import (
    add_channel,
    end_channel,
    renew_key,
    retry_delivery,
    try_channel,
)
from infrastructure.monitoring.delivering import TRIES, deliver, wait_after
from infrastructure.monitoring.routing import due_at, within
from infrastructure.monitoring.telling import remind, tell_opened, tell_resolved
from infrastructure.monitoring.webhooks import MOMENT, SIGNATURE, signature
from infrastructure.vocabulary import AssetKind
from infrastructure.vocabulary_monitoring import CauseKind, Severity, Told
from tests.factories.accounts import AppointmentFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import DeviceFactory
from tests.infrastructure.street import operator, person

pytestmark = pytest.mark.django_db
ZONE = timezone.get_default_timezone()
NOON = datetime(2026, 11, 2, 12, tzinfo=ZONE)
NIGHT = datetime(2026, 11, 2, 23, tzinfo=ZONE)
MINUTE = timedelta(minutes=1)


def outage(severity: Severity = Severity.WARNING, **of_asset: Any) -> Outage:
    root = DeviceFactory(**{f"asset__{name}": value for name, value in of_asset.items()}).asset
    return Outage.objects.create(
        root=root,
        cause=CauseKind.TARGET,
        severity=severity,
        agency=root.owner,
        began_at=NOON,
        settled_at=NOON,
    )


def route(**fields: Any) -> AlertRoute:
    row = AlertRoute.objects.create(**{"name": "Jalur", **fields})
    AlertStep.objects.create(route=row, office="infra_operator")
    AlertStep.objects.create(route=row, office="administrator", after_min=15)
    return row


def told(row: Outage) -> list[tuple[str, str, int]]:
    rows = row.deliveries.order_by("due_at", "id")
    return [(d.told, d.office, round((d.due_at - NOON) / MINUTE)) for d in rows]


@pytest.mark.parametrize(
    ("moment", "begin", "end", "inside"),
    [
        (time(12), None, None, True),
        (time(12), time(8), time(16), True),
        (time(16), time(8), time(16), False),
        (time(23), time(22), time(6), True),
        (time(5, 59), time(22), time(6), True),
        (time(6), time(22), time(6), False),
    ],
)
def test_hours(moment: time, begin: time | None, end: time | None, inside: bool) -> None:
    assert within(moment, begin, end) is inside


def test_steps_follow_until_somebody_has_taken_it_on() -> None:
    route()
    row = outage()
    tell_opened(row, NOON)
    assert told(row) == [("opened", "infra_operator", 0), ("opened", "administrator", 15)]
    assert deliver(NOON) == 1
    acknowledge(actor=operator(), outage=row, now=NOON + MINUTE)
    assert deliver(NOON + 20 * MINUTE) == 0
    with pytest.raises(Refusal) as refused:
        acknowledge(actor=operator(), outage=row, now=NOON)
    assert refused.value.code == "already_acknowledged"


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"severity": Severity.CRITICAL}, False),
        ({"kinds": [AssetKind.CAMERA]}, False),
        ({"kinds": [AssetKind.DEVICE]}, True),
        ({"hours_from": time(8), "hours_to": time(16)}, True),
        ({"hours_from": time(16), "hours_to": time(8)}, False),
        ({}, True),
    ],
)
def test_a_route_takes_what_fits_it(fields: dict[str, Any], fits: bool) -> None:
    route(**fields)
    row = outage()
    tell_opened(row, NOON)
    assert ("administrator" in {d.office for d in row.deliveries.all()}) is fits


def test_a_route_of_an_agency_takes_its_own(django_assert_num_queries: Any) -> None:
    agency = AgencyFactory()
    route(agency=agency)
    for owner, steps in ((agency, 15), (AgencyFactory(), 0)):
        row = outage(owner=owner)
        with django_assert_num_queries(4):  # routes, steps, and the deliveries
            tell_opened(row, NOON)
        assert max(due for *_, due in told(row)) == steps


def test_quiet_hours_keep_all_but_the_critical() -> None:
    quiet = route(quiet_from=time(22), quiet_to=time(6))
    morning = datetime(2026, 11, 3, 6, tzinfo=ZONE)
    assert due_at(quiet, outage(), 0, NIGHT) == morning
    assert due_at(quiet, outage(Severity.CRITICAL), 0, NIGHT) == NIGHT
    assert due_at(quiet, outage(), 0, NOON) == NOON


def test_quiet_hours_keep_reminders_and_the_recovery_too() -> None:
    """Who was told in the evening sleeps until the hours end, but for what is critical."""
    route(quiet_from=time(22), quiet_to=time(6), reminder_min=30)
    evening, night = datetime(2026, 11, 2, 21, 45, tzinfo=ZONE), NIGHT
    morning = datetime(2026, 11, 3, 6, tzinfo=ZONE)
    for severity, due in ((Severity.WARNING, morning), (Severity.CRITICAL, night)):
        row = outage(severity)
        tell_opened(row, evening)
        row.deliveries.filter(office="infra_operator").update(sent_at=evening)
        remind(night)
        remind(night + MINUTE)
        reminders = row.deliveries.filter(told=Told.REMINDER)
        assert [d.due_at for d in reminders] == [due]
        row.resolved_at = night
        row.save()
        tell_resolved(row, night)
        assert [d.due_at for d in row.deliveries.filter(told=Told.RESOLVED)] == [due]


def test_reminders_until_it_is_taken_on() -> None:
    route(reminder_min=30)
    row = outage()
    tell_opened(row, NOON)
    sent = [deliver(NOON + minutes * MINUTE) for minutes in (0, 10, 31, 40, 62)]
    # at once; nobody; the second step and a reminder; nobody; each of the two again
    assert sent == [1, 0, 2, 0, 2]
    row.resolved_at = NOON + 70 * MINUTE
    row.save()
    tell_resolved(row, row.resolved_at)
    assert deliver(NOON + 70 * MINUTE) == 2
    assert deliver(NOON + 200 * MINUTE) == 0


def test_what_was_announced_alarms_nobody_and_what_flaps_is_told_once() -> None:
    row = outage()
    row.maintenance_id = 1  # announced
    tell_opened(row, NOON)
    assert told(row) == []
    route()
    flapping = outage()
    tell_opened(flapping, NOON, flapping=True)
    assert told(flapping) == [("flapping", "infra_operator", 0)]


def test_a_mail_reaches_the_office_and_its_link_takes_the_outage_on() -> None:
    holder = operator()
    row = outage()
    tell_opened(row, NOON)
    deliver(NOON)
    deliver_outbox()
    notice = Notice.objects.get(user=holder)
    assert row.root is not None and row.root.code in notice.subject
    page, client = notice.url, Client(enforce_csrf_checks=True)
    assert client.get(page).status_code == 200
    row.refresh_from_db()
    assert row.acknowledged_at is None  # reading takes nothing on
    answer = client.post(page, {"catatan": "tim di jalan"})
    assert answer.status_code == 200
    assert not answer.cookies
    row.refresh_from_db()
    assert (row.acknowledged_by, row.acknowledged_note) == (holder, "tim di jalan")
    assert client.post(page).status_code == 409
    assert mail.outbox == [] or row.root.code in mail.outbox[0].subject


@pytest.mark.parametrize(
    ("what", "subject"),
    [
        (Told.OPENED, "Gangguan: "),
        (Told.REMINDER, "Gangguan: "),
        (Told.FLAPPING, "Naik turun: "),
        (Told.CALM, "Tenang lagi: "),
        (Told.RESOLVED, "Pulih: "),
    ],
)
def test_each_kind_has_its_words(what: Told, subject: str) -> None:
    holder, row = operator(), outage()
    delivery = AlertDelivery.objects.create(
        told=what, outage=row, office="infra_operator", due_at=NOON
    )
    (message,) = notices.told({"delivery": delivery.pk})
    assert message.recipients == frozenset({holder.pk})
    assert message.subject == f"{subject}{row.root}".strip()
    assert message.sentence.endswith(".")


def test_links_of_others_and_of_nobody() -> None:
    row, holder = outage(), operator()
    address = reverse("infrastructure:acknowledge_outage", args=[link_token(row.pk, holder.pk)])
    client = Client()
    assert client.get(address[:-4] + "xxx/").status_code == 410
    stranger = person("citizen")
    theirs = reverse("infrastructure:acknowledge_outage", args=[link_token(row.pk, stranger.pk)])
    for answer in (client.get(theirs), client.post(theirs)):  # as who left the office
        assert answer.status_code == 403
        assert str(row.root) not in answer.content.decode()
    row.refresh_from_db()
    assert row.acknowledged_at is None


AGENCY = "infra_operator_opd"
ROLES = ("infra_operator", "auditor", "administrator", "citizen", "stranger")


@pytest.mark.parametrize("role", [*ROLES, "own_agency", "other_agency"])
def test_who_takes_on_an_outage(role: str) -> None:
    agency = AgencyFactory()
    row = outage(owner=agency)
    if role.endswith("_agency"):
        where = agency if role == "own_agency" else AgencyFactory()
        actor = AppointmentFactory(role=AGENCY, agency=where).user
    else:
        actor = person(role)
    allowed = role in ("infra_operator", "own_agency")
    if allowed:
        acknowledge(actor=actor, outage=row, now=NOON)
    else:
        with pytest.raises(NotAllowed):
            acknowledge(actor=actor, outage=row, now=NOON)
    row.refresh_from_db()
    assert (row.acknowledged_at is not None) is allowed


def test_a_machine_gets_signed_words_and_dead_letters_are_kept(httpserver: HTTPServer) -> None:
    actor = operator()
    httpserver.expect_request("/kabar").respond_with_data(status=204)
    channel = add_channel(actor=actor, name="Mesin", url=httpserver.url_for("/kabar"), now=NOON)
    key = renew_key(actor=actor, channel=channel)
    AlertStep.objects.create(
        route=AlertRoute.objects.create(name="Mesin", severity=Severity.INFO), channel=channel
    )
    row = outage()
    tell_opened(row, NOON)
    assert deliver(NOON) == 1
    (request, _), *more = httpserver.log
    body = request.get_data()
    assert more == []
    assert request.headers[SIGNATURE] == signature(key, int(request.headers[MOMENT]), body)
    assert request.json["outage"]["root"] == row.root.code  # type: ignore[union-attr]

    httpserver.clear()
    httpserver.expect_request("/kabar").respond_with_data(status=500)
    delivery = AlertDelivery.objects.get()
    AlertDelivery.objects.update(sent_at=None, tries=0, due_at=NOON)
    now = NOON
    for _ in range(TRIES):
        deliver(now)
        delivery.refresh_from_db()
        now = delivery.due_at
    assert (delivery.last_code, delivery.tries) == ("status_500", TRIES)
    assert delivery.dead_at is not None
    assert [wait_after(n).seconds for n in (1, 2, 3, 8)] == [30, 60, 120, 3600]
    retry_delivery(actor=actor, delivery=delivery, now=now)
    delivery.refresh_from_db()
    assert (delivery.dead_at, delivery.tries) == (None, 0)
    AlertDelivery.objects.update(dead_at=now)
    AlertStep.objects.all().delete()
    end_channel(actor=actor, channel=channel, now=now)
    delivery.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        retry_delivery(actor=actor, delivery=delivery, now=now)
    assert refused.value.code == "already_ended"


def test_a_try_is_sent_once_and_says_what_came_of_it(settings: Any) -> None:
    actor = operator()
    settings.DEMO = False
    channel = add_channel(actor=actor, name="M", url="http://127.0.0.1:9/", now=NOON)
    row = try_channel(actor=actor, channel=channel, now=NOON)
    deliver(NOON)
    row.refresh_from_db()
    assert (row.told, row.last_code) == (Told.TEST, "forbidden_address")
    assert row.dead_at == NOON


def test_who_keeps_the_thing_keeps_its_page() -> None:
    """The desk's list of an agency's operator has its own outages and no other."""
    agency = AgencyFactory()
    mine, other = outage(owner=agency), outage(owner=AgencyFactory())
    user = AppointmentFactory(role=AGENCY, agency=agency).user
    assert list(Outage.objects.administered_by(user)) == [mine]
    assert set(Outage.objects.administered_by(operator())) == {mine, other}
    assert not Outage.objects.administered_by(person("citizen")).exists()
    assert Asset.objects.filter(pk=mine.root_id).exists()
