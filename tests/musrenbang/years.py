"""A planning year by a pack: its stages one after another, and proposals that begin it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from musrenbang.domain.calendar import close_by_calendar
from musrenbang.domain.procedures import load_procedure, stamp_of
from musrenbang.domain.projection import first_station, path_of
from musrenbang.models import Channel, Proposal, Stage
from tests.factories.musrenbang import GroupFactory, ProposalFactory
from tests.town import HOUR, Town

DAY = timedelta(days=1)
LENGTH = 10 * DAY  # of a stage


@dataclass
class Year:
    """A channel with the stages of a pack, each ten days, the first since yesterday."""

    town: Town
    channel: Channel
    stages: list[Stage] = field(default_factory=list)

    @classmethod
    def begin(cls, town: Town, code: str, channel: Channel | None = None) -> Year:
        channel = Channel.objects.get(pk=(channel or town.channel).pk)
        seen = stamp_of(list(channel.stages.order_by("position")), channel)
        load_procedure(actor=town.staff["planner"], channel=channel, code=code, seen=seen)
        channel.refresh_from_db()
        year, opens = cls(town, channel), timezone.now() - DAY
        for stage in channel.stages.order_by("position"):
            stage.window = DateTimeTZRange(opens, opens + LENGTH)
            stage.save(update_fields=["window"])
            year.stages.append(stage)
            opens += LENGTH
        return year

    @property
    def first(self) -> Stage:
        first = first_station(path_of(self.stages), self.channel.place_level)
        assert first is not None
        return first

    @property
    def opinion(self) -> Stage:
        return next(stage for stage in self.stages if stage.is_opinion)

    def proposal(self, **columns: Any) -> Proposal:
        """One that waits at the first station: of a resident, or of a group for the kelurahan."""
        town = self.town
        given: dict[str, Any] = {"proposer": town.citizen, "variant": town.variant}
        given |= {"agency": town.agency, "rw": town.rw}
        if self.channel.place_level == "kelurahan":
            village = town.rw.parent
            group = GroupFactory(kelurahan=village, speaker=town.citizen)
            given |= {"rw": None, "kelurahan": village, "kecamatan": village.parent}
            given |= {"place_level": "kelurahan", "proposed_as": "group", "group": group}
        return ProposalFactory(**{"stage": self.first, **given, **columns})

    def within(self, stage: Stage) -> datetime:
        """A moment in the window of a stage."""
        return stage.opens + HOUR

    def after(self, stage: Stage) -> datetime:
        """A moment at which the calendar has closed it."""
        return stage.closes + 2 * HOUR

    def close(self, now: datetime) -> int:
        """What the calendar does at a moment: every stage that ended, in order."""
        ended = [stage for stage in self.stages if stage.closes + HOUR <= now]
        return sum(close_by_calendar(stage=stage, now=now) for stage in ended)

    def reload(self) -> None:
        self.stages = list(self.channel.stages.order_by("position"))
