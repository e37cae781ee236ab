"""In which capacity an office is held, the name of a forum, and offices that advise."""

from __future__ import annotations

from typing import Any

import pytest

from egov.accounts.appointing import appoint
from egov.accounts.models import Appointment
from egov.accounts.roles import offered_choices
from egov.accounts.seats import seats_of
from egov.verbs.refusal import Refusal
from musrenbang.domain.deliberation import prepare
from musrenbang.domain.forums import forum_of
from musrenbang.models import Decision, Stage
from musrenbang.vocabulary import BUDGET_TEAM, COMMUNITY, PARTNER
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.town import Town, client_of, decide, fresh


@pytest.mark.parametrize(
    ("capacity", "title"),
    [
        ("definitif", "Lurah Karang Pilang 2"),
        ("plt", "Plt. Lurah Karang Pilang 2"),
        ("plh", "Plh. Lurah Karang Pilang 2"),
        ("pj", "Pj. Lurah Karang Pilang 2"),
    ],
)
def test_a_title_says_in_which_capacity(town: Town, capacity: str, title: str) -> None:
    given = {"actor": town.staff["administrator"], "user": UserFactory(), "role": "lurah"}
    area = town.areas["35.78.01.1002"]
    assert appoint(**given, area=area, capacity=capacity).title == title
    with pytest.raises(Refusal) as refused:
        appoint(**{**given, "user": UserFactory()}, area=area, capacity="raja")
    assert refused.value.code == "no_such_capacity"


def test_a_decision_keeps_the_capacity_of_its_day(town: Town) -> None:
    Appointment.objects.filter(user=town.staff["lurah"]).update(capacity="plt")
    proposal = town.proposal("kelurahan")
    row = decide(actor=fresh(town.staff["lurah"]), proposal=proposal, outcome="forward")
    assert row.office == "Plt. Lurah Karang Pilang 1"
    Appointment.objects.filter(user=town.staff["lurah"]).update(capacity="definitif")
    page = client_of(town.citizen).get(proposal.get_absolute_url()).content.decode()
    assert "Plt. Lurah Karang Pilang 1" in page


@pytest.mark.parametrize(
    ("tier", "name", "forum"),
    [
        ("rw", "Rembuk RW", "Rembuk RW 01 Karang Pilang 1"),
        ("kelurahan", "Musrenbang kelurahan", "Musrenbang Kelurahan Karang Pilang 1"),
        ("kecamatan", "Musrenbang kecamatan", "Musrenbang Kecamatan Karang Pilang"),
        ("kota", "Musrenbang kota", "Musrenbang Kota Surabaya"),
        ("kelurahan", "Musyawarah", "Musyawarah Kelurahan Karang Pilang 1"),
    ],
)
def test_a_forum_is_named_with_its_place(town: Town, tier: str, name: str, forum: str) -> None:
    stage = town.stages[tier]
    stage.name, stage.decider = name, "forum"
    assert forum_of(stage, town.proposal(tier)) == forum
    stage.decider = "office"
    assert forum_of(stage, town.proposal(tier)) == ""


def test_a_forums_decision_shows_the_forum_and_who_recorded_it(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    town.stages["kelurahan"].name = "Musrenbang kelurahan"
    town.stages["kelurahan"].save()
    decide(actor=town.staff["lurah"], proposal=proposal, outcome="forward")
    row = Decision.objects.get()
    assert (row.forum, row.office) == (
        "Musrenbang Kelurahan Karang Pilang 1",
        "Lurah Karang Pilang 1",
    )
    page = client_of(town.citizen).get(proposal.get_absolute_url()).content.decode()
    text = " ".join(page.split())
    assert "Musrenbang Kelurahan Karang Pilang 1</strong>, dicatat Lurah Karang Pilang 1" in text


@pytest.mark.parametrize(
    ("role", "tier", "title"),
    [
        (COMMUNITY, "kelurahan", "LPMK Karang Pilang 1"),
        (PARTNER, "kota", "Mitra "),
        (BUDGET_TEAM, "kota", "TAPD Surabaya"),
    ],
)
def test_offices_that_advise(town: Town, role: str, tier: str, title: str) -> None:
    place: dict[str, Any] = {"area": town.areas["35.78.01.1001"]} if role == COMMUNITY else {}
    person = AppointmentFactory(user=UserFactory(), role=role, **place).user
    stage = town.stages[tier]
    stage.preparer, stage.needs = role, []
    stage.save()
    outcome = "accept" if tier == "kota" else "forward"
    advice = prepare(actor=fresh(person), proposal=town.proposal(tier), outcome=outcome)
    assert advice.office.startswith(title)
    assert client_of(person).get("/admin/musrenbang/proposal/").status_code == 200


def test_a_setting_says_who_needs_no_second_factor(town: Town, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
    head, lurah = (client_of(town.staff[role]) for role in ("ketua_rw", "lurah"))
    assert head.get("/admin/").status_code == 302
    settings.MFA_NOT_FOR = frozenset({"ketua_rw"})
    assert head.get("/admin/").status_code == 200
    assert lurah.get("/admin/").status_code == 302
    AppointmentFactory(user=town.staff["ketua_rw"], role="lurah", area=town.areas["35.78.01.1002"])
    # who holds another office too needs it for that one
    assert client_of(fresh(town.staff["ketua_rw"])).get("/admin/").status_code == 302


def test_an_office_that_no_stage_of_a_running_year_names_is_not_offered(town: Town) -> None:
    Appointment.objects.filter(role__in=[COMMUNITY, PARTNER, BUDGET_TEAM]).delete()
    desk, village = client_of(town.staff["administrator"]), town.areas["35.78.01.1001"]
    idle = {COMMUNITY, PARTNER, BUDGET_TEAM}
    assert not idle & {code for code, _ in offered_choices()}
    assert COMMUNITY not in {seat.office.code for seat in seats_of([village])}
    form = desk.get("/admin/accounts/appointment/add/").content.decode()
    assert 'value="lurah"' in form and f'value="{COMMUNITY}"' not in form
    Stage.objects.filter(tier="kelurahan").update(preparer=COMMUNITY)
    assert idle & {code for code, _ in offered_choices()} == {COMMUNITY}
    assert COMMUNITY in {seat.office.code for seat in seats_of([village])}


def test_who_holds_an_office_without_work_is_still_shown(town: Town) -> None:
    village = town.areas["35.78.01.1001"]
    held = {seat.office.code for seat in seats_of([village]) if seat.appointments}
    assert COMMUNITY in held
