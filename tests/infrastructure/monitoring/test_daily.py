"""A day of the region, counted from changes: exact, with announced work apart, at any time anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from infrastructure.models import (
    Check,
    DailyUptime,
    Maintenance,
    MaintenanceTarget,
    MaintenanceWindow,
    StatusChange,
)
from infrastructure.monitoring.daily import count_days
from infrastructure.vocabulary_monitoring import State
from tests.factories.infrastructure import DeviceFactory
from tests.infrastructure.monitoring.city import watch
from tests.infrastructure.street import Street, operator, save

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)
START = datetime(2026, 11, 2, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)


def became(check: Check, *changes: tuple[float, State]) -> None:
    before = State.NEW
    for number, (hours, state) in enumerate(changes, start=1):
        StatusChange.objects.create(
            of_check=check,
            number=number,
            before=before,
            after=state,
            changed_at=START + hours * HOUR,
        )
        before = state


def hours(check: Check, on: date) -> dict[str, float]:
    row = DailyUptime.objects.get(of_check=check, counted_on=on)
    names = ("up", "degraded", "down", "unreachable", "maintenance", "unknown")
    told = {name: getattr(row, f"{name}_s") / 3600 for name in names}
    return {name: many for name, many in told.items() if many}


def test_days_are_whole_and_can_be_counted_anew() -> None:
    Street()
    check = watch(DeviceFactory().asset, added_at=START - 50 * HOUR)
    became(
        check,
        (-30, State.UP),
        (6, State.DOWN),
        (7, State.UNREACHABLE),
        (9, State.UP),
        (20, State.PAUSED),
        (26, State.UP),
    )
    actor = operator()
    work = Maintenance.objects.create(
        run=save(actor),
        title="Uji",
        reason="Uji",
        begins_at=START,
        ends_at=START + HOUR,
        planned_by=actor,
    )
    MaintenanceTarget.objects.create(maintenance=work, asset=check.target, is_cut=True)
    for begin, end in ((6.5, 8), (7.5, 10)):
        MaintenanceWindow.objects.create(
            maintenance=work,
            begins_at=START + begin * HOUR,
            ends_at=START + end * HOUR,
            begun_at=START + begin * HOUR,
            ended_at=START + end * HOUR,
        )
    for _ in range(2):
        assert count_days(DAY - timedelta(days=1), DAY + timedelta(days=1)) == 3
    assert hours(check, DAY - timedelta(days=1)) == {"up": 24}
    assert hours(check, DAY) == {"up": 16, "down": 0.5, "maintenance": 3.5, "unknown": 4}
    assert hours(check, DAY + timedelta(days=1)) == {"unknown": 2, "up": 22}
    assert DailyUptime.objects.count() == 3
