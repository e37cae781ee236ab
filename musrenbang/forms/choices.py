"""The outcomes as the page of a proposal offers them: which fields each asks, words, keys."""

from __future__ import annotations

from dataclasses import dataclass

from egov.web.templatetags.portal import lower_first
from musrenbang.domain.money import Money, Price
from musrenbang.vocabulary import BUTTONS, Outcome

MONEY = ("volume", "cost")
_WORD = ("reason_code", "reason")
FIELDS: dict[str, tuple[str, ...]] = {
    Outcome.ENDORSE: ("rank", *MONEY, *_WORD),
    Outcome.FORWARD: (*MONEY, *_WORD),
    Outcome.ACCEPT: (*MONEY, *_WORD),
    Outcome.FEASIBLE: (*_WORD, "photo"),  # as it was proposed
    Outcome.FEASIBLE_CHANGED: (*MONEY, *_WORD, "photo"),
    Outcome.NOT_FEASIBLE: (*_WORD, "photo"),
    Outcome.RETURN: ("deadline", *_WORD),
    Outcome.MERGE: ("merged_into", "candidate", *_WORD),
    Outcome.DECLINE: _WORD,
    Outcome.REJECT: _WORD,
    Outcome.RESERVE: _WORD,
}
NOT_ADVISED = frozenset({"rank", "deadline", "merged_into", "candidate", "photo"})
_ASIDE = frozenset({Outcome.MERGE, Outcome.RESERVE})  # wanted seldom: behind the main buttons
FIRST = "t"  # the key of what passes it on
KEYS: dict[str, str] = {
    Outcome.RETURN: "b",
    Outcome.REJECT: "x",
    Outcome.DECLINE: "x",
    Outcome.NOT_FEASIBLE: "x",
}
WITH_A_WORD = {  # of an outcome that one press gives as it is: the way to its fields
    Outcome.ENDORSE: "Sepakati dengan urutan atau perubahan",
    Outcome.FORWARD: "Teruskan dengan perubahan atau catatan",
    Outcome.ACCEPT: "Terima dengan perubahan atau catatan",
    Outcome.FEASIBLE: "Layak dengan catatan atau foto",
}


@dataclass(frozen=True)
class Choice:
    """An outcome as the page offers it, with the key that chooses it."""

    outcome: str
    word: str
    key: str = ""


@dataclass(frozen=True)
class Matter:
    """What there is to decide, for the form that asks it.

    `before` is what the proposal carries to this office, `default` what an empty field means:
    the same, or in a correction what it corrects. `at_once`: the outcome that may be given
    by one press, without a word.
    """

    outcomes: tuple[Outcome, ...]
    price: Price
    before: Money
    default: Money
    moves_to: str = ""
    preparing: bool = False
    at_once: str = ""

    def word(self, outcome: str) -> str:
        """What the button of an outcome says."""
        word = BUTTONS[Outcome(outcome)]
        if outcome == Outcome.FORWARD and self.moves_to:
            word = f"Teruskan ke {self.moves_to.lower()}"
        return self._said(word)

    @property
    def main(self) -> list[Choice]:
        """The buttons of the page: what passes it on first, what refuses it last."""
        outcomes = [outcome for outcome in self.outcomes if outcome not in _ASIDE]
        outcomes.sort(key=lambda o: (o != self.outcomes[0], KEYS.get(o, "") == "x"))
        return [Choice(o, self.word(o), self._key(o)) for o in outcomes]

    @property
    def others(self) -> list[Choice]:
        """The less wanted ways; first the one to the fields of what one press gives."""
        aside = [Choice(o, self.word(o)) for o in self.outcomes if o in _ASIDE]
        if not self.at_once:
            return aside
        with_a_word = self._said(WITH_A_WORD[Outcome(self.at_once)])
        return [Choice(self.at_once, with_a_word, FIRST), *aside]

    def _key(self, outcome: str) -> str:
        first = outcome == self.outcomes[0] and outcome != self.at_once
        return FIRST if first else KEYS.get(outcome, "")

    def _said(self, word: str) -> str:
        return f"Sarankan {lower_first(word)}" if self.preparing else word
