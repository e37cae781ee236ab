"""A stage ends and its office said nothing: up, held or ended, as its rule says, and told so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from egov.verbs.refusal import Refusal
from musrenbang.domain.calendar import close_by_calendar, reopen_stage
from musrenbang.domain.deliberation import complete
from musrenbang.domain.projection import project
from musrenbang.domain.queue import queue_of
from musrenbang.models import Proposal, Stage
from musrenbang.tasks import close_ended_stages
from tests.town import HOUR, Town, client_of, decide, fresh

DAY = timedelta(days=1)


def rule(town: Town, tier: str, **columns: Any) -> Stage:
    """The columns of a stage; where silence ends a wish, a law says so."""
    if columns.get("silence") == "end":
        columns["basis"] = "perwali/2021/68#pasal-7"
    Stage.objects.filter(pk=town.stages[tier].pk).update(**columns)
    town.stages[tier].refresh_from_db()
    return town.stages[tier]


def lengthen(town: Town, *tiers: str) -> None:
    """These stages end a month after the others."""
    for tier in tiers:
        stage = town.stages[tier]
        rule(town, tier, window=DateTimeTZRange(stage.opens, stage.closes + 30 * DAY))


def end(town: Town, tier: str) -> datetime:
    return town.stages[tier].closes + 2 * HOUR


def standing(proposal: Proposal) -> tuple[str, str]:
    """Where it stands; its row and its decisions say the same."""
    row = Proposal.objects.get(pk=proposal.pk)
    after = project(row, list(row.decisions.all()), list(row.channel.stages.all()))
    assert (after.stage.tier, after.state) == (row.tier, row.state)
    assert (after.passed_over, after.decided) == (row.passed_over, row.decided)
    return row.tier, row.state


def test_up_goes_on_marked_and_says_who_was_silent(town: Town) -> None:
    rule(town, "rw", silence="up")
    lengthen(town, "kelurahan", "kecamatan", "opd", "kota")
    proposal = town.proposal("rw")
    with time_machine.travel(end(town, "rw")):
        assert (close_ended_stages(), close_ended_stages()) == (1, 0)
        assert standing(proposal) == ("kelurahan", "waiting")
        row = Proposal.objects.get()
        decision = row.decisions.get()
        assert (decision.outcome, decision.tier, decision.role) == ("passed", "rw", "sistem")
        assert decision.reason.startswith("Tanpa rembuk: Ketua RW 01")
        assert "tidak memutuskan sampai" in decision.reason
        page = client_of(town.citizen).get(row.get_absolute_url()).content.decode()
        assert "Tanpa rembuk RW 01" in page
        decide(actor=town.staff["lurah"], proposal=row, outcome="forward")
    assert standing(proposal) == ("kecamatan", "waiting")


def test_who_was_passed_on_unconfirmed_is_confirmed_at_the_next_station(town: Town) -> None:
    rule(town, "rw", silence="up")
    lengthen(town, "kelurahan", "kecamatan", "opd", "kota")
    proposal = town.proposal("rw", proposer=town.stranger)
    close_by_calendar(stage=town.stages["rw"], now=end(town, "rw"))
    with pytest.raises(Refusal) as refused:
        decide(actor=town.staff["lurah"], proposal=proposal, outcome="forward", now=end(town, "rw"))
    assert refused.value.code == "residence_first"


def test_up_into_a_stage_that_ended_goes_its_way(town: Town) -> None:
    rule(town, "rw", silence="up")
    rule(town, "kelurahan", silence="up")
    lengthen(town, "kecamatan", "opd", "kota")
    proposal = town.proposal("rw")
    with time_machine.travel(end(town, "rw")):
        close_ended_stages()
        close_ended_stages()
    assert standing(proposal) == ("kecamatan", "waiting")


@pytest.mark.parametrize("silence", ["up", "hold"])
def test_silence_at_the_last_station_accepts_nothing_and_ends_the_year(
    town: Town, silence: str
) -> None:
    rule(town, "kota", silence=silence)
    proposal = town.proposal("kota", has_opinion=True)
    page = client_of(town.citizen).get(proposal.get_absolute_url()).content.decode()
    assert "tercatat belum diputuskan tahun ini" in page
    assert close_by_calendar(stage=town.stages["kota"], now=end(town, "kota")) == 1
    assert standing(proposal) == ("kota", "undecided")
    decision = proposal.decisions.get()
    assert decision.reason_text.endswith("Perencana Bappedalitbang Surabaya tidak memutuskan.")


def test_hold_waits_and_its_office_still_decides(town: Town) -> None:
    stage = rule(town, "kelurahan", silence="hold")
    lengthen(town, "kecamatan", "opd", "kota")
    proposal = town.proposal("kelurahan")
    with time_machine.travel(end(town, "kelurahan")):
        assert (close_ended_stages(), close_ended_stages()) == (0, 0)
        assert Stage.objects.get(pk=stage.pk).closed_at is not None
        page = client_of(town.citizen).get(proposal.get_absolute_url()).content.decode()
        assert "tetap menunggu di sini" in page
        lurah = fresh(town.staff["lurah"])
        waiting: Any = queue_of(lurah)
        assert [p.due for p in waiting] == [town.stages["kota"].closes]
        decide(actor=lurah, proposal=proposal, outcome="forward")
        assert proposal.tier == "kecamatan"
        with pytest.raises(Refusal) as refused:  # nothing is corrected after the end
            decide(actor=lurah, proposal=proposal, outcome="reject", reason="Sebab.")
        assert refused.value.code == "stage_over"


def test_hold_ends_with_the_last_stage_for_its_office(town: Town) -> None:
    rule(town, "kelurahan", silence="hold")
    proposal = town.proposal("kelurahan")
    with pytest.raises(Refusal) as refused:
        decide(
            actor=town.staff["lurah"],
            proposal=proposal,
            outcome="forward",
            now=end(town, "kelurahan"),
        )
    assert refused.value.code == "stage_over"
    close_by_calendar(stage=town.stages["kelurahan"], now=end(town, "kelurahan"))
    assert standing(proposal) == ("kelurahan", "undecided")


def test_end_names_who_was_silent(town: Town) -> None:
    rule(town, "kecamatan", silence="end")
    proposal = town.proposal("kecamatan")
    close_by_calendar(stage=town.stages["kecamatan"], now=end(town, "kecamatan"))
    decision = proposal.decisions.get()
    assert (decision.outcome, decision.reason_code) == ("not_discussed", "window_over")
    assert decision.reason == "Camat Karang Pilang tidak memutuskan."


@pytest.mark.parametrize("silence", ["up", "hold", "end"])
def test_what_was_not_completed_lapses_with_its_stage(town: Town, silence: str) -> None:
    stage = rule(town, "rw", silence=silence)
    proposal = town.proposal("rw")
    decide(actor=town.staff["ketua_rw"], proposal=proposal, outcome="return", reason="Foto?")
    until = proposal.return_until
    assert until is not None
    with time_machine.travel(timezone.now() + 8 * DAY):
        row = Proposal.objects.get()
        assert row.status.startswith("Tidak dilengkapi pengusul sampai ")
        page = client_of(town.citizen).get(row.get_absolute_url()).content.decode()
        assert "Lengkapi usulan" not in page
    close_by_calendar(stage=stage, now=end(town, "rw"))
    assert standing(proposal) == ("rw", "lapsed")
    row = Proposal.objects.get()
    assert (row.return_until, row.tone) == (until, "stop")
    assert "dilengkapi" in row.decisions.get(outcome="lapsed").reason_text


def test_who_completes_in_time_does_so_though_the_stage_ended(town: Town) -> None:
    rule(town, "rw", silence="hold")
    lengthen(town, "kelurahan", "kecamatan", "opd", "kota")
    proposal = town.proposal("rw")
    decide(actor=town.staff["ketua_rw"], proposal=proposal, outcome="return", reason="Foto?")
    opens, closes = town.stages["rw"].opens, timezone.now() + HOUR
    stage = rule(town, "rw", window=DateTimeTZRange(opens, closes))
    assert close_by_calendar(stage=stage, now=closes + 2 * HOUR) == 0
    complete(actor=town.citizen, proposal=proposal, changes={"wish": "Rata."}, now=closes + HOUR)
    assert standing(proposal) == ("rw", "waiting")
    decide(
        actor=town.staff["ketua_rw"], proposal=proposal, outcome="endorse", now=closes + 3 * HOUR
    )
    assert standing(proposal) == ("kelurahan", "waiting")


def test_without_an_opinion_the_city_decides_and_says_so(town: Town) -> None:
    rule(town, "opd", silence="up")
    lengthen(town, "kota")
    proposal = town.proposal("kota")
    planner, late = fresh(town.staff["planner"]), end(town, "opd")
    with pytest.raises(Refusal) as early:
        decide(actor=planner, proposal=proposal, outcome="accept")
    assert early.value.code == "opinion_first"
    assert proposal not in queue_of(planner)
    with time_machine.travel(late):
        assert proposal in queue_of(planner)
        page = client_of(town.citizen).get(proposal.get_absolute_url()).content.decode()
        assert "Tanpa hasil verifikasi" in page
        with pytest.raises(Refusal) as unsaid:
            decide(actor=planner, proposal=proposal, outcome="accept")
        assert (unsaid.value.code, unsaid.value.field) == ("say_no_opinion", "reason_code")
        with pytest.raises(Refusal) as over:
            decide(actor=town.staff["verifier"], proposal=proposal, outcome="feasible")
        assert over.value.code == "stage_over"
        decide(actor=planner, proposal=proposal, outcome="accept", reason_code="no_opinion")
    assert proposal.state == "accepted"


def test_an_opinion_that_is_held_may_come_late_and_keeps_the_city_from_nothing(
    town: Town,
) -> None:
    rule(town, "opd", silence="hold")
    lengthen(town, "kecamatan", "kota")
    kota, late = town.stages["kota"], end(town, "opd")
    proposal, other = town.proposal("kota"), town.proposal("kota")
    rule(town, "kota", window=DateTimeTZRange(late + DAY, kota.closes))
    planner, verifier = fresh(town.staff["planner"]), fresh(town.staff["verifier"])
    without = {"outcome": "accept", "reason_code": "no_opinion"}
    with pytest.raises(Refusal) as waits:
        decide(actor=planner, proposal=proposal, now=late, **without)
    assert waits.value.code == "stage_not_open"
    assert proposal in queue_of(verifier, late)
    decide(actor=verifier, proposal=proposal, outcome="feasible", now=late)
    assert proposal.has_opinion
    opened = late + 2 * DAY
    assert other in queue_of(planner, opened)
    decide(actor=planner, proposal=other, now=opened, **without)
    assert other.state == "accepted"


def test_opening_again_takes_back_what_went_up_and_nobody_touched(town: Town) -> None:
    stage = rule(town, "rw", silence="up")
    lengthen(town, "kelurahan", "kecamatan", "opd", "kota")
    waits, decided = town.proposal("rw"), town.proposal("rw")
    late = end(town, "rw")
    close_by_calendar(stage=stage, now=late)
    decide(actor=town.staff["lurah"], proposal=decided, outcome="forward", now=late)
    given = {"until": late + 5 * DAY, "reason": "Ketua RW sakit.", "now": late + HOUR}
    assert reopen_stage(stage=stage, actor=town.staff["planner"], **given) == 1
    assert standing(waits) == ("rw", "waiting")
    assert not Proposal.objects.get(pk=waits.pk).passed_over
    assert standing(decided) == ("kecamatan", "waiting")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("silence", ["up", "hold", "end"])
def test_queries_of_an_end_do_not_grow(
    town: Town, django_assert_max_num_queries: Any, silence: str, count: int
) -> None:
    stage = rule(town, "rw", silence=silence)
    lengthen(town, "kelurahan", "kecamatan", "opd", "kota")
    for _ in range(count):
        town.proposal("rw")
    with django_assert_max_num_queries(13):
        moved = close_by_calendar(stage=stage, now=end(town, "rw"))
    assert moved == (0 if silence == "hold" else count)


def test_declined_stops_where_the_stage_says_so(town: Town) -> None:
    rule(town, "rw", after_decline="stop")
    proposal = town.proposal("rw")
    decide(actor=town.staff["ketua_rw"], proposal=proposal, outcome="decline", reason="Sebab.")
    assert standing(proposal) == ("rw", "rejected")
