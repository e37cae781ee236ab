"""A row of the queue: what an officer reads of a proposal, and what may be done with it there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from django.utils import timezone

from egov.accounts.models import User
from musrenbang.admin.row_actions import Seen, stage_of
from musrenbang.domain.advice import advice_for
from musrenbang.domain.eligibility import lacks_opinion, office_for
from musrenbang.models import Decision, Preparation, Proposal, ProposalPhoto, Stage
from musrenbang.procedure import OPINIONS, onward
from musrenbang.vocabulary import BUTTONS, Outcome, State

# the keys of the row's buttons, as the page tells them
KEYS = {
    Outcome.RETURN: "b",
    Outcome.REJECT: "x",
    Outcome.DECLINE: "x",
    Outcome.NOT_FEASIBLE: "x",
}
ORDER_OF_KEYS = ["t", "b", "x", ""]
BUTTONS_OF_A_ROW = 3


@dataclass(frozen=True)
class Choice:
    """A button: an outcome that is decided on the proposal's page."""

    outcome: Outcome
    word: str
    key: str


@dataclass
class QueueRow:
    proposal: Proposal
    waits: bool = False
    ticks: bool = False  # whether it can be ticked
    preparing: bool = False
    seen: int = 0
    pass_on: str = ""  # the word of the button that decides in the row; empty where none does
    choices: Sequence[Choice] = ()
    others: Sequence[Choice] = ()
    opinion: Decision | None = None
    advice: Preparation | None = None
    photo: ProposalPhoto | None = None
    following: int | None = None  # the key of the row below

    @property
    def followed(self) -> bool:
        """Whether the advice can be taken in the row: a merge names another proposal first."""
        return self.advice is not None and self.advice.outcome != Outcome.MERGE

    @property
    def due(self) -> date | None:
        """The last day of this person's turn, else of who has it now; None when it ended."""
        proposal = self.proposal
        if not self.waits and proposal.state == State.RETURNED:
            return proposal.return_until
        if proposal.state not in (State.WAITING, State.RETURNED):
            return None
        ends = getattr(proposal, "due", None) or proposal.stage.closes
        return timezone.localdate(ends - timedelta(seconds=1))

    @property
    def other_money(self) -> bool:
        """Whether the advice is of another volume or cost than the proposal has."""
        now = (self.proposal.volume, self.proposal.cost)
        return self.advice is not None and (self.advice.volume, self.advice.cost) != now


def rows_of(
    user: User, proposals: Sequence[Proposal], waiting: Iterable[int], running: Sequence[Stage] = ()
) -> list[QueueRow]:
    """The rows of a page, at the same number of questions however many they are.

    `waiting`: the keys of those that wait for this person; `running`: stages read already.
    """
    keys = [proposal.pk for proposal in proposals]
    opinions = {
        decision.proposal_id: decision
        for decision in Decision.objects.standing().filter(proposal__in=keys, outcome__in=OPINIONS)
    }
    channels = {proposal.channel_id for proposal in proposals}
    asked = _opinions_asked(channels, running)
    photos: dict[int, ProposalPhoto] = {}
    for photo in ProposalPhoto.objects.filter(proposal__in=keys).order_by("-position", "-id"):
        photos[photo.proposal_id] = photo  # the first one stays
    prepared: dict[int, list[Preparation]] = {}
    for advice in Preparation.objects.filter(proposal__in=keys).select_related("stage"):
        prepared.setdefault(advice.proposal_id, []).append(advice)
    awaited = set(waiting)
    rows = []
    for proposal, below in zip_longest(proposals, proposals[1:]):
        row = QueueRow(
            proposal,
            waits=proposal.pk in awaited,
            opinion=opinions.get(proposal.pk),
            photo=photos.get(proposal.pk),
            following=below.pk if below is not None else None,
        )
        stage = stage_of(user, proposal, asked.get(proposal.channel_id))
        _offer(row, user, stage, prepared.get(proposal.pk, []))
        rows.append(row)
    return rows


def _opinions_asked(channels: set[int], running: Sequence[Stage]) -> dict[int, Stage]:
    """By channel, the stage at which an opinion is given; read where it does not run."""
    asked = {stage.channel_id: stage for stage in running if stage.is_opinion}
    others = channels.difference(stage.channel_id for stage in running)
    if others:
        rows = Stage.objects.opinions().filter(channel__in=others)
        asked |= {stage.channel_id: stage for stage in rows}
    return asked


def _offer(row: QueueRow, user: User, stage: Stage, prepared: Sequence[Preparation]) -> None:
    """What this person may do with it in the row, at the stage of their office."""
    proposal = row.proposal
    decides = office_for(user, proposal, stage) is not None
    row.preparing = row.waits and not decides
    if decides:
        row.advice = advice_for(user, proposal, prepared) if row.waits else None
    elif row.waits:
        row.advice = next((p for p in prepared if p.stage_id == proposal.stage_id), None)
    row.seen = Seen.of(proposal, row.advice).number
    if not (row.waits and decides):
        return
    first = onward(stage.outcomes)
    rest = [Outcome(outcome) for outcome in stage.outcomes if outcome != first]
    choices = [Choice(outcome, BUTTONS[outcome], KEYS.get(outcome, "")) for outcome in rest]
    if lacks_opinion(stage, proposal) or _owes_a_sentence(first, row.opinion):
        choices = [Choice(first, BUTTONS[first], "t"), *choices]
    else:
        row.pass_on = BUTTONS[first]
    shown = sorted(choices, key=lambda choice: ORDER_OF_KEYS.index(choice.key))
    many = BUTTONS_OF_A_ROW - bool(row.pass_on)
    row.choices, row.others = shown[:many], shown[many:]


def _owes_a_sentence(outcome: Outcome, opinion: Decision | None) -> bool:
    """To accept what the OPD found not feasible needs a reason, as `decide` says."""
    unfit = opinion is not None and opinion.outcome == Outcome.NOT_FEASIBLE
    return outcome == Outcome.ACCEPT and unfit
