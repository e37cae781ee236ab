"""The name of a forum at a place: "Musrenbang Kelurahan Kebraon", "Rembuk RW 05 Kebraon"."""

from __future__ import annotations

from django.conf import settings

from egov.areas.models import Level
from musrenbang.models import Proposal, Stage
from musrenbang.procedure import LEVELS
from musrenbang.vocabulary import Decider


def forum_of(stage: Stage, proposal: Proposal) -> str:
    """The forum that decides of this proposal at a stage; empty where an office decides itself."""
    if stage.decider != Decider.FORUM:
        return ""
    reach = LEVELS[stage.tier].reach
    if reach == "agency":
        return f"{stage.name} {proposal.agency.short_name}"
    area = getattr(proposal, reach, None)
    if area is None:
        return _named(stage.name, settings.REGION_PROFILE.kind, settings.REGION_PROFILE.name)
    return _named(stage.name, area.word, area.place if area.level == Level.RW else area.label)


def _named(stage: str, word: str, place: str) -> str:
    """The stage's name with the place, whose word is not said twice."""
    if stage.lower().endswith(f" {word.lower()}"):
        stage = stage[: -len(word) - 1]
    return f"{stage} {place}"
