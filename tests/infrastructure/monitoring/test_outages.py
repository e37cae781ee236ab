"""One cut is one outage with its cause and one alert; what lies behind is unreachable."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infrastructure.domain.network import forget_graph
from infrastructure.models import AlertDelivery, Outage, StatusChange
from infrastructure.monitoring.settling import settle
from infrastructure.vocabulary_monitoring import CauseKind, State, Told
from tests.infrastructure.monitoring.city import BEGIN, City

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def city() -> City:
    forget_graph()
    city = City()
    city.see(BEGIN)
    return city


def only_outage() -> Outage:
    return Outage.objects.select_related("root").get(resolved_at=None)


def test_a_dead_switch_is_the_root_and_the_camera_behind_it_unreachable(city: City) -> None:
    settle(city.fall(BEGIN + MINUTE, "SW-A", "CAM-A"))
    outage = only_outage()
    assert (str(outage.root), outage.cause) == ("SW-A", CauseKind.TARGET)
    states = city.states()
    assert (states["SW-A"], states["CAM-A"], states["SW-B"]) == (
        State.DOWN,
        State.UNREACHABLE,
        State.UP,
    )
    told = AlertDelivery.objects.values_list("told", "office")
    assert sorted(told) == [("opened", "infra_operator"), ("opened", "infra_operator_opd")]


def test_two_places_on_one_cable_are_one_outage_of_the_cable(city: City) -> None:
    settle(city.fall(BEGIN + MINUTE, "SW-A", "CAM-A", "SW-B"))
    outage = only_outage()
    assert (str(outage.root), outage.cause) == ("FO-1", CauseKind.CABLE)
    assert {c for c, s in city.states().items() if s == State.UNREACHABLE} == {
        "SW-A",
        "CAM-A",
        "SW-B",
    }
    assert outage.impact["figures"]["sites"] == 2


def test_a_child_that_is_polled_first_waits_for_what_stands_before_it(city: City) -> None:
    at = BEGIN + MINUTE
    city.see(at, down=["CAM-A"], only=["CAM-A"])
    city.see(at + timedelta(seconds=10), down=["CAM-A"], only=["CAM-A"])
    settle(at + timedelta(seconds=11))
    assert not Outage.objects.exists()
    now = city.checks["SW-A"].now
    now.refresh_from_db()
    assert now.due_at == at + timedelta(seconds=11)  # asked at once
    settle(city.fall(at + timedelta(seconds=12), "SW-A", "CAM-A"))
    assert str(only_outage().root) == "SW-A"


def test_patience_ends(city: City) -> None:
    at = BEGIN + MINUTE
    city.see(at, down=["CAM-A"], only=["CAM-A"])
    city.see(at + timedelta(seconds=10), down=["CAM-A"], only=["CAM-A"])
    settle(at + timedelta(seconds=46))
    assert str(only_outage().root) == "CAM-A"


def test_everything_next_to_the_monitor_gone_is_our_own_fault(city: City) -> None:
    settle(city.fall(BEGIN + MINUTE, *city.checks))
    outage = only_outage()
    assert (outage.root, outage.cause) == (None, CauseKind.MONITOR)
    assert set(city.states().values()) == {State.UNREACHABLE}


def test_recovery_is_told_once_to_who_was_told(city: City) -> None:
    now = city.fall(BEGIN + MINUTE, "SW-A", "CAM-A")
    settle(now)
    AlertDelivery.objects.update(sent_at=now)
    city.see(now + MINUTE)
    settle(now + MINUTE)
    settle(now + 2 * MINUTE)
    assert not Outage.objects.open().exists()
    assert AlertDelivery.objects.filter(told=Told.RESOLVED).count() == 2
    assert set(city.states().values()) == {State.UP}


def test_what_stays_down_when_the_cause_is_gone_stands_for_itself(city: City) -> None:
    now = city.fall(BEGIN + MINUTE, "SW-A", "CAM-A")
    settle(now)
    city.see(now + MINUTE, down=["CAM-A"])
    settle(now + MINUTE)  # its outage ends; the camera is asked about anew
    city.see(now + 2 * MINUTE, down=["CAM-A"])
    settle(now + 2 * MINUTE)
    assert str(only_outage().root) == "CAM-A"
    assert city.states()["CAM-A"] == State.DOWN


def test_a_second_place_on_the_same_cable_widens_and_tells_nobody_again(city: City) -> None:
    now = city.fall(BEGIN + MINUTE, "SW-A", "CAM-A")
    settle(now)
    told = AlertDelivery.objects.count()
    settle(city.fall(now + timedelta(seconds=30), "SW-A", "CAM-A", "SW-B"))
    assert str(only_outage().root) == "FO-1"
    assert AlertDelivery.objects.count() == told


def test_what_fell_long_ago_explains_nothing_new(city: City) -> None:
    now = city.fall(BEGIN + MINUTE, "SW-A", "CAM-A")
    settle(now)
    settle(city.fall(now + timedelta(hours=1), "SW-A", "CAM-A", "SW-B"))
    assert {str(o.root) for o in Outage.objects.open().select_related("root")} == {"SW-A", "SW-B"}


def test_nothing_settled_twice(city: City) -> None:
    now = city.fall(BEGIN + MINUTE, "SW-A", "CAM-A")
    for _ in range(3):
        settle(now)
    assert Outage.objects.count() == 1
    # new, up, down; and the camera's name for it
    assert StatusChange.objects.filter(after=State.DOWN).count() == 2
