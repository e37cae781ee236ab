"""Which proposals of the demo ask for the same: of one kind, one channel, one RW and near by."""

from __future__ import annotations

from collections import defaultdict

from musrenbang.demo.kinds import Kind
from musrenbang.models import Proposal
from musrenbang.vocabulary import State, Tier

GANGS = 1  # so many gang away is near by
LINE = [str(tier) for tier in Tier]
RUNNING = (State.WAITING, State.RESERVE, State.ACCEPTED)


class Neighbours:
    """What was decided already, by where it is."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int, str], list[Proposal]] = defaultdict(list)
        self.gang: dict[int, int] = {}

    def place(self, proposal: Proposal, gang: int) -> None:
        """Where one lies; asked for by its number, before anything is decided on it."""
        self.gang[proposal.pk] = gang

    def remember(self, proposal: Proposal, kind: Kind) -> None:
        """One that stands where its decisions led it."""
        if proposal.state != State.MERGED:
            key = (proposal.channel_id, proposal.rw_id, kind.code)
            self.known[key].append(proposal)

    def target(self, proposal: Proposal, kind: Kind, tier: str) -> Proposal | None:
        """The first near by of the same kind that had not ended when this tier decided."""
        for other in self.known[proposal.channel_id, proposal.rw_id, kind.code]:
            near = abs(self.gang[other.pk] - self.gang[proposal.pk]) <= GANGS
            runs = other.state in RUNNING or LINE.index(other.tier) > LINE.index(tier)
            if near and runs:
                return other
        return None
