from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.utils import timezone

from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.models import OutboxEvent
from egov.verbs.refusal import Invalid, Refusal
from musrenbang.domain.calendar import close_by_calendar
from musrenbang.domain.deliberation import complete, prepare
from musrenbang.domain.projection import project
from musrenbang.domain.submission import submit, support
from musrenbang.models import Decision, Proposal
from musrenbang.vocabulary import State
from tests.town import HOUR, Town, decide


def go(town: Town, proposal: Proposal, role: str, outcome: str, **more: Any) -> Decision:
    return decide(
        actor=town.staff[role], proposal=proposal, outcome=outcome, reason="Sebab uji.", **more
    )


def sent(town: Town) -> Proposal:
    return submit(actor=town.citizen, channel=town.channel, content=town.content(), key="satu")


def test_from_rw_to_city(town: Town) -> None:
    p = sent(town)
    go(town, p, "ketua_rw", "endorse")
    assert (p.tier, p.state, p.rw_rank) == ("kelurahan", "waiting", 1)
    go(town, p, "lurah", "forward", volume=Decimal(80), reason_code="changed")
    assert (p.tier, p.volume, p.cost) == ("kecamatan", Decimal(80), Decimal(16800000))
    go(town, p, "camat", "forward")
    with pytest.raises(Refusal, match="hasil verifikasi"):
        go(town, p, "planner", "accept")
    go(town, p, "verifier", "feasible")
    assert (p.tier, p.has_opinion) == ("kota", True)
    go(town, p, "planner", "accept")
    assert (p.tier, p.state, p.cost) == ("kota", "accepted", Decimal(16800000))
    assert list(p.decisions.values_list("tier", "office")) == [
        ("rw", "Ketua RW 01 Karang Pilang 1"),
        ("kelurahan", "Lurah Karang Pilang 1"),
        ("kecamatan", "Camat Karang Pilang"),
        ("opd", "Verifikator DSDABM"),
        ("kota", "Perencana Bappedalitbang Surabaya"),
    ]
    assert p.proposed_volume == Decimal(100)


def test_the_standing_is_what_the_decisions_say(town: Town) -> None:
    p = sent(town)
    for role, outcome in (("ketua_rw", "decline"), ("lurah", "return")):
        go(town, p, role, outcome)
    complete(
        actor=town.citizen,
        proposal=p,
        changes={"volume": Decimal(50), "title": "Paving gang 3 yang benar"},
    )
    go(town, p, "lurah", "reserve")
    go(town, p, "lurah", "forward")  # a correction of the same office
    held = project(p, list(p.decisions.all()), list(p.channel.stages.all()))
    assert (held.stage, held.state, held.volume, held.rw_declined) == (
        p.stage,
        p.state,
        p.volume,
        p.rw_declined,
    )
    assert (p.tier, p.state, p.volume, p.rw_declined) == ("kecamatan", "waiting", Decimal(50), True)


def test_a_correction_is_another_row_and_ends_when_the_next_office_acts(town: Town) -> None:
    p = sent(town)
    go(town, p, "ketua_rw", "endorse")
    first = go(town, p, "lurah", "forward")
    second = go(town, p, "lurah", "reject")
    assert (second.supersedes, p.tier, p.state) == (first, "kelurahan", "rejected")
    third = go(town, p, "lurah", "forward")
    assert (third.supersedes, p.tier, p.state) == (second, "kecamatan", "waiting")
    go(town, p, "camat", "reserve")
    with pytest.raises(Refusal) as told:
        go(town, p, "lurah", "reject")
    assert told.value.code == "not_your_turn"
    assert p.decisions.count() == 5


def test_a_decision_row_cannot_be_changed_or_deleted(town: Town) -> None:
    p = sent(town)
    row = go(town, p, "ketua_rw", "endorse")
    for sql in (
        "UPDATE musrenbang_decision SET reason = 'x' WHERE id = %s",
        "DELETE FROM musrenbang_decision WHERE id = %s",
    ):
        with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [row.pk])


def test_the_second_is_told_what_changed(town: Town) -> None:
    p = sent(town)
    go(town, p, "ketua_rw", "endorse", seen=0)
    with pytest.raises(Refusal) as told:
        go(town, p, "lurah", "forward", seen=0)
    assert told.value.code == "changed_meanwhile"
    assert "Ketua RW 01 Karang Pilang 1" in told.value.sentence
    assert "Disepakati" in told.value.sentence


def test_outside_the_window_the_refusal_says_when(town: Town) -> None:
    p = sent(town)
    opens = town.stages["rw"].opens
    with pytest.raises(Refusal) as told:
        go(town, p, "ketua_rw", "endorse", now=opens - HOUR)
    assert str(timezone.localtime(opens).year) in told.value.sentence


def test_an_unconfirmed_citizen_sends_but_it_stays_in_the_rw(town: Town) -> None:
    home = town.citizen.residences.get()
    home.confirmed_at = None
    home.save()
    p = sent(town)
    for outcome in ("endorse", "decline"):
        with pytest.raises(Refusal) as told:
            go(town, p, "ketua_rw", outcome)
        assert told.value.code == "residence_first"
    go(town, p, "ketua_rw", "return")  # asking back is no leaving


@pytest.mark.parametrize(
    ("role", "tier", "outcome", "more", "code"),
    [
        ("lurah", "kelurahan", "reject", {"reason": " "}, "no_reason"),
        ("lurah", "kelurahan", "forward", {"volume": Decimal(0)}, "volume_positive"),
        ("lurah", "kelurahan", "forward", {"cost": Decimal(-1)}, "cost_range"),
        ("lurah", "kelurahan", "forward", {"reason_code": "bukan"}, "unknown_reason"),
        ("lurah", "kelurahan", "merge", {}, "merge_target"),
        ("lurah", "kelurahan", "accept", {}, "outcome_not_here"),
        (
            "lurah",
            "kelurahan",
            "return",
            {"deadline": timezone.localdate() + timedelta(days=400)},
            "deadline_range",
        ),
        ("ketua_rw", "rw", "endorse", {"rank": 0}, "rank_range"),
    ],
)
def test_bad_input_is_refused_at_its_field(
    town: Town, role: str, tier: str, outcome: str, more: dict[str, Any], code: str
) -> None:
    p = town.proposal(tier)
    with pytest.raises(Invalid) as told:
        decide(actor=town.staff[role], proposal=p, outcome=outcome, **{"reason": "Sebab.", **more})
    assert told.value.code == code
    assert told.value.field
    assert p.decisions.count() == 0


def test_ranks_are_each_given_once(town: Town) -> None:
    a, b, c = (town.proposal() for _ in range(3))
    go(town, a, "ketua_rw", "endorse", rank=1)
    with pytest.raises(Invalid, match=a.number):
        go(town, b, "ketua_rw", "endorse", rank=1)
    go(town, b, "ketua_rw", "endorse")
    go(town, c, "ketua_rw", "endorse", rank=5)
    assert [Proposal.objects.get(pk=p.pk).rw_rank for p in (a, b, c)] == [1, 2, 5]


def test_merging_keeps_both_pages(town: Town, client: Any) -> None:
    a, b = town.proposal("kelurahan"), town.proposal("kelurahan")
    go(town, a, "lurah", "merge", merged_into=b)
    assert (a.state, a.merged_into) == (State.MERGED, b)
    assert b.number in client.get(f"/usulan/{a.number}/").content.decode()
    assert a.number in client.get(f"/usulan/{b.number}/").content.decode()
    far = town.proposal("kelurahan", rw=town.areas["35.78.02.1001/01"])
    with pytest.raises(Invalid) as told:
        go(town, b, "lurah", "merge", merged_into=far)
    assert told.value.code == "merge_outside"


def test_the_end_of_the_year_leaves_the_rest_undecided_and_tells(town: Town) -> None:
    left, returned, kept = (
        town.proposal("kelurahan"),
        town.proposal("kelurahan"),
        town.proposal("kelurahan"),
    )
    go(town, returned, "lurah", "return")
    go(town, kept, "lurah", "reserve")
    stage, after = town.stages["kelurahan"], town.channel.submission.upper + HOUR
    with pytest.raises(Refusal, match="masih berlangsung"):
        close_by_calendar(stage=stage)
    assert close_by_calendar(stage=stage, now=after) == 2
    assert close_by_calendar(stage=stage, now=after) == 0
    states = [Proposal.objects.get(pk=p.pk).state for p in (left, returned, kept)]
    assert states == ["undecided", "lapsed", "reserve"]
    deliver_outbox()
    for word in ("belum diputuskan", "tidak dilengkapi"):
        assert Notice.objects.filter(user=town.citizen, sentence__contains=word).count() == 1


def test_a_year_without_the_kelurahan_tier_is_a_row_less(town: Town) -> None:
    town.stages["kelurahan"].delete()
    p = sent(town)
    go(town, p, "ketua_rw", "endorse")
    assert p.tier == "kecamatan"


def test_preparing_is_read_by_the_one_who_decides(town: Town) -> None:
    p = town.proposal("kelurahan")
    given = {"volume": Decimal(90), "reason_code": "changed", "reason": "Lebih pendek."}
    made = prepare(actor=town.staff["operator_kelurahan"], proposal=p, outcome="forward", **given)
    assert (made.cost, p.preparations.count()) == (Decimal(18900000), 1)
    go(town, p, "lurah", "forward")
    assert p.preparations.count() == 0


def test_proposer_and_supporters_hear_of_each_step_once(town: Town) -> None:
    p = town.proposal(proposer=town.stranger)
    support(actor=town.citizen, proposal=p)
    assert support(actor=town.citizen, proposal=p) is False
    go(town, p, "ketua_rw", "return")
    assert OutboxEvent.objects.filter(consumed_at=None).count() == 1
    deliver_outbox()
    deliver_outbox()
    assert sorted(Notice.objects.values_list("user__name", flat=True)) == [
        "Orang Lain",
        "Siti Rekaan",
    ]
    assert Proposal.objects.get(pk=p.pk).support_count == 1


def test_nothing_is_sent_into_a_stage_that_is_over(town: Town) -> None:
    stage = town.stages["rw"]
    stage.closed_at = timezone.now()
    stage.save()
    with pytest.raises(Refusal) as told:
        submit(actor=town.citizen, channel=town.channel, content=town.content(), key="k")
    assert told.value.code == "stage_over"
    p = town.proposal("kelurahan")
    following = town.stages["kecamatan"]
    following.closed_at, following.silence = timezone.now(), "up"
    following.save()
    with pytest.raises(Refusal) as told:
        decide(actor=town.staff["lurah"], proposal=p, outcome="forward")
    assert told.value.code == "next_stage_over"


def test_a_channel_may_end_at_kecamatan(town: Town) -> None:
    for tier in ("kota", "opd"):
        town.stages[tier].delete()
    p = town.proposal("kecamatan")
    decide(actor=town.staff["camat"], proposal=p, outcome="forward")
    assert (p.tier, p.state) == ("kecamatan", "accepted")


def test_two_proposals_never_merge_into_each_other(town: Town) -> None:
    a, b = town.proposal("kelurahan"), town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=a, outcome="merge", reason="Sama.", merged_into=b)
    with pytest.raises(Refusal) as told:
        decide(
            actor=town.staff["lurah"], proposal=b, outcome="merge", reason="Sama.", merged_into=a
        )
    assert told.value.code == "merge_ended"
