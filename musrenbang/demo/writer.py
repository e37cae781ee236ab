"""The demo's proposals, one after another, kept until all are stored in bulk."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from egov.accounts.models import User
from egov.areas.boundaries import points_in
from egov.areas.models import Area, AreaBoundary, Level
from egov.files.models import StoredFile
from musrenbang.demo import words
from musrenbang.demo.offices import Offices
from musrenbang.demo.town import People
from musrenbang.domain.numbers import make_number
from musrenbang.domain.projection import apply_projection, project
from musrenbang.domain.validation import cost_of
from musrenbang.models import (
    Channel,
    Decision,
    KamusVariant,
    Proposal,
    ProposalPhoto,
    Stage,
    Support,
)
from musrenbang.vocabulary import PointCheck


class Writer:
    """Writes proposals one after another from one seeded source of chance."""

    def __init__(
        self,
        rng: random.Random,
        people: People,
        variants: list[KamusVariant],
        pictures: list[StoredFile],
        now: datetime,
    ) -> None:
        self.rng, self.now = rng, now
        self.people, self.variants, self.pictures = people, variants, pictures
        self.offices = Offices(rng, people, now)
        self.proposals: list[Proposal] = []
        self.decisions: list[Decision] = []
        self.photos: list[ProposalPhoto] = []
        self.backers: list[Support] = []
        self.village_of: dict[int, int] = {}
        self.prices = {v.pk: v.prices.order_by("-id")[0].amount for v in variants}
        villages = Area.objects.current().level(Level.VILLAGE)
        self.scatter = {village.pk: points_in(village) for village in villages}
        self.bounded = set(AreaBoundary.objects.values_list("area_id", flat=True))

    def proposal(
        self, pk: int, serial: int, channel: Channel, stages: list[Stage], rw: Area
    ) -> None:
        """One proposal with its decisions and photos. Its standing is derived as in real life."""
        proposal = self._sent(channel, rw)
        proposal.pk, proposal.number = pk, make_number(channel.cycle.year, serial)
        apply_projection(proposal, project(proposal, [], stages))
        decisions = self.offices.journey(proposal, stages)
        apply_projection(proposal, project(proposal, decisions, stages))
        self.offices.remember(proposal)
        self.proposals.append(proposal)
        self.decisions += decisions
        for position in range(self.rng.choice((0, 1, 1, 2))):
            picture = self.rng.choice(self.pictures)
            photo = ProposalPhoto(proposal=proposal, file=picture, position=position)
            self.photos.append(photo)

    def _sent(self, channel: Channel, rw: Area) -> Proposal:
        rng, variant, village = self.rng, self.rng.choice(self.variants), rw.parent
        assert village is not None
        n = rng.randint(1, 12)
        address = self._address(n)
        volume, price = self._volume(variant), self.prices[variant.pk]
        sent = self._moment(channel)
        latitude, longitude, point_check = self._point(village)
        return Proposal(
            channel=channel,
            proposer=rng.choice(self.people.citizens[rw.pk]),
            show_name=rng.random() < 0.15,
            rw=rw,
            kelurahan=village,
            kecamatan=village.parent,
            address=address,
            latitude=latitude,
            longitude=longitude,
            point_check=point_check,
            variant=variant,
            agency=variant.entry.agency,
            title=rng.choice(words.TITLES[variant.entry.code]).format(n=n),
            problem=self._problem(address),
            wish=rng.choice(words.WISHES),
            unit_price=price,
            proposed_volume=volume,
            proposed_cost=cost_of(volume, price),
            submitted_at=sent,
        )

    def _address(self, n: int) -> str:
        rng = self.rng
        return rng.choice(words.SPOTS).format(n=n, m=n + rng.randint(3, 20), l=rng.choice("ABCDE"))

    def _problem(self, address: str) -> str:
        where = f"Tempatnya di {address[0].lower()}{address[1:]}."
        return f"{self.rng.choice(words.PROBLEMS)} {where} (Data contoh.)"

    def _volume(self, variant: KamusVariant) -> Decimal:
        usual = 250 if variant.unit in ("m", "m2") else 6
        most = int(min(float(variant.max_volume or 10), usual))
        return Decimal(self.rng.randint(1, max(1, most)))

    def _moment(self, channel: Channel) -> datetime:
        """When it was sent: any time of the submission that is already past."""
        opens, closes = channel.submission.lower, min(channel.submission.upper, self.now)
        seconds = (closes - opens).total_seconds()
        moment: datetime = opens + timedelta(seconds=self.rng.uniform(0, 0.95) * seconds)
        return moment

    def _point(self, village: Area) -> tuple[float | None, float | None, PointCheck]:
        """A point inside the village as it is drawn; none where nobody knows its shape."""
        scatter = self.scatter[village.pk]
        if scatter is None:
            return None, None, PointCheck.NO_POINT
        latitude, longitude = scatter(self.rng.getrandbits(32))
        checked = PointCheck.INSIDE if village.pk in self.bounded else PointCheck.NOT_MADE
        return latitude, longitude, checked

    def supports(self) -> None:
        """Citizens back proposals of their kelurahan."""
        neighbours: dict[int, list[User]] = defaultdict(list)
        confirmed = {r.user_id for r in self.people.residences if r.confirmed_at}
        for proposal in self.proposals:
            village = proposal.kelurahan_id
            if not neighbours[village]:
                for rw_id, users in self.people.citizens.items():
                    if self.village_of.get(rw_id) == village:
                        neighbours[village] += [u for u in users if u.pk in confirmed]
            crowd = [u for u in neighbours[village] if u.pk != proposal.proposer_id]
            backers = self.rng.sample(crowd, min(len(crowd), int(self.rng.expovariate(0.35))))
            proposal.support_count = len(backers)
            at = proposal.submitted_at
            self.backers += [
                Support(proposal=proposal, supported_by=u, supported_at=at) for u in backers
            ]
