"""Networks written as lines: `DC* == a`, `a -- b`; what a test asks is answered in its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count

from infrastructure.domain.impact.engine import Impact, impact
from infrastructure.domain.impact.network import DeviceRow, LinkRow, Network
from infrastructure.domain.impact.reach import draw


@dataclass(frozen=True)
class Drawn:
    """A network of sites and links by name; `DC` is the root."""

    network: Network
    ids: Mapping[str, int]

    def cut(self, *names: str) -> Told:
        result = impact(draw(self.network), [self.ids[name] for name in names])
        return Told(result, {key: name for name, key in self.ids.items()})

    def having(self, **parts: object) -> Drawn:
        return replace(self, network=replace(self.network, **parts))

    def __getitem__(self, name: str) -> int:
        return self.ids[name]


@dataclass(frozen=True)
class Told:
    """An impact in names, links left out of `lost` and `alone`."""

    result: Impact
    names: Mapping[int, str]

    def _sites(self, assets: Iterable[int]) -> set[str]:
        return {self.names[a] for a in assets if ":" not in self.names[a]}

    @property
    def lost(self) -> set[str]:
        return self._sites(self.result.lost)

    @property
    def alone(self) -> set[str]:
        return self._sites(self.result.alone)

    def chain(self, name: str) -> list[str]:
        key = next(key for key, known in self.names.items() if known == name)
        return [self.names[step] for step in self.result.chain(key)]


def drawn(text: str, *, devices: Mapping[str, DeviceRow] | None = None) -> Drawn:
    """Lines `a --name-- b`: a link called `:name` between two sites. `DC` is the root."""
    number = count(1)
    ids: dict[str, int] = {}
    links = {}
    for line in text.strip().splitlines():
        a, name, b = line.split("--")
        ends = [ids.setdefault(end.strip(), next(number)) for end in (a, b)]
        key = ids.setdefault(f":{name}", next(number))
        links[key] = LinkRow(*ends)
    sites = {ids[name]: name == "DC" for name in list(ids) if not name.startswith(":")}
    return Drawn(Network(sites=sites, links=links, devices=devices or {}), ids)
