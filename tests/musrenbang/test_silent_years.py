"""A year of each pack in which each office is silent once: no wish is lost, none waits for ever."""

from __future__ import annotations

from collections import Counter

import pytest

from egov.agencies.models import Agency
from musrenbang.domain.deliberation import decide
from musrenbang.domain.packs import pack_codes
from musrenbang.domain.standing import replay_all
from musrenbang.models import Proposal, Stage
from tests.factories.agencies import AgencyFactory
from tests.musrenbang.test_merged_agencies import merge, verifier_of
from tests.musrenbang.years import Year
from tests.town import Town, fresh


def act(year: Year, stage: Stage, silent_on: Proposal) -> None:
    """The office of a stage does its usual with all that waits for it, but for one wish."""
    path = [each for each in year.stages if not each.is_opinion]
    here = next(each for each in path if each.position >= stage.position)
    now = year.within(stage)
    rows = Proposal.objects.filter(stage=here, state="waiting").exclude(pk=silent_on.pk)
    for row in rows.order_by("pk"):
        given = {"outcome": stage.outcomes[0], "seen": row.decided}
        if "opinion" in stage.needs and not row.has_opinion:
            given["reason_code"] = "no_opinion"
        decide(actor=fresh(year.town.staff[stage.role]), proposal=row, now=now, **given)


@pytest.mark.parametrize("merged", [False, True], ids=["", "every OPD merged"])
@pytest.mark.parametrize("code", pack_codes())
def test_no_wish_is_lost_and_none_waits_for_ever(town: Town, code: str, merged: bool) -> None:
    year = Year.begin(town, code)
    silent = {stage.pk: year.proposal(title=f"Diam di {stage.name}") for stage in year.stages}
    heard = year.proposal(title="Selalu dijawab")
    if merged:
        for agency in list(Agency.objects.all()):
            heir = AgencyFactory()
            merge(agency, heir)
            if agency == town.agency:
                town.staff["verifier"] = verifier_of(heir)
    for stage in year.stages:
        act(year, stage, silent_on=silent[stage.pk])
        year.close(year.after(stage))
        year.reload()
    year.close(year.after(year.stages[-1]))
    for stage in year.stages:
        row = Proposal.objects.get(pk=silent[stage.pk].pk)
        goes_on = stage.silence == "up"
        assert (row.state, row.stage_id) == (
            ("accepted", year.stages[-1].pk) if goes_on else ("undecided", stage.pk)
        ), (stage.name, row.status)
    assert Proposal.objects.get(pk=heard.pk).state == "accepted"
    held = sum(stage.silence == "hold" for stage in year.stages)
    states = Counter(Proposal.objects.values_list("state", flat=True))
    assert states == {"undecided": held, "accepted": len(year.stages) + 1 - held}
    assert [found for _, found in replay_all() if found] == []
