"""What is kept from the public, by whom and why; and what readers report.

A withheld proposal keeps its page and its API object, with number, place, state and decisions;
its texts and photos are empty there, and it stands in no list, search or feed.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.accounts.roles import Role
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.models import Decision, Proposal, Report, Withholding
from musrenbang.vocabulary import EDITOR, PLANNER, Fault

WHOLE_REGION = (EDITOR, PLANNER)
KELURAHAN = (Role.LURAH, Role.OPERATOR_KELURAHAN)
TITLE = "Usulan ini tidak ditampilkan"


def moderating_office(actor: User | AnonymousUser, proposal: Proposal) -> Appointment | None:
    """The office by which `actor` withholds this proposal.

    Its kelurahan, an editor or the planner.
    """
    if not actor.is_authenticated:
        return None
    for office in actor.appointments_now:
        if office.role in WHOLE_REGION:
            return office
        own = office.area_id if office.role in KELURAHAN else None
        if own and proposal.kelurahan_id in actor.area_reach[own]:
            return office
    return None


def _office(actor: User, proposal: Proposal) -> Appointment:
    """The office by which `actor` moderates. Raises NotAllowed for everybody else."""
    require(actor, "musrenbang.withhold_proposal", proposal)
    office = moderating_office(actor, proposal)
    assert office is not None  # the permission asks for one
    return office


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        sentence = "Tulis sebabnya dalam satu kalimat. Kalimat ini dibaca pengusul."
        raise Invalid("no_reason", sentence, field="sentence")
    if len(text) > 500:
        raise Invalid("too_long", "Terlalu panjang. Paling banyak 500 huruf.", field="sentence")
    return text


@verb
def withhold(
    *, actor: User, proposal: Proposal, fault: str, sentence: str, decision: Decision | None = None
) -> Withholding:
    """Withholds a proposal's texts and photos, or one decision's reason, until given back."""
    row = Proposal.objects.locked(proposal.pk)
    office = _office(actor, row)
    if fault not in Fault.values:
        raise Invalid("unknown_fault", "Pilih sebab dari daftar.", field="fault")
    if decision is not None and decision.proposal_id != row.pk:
        raise Invalid("other_proposal", "Keputusan ini bukan milik usulan ini.", field="decision")
    try:
        with transaction.atomic():
            withholding = Withholding.objects.create(
                proposal=row,
                decision=decision,
                fault=fault,
                sentence=_sentence(sentence),
                withheld_by=actor,
                office=office.title,
            )
    except IntegrityError:
        raise Refusal("already_withheld", "Tulisan ini sudah ditahan.") from None
    if decision is None:
        row.withheld = proposal.withheld = True
        row.save(update_fields=["withheld"])
    reports = Report.objects.open().filter(proposal=row)
    reports.update(closed_at=timezone.now(), closed_by=actor, closed_office=office.title)
    publish("proposal.withheld", {"withholding": withholding.pk, "ended": False})
    return withholding


@verb
def give_back(*, actor: User, withholding: Withholding, sentence: str) -> Withholding:
    """Shows again what was withheld; who, when and why stay to be read at the desk."""
    proposal = Proposal.objects.locked(withholding.proposal_id)
    office = _office(actor, proposal)
    row = Withholding.objects.select_for_update(no_key=True).get(pk=withholding.pk)
    if row.ended_at:
        raise Refusal("already_given_back", "Tulisan ini sudah ditampilkan lagi.")
    row.ended_at, row.ended_by, row.ended_office = timezone.now(), actor, office.title
    row.ended_reason = _sentence(sentence)
    row.save(update_fields=["ended_at", "ended_by", "ended_office", "ended_reason"])
    if row.decision_id is None:
        proposal.withheld = False
        proposal.save(update_fields=["withheld"])
    publish("proposal.withheld", {"withholding": row.pk, "ended": True})
    return row


@verb
def report(
    *, actor: User | AnonymousUser | None, proposal: Proposal, fault: str, sentence: str = ""
) -> Report:
    """A reader, signed in or not, asks the offices to look."""
    if fault not in Fault.values:
        raise Invalid("unknown_fault", "Pilih sebabnya.", field="fault")
    if fault == Fault.OTHER and not sentence.strip():
        raise Invalid("no_reason", "Tulis sebabnya dalam satu kalimat.", field="sentence")
    reader = actor if isinstance(actor, User) else None
    text = " ".join(sentence.split())[:500]
    return Report.objects.create(proposal=proposal, fault=fault, sentence=text, reported_by=reader)


@verb
def close_reports(*, actor: User, proposal: Proposal) -> int:
    """The office looked and leaves it as it is. Returns how many reports were open."""
    office = _office(actor, proposal)
    open_now = Report.objects.open().filter(proposal=proposal)
    return open_now.update(closed_at=timezone.now(), closed_by=actor, closed_office=office.title)


def for_public(proposal: Proposal, decisions: Iterable[Decision] = ()) -> Proposal:
    """The proposal and its decisions as the public reads them.

    The objects given are emptied, not the rows.
    """
    if proposal.withheld:
        proposal.title = TITLE
        proposal.problem = proposal.wish = proposal.address = ""
        proposal.latitude = proposal.longitude = None
        proposal.show_name = False
    hide_reasons(decisions)
    return proposal


def hide_reasons(decisions: Iterable[Decision]) -> None:
    """Empties the sentences that are withheld, among decisions read for a public page.

    One query for all.
    """
    by_key = {decision.pk: decision for decision in decisions}
    if not by_key:  # lists call this for every row
        return
    standing = Withholding.objects.standing().filter(decision__in=by_key)
    for key in standing.values_list("decision", flat=True):
        by_key[key].reason = ""
        by_key[key].withheld = True  # type: ignore[attr-defined]
