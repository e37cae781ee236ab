"""One column of a kind of asset: how it is called, read, told, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from infrastructure.domain.naming import AssetOf, OneOf, Several
from infrastructure.domain.reading import Reader

# of words that stand for others, how they are written
WRITTEN = {
    "bmd": "BMD",
    "db": "dB",
    "ip": "IP",
    "mac": "MAC",
    "mbps": "Mbps",
    "poe": "PoE",
    "u": "U",
    "vpn": "VPN",
    "w": "W",
}


@dataclass(frozen=True)
class Column:
    """`name` heads it in tables, `word` in the API; `attribute` is the model's.

    `of_asset`: it stands on the asset's row. `private`: taken in and never given out; `inner`:
    given to who may know the inside of the asset. Not `listed`: told of one asset and in a table
    to take along, but in no list of the API.
    """

    name: str
    word: str
    reader: Reader
    help: str = ""
    example: Any = ""
    required: bool = False
    of_asset: bool = False
    private: bool = False
    inner: bool = False
    listed: bool = True
    attribute: str = ""
    also: tuple[str, ...] = ()  # as NetBox calls it

    @property
    def field(self) -> str:
        return self.attribute or self.name

    @property
    def label(self) -> str:
        """Its word as people write it over a field."""
        first, *others = self.word.split("_")
        capital = WRITTEN.get(first) or first.capitalize()
        return " ".join([capital, *(WRITTEN.get(word, word) for word in others)])

    @property
    def is_reference(self) -> bool:
        return isinstance(self.reader, AssetOf | OneOf)

    @property
    def converts(self) -> bool:
        """Whether what the database holds is told otherwise."""
        return type(self.reader).held is not Reader.held

    @property
    def given_out(self) -> bool:
        return not self.private

    @property
    def is_several(self) -> bool:
        return isinstance(self.reader, Several)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.word, *self.also)


def asset(name: str, word: str, reader: Reader, help: str = "", **more: Any) -> Column:
    return Column(name, word, reader, help, of_asset=True, **more)
