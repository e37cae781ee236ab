"""What monitoring tells of itself at /metrics: checks by state, what is open, who works."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError
from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from infrastructure.models import AlertDelivery, CheckState, Heartbeat, Outage
from infrastructure.vocabulary_monitoring import State


class MonitoringCollector(Collector):
    """Asked by each scrape; four queries. Nothing while the database is away."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is asked of the database when it is registered."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            yield from list(_families())
        except DatabaseError:
            return


def _families() -> Iterator[GaugeMetricFamily]:
    checks = GaugeMetricFamily("portal_checks", "Checks by state.", labels=["state"])
    rows = CheckState.objects.filter(of_check__ended_at=None).order_by().values_list("state")
    many = dict(rows.annotate(Count("pk")))
    for state in State:
        checks.add_metric([state.value], many.get(state.value, 0))
    yield checks
    opened = Outage.objects.open().count()
    yield GaugeMetricFamily("portal_outages_open", "Outages that are open.", value=opened)
    waiting = AlertDelivery.objects.waiting().count()
    yield GaugeMetricFamily("portal_deliveries_waiting", "Alerts to be sent.", value=waiting)
    beats = GaugeMetricFamily(
        "portal_heartbeat_seconds", "Since a part of monitoring last worked.", labels=["part"]
    )
    now = timezone.now()
    for name, at in Heartbeat.objects.order_by("name").values_list("name", "beaten_at"):
        beats.add_metric([name], (now - at).total_seconds())
    yield beats
