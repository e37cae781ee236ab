"""How a core is called on a splicing plan: "t2/7 MR" is the seventh of tube 2, red."""

from __future__ import annotations

from dataclasses import dataclass

from infrastructure.vocabulary import SHORT_COLOURS, CoreColour, colour_of


@dataclass(frozen=True)
class CoreName:
    """`number` counts through the cable, from 1; colours begin anew in each tube."""

    number: int
    tube: int
    per_tube: int = 12

    @property
    def place(self) -> int:
        """Its number within its tube."""
        return (self.number - 1) % self.per_tube + 1

    @property
    def colour(self) -> CoreColour:
        return colour_of(self.place)

    @property
    def colour_class(self) -> str:
        return f"tia-{self.colour.value}"

    @property
    def short_colour(self) -> str:
        return SHORT_COLOURS[self.colour]

    @property
    def tube_colour(self) -> CoreColour:
        return colour_of(self.tube)

    @property
    def tube_class(self) -> str:
        return f"tia-{self.tube_colour.value}"

    def __str__(self) -> str:
        return f"t{self.tube}/{self.place} {self.short_colour}"


# code, class and word of each colour, for a legend
LEGEND = tuple((SHORT_COLOURS[c], f"tia-{c.value}", c.label) for c in CoreColour)
