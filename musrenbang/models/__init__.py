from musrenbang.models.cycle import Channel, Cycle, Stage
from musrenbang.models.decision import Decision, DecisionPhoto, Preparation
from musrenbang.models.kamus import KamusEntry, KamusPrice, KamusVariant
from musrenbang.models.proposal import Draft, Proposal, ProposalPhoto, Support

__all__ = [
    "Channel",
    "Cycle",
    "Decision",
    "DecisionPhoto",
    "Draft",
    "KamusEntry",
    "KamusPrice",
    "KamusVariant",
    "Preparation",
    "Proposal",
    "ProposalPhoto",
    "Stage",
    "Support",
]
