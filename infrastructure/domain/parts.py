"""What an asset brings in rows of its own: ports, cores, ways through segments, links of a VPN."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from egov.verbs.refusal import Invalid
from infrastructure.domain.naming import Pipe, metres
from infrastructure.models import (
    Cable,
    CableRoute,
    CameraStream,
    Core,
    Device,
    DeviceType,
    Duct,
    Port,
    PowerFeed,
    Slack,
    TunnelOver,
)

# of a device type's definition, the lists whose entries a link or a joint can end on
PLUGS = (
    "interfaces",
    "front-ports",
    "rear-ports",
    "console-ports",
    "console-server-ports",
    "power-ports",
    "power-outlets",
)
type Held = dict[int, Any]  # by the asset's id
type Sees = Callable[[str], Q]  # what a reader may read of the asset at a prefix


def ports_of(device: Device, kind: DeviceType) -> Iterator[Port]:
    """As the type has them; a name stands once on a device."""
    named: set[str] = set()
    for group in PLUGS:
        for plug in kind.definition.get(group) or ():
            name = str(plug["name"])
            if name not in named:
                named.add(name)
                yield Port(device=device, name=name[:64], kind=str(plug.get("type") or "")[:64])


def cores_of(cable: Cable) -> Iterator[Core]:
    per_tube = cable.type.per_tube
    for number in range(1, cable.type.cores + 1):
        yield Core(cable=cable, number=number, tube=(number - 1) // per_tube + 1)


@dataclass(frozen=True)
class Part:
    """One column that is kept in rows: how it is read, and which rows say it.

    `rows(thing, value, ids, pipes)` makes them, with the ids of the assets that the value names
    and the ducts by (segment, number). `model` and `owner` say which rows they replace.
    """

    held: Callable[[Sequence[int], Sees], Held]
    rows: Callable[[Any, Any, Mapping[str, int], Mapping[tuple[int, int], int]], Iterable[Model]]
    model: type[Model]
    owner: str


def _held_ducts(keys: Sequence[int], _sees: Sees) -> Held:
    rows: dict[int, list[Pipe]] = defaultdict(list)
    found = Duct.objects.filter(segment__in=keys).order_by("segment", "number")
    columns = ("segment_id", "number", "diameter_mm", "parent__number")
    for segment, number, diameter, parent in found.values_list(*columns):
        rows[segment].append(Pipe(number, diameter, parent))
    return {key: tuple(pipes) for key, pipes in rows.items()}


def _ducts(segment: Any, value: Any, _ids: Any, pipes: Any) -> Iterator[Duct]:
    for pipe in value:
        if (segment.pk, pipe.number) not in pipes:
            yield Duct(segment=segment, number=pipe.number)


def settle_ducts(told: Mapping[int | None, Sequence[Pipe]]) -> None:
    """Writes how wide the ducts of segments are and which lies in which; all of them are there."""
    rows = list(Duct.objects.filter(segment__in=[key for key, pipes in told.items() if pipes]))
    keys = {(row.segment_id, row.number): row.pk for row in rows}
    pipes = {(key, pipe.number): pipe for key, several in told.items() for pipe in several}
    changed = []
    for row in rows:
        pipe = pipes.get((row.segment_id, row.number))
        if pipe is None:
            continue
        parent = None if pipe.parent is None else keys[row.segment_id, pipe.parent]
        if (row.diameter_mm, row.parent_id) != (pipe.diameter_mm, parent):
            row.diameter_mm, row.parent_id = pipe.diameter_mm, parent
            changed.append(row)
    if changed:
        Duct.objects.bulk_update(changed, ["diameter_mm", "parent"])


def _held_route(keys: Sequence[int], sees: Sees) -> Held:
    rows: dict[int, list[Any]] = defaultdict(list)
    found = CableRoute.objects.filter(sees("segment__asset__"), cable__in=keys)
    steps = found.order_by("cable", "sequence").values_list(
        "cable_id", "segment__asset__code", "duct__number"
    )
    for cable, code, number in steps:
        rows[cable].append((code, number))
    return {key: tuple(way) for key, way in rows.items()}


def _route(cable: Any, value: Any, ids: Any, pipes: Any) -> Iterator[CableRoute]:
    for sequence, (code, number) in enumerate(value, start=1):
        segment = ids[code.upper()]
        duct = pipes.get((segment, number))
        if number is not None and duct is None:
            sentence = f"Ruas {code} tidak punya pipa {number}. Catat pipanya dulu."
            raise Invalid("no_duct", sentence, field="route")
        yield CableRoute(cable=cable, segment_id=segment, duct_id=duct, sequence=sequence)


def _held_over(keys: Sequence[int], sees: Sees) -> Held:
    rows: dict[int, list[Any]] = defaultdict(list)
    found = TunnelOver.objects.filter(sees("link__asset__"), tunnel__in=keys)
    for tunnel, side, code in found.values_list("tunnel_id", "side", "link__asset__code"):
        rows[tunnel].append((side, code))
    return {key: tuple(sorted(over)) for key, over in rows.items()}


def _over(link: Any, value: Any, ids: Any, _pipes: Any) -> Iterator[TunnelOver]:
    for side, code in value:
        yield TunnelOver(tunnel=link, link_id=ids[code.upper()], side=side)


def _held_feeds(keys: Sequence[int], sees: Sees) -> Held:
    rows: dict[int, list[Any]] = defaultdict(list)
    found = PowerFeed.objects.filter(sees("source__asset__"), target__in=keys)
    for target, side, code in found.values_list("target_id", "side", "source__asset__code"):
        rows[target].append((side, code))
    return {key: tuple(sorted(feeds)) for key, feeds in rows.items()}


def _feeds(thing: Any, value: Any, ids: Any, _pipes: Any) -> Iterator[PowerFeed]:
    for side, code in value:
        yield PowerFeed(target_id=thing.pk, source_id=ids[code.upper()], side=side)


def _held_slack(keys: Sequence[int], sees: Sees) -> Held:
    rows: dict[int, list[Any]] = defaultdict(list)
    found = Slack.objects.filter(sees("structure__asset__"), cable__in=keys)
    for cable, code, length in found.values_list("cable_id", "structure__asset__code", "metres"):
        rows[cable].append((code, metres(length)))
    return {key: tuple(sorted(coils)) for key, coils in rows.items()}


def _slack(cable: Any, value: Any, ids: Any, _pipes: Any) -> Iterator[Slack]:
    for code, length in value:
        yield Slack(cable=cable, structure_id=ids[code.upper()], metres=float(length))


def _held_streams(keys: Sequence[int], _sees: Sees) -> Held:
    rows: dict[int, list[Any]] = defaultdict(list)
    found = CameraStream.objects.filter(camera__in=keys).order_by("path")
    for camera, path, secret in found.values_list("camera_id", "path", "secret"):
        rows[camera].append((path, secret))
    return {key: tuple(streams) for key, streams in rows.items()}


def _streams(camera: Any, value: Any, _ids: Any, _pipes: Any) -> Iterator[CameraStream]:
    for path, secret in value:
        yield CameraStream(camera=camera, path=path, secret=secret)


PARTS = {
    "ducts": Part(_held_ducts, _ducts, Duct, "segment"),
    "route": Part(_held_route, _route, CableRoute, "cable"),
    "over": Part(_held_over, _over, TunnelOver, "tunnel"),
    "slack": Part(_held_slack, _slack, Slack, "cable"),
    "streams": Part(_held_streams, _streams, CameraStream, "camera"),
    "feeds": Part(_held_feeds, _feeds, PowerFeed, "target_id"),
}
