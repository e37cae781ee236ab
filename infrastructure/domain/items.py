"""A row on its way into the inventory, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import IntegrityError, transaction

from egov.verbs.refusal import Refusal
from infrastructure.domain.constraints import refusal_of

type Values = dict[str, Any]
type Effect = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True)
class Outcome:
    """What came of one row: its asset and what was done, or why not."""

    code: str
    effect: Effect | None = None
    asset: int | None = None
    refusal: Refusal | None = None


@dataclass(eq=False)  # each row is its own
class Item:
    """`ids`: of the assets it names, by code in capitals. `parents`: items of this batch, by the
    column that names them. `derived`: attributes that follow from its values."""

    values: Values = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    parents: dict[str, Item] = field(default_factory=dict)
    derived: dict[str, Any] = field(default_factory=dict)
    refusal: Refusal | None = None
    effect: Effect | None = None
    asset: int | None = None
    row: Any = None  # what it is in the database; of a new asset, what makes it

    @property
    def code(self) -> str:
        return str(self.values.get("code") or "")

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.code, self.effect, self.asset, self.refusal)

    def attempt(self, step: Callable[[Item], object]) -> None:
        """A refusal of the step becomes the item's."""
        try:
            step(self)
        except Refusal as refusal:
            self.refusal = refusal


def write_in_halves(items: Sequence[Item], write: Callable[[Sequence[Item]], None]) -> None:
    """Writes all in one go, and in halves where the database refuses one, until it stands alone.

    `write` may raise what it finds of one item among many; it runs in a savepoint.
    """
    if not items:
        return
    try:
        with transaction.atomic():
            write(items)
    except (IntegrityError, Refusal) as error:
        if len(items) > 1:
            half = len(items) // 2
            write_in_halves(items[:half], write)
            write_in_halves(items[half:], write)
            return
        refusal = error if isinstance(error, Refusal) else refusal_of(error)
        if refusal is None:
            raise
        items[0].refusal = refusal
