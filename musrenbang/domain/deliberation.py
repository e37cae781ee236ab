"""Verbs of deliberation: prepare, decide, complete. Each is atomic and writes rows that stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import Appointment
from egov.areas.models import Area
from egov.files.models import StoredFile
from egov.verbs.outbox import publish
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.eligibility import (
    check_open,
    check_stage,
    completing_office,
    current_turn,
    lacks_opinion,
    moment_of,
    money_before,
    money_default,
    needs_residence,
    office_for,
    opinion_of,
    resident_confirmed,
)
from musrenbang.domain.money import Money, Price, carried_on, check_change_is_told
from musrenbang.domain.projection import ahead_of, project, write_projection
from musrenbang.domain.silence import is_forgone, is_held
from musrenbang.domain.validation import MAX_PHOTOS, TEXT_SIZES, check_texts, check_volume, cost_of
from musrenbang.models import (
    Decision,
    DecisionPhoto,
    Preparation,
    Proposal,
    ProposalPhoto,
    Stage,
)
from musrenbang.procedure import MOVES_ON, NEEDS_SENTENCE, OPINIONS
from musrenbang.vocabulary import BUTTONS, REASONS, Act, Outcome, State

RETURN_DAYS = 7
MAX_RANK = 999


def price_of(proposal: Proposal) -> Price:
    """The price at which it was sent, and what the kamus allows of its kind."""
    return Price(proposal.unit_price, proposal.unit, proposal.variant.max_volume)


def _rank(proposal: Proposal, asked: int | None, corrects: Decision | None) -> int:
    """The rank in the RW's list, under a lock of that RW. The next free one when none was asked."""
    Area.objects.select_for_update(no_key=True).get(pk=proposal.rw_id)
    others = Proposal.objects.filter(channel_id=proposal.channel_id, rw_id=proposal.rw_id).exclude(
        pk=proposal.pk
    )
    if asked is None:
        if corrects is not None and corrects.rank:
            return corrects.rank
        asked = int(others.aggregate(top=Max("rw_rank"))["top"] or 0) + 1
        if asked > MAX_RANK:
            sentence = (
                f"Daftar RW ini sudah sampai urutan {MAX_RANK}. Tulis urutan yang masih kosong."
            )
            raise Refusal("ranks_full", sentence, field="rank")
        return asked
    if not 1 <= asked <= MAX_RANK:
        raise Invalid("rank_range", f"Urutan antara 1 dan {MAX_RANK}.", field="rank")
    holder = others.filter(rw_rank=asked).first()
    if holder:
        raise Invalid(
            "rank_taken",
            f"Urutan {asked} sudah dipakai usulan {holder.number} “{holder.title}”. "
            "Pilih urutan lain.",
            field="rank",
        )
    return asked


def _merge_target(proposal: Proposal, asked: Proposal | None, office: Appointment) -> Proposal:
    """The target as it stands now; both rows are locked already."""
    if asked is None:
        raise Invalid(
            "merge_target", "Tulis nomor usulan tujuan penggabungan.", field="merged_into"
        )
    if asked.pk == proposal.pk:
        raise Invalid(
            "merge_itself",
            "Usulan tidak dapat digabung dengan dirinya sendiri.",
            field="merged_into",
        )
    target = Proposal.objects.select_related("channel", "rw__parent", "kelurahan", "kecamatan").get(
        pk=asked.pk
    )
    if target.channel.cycle_id != proposal.channel.cycle_id:
        raise Invalid(
            "merge_other_year",
            "Usulan tujuan berada di tahun lain. Pilih usulan tahun yang sama.",
            field="merged_into",
        )
    if target.state not in (State.WAITING, State.RESERVE):
        raise Invalid(
            "merge_ended",
            f"Usulan tujuan sudah selesai: {target.status}. Pilih yang masih berjalan.",
            field="merged_into",
        )
    area = office.area
    if area is not None and not area.covers(target.rw.code):
        raise Invalid(
            "merge_outside", f"Usulan tujuan berada di luar {area.label}.", field="merged_into"
        )
    return target


def check_seen(proposal: Proposal, seen: int | None) -> None:
    if seen is None:
        raise Invalid(
            "seen_missing",
            "Halaman ini tidak menyebut apa yang sudah Anda baca. Muat ulang, lalu putuskan lagi.",
        )
    if seen != proposal.decided:
        last = proposal.decisions.order_by("-sequence").first()
        news = "usulan ini berubah"
        if last:
            when = moment_of(last.decided_at)
            news = f"{last.office} sudah memutuskan: {last.get_outcome_display()} ({when})"
        raise Refusal(
            "changed_meanwhile",
            f"Sementara Anda membaca, {news}. Muat ulang halaman untuk melihat keadaan terbaru.",
        )


def check_forgone(
    proposal: Proposal, stage: Stage, stages: Sequence[Stage], reason_code: str, now: datetime
) -> None:
    """Refuses what waits for an opinion, and to say nothing where it came too late."""
    if not is_forgone(stage, stages, now):
        raise Refusal(
            "opinion_first",
            f"{proposal.agency} belum memberi hasil verifikasi. Keputusan dibuat sesudahnya.",
        )
    if reason_code != "no_opinion":
        raise Invalid(
            "say_no_opinion",
            f"{proposal.agency} tidak memberi hasil verifikasi sampai batas waktunya. "
            f"Pilih alasan “{REASONS['no_opinion']}”, lalu putuskan.",
            field="reason_code",
        )


def check_way_on(stage: Stage, stages: Sequence[Stage], now: datetime) -> None:
    """Refuses to pass on into a stage that has ended, unless it still holds what waits there."""
    following = next(iter(ahead_of(stage, stages)), None)
    if following is None or following.phase(now) != "over" or is_held(following, stages, now):
        return
    raise Refusal(
        "next_stage_over",
        f"{following.name} sudah berakhir. Minta perencana membetulkan jadwalnya.",
    )


@verb
def decide(  # noqa: PLR0913 - the procedure is rewritten as a whole
    *,
    actor: Any,
    proposal: Proposal,
    outcome: str,
    reason_code: str = "",
    reason: str = "",
    volume: Decimal | None = None,
    cost: Decimal | None = None,
    rank: int | None = None,
    deadline: date | None = None,
    merged_into: Proposal | None = None,
    photos: Sequence[StoredFile] = (),
    seen: int | None = None,
    now: datetime | None = None,
) -> Decision:
    """Writes one decision of the actor's office and moves the proposal.

    `seen` is the number of decisions the actor had before them: when another was made meanwhile,
    the act is refused and says what changed.
    Inside its window an office corrects itself with a new decision.
    Volume in the proposal's unit, cost in whole rupiah; both default to what the proposal carries.
    Raises Refusal, NotAllowed or Invalid.
    """
    now = now or timezone.now()
    row = Proposal.objects.locked(proposal.pk, *([merged_into.pk] if merged_into else []))
    stages = list(row.channel.stages.select_related("channel__cycle"))
    decisions = list(row.decisions.order_by("sequence"))
    among = [s for s in stages if s.is_opinion == (outcome in OPINIONS)]
    if not any(office_for(actor, row, s) for s in stages):
        raise NotAllowed(
            "not_your_office",
            "Jabatan Anda tidak memutuskan usulan ini. "
            "Usulan ini milik wilayah atau perangkat daerah lain.",
        )
    check_seen(row, seen)
    turn = current_turn(actor=actor, proposal=row, stages=stages, decisions=decisions, among=among)
    if outcome not in turn.stage.outcomes:
        allowed = ", ".join(BUTTONS[Outcome(o)] for o in turn.stage.outcomes)
        raise Invalid(
            "outcome_not_here",
            f"Keputusan ini tidak ada di tingkat {turn.stage.word}. Yang dapat dipilih: {allowed}.",
            field="outcome",
        )
    check_open(turn, stages, now)
    if lacks_opinion(turn.stage, row) and outcome != Outcome.RETURN:
        check_forgone(row, turn.stage, stages, reason_code, now)
    residence = needs_residence(turn.stage, row, stages)
    if residence and outcome in MOVES_ON and not resident_confirmed(row):
        raise Refusal(
            "residence_first",
            f"Domisili pengusul di {row.rw.name} belum dipastikan. "
            "Pastikan dulu, lalu putuskan usulan ini.",
        )

    if outcome in MOVES_ON:
        check_way_on(turn.stage, stages, now)

    reason, reason_code = " ".join(reason.replace("\0", "").split()), reason_code or "other"
    if reason_code not in REASONS:
        raise Invalid("unknown_reason", "Pilih alasan dari daftar.", field="reason_code")
    if outcome in NEEDS_SENTENCE and not reason:
        raise Invalid(
            "no_reason",
            "Tulis penjelasan dalam satu kalimat. Kalimat ini dibaca pengusul dan umum.",
            field="reason",
        )
    if reason_code == "other" and not reason and outcome in NEEDS_SENTENCE:
        raise Invalid("no_reason", "Tulis penjelasan dalam satu kalimat.", field="reason")
    opinion = opinion_of(decisions, stages)
    if (
        outcome == Outcome.ACCEPT
        and opinion is not None
        and opinion.outcome == Outcome.NOT_FEASIBLE
        and not reason
    ):
        raise Invalid(
            "no_reason",
            f"{opinion.office} menyatakan usulan ini tidak layak. Tulis mengapa tetap diterima.",
            field="reason",
        )
    before = money_before(row, turn, decisions, stages)
    money = carried_on(
        outcome=outcome,
        before=before,
        default=money_default(turn, before),
        volume=volume,
        cost=cost,
        price=price_of(row),
    )
    check_change_is_told(
        outcome=outcome,
        before=before,
        after=money,
        unit=row.unit,
        reason_code=reason_code,
        reason=reason,
    )
    if outcome == Outcome.RETURN:
        last_day = timezone.localdate(turn.stage.closes - timedelta(seconds=1))
        deadline = deadline or min(timezone.localdate(now) + timedelta(days=RETURN_DAYS), last_day)
        if not timezone.localdate(now) <= deadline <= last_day:
            shown = date_format(last_day, "j F Y")
            raise Invalid(
                "deadline_range",
                f"Batas waktu harus antara hari ini dan {shown}, akhir tahap ini.",
                field="deadline",
            )
    decision = Decision(
        proposal=row,
        sequence=len(decisions) + 1,
        stage=turn.stage,
        tier=turn.stage.tier,
        decided_by=actor,
        role=turn.office.role,
        office=turn.office.title,
        decided_at=now,
        outcome=outcome,
        reason_code=reason_code,
        reason=reason,
        volume=money.volume,
        cost=money.cost,
        rank=_rank(row, rank, turn.corrects) if outcome == Outcome.ENDORSE else None,
        deadline=deadline if outcome == Outcome.RETURN else None,
        merged_into=_merge_target(row, merged_into, turn.office)
        if outcome == Outcome.MERGE
        else None,
        supersedes=turn.corrects,
    )
    decision.save()
    DecisionPhoto.objects.bulk_create(DecisionPhoto(decision=decision, file=f) for f in photos)
    write_projection([(row, project(row, [*decisions, decision], stages))])
    row.preparations.filter(stage=turn.stage).delete()
    publish("proposal.decided", {"decision": decision.pk})
    proposal.refresh_from_db()
    return decision


@verb
def prepare(
    *,
    actor: Any,
    proposal: Proposal,
    outcome: str,
    reason_code: str = "",
    reason: str = "",
    volume: Decimal | None = None,
    cost: Decimal | None = None,
    now: datetime | None = None,
) -> Preparation:
    """The operator's advice for the one who decides; a later one replaces it.

    The same window and outcomes as deciding.
    """
    row = Proposal.objects.locked(proposal.pk)
    stage, office = row.stage, office_for(actor, row, row.stage, prepare=True)
    if office is None or outcome in OPINIONS:
        opd = (
            row.channel.stages.filter(act=Act.VERIFICATION, position__lt=row.stage.position)
            .select_related("channel__cycle")
            .first()
        )
        office = office_for(actor, row, opd, prepare=True) if opd else None
        stage = opd or row.stage
    if office is None:
        raise NotAllowed("not_your_office", "Jabatan Anda tidak menyiapkan usulan ini.")
    if row.state != State.WAITING:
        raise Refusal(
            "not_waiting", f"Usulan ini sekarang: {row.status}. Tidak ada yang perlu disiapkan."
        )
    if outcome not in stage.outcomes:
        raise Invalid("outcome_not_here", "Saran ini tidak ada di tingkat ini.", field="outcome")
    check_stage(stage, now or timezone.now())
    reason_code = reason_code or "other"
    if reason_code not in REASONS:
        raise Invalid("unknown_reason", "Pilih alasan dari daftar.", field="reason_code")
    if outcome in NEEDS_SENTENCE and not reason.strip():
        raise Invalid("no_reason", "Tulis penjelasan dalam satu kalimat.", field="reason")
    before = Money(row.volume, row.cost)
    money = carried_on(
        outcome=outcome,
        before=before,
        default=before,
        volume=volume,
        cost=cost,
        price=price_of(row),
    )
    check_change_is_told(
        outcome=outcome,
        before=before,
        after=money,
        unit=row.unit,
        reason_code=reason_code,
        reason=reason.strip(),
    )
    preparation, _ = Preparation.objects.update_or_create(
        proposal=row,
        stage=stage,
        defaults={
            "outcome": outcome,
            "reason_code": reason_code,
            "reason": reason.strip(),
            "volume": money.volume,
            "cost": money.cost,
            "prepared_by": actor,
            "office": office.title,
            "prepared_at": now or timezone.now(),
        },
    )
    return preparation


@verb
def complete(
    *,
    actor: Any,
    proposal: Proposal,
    changes: dict[str, Any],
    photos: Sequence[StoredFile] = (),
    now: datetime | None = None,
) -> Decision:
    """The proposer completes what was sent back; it waits at the same tier again.

    `changes`: title, problem, wish, address, volume.
    What was first proposed stays as it was; a new volume stands in the row of this act.
    Volume and cost that offices have set stay where no other volume is given.
    """
    now = now or timezone.now()
    row = Proposal.objects.locked(proposal.pk)
    office = completing_office(actor, row)
    if not office:
        raise NotAllowed("not_your_proposal", "Hanya pengusul yang melengkapi usulan ini.")
    if row.state != State.RETURNED or row.return_until is None:
        raise Refusal(
            "not_returned", f"Usulan ini sekarang: {row.status}. Tidak ada yang perlu dilengkapi."
        )
    if timezone.localdate(now) > row.return_until:
        raise Refusal(
            "deadline_over",
            f"Batas melengkapi usulan ini {date_format(row.return_until, 'j F Y')}, sudah lewat.",
        )
    texts = {name: str(changes[name]).strip() for name in TEXT_SIZES if name in changes}
    check_texts(texts)
    for name, text in texts.items():
        setattr(row, name, " ".join(text.split()) if name in ("title", "address") else text)
    volume, cost = row.volume, row.cost
    if changes.get("volume") is not None and changes["volume"] != volume:
        volume = changes["volume"]
        check_volume(volume, row.variant.max_volume, row.unit)
        cost = cost_of(volume, row.unit_price)
    count = row.photos.count()
    if count + len(photos) > MAX_PHOTOS:
        raise Invalid(
            "too_many_photos", f"Paling banyak {MAX_PHOTOS} foto; sudah ada {count}.", field="photo"
        )
    ProposalPhoto.objects.bulk_create(
        ProposalPhoto(proposal=row, file=f, position=count + i) for i, f in enumerate(photos)
    )
    row.save(update_fields=list(texts))
    decisions = list(row.decisions.order_by("sequence"))
    decision = Decision.objects.create(
        proposal=row,
        sequence=len(decisions) + 1,
        stage=row.stage,
        tier=row.tier,
        decided_by=actor,
        role="warga",
        office=office,
        decided_at=now,
        outcome=Outcome.COMPLETED,
        reason_code="other",
        reason="",
        volume=volume,
        cost=cost,
    )
    stages = list(row.channel.stages.all())
    write_projection([(row, project(row, [*decisions, decision], stages))])
    publish("proposal.decided", {"decision": decision.pk})
    proposal.refresh_from_db()
    return decision
