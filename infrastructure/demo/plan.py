"""What every part of the example needs: places, devices, links, and where they lie."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import NamedTuple

from geographiclib.geodesic import Geodesic
from shapely.geometry import shape

from egov.agencies.models import Agency
from egov.areas.models import Area, Level, MapShape
from infrastructure.demo.builder import Builder
from infrastructure.models import Device, DeviceRole, Link, Rack, Site
from infrastructure.vocabulary import Medium, SiteKind, Visibility

SEED = 2018  # the year of the founding document
ROLES = (
    ("switch-inti", "Switch inti"),
    ("switch", "Switch"),
    ("server", "Server"),
    ("vm", "Mesin virtual"),
    ("radio", "Radio"),
    ("perekam", "Perekam kamera"),
)


class Stop(NamedTuple):
    """A site, and the device in it on which lines end."""

    site: Site
    device: Device


class Plan:
    """The rows so far, the numbers given, and the areas that they lie in."""

    def __init__(self) -> None:
        self.random = random.Random(SEED)  # noqa: S311 - no secret
        self.rows = Builder()
        self.owner = Agency.objects.filter(code="diskominfo").first()
        self.districts = list(Area.objects.current().level(Level.DISTRICT).order_by("code"))
        self.villages: dict[int, list[Area]] = defaultdict(list)
        for village in Area.objects.current().level(Level.VILLAGE).order_by("code"):
            self.villages[village.parent_id or 0].append(village)
        self.points = _points()
        self.roles = {
            code: DeviceRole.objects.get_or_create(code=code, defaults={"name": name})[0]
            for code, name in ROLES
        }
        self.numbers: dict[str, int] = defaultdict(int)

    def next_code(self, prefix: str) -> str:
        self.numbers[prefix] += 1
        return f"{prefix}-{self.numbers[prefix]:03}"

    def site(
        self, code: str, name: str, kind: SiteKind, area: Area | None, people: int | None = None
    ) -> Site:
        latitude, longitude = self.points.get(area.pk if area else 0, (None, None))
        return self.rows.thing(
            Site,
            code,
            name=name,
            visibility=Visibility.PUBLIC,
            area=area,
            owner=self.owner,
            latitude=latitude,
            longitude=longitude,
            kind=kind,
            population=people,
        )

    def device(
        self,
        code: str,
        role: str,
        site: Site,
        rack: Rack | None = None,
        position2: int | None = None,
    ) -> Device:
        return self.rows.thing(
            Device,
            code,
            owner=self.owner,
            area=site.asset.area,
            role=self.roles[role],
            site=site,
            rack=rack,
            position2=position2,
            faces=(0, 2) if rack else None,
            is_virtual=False,
        )

    def link(
        self,
        here: Stop,
        there: Stop,
        medium: Medium,
        backup_of: Link | None = None,
    ) -> Link:
        return self.rows.thing(
            Link,
            self.next_code("TL"),
            name=f"Tautan {medium.label.lower()} contoh",  # who owns a link may not know its ends
            owner=self.owner,
            a=here.device.asset,
            b=there.device.asset,
            medium=medium,
            capacity_mbps=10_000 if medium == Medium.FIBRE else 100,
            backup_of=backup_of,
        )

    def line(self, here: Site, there: Site) -> list[list[float]]:
        """Straight from one to the other, [longitude, latitude]; empty where a point is missing."""
        line = [[site.asset.longitude, site.asset.latitude] for site in (here, there)]
        return [[x, y] for x, y in line if x is not None and y is not None] if line else []

    def length(self, here: Site, there: Site) -> float | None:
        """Metres on the ellipsoid."""
        line = self.line(here, there)
        if len(line) != 2:
            return None
        (x1, y1), (x2, y2) = line
        return round(float(Geodesic.WGS84.Inverse(y1, x1, y2, x2)["s12"]), 1)


def _points() -> dict[int, tuple[float, float]]:
    """A spot inside each area that is drawn; none where the region has no points."""
    points = {}
    for area, geometry in MapShape.objects.values_list("area_id", "geometry"):
        spot = shape(geometry).representative_point()
        points[area] = (round(spot.y, 6), round(spot.x, 6))
    return points
