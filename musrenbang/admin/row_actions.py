"""What is done with a proposal in its row of the queue: passed on as it is, or as was advised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

from django.db.models import F, Prefetch

from egov.accounts.models import User
from egov.desk.actions import DeskAction, NamedBy, RowResult
from egov.verbs.refusal import Refusal
from musrenbang.domain.advice import follow_advice, follow_advice_many
from musrenbang.domain.deliberation import decide
from musrenbang.domain.eligibility import office_for
from musrenbang.domain.taking_back import take_back
from musrenbang.models import Decision, Preparation, Proposal, Stage
from musrenbang.procedure import onward
from musrenbang.vocabulary import Outcome

STAMPS = 10**6  # a stamp of an advice has six digits


class Seen(NamedTuple):
    """What the officer had read when the button was pressed, as one number in a hidden field."""

    decided: int  # how many decisions the proposal had
    stamp: int  # of the advice that was shown; 0 without one

    @classmethod
    def of(cls, proposal: Proposal, advice: Preparation | None) -> Self:
        return cls(proposal.decided, advice.stamp if advice is not None else 0)

    @classmethod
    def read(cls, number: int | None) -> Self | None:
        return None if number is None else cls(*divmod(number, STAMPS))

    @property
    def number(self) -> int:
        return self.decided * STAMPS + self.stamp


def stage_of(user: User, proposal: Proposal, opinion: Stage | None) -> Stage:
    """The stage whose office this person holds for a proposal that waits.

    `opinion` is that of its channel.
    """
    here = proposal.stage
    gives = opinion is not None and office_for(user, proposal, opinion) is not None
    if opinion is not None and gives and office_for(user, proposal, here) is None:
        return opinion
    return here


class InRow(DeskAction):
    permission = "musrenbang.decide_proposal"
    named_by = NamedBy.BUTTON

    def perform(self, actor: User, obj: Proposal, data: dict[str, Any]) -> str:
        """What was decided. The second press of one that was quick does nothing, and is told so."""
        seen = Seen.read(data["seen"].get(obj.pk))
        try:
            decision = self.decide(actor, obj, seen)
        except Refusal:
            read = {obj.pk: seen.decided} if seen is not None else {}
            decided = _own_decisions_since(actor, read)
            if obj.pk not in decided:
                raise
            decision = decided[obj.pk]
        return self.words_of(decision)

    def words_of(self, decision: Decision) -> str:
        rank = f", urutan {decision.rank}" if decision.rank else ""
        return f"{Outcome(decision.outcome).label}{rank}"

    def decide(self, actor: User, obj: Proposal, seen: Seen | None) -> Decision:
        raise NotImplementedError(f"{type(self).__name__}.decide")


class PassOn(InRow):
    """With its money as it is and no sentence."""

    slug = "teruskan"
    title = "Teruskan"
    button = "Teruskan"

    def decide(self, actor: User, obj: Proposal, seen: Seen | None) -> Decision:
        opinion = Stage.objects.opinions().filter(channel=obj.channel_id).first()
        return decide(
            actor=actor,
            proposal=obj,
            outcome=onward(stage_of(actor, obj, opinion).outcomes),
            seen=seen.decided if seen is not None else None,
        )


class FollowAdvice(InRow):
    """One, or all that are ticked."""

    slug = "ikuti_saran"
    title = "Ikuti saran operator"
    button = "Ikuti saran"
    in_list = "Ikuti saran"
    bulk = True
    some_refused = (
        "Keputusan, alasan, volume, dan biaya diambil dari saran masing-masing. "
        "Yang tidak dapat diputuskan dilaporkan satu per satu."
    )
    done_word = "Diputuskan"
    left_word = "Belum diputuskan"

    def rows(self, queryset: Any) -> Any:
        rows = queryset.select_related(None).select_related("rw", "kelurahan", "kecamatan", "stage")
        return rows.order_by("submitted_at", "id")

    def name_of(self, obj: Proposal) -> str:
        advice = _advised(obj)
        told = f"saran: {advice.get_outcome_display().lower()}" if advice else "tanpa saran"
        return f"{obj.number} {obj.title}, {obj.place}; {told}"

    def seen(self, obj: Proposal) -> int:
        return Seen.of(obj, _advised(obj)).number

    def decide(self, actor: User, obj: Proposal, seen: Seen | None) -> Decision:
        decided, stamp = seen if seen is not None else (None, -1)
        return follow_advice(actor=actor, proposal=obj, seen=decided, stamp=stamp)

    def perform_many(
        self, actor: User, objects: Iterable[Proposal], data: dict[str, Any]
    ) -> list[RowResult]:
        rows = list(objects)
        numbers = {row.pk: Seen.read(data["seen"].get(row.pk)) for row in rows}
        read = {key: seen for key, seen in numbers.items() if seen is not None}
        results = follow_advice_many(
            actor=actor,
            proposals=[row.pk for row in rows],
            seen={key: seen.decided for key, seen in read.items()},
            stamps={key: seen.stamp for key, seen in read.items()},
        )
        refused = {k: seen.decided for k, seen in read.items() if isinstance(results[k], Refusal)}
        twice = _own_decisions_since(actor, refused) if refused else {}
        return [self._result(row, twice.get(row.pk, results[row.pk])) for row in rows]

    def _result(self, row: Proposal, result: Decision | Refusal) -> RowResult:
        if isinstance(result, Refusal):
            return RowResult(row, False, result.sentence)
        return RowResult(row, True, self.words_of(result))


class TakeBackInRow(InRow):
    """What was just decided, from the line that tells it."""

    slug = "batalkan"
    title = "Batalkan"
    button = "batalkan"

    def decide(self, actor: User, obj: Proposal, seen: Seen | None) -> Decision:
        decided = seen.decided if seen is not None else None
        return take_back(actor=actor, proposal=obj, seen=decided)

    def words_of(self, decision: Decision) -> str:
        return "Dibatalkan, menunggu Anda lagi"


FOLLOW_ADVICE = FollowAdvice()
ROW_ACTIONS = (PassOn(), FOLLOW_ADVICE, TakeBackInRow())


def done_line(proposal: Proposal) -> dict[str, Any]:
    """What the line of a row that was decided offers: to take that back, once."""
    last = proposal.decisions.latest("sequence")
    again = last.outcome == Outcome.REOPENED
    return {"seen": Seen(last.sequence, 0).number, "taken_back": again}


def with_advice(rows: Any, user: User) -> Any:
    """The same proposals, each with what is advised to this person."""
    advice = Preparation.objects.filter(stage__role__in=user.roles()).select_related("stage")
    return rows.prefetch_related(Prefetch("preparations", advice, to_attr="advised"))


def _advised(proposal: Proposal) -> Preparation | None:
    """Of those that `with_advice` gave: the opinion's first."""
    advised = getattr(proposal, "advised", ())
    return min(advised, key=lambda p: not p.stage.is_opinion, default=None)


def _own_decisions_since(actor: User, decided: Mapping[int, int | None]) -> dict[int, Decision]:
    """By proposal, what this person decided of it since, where that still is the last.

    `decided` is how many decisions each had when they read it.
    """
    own = Decision.objects.filter(proposal__in=decided, decided_by=actor)
    last = own.filter(sequence=F("proposal__decided"))
    return {d.proposal_id: d for d in last if d.sequence == (decided[d.proposal_id] or 0) + 1}
