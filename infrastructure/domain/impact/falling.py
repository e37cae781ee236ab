"""What goes dark because of where it stands, what feeds it or what it runs on; and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf

from infrastructure.domain.impact.network import DeviceRow, Network


@dataclass
class Fallen:
    """Minutes until each thing is dark (0: at once), and the thing that took it along."""

    minutes: dict[int, float] = field(default_factory=dict)
    because: dict[int, int] = field(default_factory=dict)

    def dark(self, asset: int, after: float) -> bool:
        return self.minutes.get(asset, inf) <= after

    def take(self, asset: int, minutes: float, because: int | None) -> bool:
        """Darkens it, if that is earlier than what was known; whether it was."""
        if minutes >= self.minutes.get(asset, inf):
            return False
        self.minutes[asset] = minutes
        if because is None:
            self.because.pop(asset, None)
        else:
            self.because[asset] = because
        return True

    def moments(self) -> list[float]:
        """When something more goes dark, ascending; the first is now."""
        return sorted({0.0, *self.minutes.values()})


def fall(network: Network, cut: Iterable[int]) -> Fallen:
    """Everything that goes dark by itself when these assets are gone."""
    fallen = Fallen()
    for asset in cut:
        fallen.take(asset, 0, None)
    _contents(network, fallen, list(fallen.minutes))
    _power(network, fallen)
    _feeds(network, fallen)
    _machines(network, fallen)
    return fallen


def _contents(network: Network, fallen: Fallen, places: list[int]) -> None:
    while places:
        place = places.pop()
        for thing in network.contents.get(place, ()):
            if fallen.take(thing, fallen.minutes[place], place):
                places.append(thing)


def _power(network: Network, fallen: Fallen) -> None:
    """A source dies after its parent, as many minutes later as it can go on alone."""
    for source in network.sources:
        # what hangs on it is asked from above, so that a long chain is walked once
        chain = []
        above: int | None = source
        while above is not None and above in network.sources:
            chain.append(above)
            above = network.sources[above].parent
        for upper, lower in zip(chain[:0:-1], chain[-2::-1], strict=True):
            if upper in fallen.minutes:
                autonomy = network.sources[lower].autonomy
                fallen.take(lower, fallen.minutes[upper] + autonomy, upper)


def _feeds(network: Network, fallen: Fallen) -> None:
    """A rack or device dies with the last of its feeds; a rack's are those of what stands in it."""
    for target, sources in network.feeds.items():
        last = max(sources, key=lambda source: fallen.minutes.get(source, inf))
        if last not in fallen.minutes:
            continue
        if fallen.take(target, fallen.minutes[last], last) and target in network.racks:
            unfed = [d for d in network.contents.get(target, ()) if d not in network.feeds]
            for device in unfed:
                fallen.take(device, fallen.minutes[target], target)


def _machines(network: Network, fallen: Fallen) -> None:
    """Virtual machines after their hosts, what is powered over its cable after its switch."""
    leaning = network.leaning
    changed = True
    while changed:
        changed = False
        for device, row in leaning:
            for supports in _supports(network, row):
                last = max(supports, key=lambda other: fallen.minutes.get(other, inf))
                minutes = fallen.minutes.get(last, inf)
                changed |= minutes < inf and fallen.take(device, minutes, last)


def _supports(network: Network, row: DeviceRow) -> Iterable[tuple[int, ...]]:
    """Each of these must have one that lives."""
    if row.powered_by is not None:
        yield (row.powered_by,)
    if row.host is not None:
        yield (row.host,)
    elif row.is_virtual and row.cluster is not None:
        hosts = tuple(network.hosts_of(row.cluster))
        if hosts:
            yield hosts
