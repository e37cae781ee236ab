"""Every role x every act x own and other place x before, in and after the window.

The table is written out, not read.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from egov.accounts.appointing import appoint, end_appointment
from egov.accounts.models import Contact, Registration, Residence, User
from egov.accounts.persons import (
    add_person,
    ask_factor_reset,
    confirm_factor_reset,
    correct_contact,
    drop_contact,
    end_sessions,
    invite,
    set_active,
)
from egov.accounts.registering import print_password_code, print_registration_code
from egov.accounts.residents import decide_residence, print_contact_code
from egov.accounts.roles import Role
from egov.verbs.refusal import Refusal
from musrenbang.domain.calendar import close_stage
from musrenbang.domain.deliberation import complete, prepare
from musrenbang.domain.moderation import close_reports, give_back, report, withhold
from musrenbang.domain.submission import submit, support
from musrenbang.models import Decision, Preparation, Proposal
from tests.accounts.test_people import second_factor
from tests.town import HOUR, Town, decide, reside, user
from tests.town import appoint as make_office

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
PEOPLE = ["anonymous", "citizen", "stranger", *Role.values]
EVERYBODY = [*PEOPLE, "root"]
CLERKS = {"lurah", "operator_kelurahan"}
ADMINISTRATORS = {"administrator", "root"}
MODERATES = {"own": CLERKS | {"editor", "planner"}, "neighbour": {"editor", "planner"}}


def person(town: Town, who: str) -> Any:
    from django.contrib.auth.models import AnonymousUser

    if who == "anonymous":
        return AnonymousUser()
    if who == "root":
        return User.objects.create_superuser("root@uji.example", "x", name="Root")
    found = town.staff.get(who) or getattr(town, who)
    return User.objects.get(pk=found.pk)


def attempt(act: Any) -> str:
    """ "ok", or the code of the refusal; what it wrote is undone."""

    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            act()
            raise Undo
    except Undo:
        return "ok"
    except Refusal as refusal:
        assert refusal.sentence.endswith((".", ":")) or "." in refusal.sentence
        return refusal.code


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
    assert tried == 2 * 5 * 11 * 3
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
                actor=actor, channel=town.channel, content=town.content(rw=rw), key="k", now=at
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
                content=town.content(rw=rw, behalf_name="Bu Rekaan"),
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


@pytest.mark.parametrize("who", EVERYBODY)
def test_moderating(town: Town, who: str) -> None:
    """Withholding a proposal or a reason, giving back, closing reports; anybody reports."""
    actor = person(town, who)
    for place, offices in MODERATES.items():
        lurah = (town.staff if place == "own" else town.far)["lurah"]
        row = proposals(town, place)["kelurahan"]
        kept = proposals(town, place)["kelurahan"]
        decision = decide(actor=lurah, proposal=kept, outcome="reject", reason="Sebab uji.")
        why = {"fault": "insult", "sentence": "Sebab uji."}
        standing = withhold(actor=lurah, proposal=kept, **why)
        verbs = {
            "withhold": partial(withhold, proposal=row, **why),
            "withhold reason": partial(withhold, proposal=kept, decision=decision, **why),
            "give back": partial(give_back, withholding=standing, sentence="Sebab uji."),
            "close reports": partial(close_reports, proposal=row),
        }
        got = {name: attempt(partial(verb, actor=actor)) for name, verb in verbs.items()}
        assert got == dict.fromkeys(verbs, "ok" if who in offices else "not_moderating")
        assert attempt(partial(report, actor=actor, proposal=row, fault="insult")) == "ok"


@pytest.mark.parametrize("who", EVERYBODY)
def test_printing_codes(town: Town, who: str) -> None:
    """A code to hand over: for a new password, for a phone that is not proved, for a newcomer."""
    actor = person(town, who)
    places = {"own": town.rw, "neighbour": town.areas["35.78.02.1001/01"]}
    for number, (place, rw) in enumerate(places.items()):
        someone = user(f"baru-{place}")
        reside(someone, rw)
        phone = {"kind": "phone", "value": f"+628127700000{number}"}
        Contact.objects.create(user=someone, **phone)
        until = timezone.now() + HOUR
        newcomer = Registration.objects.create(**phone, name="Baru", rw=rw, expires_at=until)
        here = who in CLERKS and place == "own"
        refused = "ok" if here else "not_your_area"
        assert attempt(partial(print_contact_code, actor=actor, user=someone)) == refused
        printed = partial(print_registration_code, actor=actor, registration=newcomer)
        assert attempt(printed) == refused
        allowed = here or who in ADMINISTRATORS
        for held in (someone, (town.staff if place == "own" else town.far)["ketua_rw"]):
            got = attempt(partial(print_password_code, actor=actor, user=held))
            assert got == ("ok" if allowed and held != actor else "not_your_area")
    for officer in ("lurah", "camat", "administrator"):
        got = attempt(partial(print_password_code, actor=actor, user=town.staff[officer]))
        itself = who == officer
        assert got == ("ok" if who in ADMINISTRATORS and not itself else "not_your_area")


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("whom", ["citizen", "neighbour", "lurah", "administrator"])
def test_other_peoples_accounts(town: Town, who: str, whom: str) -> None:
    """Inviting, contacts, sessions, second factor: administrators, some not on themselves."""
    actor, someone = person(town, who), person(town, whom)
    others = [user("admin-dua"), user("admin-tiga")]
    for other in others:
        make_office(other, "administrator")
    second_factor(someone)
    spare = Contact.objects.create(user=someone, kind="email", value="lagi@uji.example")
    target = {"actor": actor, "user": someone}
    itself = "own_account" if who == whom else "ok"
    expected = {
        "add": (partial(add_person, actor=actor, name="A", contact="a@uji.example"), "ok"),
        "invite": (partial(invite, **target), "ok"),
        "contact": (partial(correct_contact, **target, contact="b@uji.example"), "ok"),
        "drop": (partial(drop_contact, actor=actor, contact=spare), "ok"),
        "sessions": (partial(end_sessions, **target), "ok"),
        "inactive": (partial(set_active, **target, active=False), itself),
        "ask": (partial(ask_factor_reset, **target), itself),
    }
    got = {name: attempt(verb) for name, (verb, _) in expected.items()}
    for name, (_, told) in expected.items():
        assert got[name] == (told if who in ADMINISTRATORS else "not_administrator"), name
    confirm = partial(confirm_factor_reset, **target)
    administers = who in ADMINISTRATORS
    assert attempt(confirm) == ("not_asked" if administers else "not_administrator")
    ask_factor_reset(actor=next(o for o in others if o != someone), user=someone)
    confirmed = "another_confirms" if who == whom else "ok"
    assert attempt(confirm) == (confirmed if administers else "not_administrator")


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
