"""Where one lives: said once, said again, declined, and moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from egov.accounts.models import Registration, Residence, User
from egov.accounts.registering import register
from egov.accounts.residents import decide_residence, declare_residence
from egov.verbs.refusal import Invalid, Refusal
from tests.town import Town, user

RW, OTHER_RW = "35.78.01.1001/01", "35.78.01.1001/02"


@pytest.fixture
def newcomer(town: Town) -> User:
    return user("baru")


def decide(town: Town, residence: Residence, *, confirm: bool, reason: str = "") -> Residence:
    return decide_residence(
        actor=town.staff["ketua_rw"], residence=residence, confirm=confirm, reason=reason
    )


@pytest.mark.parametrize("code", ["35.78", "35.78.01", "35.78.01.1001"])
def test_one_lives_in_an_rw_and_in_nothing_larger(town: Town, newcomer: User, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        declare_residence(user=newcomer, rw=town.areas[code])
    assert (refusal.value.code, refusal.value.field) == ("not_an_rw", "rw")
    with pytest.raises(Invalid) as refusal:
        register(contact="lain@uji.example", name="Lain", rw=town.areas[code])
    assert (refusal.value.code, refusal.value.field) == ("not_an_rw", "rw")
    assert not Residence.objects.filter(user=newcomer).exists()
    assert not Registration.objects.exists()


def test_the_same_rw_said_again_is_the_same_row(town: Town, newcomer: User) -> None:
    first = declare_residence(user=newcomer, rw=town.areas[RW])
    assert declare_residence(user=newcomer, rw=town.areas[RW]) == first
    decide(town, first, confirm=True)
    again = declare_residence(user=newcomer, rw=town.areas[RW])
    assert (again, again.state) == (first, "dipastikan")


def test_what_was_declined_may_be_said_again_and_waits_anew(town: Town, newcomer: User) -> None:
    declined = declare_residence(user=newcomer, rw=town.areas[RW])
    decide(town, declined, confirm=False, reason="Alamatnya belum jelas.")
    again = declare_residence(user=newcomer, rw=town.areas[RW])
    declined.refresh_from_db()
    assert again != declined
    assert (again.confirmed_at, again.declined_at) == (None, None)
    assert declined.ended_at is not None
    assert newcomer.residence == again


def test_who_moves_leaves_the_old_rw_from_that_moment(town: Town, newcomer: User) -> None:
    moment = timezone.now() - timedelta(days=3)
    old = declare_residence(user=newcomer, rw=town.areas[RW])
    assert newcomer.residence == old
    new = declare_residence(user=newcomer, rw=town.areas[OTHER_RW], now=moment)
    old.refresh_from_db()
    assert (old.ended_at, new.declared_at, new.ended_at) == (moment, moment, None)
    assert newcomer.residence == new


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("then", [True, False])
def test_what_was_decided_is_not_decided_again(
    town: Town, newcomer: User, first: bool, then: bool
) -> None:
    row = declare_residence(user=newcomer, rw=town.areas[RW])
    decided = decide(town, row, confirm=first, reason="Sebab uji.")
    with pytest.raises(Refusal) as refusal:
        decide(town, row, confirm=then, reason="Sebab lain.")
    assert refusal.value.code == "already_decided"
    row.refresh_from_db()
    assert (row.confirmed_at, row.declined_at) == (decided.confirmed_at, decided.declined_at)
    assert row.reason == "Sebab uji."


def test_a_residence_that_ended_is_not_decided(town: Town, newcomer: User) -> None:
    row = declare_residence(user=newcomer, rw=town.areas[RW])
    declare_residence(user=newcomer, rw=town.areas[OTHER_RW])
    with pytest.raises(Refusal) as refusal:
        decide(town, row, confirm=True)
    assert refusal.value.code == "already_decided"


def test_declining_says_why_and_confirming_need_not(town: Town, newcomer: User) -> None:
    row = declare_residence(user=newcomer, rw=town.areas[RW])
    with pytest.raises(Invalid) as refusal:
        decide(town, row, confirm=False, reason="  ")
    assert (refusal.value.code, refusal.value.field) == ("no_reason", "reason")
    confirmed = decide(town, row, confirm=True)
    assert confirmed.decided_by == town.staff["ketua_rw"]
    assert confirmed.decided_office == town.staff["ketua_rw"].appointments.get().title
