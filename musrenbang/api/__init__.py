"""The API of e-Musrenbang: kamus, proposals, decisions and groups to read, and their acts."""

from musrenbang.api.decisions import DecisionViewSet
from musrenbang.api.groups import GroupViewSet
from musrenbang.api.kamus import KamusViewSet
from musrenbang.api.proposals import ProposalViewSet

__all__ = ["DecisionViewSet", "GroupViewSet", "KamusViewSet", "ProposalViewSet"]
