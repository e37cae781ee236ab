"""Who acts in a scene, and in which hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from egov.accounts.models import Appointment, User
from musrenbang.demo.hours import OFFICE, is_working_day, midnight


def last_office_hour(now: datetime) -> datetime:
    """Two hours before the end of the last working day that is over, an hour nobody forgets."""
    day = timezone.localdate(now) - timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return midnight(day) + timedelta(hours=OFFICE[1] - 2)


def officer(role: str, **place: int | None) -> User | None:
    rows = Appointment.objects.current().filter(role=role, user__is_active=True, **place)
    appointment = rows.select_related("user").order_by("id").first()
    return appointment.user if appointment else None
