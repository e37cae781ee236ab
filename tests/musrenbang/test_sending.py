"""What a sent proposal keeps of what was typed, and the edges of what may be typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from egov.verbs.refusal import Invalid
from musrenbang.domain.deliberation import complete
from musrenbang.domain.proposers import check_area
from musrenbang.domain.submission import open_channels, submit
from musrenbang.domain.submission_plan import locate
from musrenbang.models import Proposal
from tests.refusals import outcome_of
from tests.town import HOUR, Town, decide

BROKEN = "  Gang 3,\r\n dekat\tbalai \n"
INSIDE = (-7.3, 112.7)


def send(town: Town, **content: Any) -> Proposal:
    proposal = submit(
        actor=town.citizen, channel=town.channel, content=town.content(**content), key="k"
    )
    return Proposal.objects.get(pk=proposal.pk)


def test_one_line_stays_one_line_and_paragraphs_stay_paragraphs(town: Town) -> None:
    text = " Becek.\n\nAnak terpeleset. "
    sent = send(town, address=BROKEN, title=BROKEN, problem=text, wish=text)
    assert (sent.address, sent.title) == ("Gang 3, dekat balai", "Gang 3, dekat balai")
    assert (sent.problem, sent.wish) == ("Becek.\n\nAnak terpeleset.",) * 2


def test_completing_keeps_lines_in_the_same_way(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=proposal, outcome="return", reason="Alamat?")
    complete(
        actor=town.citizen,
        proposal=proposal,
        changes={"address": BROKEN, "title": BROKEN, "problem": "Satu.\n\nDua."},
    )
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert (proposal.address, proposal.title) == ("Gang 3, dekat balai", "Gang 3, dekat balai")
    assert (proposal.problem, proposal.wish) == ("Satu.\n\nDua.", "Dipaving.")


def test_a_name_is_one_line_too(town: Town) -> None:
    proposal = submit(
        actor=town.staff["operator_kelurahan"],
        channel=town.channel,
        content=town.content(behalf_name=" Bu\n Rekaan "),
        key="k",
    )
    assert proposal.behalf_name == "Bu Rekaan"


@pytest.mark.parametrize(("letters", "ok"), [(150, True), (151, False)])
def test_a_name_has_a_length(town: Town, letters: int, ok: bool) -> None:
    content = town.content(behalf_name="x" * letters)
    given = {"actor": town.staff["lurah"], "channel": town.channel, "key": "k"}
    if ok:
        assert submit(**given, content=content).behalf_name == "x" * 150
        return
    with pytest.raises(Invalid) as refusal:
        submit(**given, content=content)
    assert (refusal.value.code, refusal.value.field) == ("too_long", "behalf_name")


def place(town: Town, point: tuple[float | None, float | None]) -> str:
    try:
        return locate(town.rw, *point)
    except Invalid as refusal:
        return refusal.code


@pytest.mark.parametrize(
    ("point", "comes_to"),
    [
        ((None, None), "no_point"),
        ((-7.3, None), "half_a_point"),
        ((None, 112.7), "half_a_point"),
        ((-12.01, 112.7), "point_outside_country"),
        ((7.01, 112.7), "point_outside_country"),
        ((-7.3, 93.99), "point_outside_country"),
        ((-7.3, 142.01), "point_outside_country"),
    ],
)
def test_a_point_is_whole_and_in_the_country(
    town: Town, point: tuple[float | None, float | None], comes_to: str
) -> None:
    assert place(town, point) == comes_to


@pytest.mark.parametrize("point", [(-12, 94), (7, 142), INSIDE])
def test_the_edges_of_the_country_are_in_it(town: Town, point: tuple[float, float]) -> None:
    assert place(town, point) == place(town, INSIDE)


def test_a_channel_is_open_at_the_moment_that_is_asked_about(town: Town) -> None:
    window = town.channel.submission
    moments = [window.lower - HOUR, window.lower, window.upper - HOUR, window.upper]
    assert [bool(open_channels(moment)) for moment in moments] == [False, True, True, False]
    assert open_channels() == [town.channel]
    assert window.lower < timezone.now() < window.upper - timedelta(days=1)


@pytest.mark.parametrize("code", ["35.78", "35.78.01", "35.78.01.1001"])
def test_a_proposal_is_for_an_rw_and_nothing_larger(town: Town, code: str) -> None:
    assert outcome_of(check_area, town.channel, town.rw) == "ok"
    assert outcome_of(check_area, town.channel, town.areas[code]) == "not_an_rw"


@pytest.mark.parametrize(
    ("begins", "ends", "outcome"),
    [(None, 0, "not_an_rw"), (None, 1, "ok"), (0, None, "ok"), (1, None, "not_an_rw")],
)
def test_a_proposal_is_for_an_rw_that_exists_today(
    town: Town, begins: int | None, ends: int | None, outcome: str
) -> None:
    today = timezone.localdate()
    days = [None if n is None else today + timedelta(days=n) for n in (begins, ends)]
    town.rw.valid = DateRange(*days)
    town.rw.save()
    assert outcome_of(check_area, town.channel, town.rw) == outcome


def test_an_rw_that_never_was_takes_no_proposal(town: Town) -> None:
    town.rw.valid = DateRange(empty=True)
    town.rw.save()
    assert outcome_of(check_area, town.channel, town.rw) == "not_an_rw"
