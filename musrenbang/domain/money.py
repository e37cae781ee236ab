"""What volume and cost a decision carries on, and when a change owes a word.

Money in whole rupiah.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format

from egov.verbs.refusal import Invalid
from musrenbang.domain.validation import MAX_COST, check_volume, cost_of
from musrenbang.procedure import MOVES_ON
from musrenbang.vocabulary import Outcome

# only these carry money on; what is refused, returned or merged keeps what it had
CARRIES = (MOVES_ON - {Outcome.DECLINE}) | {
    Outcome.ACCEPT,
    Outcome.FEASIBLE,
    Outcome.FEASIBLE_CHANGED,
}


# the reasons beside which a sentence tells of changed money
TELLS = frozenset({"changed", "no_opinion"})


@dataclass(frozen=True)
class Money:
    """Volume in the proposal's unit, cost in whole rupiah."""

    volume: Decimal
    cost: Decimal

    def told(self, unit: str) -> str:
        """As a person reads it: "100 m2, Rp 21.000.000"."""
        volume, cost = (
            number_format(n.normalize(), use_l10n=True, force_grouping=True)
            for n in (self.volume, self.cost)
        )
        return f"{volume} {unit}, Rp {cost}"


@dataclass(frozen=True)
class Price:
    """What the kamus says of a proposal's kind: rupiah a unit, and the largest volume of one."""

    amount: Decimal
    unit: str
    max_volume: Decimal | None

    def of(self, volume: Decimal) -> Decimal:
        return cost_of(volume, self.amount)


def carried_on(
    *,
    outcome: str,
    before: Money,
    default: Money,
    volume: Decimal | None,
    cost: Decimal | None,
    price: Price,
) -> Money:
    """The money a decision of this outcome carries.

    `before` is what the proposal carried to this office.
    What was left empty is `default`; a cost left empty beside another volume follows the price.
    Raises Invalid at the field where the kamus, or the outcome itself, does not let the change be.
    """
    if outcome not in CARRIES:
        return before
    volume = default.volume if volume is None else volume
    if cost is None:
        cost = default.cost if volume == default.volume else price.of(volume)
    after = Money(volume, cost)
    if outcome == Outcome.FEASIBLE_CHANGED and after == before:
        sentence = "Tidak ada yang berubah. Ubah volume atau biayanya, atau pilih Layak."
        raise Invalid("nothing_changed", sentence, field="volume")
    if after == before:
        return after
    if outcome == Outcome.FEASIBLE:
        sentence = "Volume atau biaya Anda ubah. Pilih Layak dengan perubahan, dan tulis sebabnya."
        raise Invalid("feasible_as_it_is", sentence, field="outcome")
    limit = price.max_volume if after.volume != before.volume else None
    check_volume(after.volume, limit, price.unit)
    if not 0 < after.cost <= MAX_COST:
        raise Invalid("cost_range", "Biaya harus antara Rp 1 dan Rp 10 triliun.", field="cost")
    return after


def check_change_is_told(
    *, outcome: str, before: Money, after: Money, unit: str, reason_code: str, reason: str
) -> None:
    """Money never moves without a word: a changed sum needs the reason *changed* and a sentence."""
    if after == before or outcome == Outcome.FEASIBLE_CHANGED:  # its own sentence is asked anyway
        return
    moved = f"dari {before.told(unit)} menjadi {after.told(unit)}"
    if reason_code not in TELLS:
        wanted = "Pilih alasan “Disetujui dengan perubahan volume atau biaya”."
        sentence = f"Anda mengubah {moved}. {wanted}"
        raise Invalid("change_unexplained", sentence, field="reason_code")
    if not reason:
        sentence = f"Anda mengubah {moved}. Tulis sebabnya dalam satu kalimat."
        raise Invalid("change_unexplained", sentence, field="reason")
