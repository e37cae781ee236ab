"""What nobody decided, on a proposal's page of actions at the desk."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from egov.verbs.refusal import Refusal
from musrenbang.domain.carrying import carried_by_office, carry_for_proposer, leave_in_its_year
from musrenbang.domain.holding import awaits_planner, settle_held
from musrenbang.domain.recording import check_recording, record_assembly
from musrenbang.domain.sheets import store_sheet
from musrenbang.forms import AssemblyForm, SettleForm
from musrenbang.models import Proposal
from musrenbang.vocabulary import Outcome, State, rw_word


class RecordAssembly(DeskAction):
    slug = "catat-rembuk"
    title = "Catat rembuk dari berita acara"
    button = "Catat rembuk"
    help = (
        f"Bila {rw_word()} ini tidak berketua, atau ketuanya belum memutuskan sampai tiga hari "
        "sebelum tahap berakhir; juga sampai seminggu sesudahnya. Umum membaca bahwa kelurahan "
        "yang mencatat."
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


class CarryMany(DeskAction):
    """What a year left undecided goes on in the next, for all that are ticked."""

    slug = "bawa"
    title = "Bawa ke tahun berikutnya"
    in_list = "Bawa ke tahun berikutnya"
    button = "Bawa"
    help = (
        "Tahun usulan ini berakhir tanpa keputusan. Pengusul diberi tahu dan masih dapat "
        "menariknya; yang keliru dibawa dapat dikembalikan di tab Dibawa saya."
    )
    permission = "musrenbang.carry_for_proposer"
    bulk = True
    previews = True
    undo = "jangan-bawa"
    some_refused = "Yang tidak dapat dibawa dilaporkan satu per satu."
    done_word = "Dibawa"
    left_word = "Tidak dibawa"

    def available(self, obj: Proposal) -> bool:
        return obj.state == State.UNDECIDED

    def rows(self, queryset: Any) -> Any:
        rows = queryset.select_related(None).select_related("rw", "kelurahan", "kecamatan")
        return rows.order_by("submitted_at", "id")

    def name_of(self, obj: Proposal) -> str:
        return f"{obj.number} {obj.title}, {obj.place}"

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        decision = carry_for_proposer(actor=actor, proposal=obj)
        return f"Dibawa ke {decision.stage.channel}. Pengusul diberi tahu."


class LeaveMany(CarryMany):
    """Takes it back, while nobody has acted on it in the later year."""

    slug = "jangan-bawa"
    title = "Kembalikan ke tahun asalnya"
    in_list = "Kembalikan ke tahun asalnya"
    button = "Kembalikan"
    help = "Usulan kembali tercatat belum diputuskan di tahun asalnya. Pengusul diberi tahu."
    undo = "bawa"
    some_refused = "Yang tidak dapat dikembalikan dilaporkan satu per satu."
    done_word = "Dikembalikan"
    left_word = "Tidak dikembalikan"

    def available(self, obj: Proposal) -> bool:
        return carried_by_office(obj) is not None

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        decision = leave_in_its_year(actor=actor, proposal=obj)
        return f"Kembali ke {decision.stage.channel}. Pengusul diberi tahu."


SILENCE = (RecordAssembly(), SettleHeld(), CarryMany(), LeaveMany())
