from musrenbang.models.condition import KamusCondition
from musrenbang.models.cycle import Channel, Cycle, Stage
from musrenbang.models.decision import Decision, DecisionPhoto, DecisionSheet, Preparation
from musrenbang.models.document import ProposalDocument
from musrenbang.models.draft import Draft
from musrenbang.models.figures import Figures, StageFigures, StageProgress
from musrenbang.models.group import Group
from musrenbang.models.kamus import KamusEntry, KamusPrice, KamusVariant
from musrenbang.models.moderation import Appeal, Report, Withholding
from musrenbang.models.performance import Performance
from musrenbang.models.photo import ProposalPhoto
from musrenbang.models.proposal import Proposal
from musrenbang.models.rating import Rating
from musrenbang.models.redirection import Redirection
from musrenbang.models.support import Support
from musrenbang.models.version import ProposalVersion
from musrenbang.vocabulary import Fault

__all__ = [
    "Appeal",
    "Channel",
    "Cycle",
    "Decision",
    "DecisionPhoto",
    "DecisionSheet",
    "Draft",
    "Fault",
    "Figures",
    "Group",
    "KamusCondition",
    "KamusEntry",
    "KamusPrice",
    "KamusVariant",
    "Performance",
    "Preparation",
    "Proposal",
    "ProposalDocument",
    "ProposalPhoto",
    "ProposalVersion",
    "Rating",
    "Redirection",
    "Report",
    "Stage",
    "StageFigures",
    "StageProgress",
    "Support",
    "Withholding",
]
