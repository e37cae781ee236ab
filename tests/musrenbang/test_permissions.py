"""Every role x every act x own and other place x before, in and after the window.

The table is written out, not read.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from egov.accounts.appointing import appoint, end_appointment
from egov.accounts.models import Residence, User
from egov.accounts.registering import print_password_code
from egov.accounts.residents import decide_residence
from musrenbang.domain.calendar import close_stage
from musrenbang.domain.deliberation import complete, prepare
from musrenbang.domain.submission import submit, support
from musrenbang.models import Decision, Preparation, Proposal
from tests.town import HOUR, Town, decide, reside, user
from tests.visitors import PEOPLE, attempt, person

DELIBERATE = {"forward", "return", "reject", "merge", "reserve"}


DECIDES = {
    ("ketua_rw", "rw"): {"endorse", "return", "decline"},
    ("lurah", "kelurahan"): DELIBERATE,
    ("camat", "kecamatan"): DELIBERATE,
    ("verifier", "opd"): {"feasible", "feasible_changed", "not_feasible"},
    ("planner", "kota"): {"accept", "reserve", "reject", "return"},
}


PREPARES = {
    ("operator_kelurahan", "kelurahan"),
    ("operator_kecamatan", "kecamatan"),
    ("planner", "kota"),
    ("verifier", "opd"),
}


OUTCOMES = [
    "endorse",
    "decline",
    "forward",
    "return",
    "reject",
    "merge",
    "reserve",
    "feasible",
    "feasible_changed",
    "not_feasible",
    "accept",
]


TIERS = ["rw", "kelurahan", "kecamatan", "opd", "kota"]


def proposals(town: Town, place: str) -> dict[str, Proposal]:
    """One waiting at each tier; for the OPD one that has left the kecamatan without an opinion."""
    rw = town.rw if place == "own" else town.areas["35.78.02.1001/01"]
    agency = town.agency if place == "own" else town.other_agency
    made = {
        tier: town.proposal(tier, rw=rw, agency=agency) for tier in ("rw", "kelurahan", "kecamatan")
    }
    made["opd"] = town.proposal("kota", rw=rw, agency=agency)
    made["kota"] = town.proposal("kota", rw=rw, agency=agency, has_opinion=True)
    return made


@pytest.mark.parametrize("who", PEOPLE)
def test_deciding(town: Town, who: str) -> None:
    actor = person(town, who)
    lower, upper = town.channel.submission.lower, town.channel.submission.upper
    moments = {"before": lower - HOUR, "in": lower + HOUR, "after": upper + HOUR}
    wrong = []
    tried = 0
    for place in ("own", "neighbour"):
        rows = proposals(town, place)
        target = town.proposal("kelurahan", rw=rows["rw"].rw)
        for tier in TIERS:
            for outcome in OUTCOMES:
                allowed = outcome in DECIDES.get((who, tier), set()) and (
                    place == "own" or who == "planner"
                )
                # the tiers opd and kota are one station:
                # the planner sees the first before the opinion
                for when, now in moments.items():
                    if not allowed and when != "in":
                        continue  # who may not while it is open may not at all
                    tried += 1
                    given: dict[str, Any] = {"merged_into": target} if outcome == "merge" else {}
                    given |= {"cost": Decimal(20000000)} if outcome == "feasible_changed" else {}
                    got = attempt(
                        lambda tier=tier, outcome=outcome, now=now, rows=rows, given=given: decide(
                            actor=actor,
                            proposal=rows[tier],
                            outcome=outcome,
                            reason_code="other",
                            reason="Sebab uji.",
                            now=now,
                            **given,
                        )
                    )
                    if allowed:
                        expected = {"before": "stage_not_open", "in": "ok", "after": "stage_over"}[
                            when
                        ]
                        if got != expected:
                            wrong.append((place, tier, outcome, when, got, expected))
                    elif (
                        who == "planner" and tier == "opd" and outcome == "return" and when == "in"
                    ):
                        assert (
                            got == "ok"
                        )  # the planner may send back before the opinion, never accept
                    elif (
                        who == "verifier"
                        and tier == "kota"
                        and place == "own"
                        and outcome in DECIDES["verifier", "opd"]
                        and when == "in"
                    ):
                        assert (
                            got == "ok"
                        )  # the same station; the opinion may be renewed until the city decides
                    elif got == "ok":
                        wrong.append((place, tier, outcome, when, got, "refused"))
    assert wrong == []
    assert tried >= 2 * 5 * 11
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("who", PEOPLE)
def test_preparing(town: Town, who: str) -> None:
    actor = person(town, who)
    lower, upper = town.channel.submission.lower, town.channel.submission.upper
    first = {
        "rw": "endorse",
        "kelurahan": "forward",
        "kecamatan": "forward",
        "opd": "feasible",
        "kota": "accept",
    }
    for place in ("own", "neighbour"):
        rows = proposals(town, place)
        for tier, outcome in first.items():
            for when, now in {
                "before": lower - HOUR,
                "in": lower + HOUR,
                "after": upper + HOUR,
            }.items():
                got = attempt(
                    lambda tier=tier, outcome=outcome, now=now, rows=rows: prepare(
                        actor=actor, proposal=rows[tier], outcome=outcome, now=now
                    )
                )
                allowed = (who, tier) in PREPARES and (place == "own" or who == "planner")
                # the verifier's advice on what waits at the city is an opinion, and nothing else
                refusal = (
                    "outcome_not_here"
                    if (who, tier, place) == ("verifier", "kota", "own")
                    else "not_your_office"
                )
                assert got == (
                    {"before": "stage_not_open", "in": "ok", "after": "stage_over"}[when]
                    if allowed
                    else refusal
                )
    assert Preparation.objects.count() == 0


@pytest.mark.parametrize("who", [p for p in PEOPLE if p != "anonymous"])
def test_citizens_acts(town: Town, who: str) -> None:
    actor = person(town, who)
    at = town.channel.submission.lower + HOUR
    after = town.channel.submission.upper + HOUR
    send = {
        place: attempt(
            lambda rw=rw: submit(
                actor=actor, channel=town.channel, content=town.content(area=rw), key="k", now=at
            )
        )
        for place, rw in (("own", town.rw), ("neighbour", town.areas["35.78.02.1001/01"]))
    }
    assert send == {"own": "ok" if who == "citizen" else "not_your_rw", "neighbour": "not_your_rw"}
    late = attempt(
        lambda: submit(
            actor=actor, channel=town.channel, content=town.content(), key="k", now=after
        )
    )
    assert late == "submission_closed"
    behalf = {
        place: attempt(
            lambda rw=rw: submit(
                actor=actor,
                channel=town.channel,
                content=town.content(area=rw, behalf_name="Bu Rekaan"),
                key="b",
                now=at,
            )
        )
        for place, rw in (("own", town.rw), ("neighbour", town.areas["35.78.02.1001/01"]))
    }
    assists = who in ("lurah", "operator_kelurahan")
    assert behalf == {"own": "ok" if assists else "not_assisting", "neighbour": "not_assisting"}

    mine = town.proposal(proposer=town.stranger)
    theirs = town.proposal(rw=town.areas["35.78.02.1001/01"])
    assert attempt(lambda: support(actor=actor, proposal=mine)) == (
        "ok" if who == "citizen" else "not_a_resident"
    )
    assert attempt(lambda: support(actor=actor, proposal=theirs)) == "not_a_resident"
    returned = town.proposal(state="returned", return_until=timezone.localdate(at))
    assert attempt(lambda: complete(actor=actor, proposal=returned, changes={}, now=at)) == (
        "ok" if who == "citizen" else "not_your_proposal"
    )


@pytest.mark.parametrize("who", PEOPLE)
def test_offices_acts(town: Town, who: str) -> None:
    actor = person(town, who)
    newcomer, far = user("baru"), user("baru-jauh")
    reside(newcomer, town.rw, confirmed=False)
    reside(far, town.areas["35.78.02.1001/01"], confirmed=False)
    headless = user("baru-tanpa-ketua")
    reside(headless, town.areas["35.78.01.1001/02"], confirmed=False)

    def confirm(person: User) -> str:
        return attempt(
            lambda: decide_residence(
                actor=actor, residence=Residence.objects.get(user=person), confirm=True
            )
        )

    assert confirm(newcomer) == ("ok" if who == "ketua_rw" else "not_your_resident")
    assert confirm(far) == "not_your_resident"
    # where the RW has no account, its kelurahan confirms
    assert confirm(headless) == (
        "ok" if who in ("lurah", "operator_kelurahan") else "not_your_resident"
    )
    if who != "anonymous":
        prints = {
            person: attempt(lambda p=person: print_password_code(actor=actor, user=p))
            for person in (newcomer, far)
        }
        clerk, admin = who in ("lurah", "operator_kelurahan"), who == "administrator"
        assert prints == {
            newcomer: "ok" if clerk or admin else "not_your_area",
            far: "ok" if admin else "not_your_area",
        }
        assert attempt(lambda: appoint(actor=actor, user=newcomer, role="editor")) == (
            "ok" if who == "administrator" else "not_administrator"
        )
        assert attempt(lambda: appoint(actor=actor, user=actor, role="editor")) in (
            "own_appointment",
            "not_administrator",
        )
        closing = attempt(
            lambda: close_stage(
                stage=town.stages["rw"], actor=actor, now=town.channel.submission.upper + HOUR
            )
        )
        assert closing == ("ok" if who == "planner" else "not_planner")


def test_a_superuser_configures_and_never_decides(town: Town) -> None:
    root = User.objects.create_superuser("root@uji.example", "x", name="Root")
    for tier, row in proposals(town, "own").items():
        for outcome in OUTCOMES:
            assert (
                attempt(
                    lambda row=row, outcome=outcome: decide(
                        actor=root, proposal=row, outcome=outcome, reason="Sebab."
                    )
                )
                != "ok"
            ), tier


def test_an_office_that_ended_decides_nothing(town: Town) -> None:
    held = town.staff["lurah"].appointments.get()

    end_appointment(actor=town.staff["administrator"], appointment=held)
    actor = User.objects.get(pk=town.staff["lurah"].pk)
    assert not actor.is_staff
    assert (
        attempt(lambda: decide(actor=actor, proposal=town.proposal("kelurahan"), outcome="forward"))
        == "not_your_office"
    )
