"""Into which proposal another one is merged."""

from __future__ import annotations

from egov.accounts.models import Appointment
from egov.verbs.refusal import Invalid
from musrenbang.models import Proposal
from musrenbang.vocabulary import State


def merge_target(proposal: Proposal, asked: Proposal | None, office: Appointment) -> Proposal:
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
    target = Proposal.objects.select_related("channel", "rw", "kelurahan", "kecamatan").get(
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
    if area is not None and not (target.area and area.covers(target.area.code)):
        raise Invalid(
            "merge_outside", f"Usulan tujuan berada di luar {area.label}.", field="merged_into"
        )
    return target
