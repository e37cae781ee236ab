"""The same wish in a later year: its proposer carries it there, or the kelurahan for many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from musrenbang.domain.eligibility import assisting_office
from musrenbang.domain.own_proposal import own_decision, own_right, write_own
from musrenbang.domain.projection import first_station, path_of
from musrenbang.domain.proposers import check_area, check_open_area
from musrenbang.domain.submission_plan import check_accepts, check_first_stage, priced_variant
from musrenbang.domain.validation import cost_of
from musrenbang.models import Channel, Decision, Proposal, Stage
from musrenbang.vocabulary import CARRIED_FROM, Outcome, State

EVENTS: Any = Proposal.pgh_event_model  # type: ignore[attr-defined]


def is_over(proposal: Proposal, stages: Sequence[Stage], now: datetime) -> bool:
    """Whether its year can do no more for it, short of accepting it or sending it elsewhere."""
    if proposal.state == State.RESERVE:
        return path_of(stages)[-1].phase(now) == "over"
    return proposal.state in CARRIED_FROM


def carrying_channels(proposal: Proposal, now: datetime) -> list[Channel]:
    """The open channels of later years into which it may be carried, the nearest year first."""
    if not is_over(proposal, list(proposal.channel.stages.all()), now):
        return []
    later = Channel.objects.filter(
        submission__contains=now,
        cycle__year__gt=proposal.channel.cycle.year,
        place_level=proposal.place_level,
        proposers__contains=[proposal.proposed_as],
    )
    return list(later.select_related("cycle").order_by("cycle__year", "id"))


@verb
def carry(
    *, actor: User, proposal: Proposal, channel: Channel, now: datetime | None = None
) -> Decision:
    """The same wish in a later year: number, texts, supports and history stay, the price is new.

    Refuses strangers (`not_your_proposal`), what still runs or was accepted (`not_over`), a
    channel of no later year or for others (`other_channel`), and what sending there refuses.
    """
    now, row = now or timezone.now(), Proposal.objects.locked(proposal.pk)
    right = own_right(actor, row)
    if not is_over(row, list(row.channel.stages.all()), now):
        sentence = f"Usulan ini sekarang: {row.status}. Yang dibawa hanya yang sudah berakhir."
        raise Refusal("not_over", sentence)
    check_accepts(channel, now)
    if channel.pk not in {each.pk for each in carrying_channels(row, now)}:
        sentence = "Pilih jalur tahun berikutnya yang menerima usulan seperti ini."
        raise Refusal("other_channel", sentence)
    decision = _into(row, channel, actor, right, now)
    return write_own(row, decision, proposal)


@verb
def carry_for_proposer(*, actor: User, proposal: Proposal, now: datetime | None = None) -> Decision:
    """The kelurahan carries what its year left undecided into the next year that is open.

    Refuses others (`not_assisting`), what was decided (`not_undecided`), and a year that takes
    nothing like it yet (`no_later_year`). Its proposer is told, and may withdraw it there.
    """
    require(actor, "musrenbang.carry_for_proposer", proposal)
    now, row = now or timezone.now(), Proposal.objects.locked(proposal.pk)
    if row.state != State.UNDECIDED:
        sentence = f"Usulan ini sekarang: {row.status}. Yang dibawa hanya yang belum diputuskan."
        raise Refusal("not_undecided", sentence)
    channel = next(iter(carrying_channels(row, now)), None)
    if channel is None:
        sentence = "Belum ada jalur tahun berikutnya yang dibuka. Bawa usulan ini bila sudah buka."
        raise Refusal("no_later_year", sentence)
    office = _office(actor, row)
    decision = _into(row, channel, actor, office.title, now, office.role)
    return write_own(row, decision, proposal)


def carried_by_office(proposal: Proposal) -> Decision | None:
    """The act by which its kelurahan carried it, while nobody has acted on it since."""
    last = proposal.decisions.order_by("sequence").last()
    if last is None or last.outcome != Outcome.CARRY or last.role == "warga":
        return None
    return last if proposal.state == State.WAITING else None


@verb
def leave_in_its_year(*, actor: User, proposal: Proposal, now: datetime | None = None) -> Decision:
    """Takes back `carry_for_proposer`: the proposal stands again where its year left it.

    Refuses others (`not_assisting`) and one on which somebody acted since (`not_carried`).
    """
    require(actor, "musrenbang.carry_for_proposer", proposal)
    row = Proposal.objects.locked(proposal.pk)
    carrying = carried_by_office(row)
    if carrying is None:
        sentence = f"Usulan ini sekarang: {row.status}. Tidak ada yang dapat dikembalikan."
        raise Refusal("not_carried", sentence)
    left = row.decisions.get(sequence=carrying.sequence - 1)
    price = EVENTS.objects.filter(pgh_obj=row.pk, channel=left.stage.channel_id).latest("pgh_id")
    office = _office(actor, row)
    decision = own_decision(row, left.stage, actor, office.title, now, office.role)
    decision.outcome, decision.supersedes = Outcome.REOPENED, carrying
    decision.reason = f"Tidak jadi dibawa; kembali ke {left.stage.channel.cycle.name}."
    decision.volume, decision.cost = left.volume, left.cost
    row.channel, row.unit_price = left.stage.channel, price.unit_price
    row.save(update_fields=["channel", "unit_price"])
    return write_own(row, decision, proposal)


def _office(actor: User, row: Proposal) -> Appointment:
    office = assisting_office(actor, row.kelurahan_id, row.rw_id)
    assert office is not None  # the permission asked
    return office


def _into(
    row: Proposal, channel: Channel, actor: User, right: str, now: datetime, role: str = "warga"
) -> Decision:
    """Puts the row into the channel at today's price; the decision that says so."""
    check_area(channel, row.area)
    check_open_area(channel, row.area)
    variant, unit_price = priced_variant(channel, row.variant, now)
    if variant.unit != row.unit:
        sentence = (
            f"{row.kind} kini dihitung per {variant.unit}, dulu per {row.unit}: volumenya tidak "
            "dapat dibawa. Ajukan usulan baru."
        )
        raise Refusal("other_unit", sentence)
    stages = list(channel.stages.select_related("channel__cycle"))
    check_first_stage(channel, tuple(stages), now)
    first = first_station(path_of(stages), row.place_level)
    assert first is not None  # asked above
    decision = own_decision(row, first, actor, right, now, role)
    decision.outcome = Outcome.CARRY
    decision.reason = f"Dari {row.channel.cycle.name}: {row.status}."
    decision.cost = cost_of(row.volume, unit_price)
    row.channel, row.unit_price = channel, unit_price
    row.save(update_fields=["channel", "unit_price"])
    return decision
