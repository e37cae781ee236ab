"""What citizens of the demo send: a kind, and the words, place, size and hour that fit it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from egov.accounts.models import User
from egov.areas.models import Area
from musrenbang.demo.calendar import DemoChannel
from musrenbang.demo.courses import Chance, Course, Story
from musrenbang.demo.hours import Clock
from musrenbang.demo.kinds import Kind, Text, load_kinds
from musrenbang.demo.points import Points
from musrenbang.demo.town import People
from musrenbang.domain.validation import cost_of
from musrenbang.models import KamusVariant, Proposal

REPEATS = 0.1  # so many ask for what a neighbour asked for already
SHOWS_NAME = 0.15
RT = 3  # of the example citizen
YEARS = ("dua", "tiga", "empat", "lima")


@dataclass(frozen=True)
class Sent:
    """A proposal that has no number yet, in which gang it lies, and what offices make of it."""

    proposal: Proposal
    kind: Kind
    text: Text
    gang: int
    rt: int
    course: Course
    channel: DemoChannel


class Sender:
    """All citizens of the town, from one seeded source of chance."""

    def __init__(
        self,
        rng: random.Random,
        people: People,
        variants: Sequence[KamusVariant],
        citizen: Clock,
        now: datetime,
    ) -> None:
        self.rng, self.people, self.citizen, self.now = rng, people, citizen, now
        self.kinds, self.points = load_kinds(), Points(rng)
        self.variants: dict[str, list[KamusVariant]] = defaultdict(list)
        for variant in variants:
            self.variants[variant.entry.code].append(variant)
        self.prices = {v.pk: [(p.valid, p.amount) for p in v.prices.all()] for v in variants}
        self.before: dict[tuple[int, int], list[Sent]] = defaultdict(list)

    def send(self, channel: DemoChannel, rw: Area) -> Sent:
        """An ordinary proposal; now and then what a neighbour asked for, a gang further."""
        rng, earlier = self.rng, self.before[channel.channel.pk, rw.pk]
        if earlier and rng.random() < REPEATS:
            other = rng.choice(earlier)
            kind, gang, rt = other.kind, max(1, other.gang + rng.choice((-1, 0, 1))), other.rt
            text = other.text if kind.alike else rng.choice(kind.texts)
        else:
            kind, gang, rt = self._kind(channel), rng.randint(1, 12), rng.randint(1, 8)
            text = rng.choice(kind.texts)
        proposer = rng.choice(self.people.citizens[rw.pk])
        place = (gang, rt)
        proposal = self._proposal(channel, rw, kind, text, place, proposer)
        proposal.show_name = rng.random() < SHOWS_NAME
        sent = Sent(proposal, kind, text, gang, rt, Chance(rng), channel)
        earlier.append(sent)
        return sent

    def tell(self, channel: DemoChannel, rw: Area, story: Story, gang: int) -> Sent:
        """One of the example citizen's own, or the neighbour's that it repeats."""
        kind = self.kinds[story.kind]
        neighbour = self.people.citizens[rw.pk][0]
        proposer = neighbour if story.beside else self.people.warga
        text, place = kind.texts[story.text], (gang, RT)
        proposal = self._proposal(channel, rw, kind, text, place, proposer)
        return Sent(proposal, kind, text, gang, RT, story, channel)

    def _kind(self, channel: DemoChannel) -> Kind:
        weights = channel.kinds or {code: kind.weight for code, kind in self.kinds.items()}
        return self.kinds[self.rng.choices(list(weights), list(weights.values()))[0]]

    def _proposal(
        self,
        channel: DemoChannel,
        rw: Area,
        kind: Kind,
        text: Text,
        place: tuple[int, int],
        proposer: User,
    ) -> Proposal:
        rng, village = self.rng, rw.parent
        assert village is not None
        variant = rng.choice(self.variants[kind.code])
        volume, sent_at = kind.volume(rng, variant.code), self._moment(channel)
        price = self._price(variant, timezone.localdate(sent_at))
        latitude, longitude, check = self.points.within(village)
        words = self._words(channel, rw, place, volume)
        return Proposal(
            channel=channel.channel,
            proposer=proposer,
            rw=rw,
            kelurahan=village,
            kecamatan=village.parent,
            address=rng.choice(kind.places).format(**words),
            latitude=latitude,
            longitude=longitude,
            point_check=check,
            variant=variant,
            **variant.words,
            agency=variant.entry.agency,
            title=text.title.format(**words),
            problem=text.problem.format(**words),
            wish=text.wish.format(**words),
            unit_price=price,
            proposed_volume=Decimal(volume),
            proposed_cost=cost_of(Decimal(volume), price),
            submitted_at=sent_at,
        )

    def _price(self, variant: KamusVariant, day: date) -> Decimal:
        """What the kamus asked on the day on which it was sent."""
        prices = self.prices[variant.pk]
        return next((amount for valid, amount in prices if day in valid), prices[-1][1])

    def _words(
        self, channel: DemoChannel, rw: Area, place: tuple[int, int], volume: int
    ) -> dict[str, object]:
        """What fills a text: the same numbers in title, address, problem and wish."""
        rng = self.rng
        return {
            "n": place[0],
            "rt": f"{place[1]:02d}",
            "rw": rw.name,
            "h": rng.randint(2, 60),
            "homes": rng.randint(6, 30),
            "years": rng.choice(YEARS),
            "volume": volume,
            "year": channel.channel.cycle.year,
        }

    def _moment(self, channel: DemoChannel) -> datetime:
        """When it was sent: a waking hour of the submission that is already past."""
        window = channel.channel.submission
        at = self.citizen.pick(self.rng, window.lower, min(window.upper, self.now))
        return at or window.lower
