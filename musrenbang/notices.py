"""Who hears of what happens to a proposal, and in which words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import Appointment
from egov.agencies.successions import successions_of
from egov.areas.models import AreaSuccession
from egov.areas.reach import split_areas, villages_today
from egov.verbs.outbox import Message
from musrenbang.domain.appeals import appeal_until
from musrenbang.domain.eligibility import ASSISTING
from musrenbang.domain.following import followers
from musrenbang.domain.moderation import hide_reasons
from musrenbang.domain.silence import at_the_end
from musrenbang.followed import about
from musrenbang.models import Appeal, Decision, Proposal, Stage, Withholding
from musrenbang.procedure import LEVELS
from musrenbang.vocabulary import PLANNER, Need, Outcome, State


def submitted(payload: dict[str, Any]) -> Iterable[Message]:
    proposal = Proposal.objects.select_related("rw", "kelurahan", "kecamatan", "agency").get(
        pk=payload["proposal"]
    )
    if proposal.proposer_id:
        person = frozenset({proposal.proposer_id})
        subject = f"Usulan {proposal.number} terkirim"
        sentence = (
            f"Usulan “{proposal.title}” diterima dengan nomor {proposal.number}. {proposal.status}."
        )
        yield Message(person, subject, sentence, proposal.get_absolute_url())
    subject = f"Usulan baru dari {proposal.place}"
    sentence = f"“{proposal.title}”, {proposal.number}. {proposal.status}."
    address = proposal.get_absolute_url()
    yield Message(frozenset(), subject, sentence, address, about(proposal))


def decided(payload: dict[str, Any]) -> Iterable[Message]:
    decision = Decision.objects.select_related(
        "proposal__rw__parent",
        "proposal__kelurahan",
        "proposal__kecamatan",
        "proposal__agency",
        "merged_into",
    ).get(pk=payload["decision"])
    hide_reasons([decision])  # what a digest tells later may be withheld by then
    proposal = decision.proposal
    people = set(proposal.supports.values_list("supported_by_id", flat=True))
    if proposal.proposer_id:
        people.add(proposal.proposer_id)
    people.discard(decision.decided_by_id or 0)
    office = _entered_by(proposal) - people - {decision.decided_by_id or 0}
    outcome = decision.get_outcome_display()
    outcome = outcome[0].lower() + outcome[1:]  # "disepakati"
    sentence = f"“{proposal.title}”: {outcome}, {decision.decider}. {decision.reason_text}".strip()
    if decision.outcome == Outcome.RETURN and decision.deadline:
        until = date_format(decision.deadline, "l, j F Y")
        sentence = f"{sentence.rstrip('.')}. Lengkapi paling lambat {until}."
    if decision.merged_into:
        sentence += f" Digabung ke usulan {decision.merged_into.number}."
    subject = f"Usulan {proposal.number}"
    if decision.outcome == Outcome.RETURN:
        subject = f"Perlu dilengkapi: usulan {proposal.number}"
    address = proposal.get_absolute_url()
    yield Message(frozenset(people), subject, sentence, address, about(proposal))
    if office:
        yield Message(office, subject, sentence, address, at_desk=True)
    told = people | office | {decision.decided_by_id or 0}
    yield from _told_to_followers(proposal, sentence, told)


def _entered_by(proposal: Proposal) -> frozenset[int]:
    """The office that entered it tells the citizen who has no account."""
    if not proposal.entered_office or not proposal.kelurahan_id:
        return frozenset()
    offices = Appointment.objects.current().filter(
        role__in=ASSISTING, area_id=proposal.kelurahan_id
    )
    return frozenset(offices.values_list("user_id", flat=True))


def _told_to_followers(proposal: Proposal, sentence: str, told: set[int]) -> Iterable[Message]:
    """Who proposed or supported what goes on in this one hears of it too, once."""
    for follower in followers(proposal).prefetch_related("supports"):
        people = {support.supported_by_id for support in follower.supports.all()}
        people |= {follower.proposer_id} if follower.proposer_id else set()
        people -= told
        told |= people
        if people:
            subject = f"Usulan {follower.number} ikut usulan {proposal.number}"
            yield Message(frozenset(people), subject, sentence, follower.get_absolute_url())


def proposal_withheld(payload: dict[str, Any]) -> Iterable[Message]:
    """What is kept from the public, and what is shown again.

    The proposer hears of it, or the office that entered the proposal.
    """
    row = Withholding.objects.select_related("proposal", "decision").get(pk=payload["withholding"])
    proposal = row.proposal
    person = proposal.proposer_id or proposal.entered_by_id
    if person is None:
        return
    what = f"{row.what} usulan {proposal.number}"
    if row.decision:
        what = f"Alasan {row.decision.office} pada usulan {proposal.number}"
    if payload["ended"]:
        sentence = f"{what} ditampilkan lagi oleh {row.ended_office}. {row.ended_reason}"
    else:
        fault = row.get_fault_display().lower()
        until = date_format(timezone.localtime(appeal_until(row)), "j F Y")
        sentence = (
            f"{what} ditahan dari umum oleh {row.office}: {fault}. {row.sentence} "
            f"Bila keberatan, ajukan dari halaman usulan ini sampai {until}."
        )
    subject = f"Usulan {proposal.number}"
    yield Message(frozenset({person}), subject, sentence, proposal.get_absolute_url())


def appealed(payload: dict[str, Any]) -> Iterable[Message]:
    """The planners hear of an appeal, the proposer of its answer."""
    row = Appeal.objects.select_related("withholding__proposal").get(pk=payload["appeal"])
    proposal = row.withholding.proposal
    if row.answered_at is None:
        planners = Appointment.objects.current().filter(role=PLANNER, user__is_active=True)
        people = frozenset(planners.values_list("user_id", flat=True))
        address = reverse("admin:musrenbang_proposal_actions", args=[proposal.pk])
        sentence = f"Pengusul keberatan: {row.withholding.what.lower()} ditahan. Jawablah."
        subject = f"Keberatan atas usulan {proposal.number}"
        yield Message(people, subject, sentence, address, at_desk=True)
        return
    person = row.appealed_by_id
    if person is not None:
        word = "dikabulkan" if row.granted else "tidak dikabulkan"
        sentence = f"Keberatan Anda {word} oleh {row.answered_office}: {row.answer}"
        subject = f"Jawaban keberatan, usulan {proposal.number}"
        yield Message(frozenset({person}), subject, sentence, proposal.get_absolute_url())


def stage_ending(payload: dict[str, Any]) -> Iterable[Message]:
    """The offices in whose hands something still waits, each with its own number."""
    stage = Stage.objects.select_related("channel__cycle").get(pk=payload["stage"])
    if timezone.now() >= stage.closes:  # a queue that stood still tells it no more
        return
    roles, reach = {stage.role, stage.preparer}, LEVELS[stage.tier].reach
    offices = Appointment.objects.current().filter(role__in=roles, user__is_active=True)
    subject, desk = f"{stage.name} berakhir hari ini", reverse("admin:index")
    waiting = waiting_by_place(stage)
    ending = at_the_end(stage, list(stage.channel.stages.all()))
    for office in offices:
        place = {"agency": office.agency_id, "region": None}.get(reach, office.area_id)
        count = waiting.get(place, 0)
        if count:
            sentence = (
                f"{stage.name} berakhir {payload['ends']}. Masih {count} usulan menunggu Anda; "
                f"yang tidak diputuskan sampai saat itu {ending}."
            )
            # at once: the next morning's mail would come too late
            yield Message(frozenset({office.user_id}), subject, sentence, desk)


def stage_silent(payload: dict[str, Any]) -> Iterable[Message]:
    """The heads of RW where something still waits: the kelurahan may record for them now."""
    stage = Stage.objects.select_related("channel__cycle").get(pk=payload["stage"])
    if timezone.now() >= stage.closes:
        return
    heads = Appointment.objects.current().filter(role=stage.role, user__is_active=True)
    subject, desk = f"{stage.name} berakhir {payload['ends']}", reverse("admin:index")
    waiting = waiting_by_place(stage)
    for head in heads:
        count = waiting.get(head.area_id, 0)
        if count:
            sentence = (
                f"{stage.name} berakhir {payload['ends']}. Masih {count} usulan menunggu Anda. "
                "Sejak sekarang kelurahan dapat mencatat hasil rembuk dari berita acara yang "
                "ditandatangani, bila Anda berhalangan."
            )
            yield Message(frozenset({head.user_id}), subject, sentence, desk, at_desk=True)


def waiting_by_place(stage: Stage) -> dict[int | None, int]:
    """How many proposals wait for each area or agency at this stage; None is the whole region.

    What waits for an area or agency that has ended waits for its successors too; of a kelurahan
    that was split, for the one to which the RW came.
    """
    reach = LEVELS[stage.tier].reach
    rows = Proposal.objects.filter(stage=stage, state__in=[State.WAITING, State.RETURNED])
    if stage.is_opinion:
        rows = Proposal.objects.filter(state=State.WAITING, has_opinion=False)
        rows = rows.filter(channel=stage.channel_id, stage__position__gt=stage.position)
    if Need.OPINION in stage.needs:
        rows = rows.filter(has_opinion=True)
    if reach == "region":
        return {None: rows.count()}
    counted = rows.order_by().values_list(reach).annotate(Count("id"))
    counts: dict[int | None, int] = {place: count for place, count in counted}
    moved = dict(counts)
    if reach == "kelurahan" and (split := split_areas(place for place in counts if place)):
        of_rws = rows.filter(kelurahan__in=split).order_by().values_list("kelurahan", "rw")
        parts = list(of_rws.annotate(Count("id")))
        today = villages_today(rw for _, rw, _ in parts if rw)
        for place, rw, count in parts:
            if rw:  # what names none waits for every part
                moved[place] -= count
                counts[today[rw]] = counts.get(today[rw], 0) + count
    while moved:
        heirs: dict[int | None, int] = {}
        ended = [place for place in moved if place]
        areas = AreaSuccession.objects.filter(predecessor__in=ended)
        steps = areas.values_list("predecessor_id", "successor_id")
        for before, after in successions_of(ended) if reach == "agency" else steps:
            heirs[after] = heirs.get(after, 0) + moved[before]
        for place, count in heirs.items():
            counts[place] = counts.get(place, 0) + count
        moved = heirs
    return counts
