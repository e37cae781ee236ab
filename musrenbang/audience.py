"""Who hears of what happens to a proposal, and in which words."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format

from egov.accounts.models import Appointment
from egov.acts.outbox import Message, audience
from musrenbang.models import Decision, Proposal
from musrenbang.table import Outcome
from musrenbang.turns import ASSISTING


@audience("proposal.submitted")
def submitted(payload: dict[str, Any]) -> Iterable[Message]:
    proposal = Proposal.objects.select_related("rw").get(pk=payload["proposal"])
    if proposal.proposer_id:
        sentence = f"Usulan “{proposal.title}” diterima dengan nomor {proposal.number}. Sekarang menunggu {proposal.rw.name}."
        yield Message(frozenset({proposal.proposer_id}), f"Usulan {proposal.number} terkirim", sentence, proposal.get_absolute_url())


@audience("proposal.decided")
def decided(payload: dict[str, Any]) -> Iterable[Message]:
    decision = Decision.objects.select_related("proposal__rw__parent", "proposal__kelurahan", "proposal__kecamatan", "merged_into").get(
        pk=payload["decision"]
    )
    proposal = decision.proposal
    people = set(proposal.supports.values_list("user_id", flat=True))
    if proposal.proposer_id:
        people.add(proposal.proposer_id)
    if proposal.entered_office:  # the office that entered it tells the citizen who has no account
        offices = Appointment.objects.current().filter(role__in=ASSISTING, area_id=proposal.kelurahan_id)
        people.update(offices.values_list("user_id", flat=True))
    people.discard(decision.actor_id or 0)
    if not people:
        return
    sentence = f"“{proposal.title}”: {decision.get_outcome_display().lower()}, {decision.office}. {decision.reason_text}".strip()
    if decision.outcome == Outcome.RETURN and decision.deadline:
        sentence = sentence.rstrip(".") + f". Lengkapi paling lambat {date_format(decision.deadline, 'l, j F Y')}."
    if decision.merged_into:
        sentence += f" Digabung ke usulan {decision.merged_into.number}."
    subject = f"Perlu dilengkapi: usulan {proposal.number}" if decision.outcome == Outcome.RETURN else f"Usulan {proposal.number}"
    yield Message(frozenset(people), subject, sentence, proposal.get_absolute_url())
