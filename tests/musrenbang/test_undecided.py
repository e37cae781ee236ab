"""What a year left undecided: told, and carried by its proposer or by the kelurahan for many."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import NotAllowed, Refusal
from musrenbang.domain.carrying import carry, carry_for_proposer, leave_in_its_year
from musrenbang.domain.figures import count_figures
from musrenbang.domain.holding import settle_held
from musrenbang.domain.projection import project
from musrenbang.domain.standing import replay_all
from musrenbang.models import Channel, Cycle, Decision, Figures, Proposal, Stage
from musrenbang.tasks import close_ended_stages
from tests.factories.musrenbang import ChannelFactory
from tests.musrenbang.years import DAY, LENGTH, Year
from tests.town import HOUR, Town, client_of, decide, fresh


class Ended:
    """A year in which the lurah was silent, and an open year after it."""

    def __init__(self, town: Town, count: int = 1) -> None:
        self.town, self.year = town, Year.begin(town, "surabaya-kelurahan")
        kelurahan = self.year.stages[1]
        self.rows = [self.year.proposal(stage=kelurahan) for _ in range(count)]
        self.now = self.year.after(self.year.stages[-1])

    def end(self) -> None:
        with time_machine.travel(self.now):
            assert close_ended_stages() == len(self.rows)

    def open_next(self) -> Channel:
        cycle = Cycle.objects.create(year=self.town.cycle.year + 1, name="Tahun kemudian")
        taken = DateTimeTZRange(self.now - DAY, self.now + LENGTH)
        channel: Channel = ChannelFactory(cycle=cycle, code="kemudian", submission=taken)
        Year.begin(self.town, "surabaya-kelurahan", channel)
        Stage.objects.filter(channel=channel).update(window=taken)
        return channel


def standing(row: Proposal) -> tuple[str, str, int]:
    row = Proposal.objects.get(pk=row.pk)
    after = project(row, list(row.decisions.all()), list(row.channel.stages.all()))
    assert (after.stage.tier, after.state) == (row.tier, row.state)
    return row.tier, row.state, row.channel.cycle.year


def test_what_is_held_ends_with_its_year_as_undecided(town: Town, client: Client) -> None:
    ended = Ended(town)
    (row,) = ended.rows
    with time_machine.travel(ended.year.after(ended.year.stages[1])):
        assert close_ended_stages() == 0
        assert Proposal.objects.get().state == "waiting"
    with time_machine.travel(ended.year.stages[-1].closes + HOUR / 2):
        assert close_ended_stages() == 0  # the hour in which the planner mends a date
    ended.end()
    with time_machine.travel(ended.now):
        assert close_ended_stages() == 0
        assert standing(row)[:2] == ("kelurahan", "undecided")
        decision = row.decisions.get()
        assert (decision.outcome, decision.role) == ("undecided", "sistem")
        assert "Lurah Karang Pilang 1 tidak memutuskan." in decision.reason_text
        page = client.get(row.get_absolute_url()).content.decode()
        assert Proposal.objects.get().status == (
            "Belum diputuskan tahun ini di Kelurahan Karang Pilang 1"
        )
        assert "Tidak dibahas" not in page and "Belum diputuskan tahun ini di" in page
        assert "Usulan ini tidak ditolak" in page
        deliver_outbox()
    told = Notice.objects.filter(user=town.citizen, sentence__contains="belum diputuskan tahun ini")
    assert told.count() == 1


def test_the_planner_settles_nothing_when_the_year_has_ended(town: Town) -> None:
    ended = Ended(town)
    ended.end()
    given = {"actor": town.staff["planner"], "proposal": ended.rows[0], "seen": 1}
    with pytest.raises(Refusal) as refused:
        settle_held(**given, outcome="not_discussed", reason="Sudah lewat.", now=ended.now)
    assert refused.value.code == "not_held"


def test_its_proposer_carries_it(town: Town) -> None:
    ended = Ended(town)
    ended.end()
    (row,), channel = ended.rows, ended.open_next()
    carry(actor=town.citizen, proposal=row, channel=channel, now=ended.now)
    assert standing(row) == ("rw", "waiting", channel.cycle.year)


def test_the_kelurahan_carries_many_with_a_count_before_and_a_way_back(town: Town) -> None:
    ended = Ended(town, 3)
    ended.end()
    prices, before = [row.unit_price for row in ended.rows], town.cycle.year
    channel = ended.open_next()
    with time_machine.travel(ended.now):
        desk = client_of(fresh(town.staff["lurah"]))
        address = "/admin/musrenbang/proposal/?antrean=belum-diputuskan"
        page = desk.get(address).content.decode()
        assert page.count('name="_selected_action"') == 3
        assert 'value="bawa"' in page and 'value="decide_many"' not in page
        ticked: dict[str, Any] = {"_selected_action": [row.pk for row in ended.rows]}
        asked = desk.post(address, {**ticked, "action": "bawa", "index": "0"})
        assert all(row.number in asked.content.decode() for row in ended.rows)
        seen = {f"seen_{row.pk}": "1" for row in ended.rows}
        preview = desk.post(address, {**ticked, **seen, "action": "bawa", "apply": "1"})
        assert "Dibawa ke" in preview.content.decode()
        assert {standing(row)[1] for row in ended.rows} == {"undecided"}
        given = {**ticked, **seen, "action": "bawa", "apply": "1", "confirmed": "1"}
        desk.post(address, given)
        assert {standing(row) for row in ended.rows} == {("rw", "waiting", channel.cycle.year)}
        deliver_outbox()
        told = Notice.objects.filter(user=town.citizen, sentence__contains="dibawa ke tahun ini")
        assert told.count() == 3
        carried = desk.get("/admin/musrenbang/proposal/?antrean=dibawa").content.decode()
        assert carried.count('name="_selected_action"') == 3
        back = {**given, "action": "jangan-bawa", **{key: "2" for key in seen}}
        desk.post("/admin/musrenbang/proposal/?antrean=dibawa", back)
        assert {standing(row) for row in ended.rows} == {("kelurahan", "undecided", before)}
        rows = Proposal.objects.order_by("pk")
        assert [row.unit_price for row in rows] == prices
        count_figures()
    assert Figures.objects.get(year=None, area=None).sent == 3
    assert not Figures.objects.filter(year=channel.cycle.year, sent__gt=0).exists()
    assert [found for _, found in replay_all() if found] == []


@pytest.mark.parametrize(
    ("who", "code"),
    [("far lurah", "not_assisting"), ("camat", "not_assisting"), ("planner", "not_assisting")],
)
def test_only_its_kelurahan_carries_it_for_others(town: Town, who: str, code: str) -> None:
    ended = Ended(town)
    ended.end()
    ended.open_next()
    people = town.far if who.startswith("far") else town.staff
    with pytest.raises(NotAllowed) as refused:
        carry_for_proposer(actor=people[who.split()[-1]], proposal=ended.rows[0], now=ended.now)
    assert refused.value.code == code


def test_what_is_not_carried_for_others(town: Town) -> None:
    ended, lurah = Ended(town), town.staff["lurah"]
    (row,) = ended.rows
    given: dict[str, Any] = {"actor": lurah, "proposal": row, "now": ended.now}
    with pytest.raises(Refusal) as early:
        carry_for_proposer(**given)
    assert early.value.code == "not_undecided"
    ended.end()
    with pytest.raises(Refusal) as alone:
        carry_for_proposer(**given)
    assert alone.value.code == "no_later_year"
    ended.open_next()
    carry_for_proposer(**given)
    row = Proposal.objects.get(pk=row.pk)
    decide(actor=town.staff["ketua_rw"], proposal=row, outcome="endorse", now=ended.now)
    with pytest.raises(Refusal) as acted:
        leave_in_its_year(**given)
    assert acted.value.code == "not_carried"
    assert Decision.objects.filter(outcome="carry").count() == 1
