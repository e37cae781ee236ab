"""Of proposals and stages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from egov.agencies.models import Agency
from egov.files.pictures import store_picture
from musrenbang.admin import (
    calendar,
    deciding,
    deciding_many,
    groups,
    moderation,
    promoting,
    ratings,
    redirecting,
    row_actions,
    silence,
    taking_over,
)
from musrenbang.domain.appeals import appeal
from musrenbang.domain.calendar import close_by_calendar, close_stage
from musrenbang.domain.carrying import carry_for_proposer
from musrenbang.domain.deliberation import prepare
from musrenbang.domain.moderation import report, withhold
from musrenbang.domain.procedures import stamp_of
from musrenbang.domain.redirecting import ask_redirection, redirect
from musrenbang.domain.satisfaction import rate
from musrenbang.models import Proposal, ProposalPhoto, Stage
from tests.conftest import picture
from tests.desk.cases import Case, ready_for
from tests.factories.agencies import AgencyFactory
from tests.factories.musrenbang import ChannelFactory, CycleFactory, GroupFactory, StageFactory
from tests.town import Town, decide


class Again(SimpleUploadedFile):
    """An upload that can be sent by one after the other."""

    def read(self, *size: Any) -> Any:
        self.seek(0)
        return super().read(*size)


def of_proposal(town: Town, obj: Proposal, own: str, page: str, **given: Any) -> Case:
    others = (town.far[own], town.staff["camat"], town.staff["auditor"])
    return Case(obj, town.staff[own], others, given, page)


@ready_for(deciding.Decide)
@ready_for(deciding_many.DecideMany)
def of_a_proposal_that_waits(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    seen = {f"seen_{obj.pk}": "0", "seen": "0"}
    return of_proposal(town, obj, "lurah", "change", outcome="forward", **seen)


@ready_for(row_actions.PassOn)
def of_a_row_of_the_queue(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    return of_proposal(town, obj, "lurah", "baris", **{f"seen_{obj.pk}": "0"})


@ready_for(row_actions.FollowAdvice)
def of_a_proposal_with_advice(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    advice = prepare(actor=town.staff["operator_kelurahan"], proposal=obj, outcome="forward")
    seen = row_actions.Seen.of(obj, advice).number
    return of_proposal(town, obj, "lurah", "baris", **{f"seen_{obj.pk}": str(seen)})


@ready_for(row_actions.TakeBackInRow)
def of_a_row_just_decided(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=obj, outcome="forward")
    seen = row_actions.Seen(1, 0).number
    return of_proposal(town, obj, "lurah", "baris", **{f"seen_{obj.pk}": str(seen)})


@ready_for(deciding.Prepare)
def of_a_proposal_to_prepare(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    return of_proposal(town, obj, "operator_kelurahan", "change", outcome="forward")


@ready_for(deciding.TakeAdvice)
def of_advice_on_its_page(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    advice = prepare(actor=town.staff["operator_kelurahan"], proposal=obj, outcome="forward")
    return of_proposal(town, obj, "lurah", "change", seen="0", stamp=advice.stamp)


@ready_for(deciding.TakeBack)
def of_a_proposal_just_decided(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=obj, outcome="reject", reason="Sebab uji.")
    return of_proposal(town, obj, "lurah", "change")


@ready_for(moderation.Withhold)
def of_a_proposal_in_public(town: Town) -> Case:
    given = {"fault": "personal", "sentence": "Memuat nama orang."}
    return of_proposal(town, town.proposal("kelurahan"), "lurah", "tindakan", **given)


@ready_for(moderation.WithholdReason)
def of_a_reason(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    decision = decide(
        actor=town.staff["lurah"], proposal=obj, outcome="reject", reason="Milik Pak Contoh."
    )
    given = {"decision": decision.pk, "fault": "personal", "sentence": "Memuat nama orang."}
    return of_proposal(town, obj, "lurah", "tindakan", **given)


@ready_for(moderation.WithholdPhoto)
def of_a_photo(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    file = store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
    photo = ProposalPhoto.objects.create(proposal=obj, file=file, position=0)
    given = {"photo": photo.pk, "fault": "personal", "sentence": "Wajah orang."}
    return of_proposal(town, obj, "lurah", "tindakan", **given)


@ready_for(moderation.WithholdPassage)
def of_a_passage(town: Town) -> Case:
    obj = town.proposal("kelurahan", problem="Depan rumah Pak Rekaan.")
    given = {"field": "problem", "passage": "Pak Rekaan", "fault": "personal"}
    return of_proposal(town, obj, "lurah", "tindakan", **given, sentence="Nama orang.")


@ready_for(moderation.AnswerAppeal)
def of_an_appeal(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    row = withhold(actor=town.staff["lurah"], proposal=obj, fault="other", sentence="Bukan usulan.")
    asked = appeal(actor=town.citizen, withholding=row, sentence="Ini usulan warga.")
    given = {"appeal": asked.pk, "granted": "ya", "sentence": "Benar."}
    others = (town.staff["lurah"], town.staff["camat"], town.staff["auditor"])
    return Case(obj, town.staff["planner"], others, given, "tindakan")


@ready_for(moderation.GiveBack)
def of_what_is_withheld(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    row = withhold(actor=town.staff["lurah"], proposal=obj, fault="personal", sentence="Nama.")
    given = {"withholding": row.pk, "sentence": "Namanya sudah dihapus."}
    return of_proposal(town, obj, "lurah", "tindakan", **given)


@ready_for(silence.RecordAssembly)
def of_an_rw_without_a_head(town: Town) -> Case:
    obj = town.proposal("rw")
    town.staff["ketua_rw"].appointments.update(period=(None, "2020-01-01"))
    sheet = Again("a.jpg", picture(), "image/jpeg")
    given = {"outcome": "endorse", "seen": "0", "sheet": sheet}
    return of_proposal(town, obj, "operator_kelurahan", "tindakan", **given)


@ready_for(promoting.Promote)
def of_the_next_of_a_reserve(town: Town) -> Case:
    obj = town.proposal("kelurahan", state="reserve")
    given = {"reason": "Ada usulan yang batal.", "seen": "0"}
    return of_proposal(town, obj, "lurah", "tindakan", **given)


@ready_for(silence.SettleHeld)
def of_what_is_held(town: Town) -> Case:
    obj, stage = town.proposal("kelurahan"), ended_stage(town)
    Stage.objects.filter(pk=stage.pk).update(silence="hold")
    given = {"outcome": "passed", "reason": "Tidak diadakan.", "seen": "0"}
    others = tuple(town.staff[role] for role in ("lurah", "auditor", "administrator"))
    return Case(obj, town.staff["planner"], others, given, "tindakan")


def undecided(town: Town) -> Proposal:
    """What the lurah left until its year ended; the next year takes proposals."""
    obj, stage = town.proposal("kelurahan"), town.stages["kelurahan"]
    close_by_calendar(stage=stage, now=stage.closes + timedelta(hours=2))
    channel = ChannelFactory(cycle=CycleFactory(year=town.cycle.year + 1))
    for tier in town.stages:
        StageFactory(channel=channel, tier=tier)
    obj.refresh_from_db()
    return obj


@ready_for(silence.CarryMany)
def of_what_its_year_left(town: Town) -> Case:
    return of_proposal(town, undecided(town), "lurah", "tindakan", confirmed="1")


@ready_for(silence.LeaveMany)
def of_what_was_carried(town: Town) -> Case:
    obj = undecided(town)
    carry_for_proposer(actor=town.staff["lurah"], proposal=obj)
    return of_proposal(town, obj, "lurah", "tindakan", confirmed="1")


@ready_for(redirecting.Redirect)
def of_an_address_that_the_planner_mends(town: Town) -> Case:
    given = {"agency": "", "outside": "pln", "reason": "Jaringan listrik.", "seen": "0"}
    others = tuple(town.staff[role] for role in ("verifier", "auditor", "administrator"))
    return Case(town.proposal("kota"), town.staff["planner"], others, given, "tindakan")


@ready_for(redirecting.BringBack)
def of_what_went_outside(town: Town) -> Case:
    obj, reason = town.proposal("rw"), "Jaringan listrik."
    redirect(actor=town.staff["planner"], proposal=obj, outside="pln", reason=reason, seen=0)
    others = tuple(town.staff[role] for role in ("verifier", "auditor", "administrator"))
    given = {"reason": "Ternyata milik kota.", "seen": "1"}
    return Case(obj, town.staff["planner"], others, given, "tindakan")


@ready_for(taking_over.TakeOver)
def of_a_kind_whose_agency_was_split(town: Town) -> Case:
    entry, heirs = town.variant.entry, [AgencyFactory(), AgencyFactory()]
    town.agency.successors.set(heirs)
    Agency.objects.filter(pk=town.agency.pk).update(valid=(None, timezone.localdate()))
    others = tuple(town.staff[role] for role in ("verifier", "auditor", "administrator"))
    return Case(entry, town.staff["planner"], others, {"agency": heirs[0].pk}, "tindakan")


@ready_for(redirecting.AskRedirection)
def of_a_wrong_address(town: Town) -> Case:
    given = {"agency": "", "outside": "pln", "reason": "Jaringan listrik."}
    return of_proposal(town, town.proposal("kota"), "verifier", "tindakan", **given)


@ready_for(redirecting.SettleRedirection)
def of_what_a_verifier_asked(town: Town) -> Case:
    obj = town.proposal("kota")
    asked = {"outside": "pln", "reason": "Jaringan listrik."}
    ask_redirection(actor=town.staff["verifier"], proposal=obj, **asked)
    others = tuple(town.staff[role] for role in ("lurah", "auditor", "administrator"))
    return Case(obj, town.staff["planner"], others, {"confirmed": "ya"}, "tindakan")


@ready_for(redirecting.HandToComplaints)
def of_a_complaint(town: Town) -> Case:
    given = {"channel": "SP4N-LAPOR!", "number": "1", "reason": "Lampu padam.", "seen": "0"}
    return of_proposal(town, town.proposal("kelurahan"), "lurah", "tindakan", **given)


@ready_for(moderation.CloseReports)
def of_what_was_reported(town: Town) -> Case:
    obj = town.proposal("kelurahan")
    report(actor=town.neighbour, proposal=obj, fault="advert")
    return of_proposal(town, obj, "lurah", "tindakan")


def ended_stage(town: Town) -> Stage:
    stage = town.stages["kelurahan"]
    town.proposal("kelurahan")
    ended = DateTimeTZRange(stage.opens, timezone.now() - timedelta(minutes=5))
    Stage.objects.filter(pk=stage.pk).update(window=ended)
    stage.refresh_from_db()
    return stage


def of_stage(town: Town, obj: Stage, **given: Any) -> Case:
    others = tuple(town.staff[role] for role in ("lurah", "auditor", "administrator"))
    return Case(obj, town.staff["planner"], others, given)


@ready_for(calendar.LoadProcedure)
def of_a_channel_without_proposals(town: Town) -> Case:
    channel = ChannelFactory(cycle=town.cycle)
    given = {"code": "surabaya-kelurahan", "seen": stamp_of([], channel)}
    others = tuple(town.staff[role] for role in ("lurah", "auditor", "administrator"))
    return Case(channel, town.staff["planner"], others, given)


@ready_for(calendar.CloseStage)
def of_a_stage_that_ended(town: Town) -> Case:
    return of_stage(town, ended_stage(town))


@ready_for(calendar.ReopenStage)
def of_a_stage_that_was_closed(town: Town) -> Case:
    stage = ended_stage(town)
    close_stage(stage=stage, actor=town.staff["planner"])
    until = timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    return of_stage(town, stage, until=until, reason="Jadwalnya keliru.")


@ready_for(promoting.Separate)
def of_a_merged_proposal(town: Town) -> Case:
    obj, head = town.proposal("kelurahan"), town.proposal("kelurahan")
    given = {"outcome": "merge", "reason": "Gang yang sama.", "merged_into": head}
    decide(actor=town.staff["lurah"], proposal=obj, **given)
    obj.refresh_from_db()
    return of_proposal(town, obj, "lurah", "tindakan", reason="Gangnya berbeda.", seen="1")


def of_group(town: Town, **given: Any) -> Case:
    group = GroupFactory(kelurahan=town.areas["35.78.01.1001"])
    others = (town.far["lurah"], town.staff["camat"], town.staff["auditor"])
    return Case(group, town.staff["operator_kelurahan"], others, given)


@ready_for(groups.ChangeSpeaker)
def of_a_group_with_a_new_letter(town: Town) -> Case:
    contact = town.neighbour.contacts.first()
    assert contact is not None
    return of_group(town, contact=contact.value, letter="02/2026")


@ready_for(groups.EndGroup)
def of_a_group(town: Town) -> Case:
    return of_group(town)


@ready_for(ratings.Show)
@ready_for(ratings.Hide)
def of_a_sentence(town: Town) -> Case:
    obj = rate(actor=town.citizen, proposal=town.proposal("rw"), score=2, sentence="Lambat.")
    others = (town.staff["lurah"], town.staff["camat"], town.staff["auditor"])
    return Case(obj, town.staff["planner"], others)
