"""What is kept and how long: results by day, what programs told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection

from infrastructure.models import Ping

KEPT_DAYS = 14
AHEAD = 2


def keep_result_days(today: date) -> int:
    """Makes the coming days and drops those beyond KEPT_DAYS: how many tables were touched.

    The running role may make no table: a function of the tables' owner does.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT infrastructure_keep_result_days(%s, %s, %s)", [today, KEPT_DAYS, AHEAD]
        )
        return int(cursor.fetchone()[0])


def forget_pings(now: datetime) -> int:
    old = Ping.objects.filter(told_at__lt=now - timedelta(days=KEPT_DAYS), taken_at__isnull=False)
    return old.delete()[0]
