"""Ninety days of the demo's checks, one disturbance that is over, and work that is planned."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from egov.accounts.models import Appointment, User
from infrastructure.domain.cutting import Selection
from infrastructure.domain.figures import UPTIME_DAYS
from infrastructure.domain.runs import save_run
from infrastructure.incidents.verbs import open_incident, update_incident
from infrastructure.models import AccessPoint, Check, CheckState, StatusChange
from infrastructure.monitoring.daily import count_days
from infrastructure.planned.verbs import Plan, plan_maintenance
from infrastructure.vocabulary import EDITOR, INFRA_OPERATOR, Visibility
from infrastructure.vocabulary_monitoring import IncidentState, State

LONG_AGO = timedelta(days=100)
NEXT_NUMBER = 1000  # of what the checker writes after this past
FALLS = 3  # at most, of one thing


def no_past() -> bool:
    return bool(settings.DEMO) and Check.objects.exists() and not StatusChange.objects.exists()


@transaction.atomic
def make_past() -> None:
    now = timezone.now().replace(microsecond=0)
    checks = defaultdict(list)
    for check in Check.objects.order_by("pk"):
        checks[check.target_id].append(check)
    for target, each in checks.items():
        falls = _falls(random.Random(target), now)  # noqa: S311 - an example, the same each time
        for check in each:
            _write(check, falls, now)
    today = timezone.localdate(now)
    count_days(today - timedelta(days=UPTIME_DAYS), today - timedelta(days=1))
    _tell_of_one(now)
    _plan_work(now)


def _falls(chance: random.Random, now: datetime) -> list[tuple[datetime, datetime]]:
    """When a thing fell and stood again; most fall seldom and shortly."""
    days = sorted(chance.sample(range(2, 89), chance.choice([0, 0, 1, 1, 2, FALLS])), reverse=True)
    begins = [now - timedelta(days=day, minutes=chance.randrange(720)) for day in days]
    return [(at, at + timedelta(minutes=chance.choice([4, 11, 26, 47, 95, 160]))) for at in begins]


def _write(check: Check, falls: list[tuple[datetime, datetime]], now: datetime) -> None:
    moments = [(now - LONG_AGO, State.UP)]
    for down, up in falls:
        moments += [(down, State.DOWN), (up, State.UP)]
    before = State.NEW
    rows = []
    for number, (at, state) in enumerate(moments, start=1):
        change = {"before": before, "after": state, "changed_at": at, "handled_at": at}
        rows.append(StatusChange(of_check=check, number=number, **change))
        before = state
    StatusChange.objects.bulk_create(rows)
    Check.objects.filter(pk=check.pk).update(added_at=now - LONG_AGO)
    CheckState.objects.filter(of_check=check).update(
        number=NEXT_NUMBER, state=State.UP, changed_at=moments[-1][0], last_at=now
    )


def _holder(office: str) -> User | None:
    row = Appointment.objects.current().filter(role=office).select_related("user").first()
    return row.user if row is not None else None


def _tell_of_one(now: datetime) -> None:
    """Of the last fall of something public that lasted, as the editor would tell of it."""
    editor = _holder(EDITOR)
    fall = StatusChange.objects.filter(
        after=State.DOWN,
        of_check__target__visibility=Visibility.PUBLIC,
        changed_at__lt=now - timedelta(days=1),
    )
    row = fall.select_related("of_check__target").order_by("-changed_at").first()
    if editor is None or row is None:
        return
    target, at = row.of_check.target, row.changed_at
    incident = open_incident(
        actor=editor,
        title=f"{target.name or target.code} tidak tersambung",
        text="Sambungannya terputus. Petugas sedang mencari penyebabnya.",
        codes=[target.code],
        outage=None,
        now=at + timedelta(minutes=4),
    )
    steps = [
        (9, IncidentState.IDENTIFIED, "Kabel serat putus. Penyambungan sedang dikerjakan."),
        (31, IncidentState.WATCHING, "Kabel sudah tersambung. Kami amati dahulu."),
        (58, IncidentState.RESOLVED, "Layanan berjalan seperti biasa."),
    ]
    for minutes, state, text in steps:
        cause = "Kabel serat putus terkena galian saluran." if minutes == 58 else ""
        moment = at + timedelta(minutes=minutes)
        update_incident(
            actor=editor, incident=incident, state=state, text=text, cause=cause, now=moment
        )


def _plan_work(now: datetime) -> None:
    operator = _holder(INFRA_OPERATOR)
    public = AccessPoint.objects.filter(asset__visibility=Visibility.PUBLIC, site__isnull=False)
    point = public.select_related("site__asset").order_by("asset__code").first()
    if operator is None or point is None:
        return
    run = save_run(
        actor=operator,
        selection=Selection(codes=point.site.asset.code),
        title="Perawatan listrik kantor (contoh)",
        key="demo-status",
        now=now,
    )
    night = timezone.localtime(now).replace(hour=23, minute=0, second=0) + timedelta(days=3)
    plan = Plan(
        "Perawatan listrik kantor kelurahan (contoh)",
        "Listrik kantor dipadamkan paling lama dua jam; Wi-Fi dan loketnya ikut padam.",
        night,
        night + timedelta(hours=2),
    )
    plan_maintenance(actor=operator, run=run, plan=plan, key="demo-status", now=now)
