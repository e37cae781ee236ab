"""The order that a stage gives to the list of its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from egov.areas.models import Area
from egov.verbs.refusal import Invalid, Refusal
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.models.proposal import ProposalQuerySet
from musrenbang.procedure import LEVELS, rank_field

MAX_RANK = 9999


def in_list(stage: Stage, place: Any) -> ProposalQuerySet:
    """The proposals of its channel from a place, given by its key or its row, in no order."""
    reach = LEVELS[stage.tier].reach
    return Proposal.objects.filter(channel=stage.channel_id, **{reach: place})


def ranked(stage: Stage, place: Any) -> ProposalQuerySet:
    """The list of a place, in its order."""
    field = rank_field(stage.tier)
    return in_list(stage, place).filter(**{f"{field}__isnull": False}).order_by(field)


class Ranks:
    """The ranks that one act gives; each list is read once, under a lock of its place."""

    def __init__(self) -> None:
        self._lists: dict[tuple[int, int], dict[int, _Line]] = {}

    def rank_for(
        self, proposal: Proposal, stage: Stage, asked: int | None, corrects: Decision | None
    ) -> int:
        """The rank in the list of its place. The next free one when none was asked."""
        lines = self._list(stage, getattr(proposal, f"{LEVELS[stage.tier].reach}_id"))
        rank = _rank_among(lines, proposal, asked, corrects)
        lines[proposal.pk] = _Line(rank, proposal.number, proposal.title)
        return rank

    def _list(self, stage: Stage, place: int) -> dict[int, _Line]:
        key = (stage.pk, place)
        if key not in self._lists:
            Area.objects.select_for_update(no_key=True).get(pk=place)
            columns = ("pk", rank_field(stage.tier), "number", "title")
            rows = ranked(stage, place).values_list(*columns)
            self._lists[key] = {pk: _Line(*line) for pk, *line in rows}
        return self._lists[key]


class _Line(NamedTuple):
    rank: int
    number: str
    title: str


def _rank_among(
    lines: Mapping[int, _Line], proposal: Proposal, asked: int | None, corrects: Decision | None
) -> int:
    others = [line for key, line in lines.items() if key != proposal.pk]
    if asked is None:
        if corrects is not None and corrects.given_rank:
            return corrects.given_rank
        rank = max((line.rank for line in others), default=0) + 1
        if rank > MAX_RANK:
            sentence = f"Daftar ini sudah sampai urutan {MAX_RANK}. Tulis urutan yang masih kosong."
            raise Refusal("ranks_full", sentence, field="rank")
        return rank
    if not 1 <= asked <= MAX_RANK:
        raise Invalid("rank_range", f"Urutan antara 1 dan {MAX_RANK}.", field="rank")
    holder = next((line for line in others if line.rank == asked), None)
    if holder is not None:
        raise Invalid(
            "rank_taken",
            f"Urutan {asked} sudah dipakai usulan {holder.number} “{holder.title}”. "
            "Pilih urutan lain.",
            field="rank",
        )
    return asked
