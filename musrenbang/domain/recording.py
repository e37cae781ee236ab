"""The kelurahan records what an RW agreed on paper: where it has no head, or a silent one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from egov.accounts.models import Appointment, User
from egov.areas.models import Area
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.decision_plan import Asked, Case, check_seen, plan_decision
from musrenbang.domain.deliberation import write_decision
from musrenbang.domain.eligibility import Turn, assisting_office, moment_of
from musrenbang.domain.ranks import MAX_RANK
from musrenbang.domain.sentences import sentence_of
from musrenbang.domain.sheets import Sheet, columns_of
from musrenbang.models import Decision, DecisionSheet, Proposal, Stage
from musrenbang.vocabulary import Act, Outcome, State, Tier

SILENT = timedelta(days=3)  # before the end of the stage, told to the head
LATE = timedelta(days=7)  # after it, while nobody has acted since


def is_assembly(stage: Stage) -> bool:
    """Whether an RW agrees here, on a sheet that can be signed on paper."""
    return stage.tier == Tier.RW and stage.act == Act.ASSEMBLY


def is_vacant(proposal: Proposal, role: str) -> bool:
    """Whether nobody holds this office in the proposal's RW today."""
    heads = Appointment.objects.current().filter(role=role, user__is_active=True)
    return not heads.filter(area=proposal.rw).exists()


def unheard(now: datetime) -> QuerySet[Decision]:
    """The rows by which an RW's stage passed a wish on in silence, which a late sheet corrects.

    None once the next office acted, or a week has gone by.
    """
    return Decision.objects.filter(
        outcome=Outcome.PASSED,
        stage__tier=Tier.RW,
        stage__act=Act.ASSEMBLY,
        decided_at__range=(now - LATE, now),
        proposal__state=State.WAITING,
        proposal__decided=F("sequence"),
    )


def passed_unheard(proposal: Proposal, now: datetime) -> Decision | None:
    """The one of `unheard` that is this proposal's."""
    return unheard(now).filter(proposal=proposal).select_related("stage").first()


def outcomes_on_sheet(stage: Stage, *, late: bool) -> list[Outcome]:
    """What a signed sheet may say; once its stage is over nothing goes back to its proposer."""
    outcomes = [Outcome(outcome) for outcome in stage.outcomes]
    return [o for o in outcomes if o != Outcome.RETURN] if late else outcomes


def check_recording(proposal: Proposal, now: datetime) -> None:
    """Refuses while the RW's own head has the time to decide: `head_decides`, with the day."""
    if passed_unheard(proposal, now) is not None:
        return
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
    sheet: Sheet | None,
    seen: int | None,
    why_late: str = "",
    now: datetime | None = None,
    **answers: Any,
) -> Decision:
    """The RW's decision from its signed sheet; the row says who agreed and who recorded.

    `answers` are those of `Asked`, `seen` as in `decide`. Refuses without a scan (`no_sheet`), and
    a sheet that comes after its stage without a sentence that says why (`no_reason`).
    """
    now = now or timezone.now()
    decision = _record(actor, proposal, sheet, Asked(**answers), seen, why_late, now)
    proposal.refresh_from_db()
    return decision


class RowRefused(Refusal):
    """What one line of a sheet was refused for; nothing of the sheet is kept."""

    def __init__(self, proposal: Proposal, refusal: Refusal) -> None:
        self.proposal = proposal
        super().__init__(refusal.code, refusal.sentence)


@verb
def record_sheet(
    *,
    actor: User,
    rw: Area,
    sheet: Sheet | None,
    lines: Mapping[int, Asked],
    seen: Mapping[int, int | None],
    why_late: str = "",
    now: datetime | None = None,
) -> int:
    """All that one signed sheet of an RW says, by the key of each proposal; returns how many.

    Whole or not at all: a line that cannot be kept refuses all (`RowRefused`, which names it), as
    do a sheet without lines (`no_lines`) and what is not of this RW (`not_of_rw`). What is ranked
    stands in the order of its ranks, then of the lines.
    """
    now = now or timezone.now()
    if not lines:
        raise Invalid("no_lines", "Isi hasil rembuk untuk paling sedikit satu usulan.")
    rows = Proposal.objects.filter(rw=rw).in_bulk(lines)
    if len(rows) != len(lines):
        raise Refusal("not_of_rw", f"Ada usulan yang bukan dari {rw.place}. Muat ulang halaman.")
    for key in sorted(lines, key=lambda key: lines[key].rank or MAX_RANK):
        try:
            _record(actor, rows[key], sheet, lines[key], seen.get(key), why_late, now)
        except Refusal as refusal:
            if refusal.field in ("sheet", "why_late"):
                raise
            raise RowRefused(rows[key], refusal) from refusal
    return len(lines)


def _record(
    actor: User,
    proposal: Proposal,
    sheet: Sheet | None,
    asked: Asked,
    seen: int | None,
    why_late: str,
    now: datetime,
) -> Decision:
    require(actor, "musrenbang.record_assembly", proposal)
    row = Proposal.objects.locked(proposal.pk)
    office = assisting_office(actor, row.kelurahan_id, row.rw_id)
    assert office is not None  # the permission has asked
    check_seen(row, seen)
    check_recording(row, now)
    if sheet is None:
        raise Invalid(
            "no_sheet", "Unggah foto atau PDF berita acara yang ditandatangani.", field="sheet"
        )
    stages = list(row.channel.stages.select_related("channel__cycle"))
    decisions = list(row.decisions.order_by("sequence"))
    passed = passed_unheard(row, now)
    stage = row.stage if passed is None else passed.stage
    case = Case(row, Turn(stage, office, passed, late=passed is not None), stages, decisions, now)
    title = f"Rembuk {row.place_short}, dicatat {office.title}"
    why = "" if passed is None else _why_late(asked, why_late)
    decision = plan_decision(case, asked, actor=actor, title=title)
    decision.forum = ""  # its title names both already
    decision.reason = " ".join(filter(None, (decision.reason, why)))
    write_decision(case, decision)
    DecisionSheet.objects.create(decision=decision, **columns_of(sheet))
    return decision


def _why_late(asked: Asked, why_late: str) -> str:
    """What the public reads of why the sheet came after its stage; a return is too late then."""
    wanted = "Tahapnya sudah berakhir. Tulis mengapa berita acara ini baru diserahkan."
    why_late = sentence_of(why_late, wanted, field="why_late")
    if asked.outcome == Outcome.RETURN:
        sentence = "Tahapnya sudah berakhir, usulan ini tidak dapat dikembalikan ke pengusul lagi."
        raise Invalid("return_late", sentence, field="outcome")
    return f"Berita acara terlambat: {why_late}"
