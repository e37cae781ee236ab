"""A proposal with the wrong address: to another OPD, to somebody outside, or to complaints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.agencies.models import Agency
from egov.agencies.successions import acting_agency
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.decision_plan import Case, check_seen
from musrenbang.domain.deliberation import write_decision
from musrenbang.domain.eligibility import Turn, assisting_office, office_for
from musrenbang.domain.reopening import write_reopening
from musrenbang.models import Decision, Proposal, Redirection, Stage
from musrenbang.vocabulary import GO_TO, PLANNER, Outcome, Outside, State, Tier


@dataclass(frozen=True)
class Target:
    """Whose the proposal is: an OPD, or somebody outside with a number of theirs."""

    agency: Agency | None = None
    outside: str = ""
    number: str = ""


def verifying_office(
    actor: User, proposal: Proposal, stages: Sequence[Stage]
) -> Appointment | None:
    """The office of the OPD that the proposal is with, while its opinion may be asked."""
    offices = (office_for(actor, proposal, stage) for stage in stages if stage.is_opinion)
    return next((office for office in offices if office is not None), None)


@verb
def ask_redirection(
    *,
    actor: User,
    proposal: Proposal,
    agency: Agency | None = None,
    outside: str = "",
    reason: str,
    now: datetime | None = None,
) -> Redirection:
    """The verifier names whose it is; nothing moves until the planner confirms.

    Refuses who does not verify it (`not_your_office`), what does not wait (`not_waiting`), a
    second one (`already_asked`), and no target or two (`one_target`).
    """
    require(actor, "musrenbang.ask_redirection", proposal)
    row = Proposal.objects.locked(proposal.pk)
    office = verifying_office(actor, row, list(row.channel.stages.all()))
    if office is None:
        sentence = "Hanya perangkat daerah yang memegang usulan ini yang meminta pengalihan."
        raise NotAllowed("not_your_office", sentence)
    _check_waiting(row)
    if row.redirections.open().exists():
        sentence = "Pengalihan usulan ini sudah diminta dan menunggu perencana."
        raise Refusal("already_asked", sentence)
    agency = _checked(row, agency, outside).agency
    return Redirection.objects.create(
        proposal=row,
        agency=agency,
        outside=outside,
        reason=_sentence(reason),
        asked_by=actor,
        office=office.title,
        asked_at=now or timezone.now(),
    )


@verb
def settle_redirection(
    *, actor: User, proposal: Proposal, confirmed: bool, now: datetime | None = None
) -> Decision | None:
    """The planner confirms what a verifier asked, or leaves the proposal where it is.

    Refuses where nothing was asked (`nothing_asked`) and what waits no longer (`not_waiting`).
    """
    require(actor, "musrenbang.settle_redirection", proposal)
    now, row = now or timezone.now(), Proposal.objects.locked(proposal.pk)
    asked = row.redirections.open().select_for_update(of=("self",)).first()
    if asked is None:
        raise Refusal("nothing_asked", "Tidak ada pengalihan yang menunggu untuk usulan ini.")
    asked.settled_by, asked.settled_at, asked.confirmed = actor, now, confirmed
    asked.save(update_fields=["settled_by", "settled_at", "confirmed"])
    if not confirmed:
        return None
    _check_waiting(row)
    office = next(each for each in actor.appointments_now if each.role == PLANNER)
    agency = acting_agency(asked.agency) if asked.agency is not None else None
    target = Target(agency, asked.outside)
    reason = f"{asked.office}: {asked.reason}"
    decision = write_redirection(row, office, target, reason, now)
    proposal.refresh_from_db()
    return decision


@verb
def redirect(
    *,
    actor: User,
    proposal: Proposal,
    agency: Agency | None = None,
    outside: str = "",
    reason: str,
    seen: int | None,
    now: datetime | None = None,
) -> Decision:
    """The planner redirects without being asked; what a verifier asked is settled by it.

    `seen` as in `decide`. Refuses as `ask_redirection` does.
    """
    require(actor, "musrenbang.settle_redirection", proposal)
    now, row = now or timezone.now(), Proposal.objects.locked(proposal.pk)
    check_seen(row, seen)
    _check_waiting(row)
    target, sentence = _checked(row, agency, outside), _sentence(reason)
    row.redirections.open().update(settled_by=actor, settled_at=now, confirmed=False)
    office = next(each for each in actor.appointments_now if each.role == PLANNER)
    decision = write_redirection(row, office, target, sentence, now)
    proposal.refresh_from_db()
    return decision


def sent_outside(proposal: Proposal) -> Decision | None:
    """The decision by which it left the musrenbang; None where it did not."""
    if proposal.state != State.REDIRECTED:
        return None
    return proposal.decisions.filter(outcome=Outcome.REDIRECT, corrected_by=None).last()


@verb
def bring_back(
    *,
    actor: User,
    proposal: Proposal,
    reason: str,
    seen: int | None,
    now: datetime | None = None,
) -> Decision:
    """What was sent outside by mistake waits again where it stood.

    By the planner. Refuses what is not outside (`not_redirected`). `seen` as in `decide`.
    """
    require(actor, "musrenbang.settle_redirection", proposal)
    now, row = now or timezone.now(), Proposal.objects.locked(proposal.pk)
    check_seen(row, seen)
    sent = sent_outside(row)
    if sent is None:
        sentence = f"Usulan ini sekarang: {row.status}. Usulan ini tidak dialihkan ke luar."
        raise Refusal("not_redirected", sentence)
    office = next(each for each in actor.appointments_now if each.role == PLANNER)
    decisions = list(row.decisions.order_by("sequence"))
    decision = Decision(
        proposal=row,
        sequence=len(decisions) + 1,
        stage=row.stage,
        tier=row.tier,
        decided_by=actor,
        role=office.role,
        office=office.title,
        decided_at=now,
        outcome=Outcome.REOPENED,
        reason_code="other",
        reason=_sentence(reason),
        supersedes=sent,
    )
    write_reopening(decision, decisions, list(row.channel.stages.all()))
    proposal.refresh_from_db()
    return decision


@verb
def hand_to_complaints(
    *,
    actor: User,
    proposal: Proposal,
    number: str,
    channel: str = "",
    reason: str,
    seen: int | None,
    now: datetime | None = None,
) -> Decision:
    """The kelurahan says that it is no wish but a complaint, with the number it has there.

    `channel` is one of the region's profile, its first where none is given; `seen` as in `decide`.
    Refuses what the kelurahan has not before it (`not_here`), no number (`no_number`) and a
    channel that the region does not have (`unknown_channel`).
    """
    require(actor, "musrenbang.hand_to_complaints", proposal)
    row = Proposal.objects.locked(proposal.pk)
    check_seen(row, seen)
    office = assisting_office(actor, row.kelurahan_id, row.rw_id)
    assert office is not None  # the permission has asked
    _check_waiting(row)
    if row.tier not in (Tier.RW, Tier.KELURAHAN):
        sentence = f"Usulan ini sekarang: {row.status}. Kelurahan sudah meneruskannya."
        raise Refusal("not_here", sentence)
    number, channels = " ".join(number.split()), settings.REGION_PROFILE.complaint_channels
    channel = channel or next(iter(channels))
    if channel not in channels:
        sentence = f"Pilih tempat mencatatnya: {', '.join(channels)}."
        raise Invalid("unknown_channel", sentence, field="channel")
    if not number:
        sentence = f"Catat dulu keluhan ini di {channel}, lalu tulis nomornya di sini."
        raise Invalid("no_number", sentence, field="number")
    target = Target(outside=Outside.COMPLAINT, number=f"{channel} {number}")
    told = f"{_sentence(reason)} Ikuti kelanjutannya di {channels[channel]}."
    decision = write_redirection(row, office, target, told, now or timezone.now())
    proposal.refresh_from_db()
    return decision


def _check_waiting(proposal: Proposal) -> None:
    if proposal.state != State.WAITING:
        sentence = f"Usulan ini sekarang: {proposal.status}. Alamatnya tidak dapat diubah lagi."
        raise Refusal("not_waiting", sentence)


def _checked(row: Proposal, agency: Agency | None, outside: str) -> Target:
    """One target, another than where it is; of an agency that ended its successor."""
    if (agency is None) == (not outside) or outside == Outside.COMPLAINT:
        sentence = "Pilih satu tujuan: perangkat daerah lain, atau instansi di luar."
        raise Invalid("one_target", sentence, field="agency")
    agency = acting_agency(agency) if agency is not None else None
    if agency is not None and agency.pk == row.agency_id:
        sentence = f"Usulan ini memang di {agency}. Pilih perangkat daerah lain."
        raise Invalid("same_agency", sentence, field="agency")
    return Target(agency, outside)


def _sentence(reason: str) -> str:
    sentence = " ".join(reason.split())
    if not sentence:
        wanted = "Tulis sebabnya dalam satu kalimat. Kalimat ini dibaca pengusul dan umum."
        raise Invalid("no_reason", wanted, field="reason")
    return sentence


def write_redirection(
    row: Proposal, office: Appointment, target: Target, reason: str, now: datetime
) -> Decision:
    """Writes the row at the stage where the proposal waits; who is outside, is told where to go."""
    stages, decisions = list(row.channel.stages.all()), list(row.decisions.order_by("sequence"))
    advice = f" {GO_TO[Outside(target.outside)]}" if target.outside else ""
    decision = Decision(
        proposal=row,
        sequence=len(decisions) + 1,
        stage=row.stage,
        tier=row.tier,
        decided_by=office.user,
        role=office.role,
        office=office.title,
        decided_at=now,
        outcome=Outcome.REDIRECT,
        reason_code="other_agency" if target.outside != Outside.COMPLAINT else "other",
        reason=f"{reason}{advice}",
        volume=row.volume,
        cost=row.cost,
        agency=target.agency,
        outside=target.outside,
        outside_number=target.number,
    )
    row.preparations.filter(stage__in=[s for s in stages if s.is_opinion]).delete()
    write_decision(Case(row, Turn(row.stage, office, None), stages, decisions, now), decision)
    return decision
