"""What is kept from the public, by whom and why; and what readers report.

A withheld proposal keeps its page and its API object, with number, place, state and decisions;
its texts and photos are empty there, and it stands in no list, search or feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.accounts.roles import Role
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.findable import keep_findable
from musrenbang.domain.sentences import SHORTEST
from musrenbang.models import Decision, Proposal, ProposalPhoto, Report, Withholding
from musrenbang.models.moderation import PASSAGES
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
        if own and actor.reaches(own, proposal.kelurahan_id, proposal.rw_id):
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


@dataclass(frozen=True)
class Part:
    """What is withheld alone: a decision's reason, a photo, or a passage of a text (`field`)."""

    decision: Decision | None = None
    photo: ProposalPhoto | None = None
    field: str = ""
    passage: str = ""

    @property
    def is_whole(self) -> bool:
        return self == Part()


def _check_part(proposal: Proposal, part: Part) -> None:
    """Refuses what is no part of this proposal."""
    if part.decision is not None and part.decision.proposal_id != proposal.pk:
        raise Invalid("other_proposal", "Keputusan ini bukan milik usulan ini.", field="decision")
    if part.photo is not None and part.photo.proposal_id != proposal.pk:
        raise Invalid("other_proposal", "Foto ini bukan milik usulan ini.", field="photo")
    if not part.field and not part.passage:
        return
    if part.field not in dict(PASSAGES):
        raise Invalid("unknown_text", "Pilih bagian tulisannya.", field="field")
    if len(part.passage) < SHORTEST or part.passage not in getattr(proposal, part.field):
        sentence = "Kutipan ini tidak ada di bagian itu. Salin persis seperti tertulis."
        raise Invalid("no_such_passage", sentence, field="passage")


@verb
def withhold(
    *, actor: User, proposal: Proposal, fault: str, sentence: str, **part: Any
) -> Withholding:
    """Withholds a proposal's texts and photos, or one `Part`, until given back."""
    row = Proposal.objects.locked(proposal.pk)
    office = _office(actor, row)
    if fault not in Fault.values:
        raise Invalid("unknown_fault", "Pilih sebab dari daftar.", field="fault")
    which = Part(**part)
    _check_part(row, which)
    try:
        with transaction.atomic():
            withholding = Withholding.objects.create(
                proposal=row,
                decision=which.decision,
                photo=which.photo,
                field=which.field,
                passage=which.passage,
                fault=fault,
                sentence=_sentence(sentence),
                withheld_by=actor,
                office=office.title,
            )
    except IntegrityError:
        raise Refusal("already_withheld", "Tulisan ini sudah ditahan.") from None
    if which.is_whole:
        row.withheld = proposal.withheld = True
        row.save(update_fields=["withheld"])
    keep_findable(row)
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
    if row.is_whole:
        proposal.withheld = False
        proposal.save(update_fields=["withheld"])
    keep_findable(proposal)
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
    text = " ".join(sentence.split())
    if len(text) > MOST_OF_REPORT:
        wanted = f"Terlalu panjang. Tulis paling banyak {MOST_OF_REPORT} huruf."
        raise Invalid("reason_too_long", wanted, field="sentence")
    return Report.objects.create(proposal=proposal, fault=fault, sentence=text, reported_by=reader)


@verb
def close_reports(*, actor: User, proposal: Proposal) -> int:
    """The office looked and leaves it as it is. Returns how many reports were open."""
    office = _office(actor, proposal)
    open_now = Report.objects.open().filter(proposal=proposal)
    return open_now.update(closed_at=timezone.now(), closed_by=actor, closed_office=office.title)


HIDDEN = "[ditahan]"
MOST_OF_REPORT = 500  # letters


def hide_passages(proposals: Iterable[Proposal]) -> set[int]:
    """Takes withheld passages out of the texts, and returns the keys of withheld photos.

    One query for all.
    """
    by_key = {proposal.pk: proposal for proposal in proposals}
    if not by_key:
        return set()
    standing = Withholding.objects.standing().filter(proposal__in=by_key)
    return _hide(by_key, standing.exclude(field="", photo=None))


def _hide(proposals: Mapping[int, Proposal], withholdings: Iterable[Withholding]) -> set[int]:
    photos: set[int] = set()
    for row in withholdings:
        if row.photo_id is not None:
            photos.add(row.photo_id)
        if row.field:
            proposal = proposals[row.proposal_id]
            shown = getattr(proposal, row.field).replace(row.passage, HIDDEN)
            setattr(proposal, row.field, shown)
    return photos


def page_for_public(
    proposal: Proposal, decisions: Iterable[Decision], withholdings: Iterable[Withholding]
) -> set[int]:
    """As `for_public` and `hide_passages`, by the withholdings of the proposal that stand."""
    rows = list(withholdings)
    _empty(proposal)
    _empty_reasons(decisions, (row.decision_id for row in rows))
    return _hide({proposal.pk: proposal}, rows)


def for_public(proposal: Proposal, decisions: Iterable[Decision] = ()) -> Proposal:
    """The proposal and its decisions as the public reads them.

    The objects given are emptied, not the rows.
    """
    _empty(proposal)
    hide_reasons(decisions)
    return proposal


def _empty(proposal: Proposal) -> None:
    if proposal.withheld:
        proposal.title = TITLE
        proposal.problem = proposal.wish = proposal.address = ""
        proposal.latitude = proposal.longitude = None
        proposal.show_name = False


def hide_reasons(decisions: Iterable[Decision]) -> None:
    """Empties the sentences that are withheld, among decisions read for a public page.

    One query for all.
    """
    rows = list(decisions)
    if not rows:  # lists call this for every row
        return
    standing = Withholding.objects.standing().filter(decision__in=rows)
    _empty_reasons(rows, standing.values_list("decision", flat=True))


def _empty_reasons(decisions: Iterable[Decision], keys: Iterable[int | None]) -> None:
    withheld = set(keys)
    for decision in decisions:
        if decision.pk in withheld:
            decision.reason = ""
            decision.withheld = True  # type: ignore[attr-defined]
