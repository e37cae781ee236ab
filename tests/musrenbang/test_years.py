"""One year of each pack from empty to its last stage, with all that befalls proposals in practice.

Each proposal is called after what befalls it; at the end its row and its page say what came of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from egov.files.pictures import store_picture
from musrenbang.domain.calendar import reopen_stage
from musrenbang.domain.carrying import carry
from musrenbang.domain.deliberation import decide
from musrenbang.domain.holding import settle_held
from musrenbang.domain.moderation import withhold
from musrenbang.domain.own_proposal import withdraw
from musrenbang.domain.promoting import promote
from musrenbang.domain.recording import record_assembly
from musrenbang.domain.redirecting import ask_redirection, settle_redirection
from musrenbang.domain.standing import replay_all
from musrenbang.models import Channel, Cycle, Proposal, Stage
from tests.conftest import picture
from tests.factories.musrenbang import ChannelFactory
from tests.musrenbang.years import DAY, LENGTH, Year
from tests.town import HOUR, Town, fresh, reside

WHY = "Contoh: sebab yang cukup panjang."
NAMES = [
    "vacant",
    "silent",
    "wrong",
    "lapsed",
    "withdrawn",
    "reopened",
    "reserve",
    "merged",
    "withheld",
    "carried",
]
ACCEPTED, NEXT_YEAR = "Diterima Kota Surabaya", "Menunggu keputusan"
# what pages say at the end, in every year; then where the procedures differ
SAYS: dict[str, tuple[str, ...]] = {
    "wrong": (ACCEPTED, "semula"),
    "lapsed": ("Tidak dilengkapi pengusul sampai", "Dibuka kembali", "dibawa ke tahun berikutnya"),
    "withdrawn": ("Ditarik pengusul", WHY),
    "reserve": (ACCEPTED, "Naik dari cadangan"),
    "merged": ("Digabung dengan usulan lain", "Usulan ini berjalan bersama", ACCEPTED),
    "withheld": (ACCEPTED, "ditahan dari umum"),
    "carried": (NEXT_YEAR, "Tahun sebelumnya"),
}
OF_PACK: dict[str, dict[str, tuple[str, ...]]] = {
    "surabaya-kelurahan": {
        "vacant": (ACCEPTED, "Rembuk RW 02, dicatat Operator Kelurahan Karang Pilang 1"),
        "reopened": (ACCEPTED, "Dibuka kembali"),
        "silent": (ACCEPTED, "Tanpa rembuk RW 01"),
    },
    "klaten-kelurahan": {
        "vacant": (ACCEPTED, "Rembuk RW 02, dicatat Operator Kelurahan Karang Pilang 1"),
        "reopened": (ACCEPTED, "Dibuka kembali"),
        "silent": (ACCEPTED, "Tanpa rembuk RW 01"),
    },
    "tematik": {
        "vacant": (ACCEPTED, "Tanpa musyawarah Kelurahan Karang Pilang 1"),
        "reopened": (ACCEPTED,),  # its stage held it
        "silent": (ACCEPTED, "Tanpa musyawarah Kelurahan Karang Pilang 1"),
    },
}


class Story:
    """The acts of a year, each at its hour."""

    def __init__(self, town: Town, code: str) -> None:
        self.town, self.year = town, Year.begin(town, code)
        self.rows = {name: self.year.proposal(title=f"Usulan {name}") for name in NAMES}
        self.now: datetime = self.year.within(self.year.first)

    def row(self, name: str) -> Proposal:
        return Proposal.objects.get(pk=self.rows[name].pk)

    def act(self, verb: Any, name: str, who: str, **given: Any) -> None:
        """By the office of the proposal's own place; `citizen` is its proposer."""
        row = self.row(name)
        actor = self.town.citizen if who == "citizen" else fresh(self.town.staff[who])
        verb(actor=actor, proposal=row, now=self.now, **given)

    def decide(self, name: str, who: str, outcome: str, **more: Any) -> None:
        given = {"outcome": outcome, "reason": WHY, "seen": self.row(name).decided, **more}
        self.act(decide, name, who, **given)

    def pass_on(self, stage: Stage) -> None:
        """All that still waits at a stage goes its usual way, by the office that has it."""
        here = (
            stage if not stage.is_opinion else self.year.stages[self.year.stages.index(stage) + 1]
        )
        self.now = max(self.now, self.year.within(stage))
        for name in NAMES:
            row = self.row(name)
            if row.stage_id != here.pk or row.state != "waiting":
                continue
            agency = row.agency_id == self.town.other_agency.pk
            people = self.town.far if agency and stage.role == "verifier" else self.town.staff
            outcome = {"outcome": stage.outcomes[0], "seen": row.decided}
            decide(actor=fresh(people[stage.role]), proposal=row, now=self.now, **outcome)

    def first_stage(self) -> None:
        first = self.year.first
        role = first.role
        lurah, row = self.town.staff["lurah"], self.row("withheld")
        withhold(actor=lurah, proposal=row, fault="personal", sentence="Memuat nama orang.")
        self.decide("lapsed", role, "return")
        for name in ("wrong", "withdrawn", "reserve", "merged", "withheld", "carried"):
            self.decide(name, role, first.outcomes[0])
        self.act(withdraw, "withdrawn", "citizen", reason=WHY, seen=1)
        if first.tier == "rw":
            self.record_vacant()
        self.now = self.year.after(first)
        self.year.close(self.now)
        self.open_again(first)

    def record_vacant(self) -> None:
        """The RW 02 has no head: the kelurahan records what its sheet says."""
        sheet = store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
        given = {"sheet": sheet, "outcome": "endorse", "seen": 0}
        self.act(record_assembly, "vacant", "operator_kelurahan", **given)

    def open_again(self, first: Stage) -> None:
        """The planner opens the stage for two days more, in which one is decided."""
        planner, until = self.town.staff["planner"], self.now + 2 * DAY
        reopen_stage(actor=planner, stage=first, until=until, reason=WHY, now=self.now)
        self.now += HOUR
        self.decide("reopened", first.role, first.outcomes[0])
        self.now = until + 2 * HOUR
        self.year.reload()
        self.year.close(self.now)
        if first.silence == "hold":
            self.town.staff[first.role].appointments.update(period=(None, "2020-01-01"))
            for name in ("silent", "vacant"):
                given = {"outcome": "passed", "reason": WHY, "seen": self.row(name).decided}
                self.act(settle_held, name, "planner", **given)

    def second_stage(self) -> None:
        """One becomes a reserve, one is refused, one goes on in another."""
        stages = self.year.stages
        second = stages[stages.index(self.year.first) + 1]
        self.now = max(self.now, self.year.within(second))
        self.decide("reserve", second.role, "reserve")
        self.decide("carried", second.role, "reject", reason_code="budget")
        self.decide("merged", second.role, "merge", merged_into=self.row("wrong"))
        self.pass_on(second)
        self.now = self.year.after(second)
        self.year.close(self.now)
        self.act(promote, "reserve", second.role, reason=WHY, seen=self.row("reserve").decided)

    def opinions(self) -> None:
        """One is with the wrong OPD; the planner redirects it, and the right one verifies it."""
        self.now = max(self.now, self.year.within(self.year.opinion))
        other = self.town.other_agency
        self.act(ask_redirection, "wrong", "verifier", agency=other, reason=WHY)
        self.act(settle_redirection, "wrong", "planner", confirmed=True)
        self.pass_on(self.year.opinion)

    def to_the_end(self) -> None:
        self.first_stage()
        self.second_stage()
        for stage in self.year.stages[self.year.stages.index(self.year.first) + 2 :]:
            if stage.is_opinion:
                self.opinions()
            else:
                self.pass_on(stage)
        self.now = self.year.after(self.year.stages[-1])
        self.year.close(self.now)
        self.act(carry, "carried", "citizen", channel=self.next_year().channel)

    def next_year(self) -> Year:
        cycle = Cycle.objects.create(year=self.town.cycle.year + 1, name="Tahun kemudian")
        taken = DateTimeTZRange(self.now - DAY, self.now + LENGTH)
        channel: Channel = ChannelFactory(cycle=cycle, code="kemudian", submission=taken)
        year = Year.begin(self.town, self.year.channel.procedure.split("/")[0], channel)
        Stage.objects.filter(channel=channel).update(window=taken)
        return year


@pytest.mark.parametrize("code", OF_PACK)
def test_a_year_from_empty_to_its_last_stage(town: Town, client: Client, code: str) -> None:
    story = Story(town, code)
    if code != "tematik":
        rw = town.areas["35.78.01.1001/02"]
        reside(town.stranger, rw)
        columns = {"rw": rw, "proposer": town.stranger}
        Proposal.objects.filter(pk=story.rows["vacant"].pk).update(**columns)
    story.to_the_end()
    assert [found for _, found in replay_all() if found] == []
    assert Proposal.objects.count() == len(NAMES)
    with time_machine.travel(story.now + HOUR):
        for name, words in {**SAYS, **OF_PACK[code]}.items():
            row = story.row(name)
            page = " ".join(client.get(row.get_absolute_url()).content.decode().split())
            missing = [word for word in words if word not in page]
            assert missing == [], (name, row.status)
            assert row.status == words[0] or row.status.startswith(words[0])
            assert (row.title in page) == (name != "withheld")
