"""Who withholds, gives back and closes reports: every role, own and other place."""

from __future__ import annotations

from functools import partial

import pytest

from musrenbang.domain.moderation import close_reports, give_back, report, withhold
from musrenbang.models import Proposal
from tests.town import Town, decide
from tests.visitors import CLERKS, EVERYBODY, attempt, person

MODERATES = {"own": CLERKS | {"editor", "planner"}, "neighbour": {"editor", "planner"}}


def waiting(town: Town, place: str) -> Proposal:
    """A proposal that waits at its kelurahan, of the own or of the other place."""
    if place == "own":
        return town.proposal("kelurahan")
    return town.proposal("kelurahan", rw=town.areas["35.78.02.1001/01"], agency=town.other_agency)


@pytest.mark.parametrize("who", EVERYBODY)
def test_moderating(town: Town, who: str) -> None:
    """Withholding a proposal or a reason, giving back, closing reports; anybody reports."""
    actor = person(town, who)
    for place, offices in MODERATES.items():
        lurah = (town.staff if place == "own" else town.far)["lurah"]
        row = waiting(town, place)
        kept = waiting(town, place)
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
