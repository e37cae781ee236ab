"""Batches: claimed once, written once, by few queries; pushes; the switch; who warns."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_httpserver import HTTPServer

from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from infrastructure.domain.network import forget_graph
from infrastructure.models import (
    CameraStream,
    Check,
    CheckResult,
    CheckState,
    OutageMember,
    Ping,
    StatusChange,
)
from infrastructure.monitoring import targets
from infrastructure.monitoring.checker import beat, run_batch, run_turn
from infrastructure.monitoring.claiming import LEASE, claim_due
from infrastructure.monitoring.keeping import keep_result_days
from infrastructure.monitoring.pushes import next_of_schedule, take_pings, take_silence
from infrastructure.monitoring.results import write
from infrastructure.monitoring.settling import settle
from infrastructure.monitoring.states import Observation, next_due
from infrastructure.monitoring.stopping import resume_checks, stop_checks
from infrastructure.monitoring.suggesting import suggest, take_up
from infrastructure.monitoring.targets import Way, add_check, end_check, pause_check, resume_check
from infrastructure.vocabulary import AssetKind, AssetStatus
from infrastructure.vocabulary_monitoring import CheckKind, Outcome, Runner, State
from tests.factories.accounts import AppointmentFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import CameraFactory, DeviceFactory, SiteFactory
from tests.infrastructure.monitoring.city import BEGIN, LATER, watch
from tests.infrastructure.street import operator, person
from tests.threads import in_threads

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def due(many: int, at: datetime = BEGIN, **fields: Any) -> list[Check]:
    checks = [watch(DeviceFactory().asset, **fields) for _ in range(many)]
    CheckState.objects.update(due_at=at)
    return checks


def answer(batch: Any, at: datetime, outcome: Outcome = Outcome.OK) -> set[int]:
    seen = [Observation(q.of_check_id, at, outcome) for q in batch.questions]
    return write(seen, batch.rows, claim=batch.claim)


def test_a_batch_is_claimed_once_and_again_when_its_worker_died() -> None:
    checks = due(3)
    first = claim_due(BEGIN, 2)
    second = claim_due(BEGIN, 2)
    assert [len(first.questions), len(second.questions)] == [2, 1]
    assert claim_due(BEGIN).questions == ()
    late = claim_due(BEGIN + LEASE)  # the first two died
    assert len(late.questions) == 3
    assert answer(late, BEGIN + LEASE) == {c.pk for c in checks}
    assert answer(first, BEGIN + LEASE + MINUTE) == set()  # it woke, and its time was over
    assert CheckResult.objects.count() == 3
    assert claim_due(BEGIN + LEASE).questions == ()


@pytest.mark.parametrize("many", [1, 3])
def test_queries_of_a_batch(
    many: int, httpserver: HTTPServer, django_assert_num_queries: Any
) -> None:
    due(many, address="127.0.0.1", params={"port": httpserver.port})
    with django_assert_num_queries(3):  # claim, recent changes of those that change, write
        assert run_batch() == (many, many)
    assert {s.state for s in CheckState.objects.all()} == {State.UP}
    assert StatusChange.objects.count() == many


@pytest.mark.parametrize("many", [1, 3])
def test_queries_of_a_turn_in_which_nothing_happens(
    many: int, django_assert_num_queries: Any
) -> None:
    due(many, at=LATER + timedelta(days=3650))
    run_turn()
    with django_assert_num_queries(22):  # with the savepoints of a test
        run_turn()


def test_a_first_failure_is_asked_again_soon_and_then_counts() -> None:
    (check,) = due(1)
    answer(claim_due(BEGIN), BEGIN, Outcome.FAIL)
    check.now.refresh_from_db()
    assert (check.now.state, check.now.due_at - BEGIN) == (State.NEW, timedelta(seconds=10))
    at = BEGIN + timedelta(seconds=10)
    answer(claim_due(at), at, Outcome.FAIL)
    check.now.refresh_from_db()
    assert (check.now.state, check.now.failed_at) == (State.DOWN, BEGIN)
    assert check.now.due_at == next_due(check.pk, 60, at)


def test_what_could_not_be_run_says_nothing_of_the_target() -> None:
    (check,) = due(1)
    answer(claim_due(BEGIN), BEGIN)
    CheckState.objects.update(due_at=BEGIN)
    for _ in range(3):
        answer(claim_due(BEGIN), BEGIN, Outcome.NOT_RUN)
        CheckState.objects.update(due_at=BEGIN)
    check.now.refresh_from_db()
    assert (check.now.state, check.now.last_outcome) == (State.UP, Outcome.NOT_RUN)


def test_after_a_sleep_each_is_asked_once_and_they_spread_again() -> None:
    checks = due(50)
    woken = BEGIN + timedelta(hours=9)
    assert answer(claim_due(woken), woken) == {c.pk for c in checks}
    assert claim_due(woken).questions == ()
    moments = {s.due_at for s in CheckState.objects.all()}
    assert len(moments) > 30
    assert max(moments) <= woken + MINUTE


def test_a_clock_that_jumps_back_makes_no_negative_time() -> None:
    due(1)
    answer(claim_due(BEGIN), BEGIN)
    for outcome in (Outcome.FAIL, Outcome.FAIL, Outcome.OK):
        CheckState.objects.update(due_at=BEGIN)
        answer(claim_due(BEGIN), BEGIN - timedelta(hours=1), outcome)
    changes = list(StatusChange.objects.order_by("id").values_list("after", "changed_at"))
    assert [state for state, _ in changes] == [State.UP, State.DOWN, State.UP]
    assert [at for _, at in changes] == sorted(at for _, at in changes)


def test_results_go_by_days_and_yesterdays_morning_is_not_lost() -> None:
    (check,) = due(1)
    long_ago = BEGIN - timedelta(days=30)
    for at in (long_ago, BEGIN):
        CheckState.objects.update(due_at=at)
        answer(claim_due(at), at)
    assert CheckResult.objects.count() == 2  # no day was made for either
    keep_result_days(BEGIN.date())
    assert CheckResult.objects.filter(of_check=check).count() == 1
    assert CheckResult.objects.get(pk=(check.pk, BEGIN)).outcome == Outcome.OK


# -- pushes -------------------------------------------------------------------------------------


def push(**params: Any) -> Check:
    return watch(
        DeviceFactory().asset, CheckKind.PUSH, address="", params=params, push_uuid=uuid.uuid4()
    )


def ping(check: Check, word: str = "", **more: Any) -> int:
    names = {"address": check.push_uuid}
    name = "infrastructure:ping_word" if word else "infrastructure:ping"
    address = reverse(name, kwargs={**names, "word": word} if word else names)
    return Client(enforce_csrf_checks=True).post(address, **more).status_code


def state_of(check: Check) -> str:
    take_pings(timezone.now())
    check.now.refresh_from_db()
    return str(check.now.state)


def test_a_program_tells_of_its_run(django_assert_num_queries: Any) -> None:
    check = push()
    with django_assert_num_queries(1):
        assert ping(check, data=b"x" * 20_000, content_type="text/plain") == 200
    assert state_of(check) == State.UP
    for word, state in (
        ("3", State.DOWN),
        ("0", State.UP),
        ("fail", State.DOWN),
        ("start", State.DOWN),
    ):
        assert ping(check, word) == 200
        assert state_of(check) == state
    assert len(Ping.objects.order_by("id")[0].body) == 10_000
    assert {ping(check, word) for word in ("256", "-1", "x", "0001")} == {400}
    assert Ping.objects.count() == 5


def test_nobodys_address_is_not_found() -> None:
    for word in ("", "fail", "0"):
        assert ping(Check(push_uuid=uuid.uuid4()), word) == 404


def test_silence_is_down_once_its_grace_is_over() -> None:
    check = push(grace_s=30)
    Ping.objects.create(of_check=check, told_at=BEGIN, signal="success")
    take_pings(BEGIN)
    assert take_silence(BEGIN + timedelta(seconds=89)) == 0
    assert take_silence(BEGIN + timedelta(seconds=90)) == 1
    assert take_silence(BEGIN + timedelta(seconds=91)) == 0
    check.now.refresh_from_db()
    assert (check.now.state, check.now.last_code) == (State.DOWN, "silent")


def test_our_own_absence_is_no_silence_of_theirs() -> None:
    check, now = push(grace_s=30), timezone.now()
    Ping.objects.create(of_check=check, told_at=now - timedelta(hours=2), signal="success")
    beat("checker", now - timedelta(hours=2))
    run_turn()
    check.now.refresh_from_db()
    assert check.now.state == State.UP
    assert check.now.due_at > timezone.now()


def test_a_schedule_is_of_the_regions_zone() -> None:
    nine = timezone.localtime(BEGIN).replace(hour=9, minute=0)
    assert next_of_schedule("0 2 * * *", nine) == nine.replace(hour=2) + timedelta(days=1)


# -- what is watched ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "code", "field"),
    [
        (Way(CheckKind.TCP, "h"), "missing_parameter", "params"),
        (Way(CheckKind.TCP, "h", {"port": 0}), "bad_parameter", "params"),
        (Way(CheckKind.TCP, "h", {"port": 80, "apa": 1}), "unknown_parameter", "params"),
        (Way(CheckKind.ICMP, "h", interval_s=9), "bad_interval_s", "interval_s"),
        (Way(CheckKind.ICMP, "h", timeout_s=6), "bad_timeout_s", "timeout_s"),
        (Way(CheckKind.HTTP, "file:///etc/passwd"), "bad_url", "address"),
        (Way(CheckKind.HTTP, "http://a:b@h/"), "bad_url", "address"),
        (Way(CheckKind.HTTP, "http://h:0/"), "bad_url", "address"),
        (Way(CheckKind.HTTP, ""), "no_url", "address"),
        (Way(CheckKind.ICMP, "http://h/"), "bad_host", "address"),
        (Way(CheckKind.SNMP, "h"), "engine_only", "runner"),
        (Way(CheckKind.PUSH, params={"cron": "tiap malam"}), "bad_parameter", "params"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(way: Way, code: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_check(actor=operator(), target=DeviceFactory().asset, way=way, now=BEGIN)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Check.objects.exists()


def test_a_cameras_address_stands_in_no_row() -> None:
    camera = CameraFactory().asset
    with pytest.raises(Invalid) as refused:
        add_check(actor=operator(), target=camera, way=Way(CheckKind.ICMP, "10.0.0.1"), now=BEGIN)
    assert refused.value.code == "camera_address"


def test_pausing_and_ending_stop_the_asking_and_are_told() -> None:
    actor, target = operator(), DeviceFactory(asset__status=AssetStatus.ACTIVE).asset
    check = add_check(actor=actor, target=target, way=Way(CheckKind.ICMP, "192.0.2.1"), now=BEGIN)
    later = BEGIN + 2 * MINUTE
    pause_check(actor=actor, check=check, now=BEGIN)
    assert claim_due(later).questions == ()
    resume_check(actor=actor, check=check, now=BEGIN)
    assert [q.address for q in claim_due(later).questions] == ["192.0.2.1"]
    end_check(actor=actor, check=check, now=later)
    assert claim_due(later + MINUTE).questions == ()
    with pytest.raises(Refusal):
        pause_check(actor=actor, check=check, now=later)
    told = StatusChange.objects.order_by("id").values_list("after", flat=True)
    assert list(told) == [State.PAUSED, State.NEW, State.PAUSED]


def test_beyond_its_number_the_small_checker_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "MOST_OWN", 1)
    actor, way = operator(), Way(CheckKind.ICMP, "192.0.2.1")
    add_check(actor=actor, target=DeviceFactory().asset, way=way, now=BEGIN)
    with pytest.raises(Invalid) as refused:
        add_check(actor=actor, target=DeviceFactory().asset, way=way, now=BEGIN)
    assert refused.value.code == "too_many_own"
    engine = Way(CheckKind.ICMP, "192.0.2.1", runner=Runner.ENGINE)
    add_check(actor=actor, target=DeviceFactory().asset, way=engine, now=BEGIN)


AGENCY = "infra_operator_opd"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("infra_operator", True),
        ("own_agency", True),
        ("other_agency", False),
        ("auditor", False),
        ("administrator", False),
        ("citizen", False),
        ("stranger", False),
    ],
)
def test_who_keeps_checks_and_who_stops_all(role: str, allowed: bool) -> None:
    agency = AgencyFactory()
    if role.endswith("_agency"):
        where = agency if role == "own_agency" else AgencyFactory()
        actor = AppointmentFactory(role=AGENCY, agency=where).user
    else:
        actor = person(role)
    target = DeviceFactory(asset__owner=agency).asset
    acts = {
        "add": lambda: add_check(
            actor=actor, target=target, way=Way(CheckKind.ICMP, "192.0.2.1"), now=BEGIN
        ),
        "stop": lambda: stop_checks(actor=actor, reason="Uji", now=BEGIN),
    }
    may = {"add": allowed, "stop": role == "infra_operator"}
    for name, act in acts.items():
        if may[name]:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()


@pytest.mark.parametrize("many", [1, 3])
def test_what_nobody_watches_is_taken_up_by_one_act(
    many: int, django_assert_num_queries: Any
) -> None:
    actor = operator()
    switches = [
        DeviceFactory(asset__code=f"SW-{n}", mgmt_ip=f"10.0.0.{n + 1}") for n in range(many)
    ]
    DeviceFactory()  # nobody knows where it answers
    watch(DeviceFactory(mgmt_ip="10.0.1.1").asset)
    actor.appointments_now  # noqa: B018 - kept on the person
    for switch in switches:
        switch.site = SiteFactory(asset__visibility="public")
        switch.save()
    with django_assert_num_queries(4):
        found = suggest(actor)
    places = [s.site_id for s in switches]
    assert [s.target.pk for s in found] == [*places, *(s.pk for s in switches)]
    assert [s.way.address for s in found[:many]] == [s.mgmt_ip for s in switches]
    found = found[many:]
    taken = take_up(actor=actor, keys=[s.key for s in found], now=BEGIN)
    assert [(c.kind, c.target.kind) for c in taken] == [(CheckKind.ICMP, AssetKind.DEVICE)] * many
    assert [s.target.pk for s in suggest(actor)] == places
    addresses = {q.address for q in claim_due(BEGIN + 2 * MINUTE).questions}
    assert addresses >= {str(s.mgmt_ip) for s in switches}


def test_one_switch_stops_all() -> None:
    due(2)
    actor = operator()
    with pytest.raises(Refusal, match="paling banyak 300 huruf"):
        stop_checks(actor=actor, reason="a" * 301, now=BEGIN)
    stoppage = stop_checks(actor=actor, reason="Jaringan diperiksa", now=BEGIN)
    assert run_turn().stopped
    assert not CheckResult.objects.exists()
    with pytest.raises(Refusal):
        stop_checks(actor=actor, reason="Lagi", now=BEGIN)
    resume_checks(actor=actor, stoppage=stoppage, now=BEGIN)
    assert run_turn().asked == 2


def test_a_queue_that_nobody_serves_is_warned_of() -> None:
    def warned() -> list[str | None]:
        return [w.id for w in run_checks(tags=["monitoring"], include_deployment_checks=True)]

    assert warned() == []
    due(1)
    assert warned() == ["infra.W001"]
    beat("checker", timezone.now())
    assert warned() == []
    beat("checker", timezone.now() - timedelta(minutes=6))
    assert warned() == ["infra.W001"]


def test_a_cameras_address_is_read_from_its_secret_when_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = "rtsp://pengguna:sandi@203.0.113.99:554/jalur"
    monkeypatch.setenv("KAMERA_UJI", secret)
    camera = CameraFactory()
    CameraStream.objects.create(camera=camera, path="uji", secret="KAMERA_UJI")
    check = watch(camera.asset, address="", params={"port": 554})
    CheckState.objects.update(due_at=BEGIN)
    batch = claim_due(BEGIN)
    assert [q.address for q in batch.questions] == ["203.0.113.99"]
    answer(batch, BEGIN)
    rows = [*Check.objects.values(), *CheckState.objects.values(), *check.events.values()]
    assert "203.0.113.99" not in str(rows)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_checkers_at_once_share_nothing_and_one_settles() -> None:
    for _ in range(4):
        due(25)
    CheckState.objects.update(due_at=BEGIN)
    claimed = in_threads(lambda _n: claim_due(BEGIN, 60).questions, [0, 1], 2)
    keys = [q.of_check_id for questions in claimed for q in questions]
    assert len(keys) == len(set(keys)) == 100
    CheckState.objects.update(state=State.DOWN, failed_at=BEGIN, last_at=BEGIN, claim=None)
    forget_graph()
    in_threads(lambda _n: settle(BEGIN + 2 * MINUTE), [0, 1], 2)
    assert OutageMember.objects.count() == 100
    assert CheckState.objects.filter(state=State.DOWN).count() in (0, 100)
    forget_graph()
