"""What is kept from the public, on a proposal's page at the desk."""

from __future__ import annotations

from typing import Any

from egov.desk.acts import Act
from musrenbang.domain.moderation import close_reports, give_back, withhold
from musrenbang.forms import GiveBackForm, WithholdForm, WithholdReasonForm
from musrenbang.models import Proposal

MODERATION_ACTS = (
    Act(
        "tahan",
        "Tahan usulan ini dari umum",
        "Tahan",
        lambda actor, row, data: withhold(actor=actor, proposal=row, **data),
        "Ditahan. Halamannya tetap ada dengan nomor, tempat, dan keputusannya; "
        "pengusul diberi tahu.",
        form=WithholdForm,
        when=lambda row: not row.withheld,
        help="Judul, masalah, harapan, alamat, dan foto tidak tampil lagi kepada umum, "
        "dan usulan keluar dari daftar.",
    ),
    Act(
        "tahan-alasan",
        "Tahan alasan satu keputusan",
        "Tahan alasan",
        lambda actor, row, data: withhold(actor=actor, proposal=row, **data),
        "Alasan keputusan itu tidak tampil lagi kepada umum.",
        form=WithholdReasonForm,
        when=lambda row: row.decisions.exclude(reason="").exists(),
    ),
    Act(
        "tampilkan",
        "Tampilkan lagi",
        "Tampilkan lagi",
        lambda actor, _row, data: give_back(actor=actor, **data),
        "Tampil lagi untuk umum; pengusul diberi tahu.",
        form=GiveBackForm,
        when=lambda row: row.withholdings.standing().exists(),
    ),
    Act(
        "biarkan",
        "Biarkan seperti adanya",
        "Tutup laporan",
        lambda actor, row, _data: close_reports(actor=actor, proposal=row),
        "Laporan pembaca ditutup.",
        when=lambda row: row.reports.open().exists(),
        help="Bila yang dilaporkan pembaca tidak perlu ditahan.",
    ),
)


def moderation_facts(user: Any, proposal: Proposal) -> list[tuple[str, Any]]:
    """What was withheld and why, what readers reported, and the texts it is about."""
    withheld = [
        ("Ditahan", f"{w.get_fault_display()}: {w.sentence} ({w.office})")
        for w in proposal.withholdings.standing().order_by("id")
    ]
    reports = [
        (f"Laporan {r.at:%d-%m-%Y}", f"{r.get_fault_display()}. {r.sentence}")
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
