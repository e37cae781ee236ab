"""What nobody decided, on a proposal's page of actions at the desk."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from egov.verbs.refusal import Refusal
from musrenbang.domain.holding import awaits_planner, settle_held
from musrenbang.domain.recording import check_recording, record_assembly
from musrenbang.domain.sheets import store_sheet
from musrenbang.forms import AssemblyForm, SettleForm
from musrenbang.models import Proposal
from musrenbang.vocabulary import Outcome, rw_word


class RecordAssembly(DeskAction):
    slug = "catat-rembuk"
    title = "Catat rembuk dari berita acara"
    button = "Catat rembuk"
    help = (
        f"Bila {rw_word()} ini tidak berketua, atau ketuanya belum memutuskan sampai tiga hari "
        "sebelum tahap berakhir. Umum membaca bahwa kelurahan yang mencatat."
    )
    form = AssemblyForm
    permission = "musrenbang.record_assembly"

    def available(self, obj: Proposal) -> bool:
        try:
            check_recording(obj, timezone.now())
        except Refusal:
            return False
        return True

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        upload = data.pop("sheet")
        sheet = store_sheet(upload=upload, actor_id=actor.pk)
        decision = record_assembly(actor=actor, proposal=obj, sheet=sheet, **data)
        return f"{Outcome(decision.outcome).label}: tercatat sebagai {decision.office}."


class SettleHeld(DeskAction):
    slug = "tertahan"
    title = "Naikkan atau akhiri usulan yang tertahan"
    button = "Simpan"
    help = "Tahapnya sudah berakhir tanpa keputusan. Pejabat tahap itu juga masih dapat memutuskan."
    form = SettleForm
    permission = "musrenbang.settle_held"

    def available(self, obj: Proposal) -> bool:
        return awaits_planner(obj, obj.stage, timezone.now())

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        decision = settle_held(actor=actor, proposal=obj, **data)
        return f"{Outcome(decision.outcome).label}. Pengusul diberi tahu."


SILENCE = (RecordAssembly(), SettleHeld())
