"""The calendar: a slip of the hand is asked twice and can be taken back.

What ends is told before and after.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Refusal
from musrenbang.domain import calendar
from musrenbang.domain.calendar import close_by_calendar, reopen_stage
from musrenbang.domain.projection import project
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.procedure import columns_of
from musrenbang.tasks import close_ended_stages, remind_offices
from tests.town import HOUR, Town, client_of, decide


def end(stage: Stage) -> datetime:
    moment: datetime = stage.window.upper
    return moment


def move_end(town: Town, tier: str, moment: datetime, **more: Any) -> Any:
    """The planner's form with another end; the page when it was refused."""
    stage = town.stages[tier]
    shown = timezone.localtime(moment)
    opens = timezone.localtime(stage.opens + timedelta(seconds=1))  # a form has no microseconds
    given = {
        "name": stage.name,
        "position": str(stage.position),
        "tier": stage.tier,
        "channel": str(stage.channel_id),
        **{name: value for name, value in columns_of(stage.rule).items() if value is not False},
        "window_0": opens.strftime("%Y-%m-%d %H:%M:%S"),
        "window_1": shown.strftime("%Y-%m-%d %H:%M:%S"),
        **more,
    }
    return client_of(town.staff["planner"]).post(
        f"/admin/musrenbang/stage/{stage.pk}/change/", given
    )


def test_an_end_in_the_past_is_refused_with_the_number_and_asked_twice(town: Town) -> None:
    for _ in range(3):
        town.proposal("kelurahan")
    past = timezone.now() - HOUR
    page = move_end(town, "kelurahan", past)
    assert page.status_code == 200
    assert "3 usulan masih menunggu" in page.content.decode()
    assert Stage.objects.get(tier="kelurahan").closes > timezone.now()
    assert move_end(town, "kelurahan", past, end_now="on").status_code == 302
    assert move_end(town, "kecamatan", past).status_code == 302  # nothing waits there


def test_the_calendar_waits_an_hour_and_the_planner_can_mend_the_date(town: Town) -> None:
    p, stage = town.proposal("kelurahan"), town.stages["kelurahan"]
    moment = end(stage) + timedelta(minutes=30)
    with time_machine.travel(moment):
        assert close_ended_stages() == 0
        with pytest.raises(Refusal) as told:
            decide(actor=town.staff["lurah"], proposal=p, outcome="forward")
        assert told.value.code == "stage_over"
        assert move_end(town, "kelurahan", moment + timedelta(days=2)).status_code == 302
    later = DateTimeTZRange(stage.opens, end(stage) + timedelta(days=20))
    Stage.objects.filter(tier="kecamatan").update(window=later)
    with time_machine.travel(end(stage) + 2 * HOUR):
        assert close_ended_stages() == 0
        assert decide(actor=town.staff["lurah"], proposal=p, outcome="forward").tier == "kelurahan"


def test_closing_shows_the_count_before_it(town: Town) -> None:
    town.proposal("kelurahan")
    stage = town.stages["kelurahan"]
    address = f"/admin/musrenbang/stage/{stage.pk}/tindakan/"
    with time_machine.travel(end(stage) + timedelta(minutes=5)):
        desk = client_of(town.staff["planner"])
        page = desk.get(address).content.decode()
        assert "1 usulan" in page
        assert Proposal.objects.get().state == "waiting"
        desk.post(address, {"act": "tutup"})
    assert Proposal.objects.get().state == "undecided"


@pytest.mark.parametrize("step", [1, 2, 1000])
def test_closing_in_steps_ends_all_and_can_stop_in_the_middle(
    town: Town, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(calendar, "STEP", step)
    rows = [town.proposal("kelurahan") for _ in range(5)]
    stage, after = town.stages["kelurahan"], end(town.stages["kelurahan"]) + 2 * HOUR
    planner = town.staff["planner"]
    office = planner.appointments_now[0]
    calendar._close_step(
        stage=stage, actor=planner, office=office, now=after
    )  # and then the power fails
    left = 5 - min(step, 5)
    assert close_by_calendar(stage=stage, now=after) == left
    assert Stage.objects.get(pk=stage.pk).closed_at == after
    pks = [p.pk for p in rows]
    states = {p.state for p in Proposal.objects.filter(pk__in=pks)}
    assert (states, Decision.objects.count()) == ({"undecided"}, 5)


def test_queries_of_closing_grow_with_steps_not_with_proposals(
    town: Town, django_assert_num_queries: Any
) -> None:
    stage, after = town.stages["kelurahan"], end(town.stages["kelurahan"]) + 2 * HOUR
    for _ in range(30):
        town.proposal("kelurahan")
    with django_assert_num_queries(12):
        assert close_by_calendar(stage=stage, now=after) == 30


def reopened(town: Town, **more: Any) -> int:
    given = {
        "until": end(town.stages["kelurahan"]) + timedelta(days=9),
        "reason": "Tanggalnya keliru.",
        **more,
    }
    now = end(town.stages["kelurahan"]) + 3 * HOUR
    return reopen_stage(
        stage=town.stages["kelurahan"], actor=town.staff["planner"], now=now, **given
    )


@pytest.mark.parametrize("step", [1, 1000])
def test_opening_again_brings_all_back_as_it_stood(
    town: Town, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(calendar, "STEP", step)
    waiting, returned, kept = (town.proposal("kelurahan") for _ in range(3))
    decide(actor=town.staff["lurah"], proposal=returned, outcome="return", reason="Foto?")
    decide(actor=town.staff["lurah"], proposal=kept, outcome="reject", reason="Sebab.")
    stage = town.stages["kelurahan"]
    assert close_by_calendar(stage=stage, now=end(stage) + 2 * HOUR) == 2
    assert reopened(town) == 2
    for p, state in ((waiting, "waiting"), (returned, "returned"), (kept, "rejected")):
        row = Proposal.objects.get(pk=p.pk)
        decisions, stages = list(row.decisions.all()), list(row.channel.stages.all())
        after = project(row, decisions, stages)
        assert (row.state, after.state, row.return_until) == (state, state, after.return_until)
        assert row.decided == len(decisions)
    deliver_outbox()
    assert (
        Notice.objects.filter(user=town.citizen, sentence__contains="dibuka kembali").count() == 2
    )
    later = DateTimeTZRange(stage.opens, end(stage) + timedelta(days=20))
    Stage.objects.filter(tier="kecamatan").update(window=later)
    with time_machine.travel(end(stage) + timedelta(days=1)):
        for p in (waiting, returned):
            decide(actor=town.staff["lurah"], proposal=p, outcome="forward")
            assert p.tier == "kecamatan"


def test_opening_again_is_the_planners_and_has_a_reason(town: Town) -> None:
    stage = town.stages["kelurahan"]
    town.proposal("kelurahan")
    close_by_calendar(stage=stage, now=end(stage) + 2 * HOUR)
    for given, code in (
        ({"actor": town.staff["camat"]}, "not_planner"),
        ({"reason": " "}, "no_reason"),
        ({"until": end(stage)}, "until_past"),
    ):
        whole = {
            "actor": town.staff["planner"],
            "until": end(stage) + timedelta(days=9),
            "reason": "Keliru.",
            "now": end(stage) + 3 * HOUR,
            **given,
        }
        with pytest.raises(Refusal) as told:
            reopen_stage(stage=stage, **whole)
        assert told.value.code == code
    assert Proposal.objects.get().state == "undecided"


def test_a_slip_of_the_planner_is_taken_back_at_the_desk(town: Town) -> None:
    p = town.proposal("kelurahan")
    stage = town.stages["kelurahan"]
    with time_machine.travel(end(stage) + 2 * HOUR):
        close_ended_stages()
        until = timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
        given = {"act": "buka", "buka-until": until, "buka-reason": "Jadwalnya keliru."}
        address = f"/admin/musrenbang/stage/{stage.pk}/tindakan/"
        assert client_of(town.staff["planner"]).post(address, given).status_code == 302
        assert Proposal.objects.get(pk=p.pk).state == "waiting"
        public = client_of(town.citizen).get(p.get_absolute_url()).content.decode()
    assert "Dibuka kembali" in public
    assert "Jadwalnya keliru." in public


def test_offices_hear_at_noon_of_the_last_day_once(town: Town) -> None:
    town.proposal("kelurahan")
    town.proposal("kelurahan", rw=town.areas["35.78.02.1002/01"])
    stage = town.stages["kelurahan"]
    noon = timezone.localtime(end(stage) - timedelta(seconds=1)).replace(hour=12, minute=5)
    stage.window = DateTimeTZRange(stage.opens, noon.replace(hour=23, minute=59))
    stage.save()
    later = DateTimeTZRange(stage.opens, noon + timedelta(days=5))
    town.channel.stages.exclude(pk=stage.pk).update(window=later)
    with time_machine.travel(noon.replace(hour=11)):
        assert remind_offices() == 0
    with time_machine.travel(noon):
        assert (remind_offices(), remind_offices()) == (1, 0)
        deliver_outbox()
    told = Notice.objects.filter(subject__contains="berakhir hari ini")
    assert {n.user for n in told} == {town.staff["lurah"], town.staff["operator_kelurahan"]}
    assert all("Masih 1 usulan" in n.sentence for n in told)
