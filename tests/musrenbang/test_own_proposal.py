"""What a proposer does with what was sent: change, withdraw, carry into a later year."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from egov.verbs.refusal import Refusal
from musrenbang.domain.calendar import close_by_calendar
from musrenbang.domain.carrying import carry
from musrenbang.domain.deliberation import prepare
from musrenbang.domain.own_proposal import edit, withdraw
from musrenbang.domain.projection import project
from musrenbang.models import Channel, Cycle, KamusPrice, Proposal, ProposalVersion
from tests.factories.musrenbang import RULES, ChannelFactory, StageFactory
from tests.town import Town, client_of, decide, fresh, reside, user

QUEUE = "/admin/musrenbang/proposal/"


def refused(act: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        act(**given)
    return refusal.value.code


def next_year(town: Town) -> Channel:
    """A channel of the next year that is open now."""
    cycle = Cycle.objects.create(year=town.cycle.year + 1, name="Tahun berikutnya")
    channel = ChannelFactory(cycle=cycle, code="warga")
    for columns in RULES:
        StageFactory(channel=channel, tier=columns["tier"])
    return channel


def rejected(town: Town) -> Proposal:
    proposal = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=proposal, outcome="reject", reason="Anggaran habis.")
    return proposal


def test_each_change_before_the_first_act_is_a_version(town: Town) -> None:
    proposal = town.proposal("rw")
    changes = {"title": "Paving gang 4", "volume": Decimal(50)}
    edit(actor=town.citizen, proposal=proposal, changes=changes)
    assert (proposal.title, proposal.volume) == ("Paving gang 4", 50)
    assert proposal.proposed_cost == proposal.cost == 50 * proposal.unit_price
    edit(actor=town.citizen, proposal=proposal, changes={"wish": "Dipaving segera."})
    versions = ProposalVersion.objects.filter(proposal=proposal)
    assert [(v.number, v.title, v.volume) for v in versions] == [
        (1, "Paving gang 3", 100),
        (2, "Paving gang 4", 50),
    ]


def test_who_may_change_and_until_when(town: Town) -> None:
    proposal = town.proposal("rw")
    given = {"proposal": proposal, "changes": {"title": "Lain"}}
    assert refused(edit, actor=town.neighbour, **given) == "not_your_proposal"
    assert refused(edit, actor=town.staff["lurah"], **given) == "not_your_proposal"
    decide(actor=town.staff["ketua_rw"], proposal=proposal, outcome="endorse")
    assert refused(edit, actor=town.citizen, **given) == "already_decided"


def test_a_proposer_withdraws_with_a_reason(town: Town) -> None:
    proposal = town.proposal("rw")
    decide(actor=town.staff["ketua_rw"], proposal=proposal, outcome="endorse")
    given = {"actor": town.citizen, "proposal": proposal, "seen": 1}
    assert refused(withdraw, **given, reason="") == "no_reason"
    assert refused(withdraw, **given, reason="-") == "reason_too_short"
    assert refused(withdraw, **{**given, "seen": 0}, reason="Sudah ada.") == "changed_meanwhile"
    other = {**given, "actor": town.neighbour}
    assert refused(withdraw, **other, reason="Sudah ada.") == "not_your_proposal"
    withdraw(**given, reason="Sudah dikerjakan warga sendiri.")
    assert (proposal.state, proposal.status) == ("withdrawn", "Ditarik pengusul")
    again = {**given, "seen": 2}
    assert refused(withdraw, **again, reason="Sudah ada.") == "nothing_to_withdraw"
    # no office brings it back as a correction of its own
    lurah = {"actor": town.staff["lurah"], "proposal": proposal, "outcome": "forward"}
    assert refused(decide, **lurah) == "not_your_turn"


def test_what_others_follow_is_not_withdrawn(town: Town) -> None:
    head, merged = town.proposal("kelurahan"), town.proposal("kelurahan")
    decide(
        actor=town.staff["lurah"],
        proposal=merged,
        outcome="merge",
        reason="Gang yang sama.",
        merged_into=head,
    )
    given = {"actor": town.citizen, "proposal": head, "seen": 0, "reason": "Tidak jadi."}
    assert refused(withdraw, **given) == "others_follow"


def test_the_same_wish_goes_into_a_later_year(town: Town) -> None:
    proposal = rejected(town)
    number, channel = proposal.number, next_year(town)
    KamusPrice.objects.update(amount=300000)
    given = {"actor": town.citizen, "proposal": proposal, "channel": channel}
    assert refused(carry, **{**given, "actor": town.neighbour}) == "not_your_proposal"
    assert refused(carry, **{**given, "channel": town.channel}) == "other_channel"
    carry(**given)
    assert (proposal.number, proposal.channel, proposal.tier) == (number, channel, "rw")
    assert (proposal.state, proposal.cost) == ("waiting", 30000000)
    assert [d.outcome for d in proposal.decisions.all()] == ["reject", "carry"]
    assert refused(carry, **given) == "not_over"
    decide(actor=town.staff["ketua_rw"], proposal=proposal, outcome="endorse")
    proposal.refresh_from_db()
    assert (proposal.tier, proposal.rw_rank) == ("kelurahan", 1)
    replayed = project(proposal, list(proposal.decisions.all()), list(channel.stages.all()))
    assert (replayed.stage.pk, replayed.cost) == (proposal.stage_id, proposal.cost)
    page = client_of(town.citizen).get(proposal.get_absolute_url()).content.decode()
    assert "Tahun sebelumnya" in page
    assert "Anggaran habis." in page


def test_a_reserve_is_carried_when_its_year_is_over(town: Town) -> None:
    proposal, channel = town.proposal("kota"), next_year(town)
    town.stages["opd"].preparer = ""
    Proposal.objects.filter(pk=proposal.pk).update(has_opinion=True)
    decide(
        actor=town.staff["planner"], proposal=proposal, outcome="reserve", reason="Menunggu dana."
    )
    proposal.refresh_from_db()
    given = {"actor": town.citizen, "proposal": proposal, "channel": channel}
    assert refused(carry, **given) == "not_over"
    stage, now = town.stages["kota"], timezone.now()
    stage.window = DateTimeTZRange(now - timedelta(days=3), now - timedelta(days=1))
    stage.save()
    close_by_calendar(stage=stage)
    carry(**given)
    assert (proposal.state, proposal.reserve_rank) == ("waiting", None)


def test_the_pages_change_withdraw_and_carry(town: Town) -> None:
    proposal, channel = town.proposal("rw"), next_year(town)
    mine, other = client_of(town.citizen), client_of(town.neighbour)
    address = proposal.get_absolute_url()
    for page in ("ubah", "tarik", "bawa", "versi"):
        assert other.get(f"{address}{page}/").status_code == 404, page
    shown = mine.get(address).content.decode()
    assert "Apa berikutnya" in shown
    assert "Ubah usulan ini" in shown
    assert "Bawa ke tahun" not in shown
    texts = {"title": "Paving gang 5", "problem": "Becek.", "wish": "Dipaving.", "address": "Gang"}
    assert mine.post(f"{address}ubah/", {**texts, "volume": "60"}).status_code == 302
    assert "Paving gang 3" in mine.get(f"{address}versi/").content.decode()
    assert client_of(town.staff["lurah"]).get(f"{address}versi/").status_code == 200
    page = mine.post(f"{address}tarik/", {"reason": "x", "seen": "0"}).content.decode()
    assert "Terlalu singkat untuk dimengerti." in page
    given = {"reason": "Sudah dikerjakan warga.", "seen": "0"}
    assert mine.post(f"{address}tarik/", given).status_code == 302
    shown = mine.get(address).content.decode()
    assert "Ditarik pengusul" in shown
    assert "Sudah dikerjakan warga." in shown
    assert mine.post(f"{address}bawa/", {"channel": channel.pk}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.channel == channel


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_list_and_queue_ask_the_same_for_many(
    town: Town, rows: int, django_assert_max_num_queries: Any
) -> None:
    head = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=head, outcome="forward")
    for _ in range(rows):
        town.proposal("kelurahan", state="merged", merged_into=head)
    merged = town.proposal("kelurahan")
    given = {"outcome": "merge", "reason": "Gang yang sama.", "merged_into": head}
    decide(actor=town.staff["lurah"], proposal=merged, **given)
    for _ in range(rows):
        waiting = town.proposal("kelurahan")
        prepare(actor=town.staff["operator_kelurahan"], proposal=waiting, outcome="forward")
    backs = user("pendukung")
    reside(backs, town.areas["35.78.01.1001/02"])
    pages = [head.get_absolute_url(), merged.get_absolute_url()]
    listed = ["/usulan/", "/usulan/?q=paving&wilayah=35.78.01.1001"]
    walks = [(town.citizen, pages), (backs, pages), (town.staff["lurah"], [*pages, *listed, QUEUE])]
    for person, addresses in walks:
        browser = client_of(fresh(person))
        for address in addresses:
            browser.get(address)
            with django_assert_max_num_queries(12, info=address):
                browser.get(address)
