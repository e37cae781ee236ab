"""The order that a stage gives to the list of its place."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from egov.areas.models import Area
from egov.verbs.refusal import Invalid, Refusal
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.models.proposal import ProposalQuerySet
from musrenbang.procedure import LEVELS, rank_field

MAX_RANK = 999


def in_list(stage: Stage, place: Any) -> ProposalQuerySet:
    """The proposals of its channel from a place, given by its key or its row, in no order."""
    reach = LEVELS[stage.tier].reach
    return Proposal.objects.filter(channel=stage.channel_id, **{reach: place})


def ranked(stage: Stage, place: Any) -> ProposalQuerySet:
    """The list of a place, in its order."""
    field = rank_field(stage.tier)
    return in_list(stage, place).filter(**{f"{field}__isnull": False}).order_by(field)


def rank_for(proposal: Proposal, stage: Stage, asked: int | None, corrects: Decision | None) -> int:
    """The rank in the list, under a lock of its place. The next free one when none was asked."""
    place, field = getattr(proposal, f"{LEVELS[stage.tier].reach}_id"), rank_field(stage.tier)
    Area.objects.select_for_update(no_key=True).get(pk=place)
    others = in_list(stage, place).exclude(pk=proposal.pk)
    if asked is None:
        if corrects is not None and corrects.given_rank:
            return corrects.given_rank
        asked = int(others.aggregate(top=Max(field))["top"] or 0) + 1
        if asked > MAX_RANK:
            sentence = f"Daftar ini sudah sampai urutan {MAX_RANK}. Tulis urutan yang masih kosong."
            raise Refusal("ranks_full", sentence, field="rank")
        return asked
    if not 1 <= asked <= MAX_RANK:
        raise Invalid("rank_range", f"Urutan antara 1 dan {MAX_RANK}.", field="rank")
    holder = others.filter(**{field: asked}).first()
    if holder:
        raise Invalid(
            "rank_taken",
            f"Urutan {asked} sudah dipakai usulan {holder.number} “{holder.title}”. "
            "Pilih urutan lain.",
            field="rank",
        )
    return asked
