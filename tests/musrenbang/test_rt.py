"""A channel whose first stage is the RT's: its list is handed to the RW, whose head records it."""

from __future__ import annotations

from dataclasses import replace

from django.test import Client

from musrenbang.domain.packs import read_pack
from musrenbang.domain.standing import replay_all
from musrenbang.procedure import stage_faults
from musrenbang.vocabulary import Tier
from tests.musrenbang.years import Year
from tests.town import Town, decide


def test_it_begins_at_the_rt_and_goes_on_to_the_rw(town: Town) -> None:
    year = Year.begin(town, "rt-kelurahan")
    rt, rw, village = year.stages[:3]
    assert [stage.tier for stage in (rt, rw)] == ["rt", "rw"]
    agreed, silent = year.proposal(), year.proposal()
    assert agreed.status == "Menunggu keputusan RT di RW 01 Karang Pilang 1"
    head, now = town.staff["ketua_rw"], year.within(rt)
    decision = decide(actor=head, proposal=agreed, outcome="endorse", now=now)
    told = ("rt", None, "Rembuk RT RW 01 Karang Pilang 1")
    assert (decision.tier, decision.rank, decision.forum) == told
    year.close(year.after(rt))
    for proposal in (agreed, silent):
        proposal.refresh_from_db()
        assert (proposal.stage, proposal.tier) == (rw, Tier.RW)
    page = Client().get(silent.get_absolute_url()).content.decode()
    assert "Tanpa rembuk RT di RW 01" in page
    decide(actor=head, proposal=silent, outcome="endorse", now=year.within(rw))
    silent.refresh_from_db()
    assert (silent.stage, silent.rw_rank) == (village, 1)
    assert [deviations for _, deviations in replay_all() if deviations] == []
    listed = Client().get("/api/v1/usulan/?tingkat=rw").json()["results"]
    assert [row["nomor"] for row in listed] == [agreed.number]


def test_an_rt_gives_no_rank() -> None:
    rule = read_pack("rt-kelurahan").rules[0]
    assert dict(stage_faults(rule)) == {}
    assert set(dict(stage_faults(replace(rule, ranks=True)))) == {"ranks"}
