"""Cameras of the example: half in the city's network, half an RW's own that only it can see."""

from __future__ import annotations

from egov.areas.models import Area
from infrastructure.demo.fibre import Fibre
from infrastructure.demo.plan import Stop
from infrastructure.models import Camera, Device, Site
from infrastructure.vocabulary import CameraKind, CameraPurpose, Connectivity, Visibility

CAMERAS = 2000
RECORDERS = 4
NEAR = 0.003  # degrees around the middle of a village, some 300 m
READ_BY = {
    CameraPurpose.TRAFFIC: Visibility.PUBLIC,
    CameraPurpose.FLOOD: Visibility.PUBLIC,
    CameraPurpose.SAFETY: Visibility.GOVERNMENT,
}


class Cameras(Fibre):
    def cameras(self, root: Site, offices: list[Stop]) -> None:
        """Every second one is an RW's, on no network of the city."""
        if not offices:
            return
        recorders = [self.device(f"NVR-{n:02}", "perekam", root) for n in range(1, RECORDERS + 1)]
        for number in range(1, CAMERAS + 1):
            site = offices[number * 7 % len(offices)].site
            if number % 2:
                self.of_the_city(number, site, recorders[number % RECORDERS])
            else:
                self.of_an_rw(number, site.asset.area)

    def of_the_city(self, number: int, site: Site, recorder: Device) -> None:
        purpose = self.random.choice(list(READ_BY))
        self.camera(
            number,
            f"Kamera contoh {number}",
            site.asset.area,
            visibility=READ_BY[purpose],
            owner=self.owner,
            purpose=purpose,
            kind=self.random.choice(list(CameraKind)),
            site=site,
            recorder=recorder,
        )

    def of_an_rw(self, number: int, area: Area | None) -> None:
        """Every fourth RW lets everybody read that it has one."""
        opened = number % 8 == 0
        self.camera(
            number,
            f"Kamera RW contoh {number}",
            area,
            visibility=Visibility.PUBLIC if opened else Visibility.GOVERNMENT,
            operator="RW contoh",
            purpose=CameraPurpose.SAFETY,
            kind=CameraKind.FIXED,
            connectivity=Connectivity.LOCAL_ONLY,
        )

    def camera(self, number: int, name: str, area: Area | None, **values: object) -> None:
        latitude, longitude = self.points.get(area.pk if area else 0, (None, None))
        if latitude is not None and longitude is not None:
            latitude = round(latitude + self.random.uniform(-NEAR, NEAR), 6)
            longitude = round(longitude + self.random.uniform(-NEAR, NEAR), 6)
        self.rows.thing(
            Camera,
            f"CAM-{number:04}",
            name=name,
            area=area,
            latitude=latitude,
            longitude=longitude,
            **values,
        )
