"""What fell waits as long as the slowest that could explain it is asked, and no longer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from infrastructure.domain.network import forget_graph
from infrastructure.models import AlertDelivery, Check, Heartbeat, Outage
from infrastructure.monitoring.settling import settle
from infrastructure.monitoring.standing import ENGINE
from infrastructure.vocabulary_monitoring import CauseKind, Runner, Told
from tests.infrastructure.monitoring.city import BEGIN, City

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
TURN = 15 * SECOND  # of the checker, and the engine's watchdog with it
MINUTE = timedelta(minutes=1)


def city(interval_s: int, engine: Iterable[str] = ()) -> City:
    """Where an engine asks these, or everything, at this interval."""
    forget_graph()
    city = City()
    codes = list(engine) or list(city.checks)
    theirs = Check.objects.filter(target__code__in=codes)
    theirs.update(runner=Runner.ENGINE, interval_s=interval_s, failures_to_down=1)
    city.see(BEGIN)
    return city


def turns(begin: datetime, end: datetime) -> datetime:
    """The checker's turns; the engine's watchdog goes on."""
    now = begin
    while now < end:
        Heartbeat.objects.update_or_create(name=ENGINE, defaults={"beaten_at": now})
        settle(now)
        now += TURN
    return now


def outages() -> list[str]:
    return [str(row.root) for row in Outage.objects.select_related("root").order_by("pk")]


@pytest.mark.parametrize("interval_s", [30, 60, 120])
def test_a_child_that_is_told_first_is_no_alert_of_its_own(interval_s: int) -> None:
    town = city(interval_s)
    now = turns(BEGIN, BEGIN + 4 * MINUTE)
    town.see(now, down=["CAM-A"], only=["CAM-A"])
    now = turns(now, now + (interval_s + 15) * SECOND)
    assert outages() == []
    town.see(now, down=["SW-A"], only=["SW-A"])
    turns(now, now + (interval_s + 60) * SECOND)
    assert outages() == ["SW-A"]
    told = AlertDelivery.objects.filter(office="infra_operator").values_list("told", flat=True)
    assert list(told) == [Told.OPENED]


def test_what_lives_before_it_is_waited_for_until_its_silence_is_health() -> None:
    town = city(60)
    now = turns(BEGIN, BEGIN + 4 * MINUTE)
    town.see(now, down=["CAM-A"], only=["CAM-A"])
    turns(now, now + 91 * SECOND)
    assert outages() == ["CAM-A"]


def test_patience_with_the_slowest_ends_and_blames_not_ourselves() -> None:
    """Two fell, of the rest an engine has told nothing yet: that is no cut of our own."""
    town = city(3600)
    now = turns(BEGIN, BEGIN + 4 * MINUTE)
    town.see(now, down=["SW-A", "SW-C"], only=["SW-A", "SW-C"])
    now = turns(now, now + 151 * SECOND)
    assert outages() == []
    turns(now, now + 2 * TURN)
    assert sorted(outages()) == ["SW-A", "SW-C"]
    assert not Outage.objects.filter(cause=CauseKind.MONITOR).exists()


def test_who_waits_for_a_slow_one_holds_nobody_else_back() -> None:
    """Each of these falls waits for its own causes: our own checks answer within seconds."""
    town = city(120, engine=["SW-A", "CAM-A"])
    now = turns(BEGIN, BEGIN + 4 * MINUTE)
    town.see(now)
    town.see(now + SECOND, down=["CAM-A"], only=["CAM-A"])
    own = ["CORE", "GATE", "SW-B", "SW-C"]
    for wait in (5 * SECOND, 15 * SECOND):
        town.see(now + wait, down=["SW-C"], only=own)
    settle(now + 20 * SECOND)
    assert outages() == ["SW-C"]
    town.see(now + 25 * SECOND, down=["SW-A"], only=["SW-A"])
    settle(now + 30 * SECOND)
    assert outages() == ["SW-C", "SW-A"]
