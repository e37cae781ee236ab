"""What an OTDR read: so many metres of glass from an end of a core, found on the ground."""

from __future__ import annotations

from dataclasses import dataclass

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from infrastructure.domain.straight import Span, Station, Straight, point_on, straight_of
from infrastructure.models import Asset, Core, JointEnd
from infrastructure.vocabulary import AssetKind, Side

LEAST_METRES, SHARE = 10.0, 0.01  # how far off a reading may be: what is greater
MOST_METRES = 500_000


@dataclass(frozen=True)
class Reading:
    """From which end of which core, and after how many metres of glass the light ends."""

    core: int
    end: str
    metres: float


@dataclass(frozen=True)
class Found:
    """Where it is: in the coil of a station, or on a span so many metres from where it begins.

    `between`: the segments that the tolerance covers, the nearest first.
    """

    straight: Straight
    reading: Reading
    tolerance: float
    station: Station  # here, or the last one before it
    span: Span | None  # None: in the coil of the station
    after: float  # metres from the station
    point: tuple[float, float] | None  # (longitude, latitude)
    between: tuple[Asset, ...]

    @property
    def codes(self) -> str:
        """What is held to be cut there, for the impact."""
        return ",".join(asset.code for asset in self.between)


def locate(*, user: User, cable: Asset, reading: Reading) -> Found:
    """Raises Invalid at `inti`, `ujung` or `meter` for what cannot be."""
    require(user, "infrastructure.assess_impact")
    if cable.kind != AssetKind.CABLE:
        raise Refusal("not_a_cable", f"{cable} bukan kabel serat optik.")
    core = Core.objects.filter(cable=cable.pk, number=reading.core).first()
    if core is None:
        sentence = f"{cable} tidak punya inti {reading.core}."
        raise Invalid("no_core", sentence, field="inti")
    if reading.end not in Side.values:
        raise Invalid("no_end", "Pilih ujung A atau B.", field="ujung")
    straight = straight_of(cable.pk, user)
    if straight is None:
        sentence = f"Jalur {cable} belum dicatat, atau tidak semuanya terbuka bagi Anda."
        raise Refusal("no_way", sentence)
    if _from_the_far_end(core, reading.end, straight):
        straight = straight.turned()
    return _found(cable, straight, reading)


def _from_the_far_end(core: Core, end: str, straight: Straight) -> bool:
    """Side A begins where the way begins, unless what it is joined in lies at the other end."""
    joint = JointEnd.objects.filter(core=core, side=end).select_related("joint__enclosure").first()
    box = joint.joint.enclosure if joint is not None else None
    if box is not None:
        first, last = (_is_at(box, straight.stations[n].asset) for n in (0, -1))
        if first != last:
            return last
    return end == Side.B


def _is_at(box: object, station: Asset) -> bool:
    structure, site = getattr(box, "structure_id", None), getattr(box, "site_id", None)
    there = getattr(station, "structure", None)
    here = getattr(there, "site_id", None)
    return structure == station.pk or (site is not None and site == here)


def _found(cable: Asset, straight: Straight, reading: Reading) -> Found:
    tolerance = max(LEAST_METRES, reading.metres * SHARE)
    whole = straight.metres
    if not 0 <= reading.metres <= MOST_METRES:
        raise Invalid("bad_metres", "Tulis jaraknya dalam meter dari ujung itu.", field="meter")
    if whole is not None and reading.metres > whole + tolerance:
        sentence = (
            f"{cable} hanya {_told(whole)} panjangnya, {_told(straight.slack)} di antaranya "
            "cadangan. Periksa meternya, indeks biasnya, atau intinya."
        )
        raise Invalid("beyond_cable", sentence, field="meter")
    metres = reading.metres if whole is None else min(reading.metres, whole)
    station, span, after = _place(straight, metres)
    point = _point(station, span, after)
    between = _between(straight, metres - tolerance, metres + tolerance, span)
    return Found(straight, reading, tolerance, station, span, after, point, between)


def _place(straight: Straight, metres: float) -> tuple[Station, Span | None, float]:
    for station, span in zip(straight.stations, [*straight.spans, None], strict=True):
        leaves = station.leaves_at
        assert leaves is not None, "what comes before was measured"
        if metres <= leaves or span is None:
            return station, None, max(0.0, metres - (leaves - station.slack))
        if span.metres is None:
            sentence = f"Panjang ruas {span.asset} belum diketahui. Catat dulu panjangnya."
            raise Invalid("no_length", sentence, field="meter")
        if metres < leaves + span.metres:
            return station, span, metres - leaves
    raise AssertionError("the last station holds what is left")


def _point(station: Station, span: Span | None, after: float) -> tuple[float, float] | None:
    if span is None or not span.metres:
        place = (station.asset.longitude, station.asset.latitude)
        return None if None in place else place  # type: ignore[return-value]
    return point_on(span.line, min(1.0, after / span.metres))


def _between(straight: Straight, low: float, high: float, span: Span | None) -> tuple[Asset, ...]:
    touched = []
    for station, each in zip(straight.stations, straight.spans, strict=False):
        begin = station.leaves_at
        if begin is None or each.metres is None:
            break
        if begin <= high and begin + each.metres >= low:
            touched.append(each)
    return tuple(each.asset for each in sorted(touched, key=lambda each: each is not span))


def _told(metres: float) -> str:
    return f"{metres:,.0f} m".replace(",", ".")
