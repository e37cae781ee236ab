"""Officers get one mail in the morning: what waits at their desk, and what was told to offices."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.notices import subscriptions
from egov.notices.digests import send_due
from egov.notices.models import Due, Notice
from egov.notices.mornings import desk_lines
from egov.notices.tasks import begin_morning, deliver_outbox
from egov.verbs.models import OutboxEvent
from musrenbang.domain.deliberation import complete
from musrenbang.models import Proposal
from tests.town import Town, decide, fresh

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")


def morning(days: int = 1) -> datetime:
    """A quarter to six some days from now, where the office is."""
    local = timezone.localtime() + timedelta(days=days)
    return datetime(local.year, local.month, local.day, 5, 45, tzinfo=WIB)


def mails_to(town: Town, who: str) -> list[str]:
    address = town.staff[who].email
    return [f"{each.subject}\n{each.body}" for each in mail.outbox if each.to == [address]]


def the_morning(at: datetime) -> None:
    with time_machine.travel(at):
        assert begin_morning() is True
        assert begin_morning() is False
        deliver_outbox()
    with time_machine.travel(at + timedelta(minutes=16)):
        deliver_outbox()
        deliver_outbox()


def test_each_officer_gets_one_mail_of_all_that_waits(town: Town) -> None:
    first = morning()
    with time_machine.travel(first - timedelta(hours=2)):
        for _ in range(3):
            town.proposal("kelurahan")
        sent = town.proposal("kelurahan")
        due = timezone.localdate() + timedelta(days=9)
        decide(
            actor=town.staff["lurah"],
            proposal=sent,
            outcome="return",
            reason="Foto kurang jelas.",
            deadline=due,
        )
        again = Proposal.objects.get(pk=sent.pk)
        complete(actor=town.citizen, proposal=again, changes={"problem": "Lebih jelas."})
        subscriptions.follow(
            user=town.staff["lurah"], kind="wilayah", key="35.78.01.1001", pace="harian"
        )
        entered = town.proposal("rw", proposer=None, entered_office="Operator")
        decide(actor=town.staff["ketua_rw"], proposal=entered, outcome="endorse")
        deliver_outbox()
    assert mails_to(town, "lurah") == []
    assert Notice.objects.filter(user=town.staff["operator_kelurahan"]).exists()
    the_morning(first)
    (mine,) = mails_to(town, "lurah")
    assert mine.startswith("Meja Anda pagi ini, Kota Surabaya")
    assert "4 usulan baru di meja Anda." in mine  # the one of the RW came up
    assert "1 usulan sudah dilengkapi pengusulnya." in mine
    assert "/admin/musrenbang/proposal/?antrean=saya" in mine
    assert f"Usulan {entered.number}" in mine  # what was followed goes along
    assert "mengikuti halaman" in mine
    (clerk,) = mails_to(town, "operator_kelurahan")
    assert f"Usulan {entered.number}" in clerk
    assert "untuk pemegang jabatan" in clerk and "mengikuti" not in clerk
    assert mails_to(town, "auditor") == mails_to(town, "camat") == []
    assert not Due.objects.exists()


def test_it_tells_what_is_due_within_three_days(town: Town) -> None:
    town.proposal("kelurahan")
    closes = town.stages["kelurahan"].closes
    lurah = fresh(town.staff["lurah"])
    for days, told in ((5, False), (2, True)):
        now = closes - timedelta(days=days)
        lines = [line.text for line in desk_lines(lurah, now)]
        assert any("jatuh tempo dalam tiga hari" in line for line in lines) is told
    assert desk_lines(fresh(town.citizen), closes - timedelta(days=1)) == []


def test_it_asks_the_same_for_many(town: Town) -> None:
    lurah = fresh(town.staff["lurah"])

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            desk_lines(fresh(lurah), timezone.now())
        return len(seen)

    town.proposal("kelurahan")
    few = asked()
    for _ in range(3):
        town.proposal("kelurahan")
    assert asked() == few <= 12


def test_one_whose_mail_cannot_be_written_holds_nobody_up(town: Town) -> None:
    broken = OutboxEvent.objects.create(topic="proposal.decided", payload={"decision": 0})
    told = OutboxEvent.objects.create(topic="proposal.decided", payload={"decision": 0})
    sent = town.proposal("kelurahan")
    decision = decide(actor=town.staff["lurah"], proposal=sent, outcome="forward", reason="Layak.")
    told.payload = {"decision": decision.pk}
    told.save()
    now = timezone.now()
    subscriptions.follow(user=town.staff["camat"], kind="usulan", key=sent.number)
    Due.objects.create(event=broken.pk, user=town.staff["lurah"], due_at=now)
    Due.objects.create(event=told.pk, user=town.staff["camat"], due_at=now)
    assert send_due(now) == 1
    assert Due.objects.get().tries == 1
