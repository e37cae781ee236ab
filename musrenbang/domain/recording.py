"""The kelurahan records what an RW agreed on paper: where it has no head, or a silent one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.files.models import StoredFile
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.decision_plan import Asked, Case, check_seen, plan_decision
from musrenbang.domain.deliberation import write_decision
from musrenbang.domain.eligibility import Turn, assisting_office, moment_of
from musrenbang.models import Decision, DecisionSheet, Proposal, Stage
from musrenbang.vocabulary import Act, State, Tier

SILENT = timedelta(days=3)  # before the end of the stage, told to the head


def is_assembly(stage: Stage) -> bool:
    """Whether an RW agrees here, on a sheet that can be signed on paper."""
    return stage.tier == Tier.RW and stage.act == Act.ASSEMBLY


def is_vacant(proposal: Proposal, role: str) -> bool:
    """Whether nobody holds this office in the proposal's RW today."""
    heads = Appointment.objects.current().filter(role=role, user__is_active=True)
    return not heads.filter(area=proposal.rw).exists()


def check_recording(proposal: Proposal, now: datetime) -> None:
    """Refuses while the RW's own head has the time to decide: `head_decides`, with the day."""
    stage = proposal.stage
    if proposal.state != State.WAITING or not is_assembly(stage):
        sentence = f"Usulan ini sekarang: {proposal.status}. Tidak ada rembuk yang ditunggu."
        raise Refusal("no_assembly", sentence)
    opens = stage.closes - SILENT
    if now < opens and not is_vacant(proposal, stage.role):
        raise Refusal(
            "head_decides",
            f"Ketua {proposal.place_short} masih dapat memutuskan sendiri. "
            f"Kelurahan dapat mencatat rembuknya mulai {moment_of(opens)}.",
        )


@verb
def record_assembly(
    *,
    actor: User,
    proposal: Proposal,
    sheet: StoredFile | None,
    seen: int | None,
    now: datetime | None = None,
    **answers: Any,
) -> Decision:
    """The RW's decision from its signed sheet; the row says who agreed and who recorded.

    `answers` are those of `Asked`, `seen` as in `decide`. Refuses without a scan (`no_sheet`).
    """
    require(actor, "musrenbang.record_assembly", proposal)
    now, row = now or timezone.now(), Proposal.objects.locked(proposal.pk)
    office = assisting_office(actor, row.kelurahan_id)
    assert office is not None  # the permission has asked
    check_seen(row, seen)
    check_recording(row, now)
    if sheet is None:
        raise Invalid("no_sheet", "Unggah foto berita acara yang ditandatangani.", field="sheet")
    stages = list(row.channel.stages.select_related("channel__cycle"))
    decisions = list(row.decisions.order_by("sequence"))
    case = Case(row, Turn(row.stage, office, None), stages, decisions, now)
    title = f"Rembuk {row.place_short}, dicatat {office.title}"
    decision = plan_decision(case, Asked(**answers), actor=actor, title=title)
    decision.forum = ""  # its title names both already
    write_decision(case, decision)
    DecisionSheet.objects.create(decision=decision, file=sheet)
    proposal.refresh_from_db()
    return decision
