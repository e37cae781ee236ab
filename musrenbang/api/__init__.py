"""The API of e-Musrenbang: kamus, proposals and decisions to read; a proposal to send."""

from musrenbang.api.decisions import DecisionViewSet
from musrenbang.api.kamus import KamusViewSet
from musrenbang.api.proposals import ProposalViewSet

__all__ = ["DecisionViewSet", "KamusViewSet", "ProposalViewSet"]
