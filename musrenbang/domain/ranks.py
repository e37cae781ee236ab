"""The order that a stage gives to its list."""

from __future__ import annotations

from django.db.models import Max

from egov.areas.models import Area
from egov.verbs.refusal import Invalid, Refusal
from musrenbang.models import Decision, Proposal

MAX_RANK = 999


def rank_for(proposal: Proposal, asked: int | None, corrects: Decision | None) -> int:
    """The rank in the RW's list, under a lock of that RW. The next free one when none was asked."""
    assert proposal.rw_id is not None  # only an RW ranks its list
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
