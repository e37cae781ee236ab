"""The API of e-Musrenbang: kamus, proposals, decisions, groups and figures to read; their acts."""

from musrenbang.api.decisions import DecisionViewSet
from musrenbang.api.groups import GroupViewSet
from musrenbang.api.kamus import KamusViewSet
from musrenbang.api.performance import PerformanceViewSet
from musrenbang.api.proposals import ProposalViewSet

__all__ = [
    "DecisionViewSet",
    "GroupViewSet",
    "KamusViewSet",
    "PerformanceViewSet",
    "ProposalViewSet",
]
