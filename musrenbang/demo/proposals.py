"""The demo's proposals and their decisions, in bulk.

Their standing is derived by the same function as in real life.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from shapely.geometry import shape

from egov.accounts.models import User
from egov.accounts.roles import Role, office_title
from egov.areas.boundaries import schematic_cell
from egov.areas.models import Area, AreaBoundary, Level
from egov.files.models import StoredFile
from egov.imports.progress import progress
from musrenbang.demo import words
from musrenbang.demo.pictures import draw_pictures
from musrenbang.demo.town import People, current_rws, make_agencies, make_cycles, make_kamus
from musrenbang.domain.numbers import make_number, next_serials
from musrenbang.domain.projection import apply_projection, path_of, project
from musrenbang.domain.validation import cost_of
from musrenbang.models import (
    Channel,
    Cycle,
    Decision,
    KamusVariant,
    Proposal,
    ProposalPhoto,
    Stage,
    Support,
)
from musrenbang.vocabulary import Outcome, PointCheck, State, Tier

LEAST = 5200
PER_RW = (("old", 1), ("last", 1), ("now", 1), ("group", 1), ("youth", 1))

# how often an office decides what, out of 100
WEIGHTS: dict[str, list[tuple[Outcome, int]]] = {
    Tier.RW: [(Outcome.ENDORSE, 86), (Outcome.DECLINE, 7), (Outcome.RETURN, 7)],
    Tier.KELURAHAN: [
        (Outcome.FORWARD, 74),
        (Outcome.RETURN, 5),
        (Outcome.REJECT, 12),
        (Outcome.RESERVE, 6),
        (Outcome.MERGE, 3),
    ],
    Tier.KECAMATAN: [
        (Outcome.FORWARD, 72),
        (Outcome.RETURN, 3),
        (Outcome.REJECT, 13),
        (Outcome.RESERVE, 9),
        (Outcome.MERGE, 3),
    ],
    Tier.OPD: [(Outcome.FEASIBLE, 66), (Outcome.FEASIBLE_CHANGED, 22), (Outcome.NOT_FEASIBLE, 12)],
    Tier.KOTA: [(Outcome.ACCEPT, 66), (Outcome.RESERVE, 14), (Outcome.REJECT, 20)],
}
# what is decided on a proposal that was completed; at the tiers between it is forwarded
ONWARD: dict[str, Outcome] = {Tier.RW: Outcome.ENDORSE, Tier.KOTA: Outcome.ACCEPT}


@dataclass
class Made:
    proposals: list[Proposal] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    photos: list[ProposalPhoto] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)


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
        self.made = Made()
        self.village_of: dict[int, int] = {}
        self.ranks: dict[tuple[int, int], int] = defaultdict(int)
        self.mergeable: dict[tuple[int, int], Proposal] = {}
        self.prices = {v.pk: v.prices.order_by("-id")[0].amount for v in variants}
        boundaries = AreaBoundary.objects.all()
        spots = {b.area_id: shape(b.geometry).representative_point() for b in boundaries}
        self.inside = {pk: (round(spot.y, 5), round(spot.x, 5)) for pk, spot in spots.items()}
        villages = Area.objects.current().level(Level.VILLAGE).order_by("code")
        ids = villages.values_list("id", flat=True)
        self.place = {pk: index for index, pk in enumerate(ids)}

    def _moment(self, stage: Stage, after: datetime) -> datetime:
        start, end = max(stage.opens, after), min(stage.closes, self.now)
        span = max((end - start).total_seconds(), 60)
        return start + timedelta(seconds=self.rng.uniform(0.02, 0.9) * span)

    def _point(self, village: Area) -> tuple[float, float]:
        """A point inside the village's boundary, or on its schematic cell where none is loaded."""
        inside = self.inside.get(village.pk)
        if inside is not None:
            return inside
        latitude, longitude = settings.REGION_PROFILE.centre
        column, row, columns = schematic_cell(self.place[village.pk], len(self.place))
        side = 0.18 / columns
        x = longitude - 0.09 + (column + self.rng.uniform(0.15, 0.85)) * side
        y = latitude + 0.09 - (row + self.rng.uniform(0.15, 0.85)) * side
        return round(y, 5), round(x, 5)

    def proposal(
        self, pk: int, serial: int, channel: Channel, stages: list[Stage], rw: Area
    ) -> None:
        rng, variant = self.rng, self.rng.choice(self.variants)
        village = rw.parent
        assert village is not None and village.parent is not None
        n = rng.randint(1, 12)
        spot = rng.choice(words.SPOTS).format(n=n, m=n + rng.randint(3, 20), l=rng.choice("ABCDE"))
        where = f"Tempatnya di {spot[0].lower()}{spot[1:]}."
        usual = 250 if variant.unit in ("m", "m2") else 6
        most = int(min(float(variant.max_volume or 10), usual))
        volume = Decimal(rng.randint(1, max(1, most)))
        price = self.prices[variant.pk]
        first = path_of(stages)[0]
        opens, closes = channel.submission.lower, min(channel.submission.upper, self.now)
        sent = opens + timedelta(seconds=rng.uniform(0, 0.95) * (closes - opens).total_seconds())
        latitude, longitude = self._point(village)
        proposal = Proposal(
            pk=pk,
            number=make_number(channel.cycle.year, serial),
            channel=channel,
            proposer=rng.choice(self.people.citizens[rw.pk]),
            show_name=rng.random() < 0.15,
            rw=rw,
            kelurahan=village,
            kecamatan=village.parent,
            address=spot,
            latitude=latitude,
            longitude=longitude,
            point_check=PointCheck.INSIDE if village.pk in self.inside else PointCheck.NOT_MADE,
            variant=variant,
            agency=variant.entry.agency,
            title=rng.choice(words.TITLES[variant.entry.code]).format(n=n),
            problem=f"{rng.choice(words.PROBLEMS)} {where} (Data contoh.)",
            wish=rng.choice(words.WISHES),
            unit_price=price,
            proposed_volume=volume,
            proposed_cost=cost_of(volume, price),
            submitted_at=sent,
            stage=first,
            tier=first.tier,
            volume=volume,
            cost=cost_of(volume, price),
        )
        decisions = self._journey(proposal, stages)
        apply_projection(proposal, project(proposal, decisions, stages))
        if proposal.state in (State.WAITING, State.RESERVE):
            self.mergeable[channel.pk, village.pk] = proposal
        self.made.proposals.append(proposal)
        self.made.decisions += decisions
        for position in range(rng.choice((0, 1, 1, 2))):
            picture = rng.choice(self.pictures)
            photo = ProposalPhoto(proposal=proposal, file=picture, position=position)
            self.made.photos.append(photo)

    def _journey(self, proposal: Proposal, stages: list[Stage]) -> list[Decision]:
        """Decisions from the first station on, until somebody has not decided yet, or it ended."""
        made: list[Decision] = []
        at = proposal.submitted_at
        path = path_of(stages)
        here = (proposal.channel_id, proposal.kelurahan_id)
        opd = next((s for s in stages if s.tier == Tier.OPD), None)
        for stage in path:
            if stage.opens > self.now:
                break
            ended = stage.closes <= self.now
            if self.rng.random() < (0.05 if ended else 0.55):
                if ended:
                    last = self._row(proposal, made, stage, Outcome.NOT_DISCUSSED, stage.closes)
                    made.append(last)
                return made
            if stage.tier == Tier.KOTA and opd is not None:
                at = self._moment(opd, at)
                made.append(self._row(proposal, made, opd, self._pick(Tier.OPD), at))
                if not ended and self.rng.random() < 0.4:
                    return made
            outcome = self._pick(stage.tier)
            if made and made[-1].outcome == Outcome.NOT_FEASIBLE:
                outcome = Outcome.REJECT
            at = self._moment(stage, at)
            if outcome == Outcome.MERGE and here not in self.mergeable:
                outcome = Outcome.FORWARD
            if outcome == Outcome.RETURN:
                made.append(self._row(proposal, made, stage, outcome, at))
                if not ended and self.rng.random() < 0.6:
                    return made
                at += timedelta(hours=self.rng.randint(4, 40))
                at = min(at, stage.closes - timedelta(minutes=5), self.now)
                made.append(self._row(proposal, made, stage, Outcome.COMPLETED, at))
                outcome = ONWARD.get(stage.tier, Outcome.FORWARD)
                at = min(at + timedelta(minutes=4), self.now)
            made.append(self._row(proposal, made, stage, outcome, at))
            if outcome not in (Outcome.ENDORSE, Outcome.DECLINE, Outcome.FORWARD):
                break
        return made

    def _pick(self, tier: str) -> Outcome:
        outcomes, weights = zip(*WEIGHTS[tier], strict=True)
        chosen: Outcome = self.rng.choices(outcomes, weights)[0]
        return chosen

    def _office(self, proposal: Proposal, tier: str) -> tuple[User, str, str]:
        """(actor, role, title) of the office of a tier."""
        people = self.people
        rw, village, district = proposal.rw, proposal.kelurahan, proposal.kecamatan
        if tier == Tier.RW:
            title = office_title(Role.KETUA_RW, area=rw)
            return people.ketua[rw.pk], Role.KETUA_RW, title
        if tier == Tier.KELURAHAN:
            title = office_title(Role.LURAH, area=village)
            return people.lurah[village.pk], Role.LURAH, title
        if tier == Tier.KECAMATAN:
            title = office_title(Role.CAMAT, area=district)
            return people.camat[district.pk], Role.CAMAT, title
        if tier == Tier.OPD:
            title = office_title(Role.VERIFIER, agency=proposal.agency.short_name)
            return people.verifier[proposal.agency.pk], Role.VERIFIER, title
        return people.planner, Role.PLANNER, office_title(Role.PLANNER)

    def _row(
        self,
        proposal: Proposal,
        before: list[Decision],
        stage: Stage,
        outcome: Outcome,
        at: datetime,
    ) -> Decision:
        last = next((d for d in reversed(before) if d.tier != Tier.OPD), None)
        volume, cost = (last.volume, last.cost) if last else (proposal.volume, proposal.cost)
        decision = Decision(
            proposal=proposal,
            sequence=len(before) + 1,
            stage=stage,
            tier=stage.tier,
            decided_at=at,
            outcome=outcome,
            volume=volume,
            cost=cost,
        )
        if outcome == Outcome.NOT_DISCUSSED:
            decision.role, decision.office = "sistem", f"Jadwal {stage.name}"
            decision.reason_code = "window_over"
            return decision
        if outcome == Outcome.COMPLETED:
            decision.actor, decision.role = proposal.proposer, "warga"
            decision.office, decision.reason_code = "Pengusul", "other"
            return decision
        decision.actor, decision.role, decision.office = self._office(proposal, stage.tier)
        decision.reason_code, decision.reason = self.rng.choice(words.WHY[outcome])
        changeable = outcome in (Outcome.FORWARD, Outcome.ACCEPT) and volume > 4
        changes = changeable and self.rng.random() < 0.3
        if changes or outcome == Outcome.FEASIBLE_CHANGED:
            part = Decimal(self.rng.choice(("0.8", "0.9", "0.75")))
            decision.volume = (volume * part).quantize(Decimal("1"))
            decision.cost = cost_of(decision.volume, proposal.unit_price)
            decision.reason_code = "changed"
            decision.reason = decision.reason or "Volume disesuaikan dengan ukuran di lapangan."
        if outcome == Outcome.ENDORSE:
            key = (proposal.channel_id, proposal.rw_id)
            self.ranks[key] += 1
            decision.rank = self.ranks[key]
        if outcome == Outcome.RETURN:
            in_a_week = timezone.localdate(at) + timedelta(days=7)
            last_day = timezone.localdate(stage.closes - timedelta(seconds=1))
            decision.deadline = min(in_a_week, last_day)
        if outcome == Outcome.MERGE:
            decision.merged_into = self.mergeable[proposal.channel_id, proposal.kelurahan_id]
        return decision

    def supports(self) -> None:
        """Citizens back proposals of their kelurahan."""
        neighbours: dict[int, list[User]] = defaultdict(list)
        confirmed = {r.user_id for r in self.people.residences if r.confirmed_at}
        for proposal in self.made.proposals:
            village = proposal.kelurahan_id
            if not neighbours[village]:
                for rw_id, users in self.people.citizens.items():
                    if self.village_of.get(rw_id) == village:
                        neighbours[village] += [u for u in users if u.pk in confirmed]
            crowd = [u for u in neighbours[village] if u.pk != proposal.proposer_id]
            backers = self.rng.sample(crowd, min(len(crowd), int(self.rng.expovariate(0.35))))
            proposal.support_count = len(backers)
            at = proposal.submitted_at
            self.made.supports += [Support(proposal=proposal, user=u, at=at) for u in backers]


def _ids(model: type, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],  # type: ignore[attr-defined]
        )
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def make_demo(*, seed: str, quiet: bool = False, least: int = LEAST) -> bool:
    """Fills an empty portal with example data. False when it already holds a cycle.

    Deterministic for a seed and a day.
    """
    if Cycle.objects.exists():
        return False
    rng = random.Random(seed)  # noqa: S311 - example data, not a secret
    now = timezone.now()
    today = timezone.localdate(now)
    rws = current_rws()
    wanted = settings.REGION_PROFILE.example_village
    fitting = (r for r in rws if r.parent and r.parent.code == wanted and r.name.endswith("05"))
    home = next(fitting, rws[0])
    agencies = make_agencies()
    variants = make_kamus(agencies, today - timedelta(days=365))
    people = People(rng, today)
    people.make(rws, home)
    channels = make_cycles(today)
    pictures = draw_pictures(16, seed)
    writer = Writer(rng, people, variants, pictures, now)
    writer.village_of = {rw.pk: rw.parent_id for rw in rws if rw.parent_id}
    times = -(-least // (len(rws) * len(PER_RW)))
    plan: list[tuple[str, Area]] = []
    for name, count in PER_RW:
        for rw in rws:
            plan += [(name, rw)] * (count * times)
        plan += [(name, home)] * 4  # the example RW has enough to try everything
    stages = {
        name: list(channel.stages.select_related("channel__cycle"))
        for name, channel in channels.items()
    }
    pks, serials = _ids(Proposal, len(plan)), next_serials(len(plan))
    rows = list(zip(plan, pks, serials, strict=True))
    steps = progress(rows, label="usulan contoh", total=len(rows), quiet=quiet)
    for (name, rw), pk, serial in steps:
        writer.proposal(pk, serial, channels[name], stages[name], rw)
    writer.supports()
    Proposal.objects.bulk_create(writer.made.proposals, batch_size=500)
    Decision.objects.bulk_create(writer.made.decisions, batch_size=1000)
    ProposalPhoto.objects.bulk_create(writer.made.photos, batch_size=1000)
    Support.objects.bulk_create(writer.made.supports, batch_size=2000)
    return True
