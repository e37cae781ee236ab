"""The demo's proposals, numbered as they were sent and decided, kept until stored in bulk."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta

from egov.accounts.models import User
from egov.areas.models import Area
from egov.files.models import StoredFile
from musrenbang.demo.offices import Offices
from musrenbang.demo.sending import Sent
from musrenbang.demo.town import People
from musrenbang.domain.numbers import make_number
from musrenbang.domain.projection import apply_projection, project
from musrenbang.models import Decision, Proposal, ProposalPhoto, Support

BACKING = timedelta(days=25)  # within so many days after it was sent
PHOTOS = (1, 1, 1, 2)


class Writer:
    """Writes proposals one after another, the oldest first, from one seeded source of chance."""

    def __init__(
        self,
        rng: random.Random,
        people: People,
        offices: Offices,
        pictures: dict[str, list[StoredFile]],
    ) -> None:
        self.rng, self.people, self.offices, self.pictures = rng, people, offices, pictures
        self.proposals: list[Proposal] = []
        self.decisions: list[Decision] = []
        self.photos: list[ProposalPhoto] = []
        self.backers: list[Support] = []

    def write(self, pk: int, serial: int, sent: Sent) -> None:
        """One proposal with its decisions and photos. Its standing is derived as in real life."""
        proposal, stages = sent.proposal, list(sent.channel.stages)
        proposal.pk, proposal.number = pk, make_number(proposal.channel.cycle.year, serial)
        neighbours = self.offices.neighbours
        neighbours.note(proposal, sent.gang, sent.text)
        apply_projection(proposal, project(proposal, [], stages))
        decisions = self.offices.journey(proposal, sent.kind, stages, sent.course)
        apply_projection(proposal, project(proposal, decisions, stages))
        neighbours.remember(proposal, sent.kind)
        self.proposals.append(proposal)
        self.decisions += decisions
        if self.rng.randrange(100) < sent.kind.photos:
            self._take_photos(proposal, self.pictures[sent.text.scene or sent.kind.scene])

    def _take_photos(self, proposal: Proposal, pictures: list[StoredFile]) -> None:
        count = min(self.rng.choice(PHOTOS), len(pictures))
        for position, picture in enumerate(self.rng.sample(pictures, count)):
            self.photos.append(ProposalPhoto(proposal=proposal, file=picture, position=position))

    def back(self, rws: list[Area]) -> None:
        """Confirmed citizens back proposals of their kelurahan."""
        confirmed = {r.user_id for r in self.people.residences if r.confirmed_at}
        neighbours: dict[int | None, list[User]] = defaultdict(list)
        for rw in rws:
            citizens = self.people.citizens[rw.pk]
            neighbours[rw.parent_id] += [user for user in citizens if user.pk in confirmed]
        for proposal in self.proposals:
            village = neighbours[proposal.kelurahan_id]
            crowd = [u for u in village if u.pk != proposal.proposer_id]
            backers = self.rng.sample(crowd, min(len(crowd), int(self.rng.expovariate(0.35))))
            proposal.support_count = len(backers)
            for user in backers:
                at = self._later(proposal)
                row = Support(proposal=proposal, supported_by=user, supported_at=at)
                self.backers.append(row)

    def _later(self, proposal: Proposal) -> datetime:
        begin: datetime = proposal.submitted_at
        at = self.offices.citizen.pick(self.rng, begin, min(begin + BACKING, self.offices.now))
        return at or begin

    def store(self) -> None:
        Proposal.objects.bulk_create(self.proposals, batch_size=500)
        Decision.objects.bulk_create(self.decisions, batch_size=1000)
        ProposalPhoto.objects.bulk_create(self.photos, batch_size=1000)
        Support.objects.bulk_create(self.backers, batch_size=2000)
