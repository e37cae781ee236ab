"""Which proposals of the demo ask for the same: of one kind, one channel, one RW and near by."""

from __future__ import annotations

from collections import defaultdict

from musrenbang.demo.kinds import Kind, Text
from musrenbang.models import Proposal
from musrenbang.vocabulary import State, Tier

GANGS = 1  # so many gang away is near by
LINE = [str(tier) for tier in Tier]
RUNNING = (State.WAITING, State.RESERVE, State.ACCEPTED)


class Neighbours:
    """What was decided already, by where it is."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int | None, str], list[Proposal]] = defaultdict(list)
        self.gang: dict[int, int] = {}
        self.text: dict[int, Text] = {}

    def note(self, proposal: Proposal, gang: int, text: Text) -> None:
        """Where one lies and what it says, before anything is decided on it."""
        self.gang[proposal.pk], self.text[proposal.pk] = gang, text

    def remember(self, proposal: Proposal, kind: Kind) -> None:
        """One that stands where its decisions led it."""
        if proposal.state != State.MERGED:
            key = (proposal.channel_id, proposal.rw_id, kind.code)
            self.known[key].append(proposal)

    def target(self, proposal: Proposal, kind: Kind, tier: str) -> Proposal | None:
        """The first near by of the same kind that had not ended when this tier decided."""
        for other in self.known[proposal.channel_id, proposal.rw_id, kind.code]:
            runs = other.state in RUNNING or LINE.index(other.tier) > LINE.index(tier)
            if runs and self._same(other, proposal, kind):
                return other
        return None

    def _same(self, one: Proposal, other: Proposal, kind: Kind) -> bool:
        """What says the same, or lies near by."""
        if kind.alike:
            return self.text[one.pk] == self.text[other.pk]
        return abs(self.gang[one.pk] - self.gang[other.pk]) <= GANGS
