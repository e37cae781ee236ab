"""What is kept from the public, on a proposal's page at the desk."""

from __future__ import annotations

from typing import Any

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from musrenbang.domain.appeals import answer_appeal
from musrenbang.domain.moderation import close_reports, give_back, withhold
from musrenbang.forms import GiveBackForm, WithholdForm, WithholdReasonForm
from musrenbang.forms.moderation import AnswerForm, WithholdPassageForm, WithholdPhotoForm
from musrenbang.models import Appeal, Proposal


class Moderate(DeskAction):
    permission = "musrenbang.withhold_proposal"


class Withhold(Moderate):
    slug = "tahan"
    title = "Tahan usulan ini dari umum"
    button = "Tahan"
    help = (
        "Judul, masalah, harapan, alamat, dan foto tidak tampil lagi kepada umum, "
        "dan usulan keluar dari daftar."
    )
    form = WithholdForm
    undo = "tampilkan"

    def available(self, obj: Proposal) -> bool:
        return not obj.withheld

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        withhold(actor=actor, proposal=obj, **data)
        return (
            "Ditahan. Halamannya tetap ada dengan nomor, tempat, dan keputusannya; "
            "pengusul diberi tahu."
        )


class WithholdReason(Moderate):
    slug = "tahan-alasan"
    title = "Tahan alasan satu keputusan"
    button = "Tahan alasan"
    form = WithholdReasonForm
    undo = "tampilkan"

    def available(self, obj: Proposal) -> bool:
        return obj.decisions.exclude(reason="").exists()

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        withhold(actor=actor, proposal=obj, **data)
        return "Alasan keputusan itu tidak tampil lagi kepada umum."


class WithholdPhoto(Moderate):
    slug = "tahan-foto"
    title = "Tahan satu foto"
    button = "Tahan foto"
    form = WithholdPhotoForm
    undo = "tampilkan"

    def available(self, obj: Proposal) -> bool:
        return obj.photos.exists()

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        withhold(actor=actor, proposal=obj, **data)
        return "Foto itu tidak tampil lagi kepada umum; pengusul diberi tahu."


class WithholdPassage(Moderate):
    slug = "tahan-kutipan"
    title = "Tahan sebagian tulisan"
    button = "Tahan kutipan"
    help = "Untuk satu nama atau nomor di tengah tulisan yang lain-lainnya baik."
    form = WithholdPassageForm
    undo = "tampilkan"

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        withhold(actor=actor, proposal=obj, **data)
        return "Umum membaca “[ditahan]” di tempat kutipan itu; pengusul diberi tahu."


class AnswerAppeal(DeskAction):
    slug = "jawab-keberatan"
    title = "Jawab keberatan pengusul"
    button = "Kirim jawaban"
    form = AnswerForm
    permission = "musrenbang.answer_appeal"

    def available(self, obj: Proposal) -> bool:
        return Appeal.objects.filter(withholding__proposal=obj, answered_at=None).exists()

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        granted = data.pop("granted") == "ya"
        answer_appeal(actor=actor, granted=granted, **data)
        return "Jawaban dikirim kepada pengusul."


class GiveBack(Moderate):
    slug = "tampilkan"
    title = "Tampilkan lagi"
    button = "Tampilkan lagi"
    form = GiveBackForm

    def available(self, obj: Proposal) -> bool:
        return obj.withholdings.standing().exists()

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        give_back(actor=actor, **data)
        return "Tampil lagi untuk umum; pengusul diberi tahu."


class CloseReports(Moderate):
    slug = "biarkan"
    title = "Biarkan seperti adanya"
    button = "Tutup laporan"
    help = "Bila yang dilaporkan pembaca tidak perlu ditahan."

    def available(self, obj: Proposal) -> bool:
        return obj.reports.open().exists()

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        close_reports(actor=actor, proposal=obj)
        return "Laporan pembaca ditutup."


MODERATION = (
    Withhold(),
    WithholdReason(),
    WithholdPhoto(),
    WithholdPassage(),
    AnswerAppeal(),
    GiveBack(),
    CloseReports(),
)


def moderation_facts(user: User, proposal: Proposal) -> list[tuple[str, Any]]:
    """What was withheld and why, what readers reported, and the texts it is about."""
    withheld = [
        ("Ditahan", f"{w.get_fault_display()}: {w.sentence} ({w.office})")
        for w in proposal.withholdings.standing().order_by("id")
    ]
    reports = [
        (f"Laporan {r.reported_at:%d-%m-%Y}", f"{r.get_fault_display()}. {r.sentence}")
        for r in proposal.reports.open().administered_by(user)[:20]
    ]
    texts = [
        ("Judul", proposal.title),
        ("Masalah", proposal.problem),
        ("Harapan", proposal.wish),
        ("Alamat", proposal.address),
    ]
    explained = proposal.decisions.exclude(reason="").order_by("sequence")
    reasons = [(decision.office, decision.reason) for decision in explained]
    return [*withheld, *reports, *texts, *reasons]
