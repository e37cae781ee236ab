"""What the decisions of one act read together, so that each thing is asked once."""

from __future__ import annotations

from collections.abc import Iterable

from musrenbang.domain.ranks import Ranks
from musrenbang.domain.reserve import Reserves
from musrenbang.domain.residence import confirmed_among
from musrenbang.models import Proposal


class Batch:
    """The lists in which they give a place, and whose proposer is known to live there.

    Given no proposals, it asks of each proposer when that has to be known.
    """

    def __init__(self, proposals: Iterable[Proposal] | None = None) -> None:
        self.ranks = Ranks()
        self.reserves = Reserves()
        self._proposals = proposals
        self._residents: set[int] | None = None

    def is_resident(self, proposal: Proposal) -> bool:
        if self._residents is None:
            self._residents = confirmed_among(self._proposals or [proposal])
        return proposal.pk in self._residents
