"""One cut is one outage with its cause and one alert; what lies behind is unreachable."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from infrastructure import notices
from infrastructure.domain.cutting import Selection
from infrastructure.domain.network import current_graph, forget_graph
from infrastructure.domain.runs import save_run
from infrastructure.models import AlertDelivery, Asset, CheckState, Outage, PowerFeed, StatusChange
from infrastructure.monitoring.results import record
from infrastructure.monitoring.settling import settle
from infrastructure.monitoring.states import Observation
from infrastructure.planned.verbs import Plan, begin_window, plan_maintenance
from infrastructure.vocabulary import AssetStatus
from infrastructure.vocabulary_monitoring import CauseKind, CheckKind, Outcome, State, Told
from tests.factories.infrastructure import (
    CableRouteFactory,
    DeviceFactory,
    PowerSourceFactory,
)
from tests.factories.regulations import ApplicationFactory
from tests.infrastructure.monitoring.city import BEGIN, City, watch
from tests.infrastructure.street import person

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


def test_when_our_own_connection_is_back_the_rest_is_asked_before_it_is_blamed(city: City) -> None:
    now = city.fall(BEGIN + MINUTE, *city.checks)
    settle(now)
    city.see(now + MINUTE, only=["CORE"])
    settle(now + MINUTE)
    assert not Outage.objects.open().exists()
    assert {s.due_at for s in CheckState.objects.exclude(state=State.UP)} == {now + MINUTE}
    city.see(now + MINUTE + timedelta(seconds=5))
    settle(now + MINUTE + timedelta(seconds=5))
    assert Outage.objects.count() == 1


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


def test_two_cables_of_one_pipe_are_one_outage_of_the_segment(city: City) -> None:
    CableRouteFactory(cable=city.cables[1], segment=city.segments[0], sequence=9)
    forget_graph()
    settle(city.fall(BEGIN + MINUTE, "SW-A", "CAM-A", "SW-B", "SW-C"))
    outage = only_outage()
    assert (str(outage.root), outage.cause) == ("SEG-1", CauseKind.DUCT)


def test_two_things_of_one_source_of_power_are_one_outage_of_it(city: City) -> None:
    grid = PowerSourceFactory(asset__code="PLN", site=city.dc)
    ups = PowerSourceFactory(asset__code="UPS", site=city.dc, parent=grid, autonomy_min=30)
    for code in ("RTR-1", "RTR-2"):
        device = DeviceFactory(asset__code=code, site=city.dc)
        PowerFeed.objects.create(source=ups, target=device.asset)
        city.checks[code] = watch(device.asset)
    forget_graph()
    city.see(BEGIN + MINUTE / 2)
    settle(city.fall(BEGIN + MINUTE, "RTR-1", "RTR-2"))
    outage = only_outage()
    assert (str(outage.root), outage.cause) == ("UPS", CauseKind.POWER)
    assert {city.states()[code] for code in ("RTR-1", "RTR-2")} == {State.DOWN}


def test_a_service_that_fails_on_a_living_thing_is_no_dead_thing(city: City) -> None:
    application = ApplicationFactory()
    page = watch(city.switches[0].asset, CheckKind.HTTP, application=application)
    for seconds in (0, 10):
        at = BEGIN + MINUTE + timedelta(seconds=seconds)
        city.see(at)
        record([Observation(page.pk, at, Outcome.FAIL)])
    settle(BEGIN + 2 * MINUTE)
    outage = only_outage()
    assert (str(outage.root), outage.cause) == ("SW-A", CauseKind.APPLICATION)
    assert city.states()["CAM-A"] == State.UP


def test_two_services_that_fail_at_once_on_a_living_thing_are_one_outage(city: City) -> None:
    """And where the thing itself falls later, its outage says so."""
    server, later = city.switches[2].asset, BEGIN + MINUTE
    pages = [watch(server, CheckKind.HTTP, application=ApplicationFactory()) for _ in range(2)]
    for seconds in (0, 10):
        at = later + timedelta(seconds=seconds)
        city.see(at)
        record([Observation(page.pk, at, Outcome.FAIL) for page in pages])
    settle(later + MINUTE)
    outage = only_outage()
    assert (outage.members.count(), outage.cause) == (2, CauseKind.APPLICATION)
    settle(city.fall(later + 2 * MINUTE, "SW-C"))
    outage = only_outage()
    assert (outage.members.count(), outage.cause) == (3, CauseKind.TARGET)


def test_two_works_on_one_thing_that_are_announced_make_one_outage(city: City) -> None:
    """Each explains a part of what fell; both have the same root."""
    operator, places = person("infra_operator"), [s.asset for s in city.switches[:2]]
    for number, place in enumerate(places):
        run = save_run(
            actor=operator,
            selection=Selection(codes="SEG-1"),
            title="G",
            key=f"r{number}",
            now=BEGIN,
        )
        plan = Plan("Galian", "Pipa.", BEGIN, BEGIN + timedelta(hours=2))
        work = plan_maintenance(actor=operator, run=run, plan=plan, key=f"p{number}", now=BEGIN)
        work.targets.filter(is_cut=False).exclude(asset=place).delete()
        begin_window(actor=operator, window=work.windows.get(), now=BEGIN)
    settle(city.fall(BEGIN + MINUTE, "SW-A", "CAM-A", "SW-B"))
    assert str(only_outage().root) == "SEG-1"


def test_what_is_used_no_more_leaves_its_outage(city: City) -> None:
    settle(city.fall(BEGIN + MINUTE, "SW-C"))
    Asset.objects.filter(code="SW-C").update(status=AssetStatus.RETIRED)
    person("infra_operator")
    AlertDelivery.objects.update(sent_at=BEGIN + 2 * MINUTE)
    settle(BEGIN + 5 * MINUTE)
    assert not Outage.objects.open().exists()
    over = AlertDelivery.objects.get(told=Told.RESOLVED, office="infra_operator")
    (message,) = notices.told({"delivery": over.pk})
    assert message.subject.startswith("Tidak dipantau lagi: SW-C")  # nobody saw it stand again


def test_what_flaps_is_told_once_and_alarms_nobody_after(city: City) -> None:
    """Three times down and up in half an hour; the fourth is one of many."""
    now = BEGIN + MINUTE
    for _ in range(5):
        now = city.fall(now, "SW-C") + MINUTE
        settle(now)
        AlertDelivery.objects.filter(sent_at=None).update(sent_at=now)
        city.see(now)
        settle(now)
        now += MINUTE
    told = list(
        AlertDelivery.objects.filter(office="infra_operator")
        .order_by("id")
        .values_list("told", flat=True)
    )
    assert told == [
        Told.OPENED,
        Told.RESOLVED,
        Told.OPENED,
        Told.RESOLVED,
        Told.OPENED,
        Told.RESOLVED,
        Told.FLAPPING,
    ]


def words(code: str) -> list[str]:
    rows = AlertDelivery.objects.filter(office="infra_operator", outage__root__code=code)
    return list(rows.filter(dropped_at=None).order_by("id").values_list("told", flat=True))


def flap(city: City, now: datetime, code: str) -> datetime:
    """Four times down and up, until it is told to flap; the words of each are sent."""
    for _ in range(4):
        now = city.fall(now, code) + MINUTE
        settle(now)
        AlertDelivery.objects.filter(sent_at=None).update(sent_at=now)
        city.see(now)
        settle(now)
        now += MINUTE
    assert words(code)[-1] == Told.FLAPPING
    return now


def test_what_flapped_is_told_calm_once_and_not_before(city: City) -> None:
    """It must be quiet for long: between calm and flapping it stays what it was."""
    now = flap(city, BEGIN + MINUTE, "SW-C")
    for _ in range(3):  # rarer than before, and still not calm
        now = city.fall(now + 7 * MINUTE, "SW-C") + MINUTE
        settle(now)
        city.see(now)
        settle(now)
        assert words("SW-C")[-1] == Told.FLAPPING
    settle(now + 19 * MINUTE)
    assert words("SW-C")[-1] == Told.FLAPPING
    for minutes in (25, 26, 90):
        settle(now + minutes * MINUTE)
        assert words("SW-C")[-2:] == [Told.FLAPPING, Told.CALM]
    assert not CheckState.objects.filter(is_flapping=True).exists()
    now = city.fall(now + 120 * MINUTE, "SW-C")
    settle(now)
    assert words("SW-C")[-1] == Told.OPENED


def test_what_flapped_and_stays_down_is_told_as_the_outage_it_is(city: City) -> None:
    now = flap(city, BEGIN + MINUTE, "SW-C")
    now = city.fall(now, "SW-C")
    settle(now)
    assert words("SW-C")[-1] == Told.FLAPPING
    for _ in range(2):
        now += 31 * MINUTE
        city.see(now, down=["SW-C"])
        settle(now)
        assert words("SW-C")[-2:] == [Told.FLAPPING, Told.OPENED]
    city.see(now + MINUTE)
    AlertDelivery.objects.filter(told=Told.OPENED).update(sent_at=now)
    settle(now + MINUTE)
    assert words("SW-C")[-2:] == [Told.OPENED, Told.RESOLVED]


@pytest.mark.parametrize("many", [1, 3])
def test_queries_to_open_an_outage_do_not_rise_with_what_fell(
    city: City, many: int, django_assert_max_num_queries: Any
) -> None:
    place = city.switches[2].site
    for n in range(many):
        city.checks[f"X-{n}"] = watch(DeviceFactory(asset__code=f"X-{n}", site=place).asset)
    forget_graph()
    city.see(BEGIN + MINUTE / 2)
    now = city.fall(BEGIN + MINUTE, "SW-C", *(f"X-{n}" for n in range(many)))
    current_graph()
    with django_assert_max_num_queries(62) as seen:
        settle(now)
    assert str(only_outage().root) == "SW-C"
    QUERIES.add(len(seen))
    assert len(QUERIES) == 1  # with one and with three the same


QUERIES: set[int] = set()
