"""A small city that is watched: a data centre, three places, and what leads to them.

DC - TL-A - KEC-A and DC - TL-B - KEL-B go through cable FO-1 in SEG-1; DC - TL-C - KEL-C through
FO-2 in SEG-2. KEC-A has a camera on its network.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from infrastructure.models import Asset, Check, CheckState
from infrastructure.monitoring.results import record
from infrastructure.monitoring.states import Observation
from infrastructure.vocabulary_monitoring import CheckKind, Outcome, State
from tests.factories.infrastructure import (
    CableFactory,
    CableRouteFactory,
    CameraFactory,
    DeviceFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    SegmentFactory,
    SiteFactory,
)

BEGIN = datetime(2026, 11, 2, 3, tzinfo=timezone.get_default_timezone())
LATER = BEGIN + timedelta(days=1)


class City:
    def __init__(self) -> None:
        self.dc = SiteFactory(asset__code="DC", is_root=True)
        self.core = DeviceFactory(asset__code="CORE", site=self.dc)
        self.gate = DeviceFactory(asset__code="GATE", site=self.dc)
        self.cables = [CableFactory(asset__code=f"FO-{n}") for n in (1, 2)]
        self.segments = [SegmentFactory(asset__code=f"SEG-{n}") for n in (1, 2)]
        for cable, segment in zip(self.cables, self.segments, strict=True):
            CableRouteFactory(cable=cable, segment=segment)
        self.switches = [self.place(*row) for row in (("A", 0), ("B", 0), ("C", 1))]
        self.camera = CameraFactory(asset__code="CAM-A", site=self.switches[0].site)
        things = (self.core, self.gate, *self.switches, self.camera)
        self.checks = {thing.asset.code: watch(thing.asset) for thing in things}

    def place(self, letter: str, cable: int) -> Any:
        site = SiteFactory(asset__code=f"KEL-{letter}")
        switch = DeviceFactory(asset__code=f"SW-{letter}", site=site)
        link = LinkFactory(asset__code=f"TL-{letter}", a=self.core.asset, b=switch.asset)
        path = OpticalPathFactory(link=link)
        PathElementFactory(path=path, sequence=1, asset=self.cables[cable].asset)
        return switch

    def see(self, at: datetime, *, down: Iterable[str] = (), only: Iterable[str] = ()) -> None:
        """A round of results: all that are not `down` answer."""
        fallen = set(down)
        record(
            [
                Observation(check.pk, at, Outcome.FAIL if code in fallen else Outcome.OK)
                for code, check in self.checks.items()
                if not only or code in set(only)
            ]
        )

    def states(self) -> dict[str, str]:
        rows = CheckState.objects.select_related("of_check__target")
        return {row.of_check.target.code: row.state for row in rows}

    def fall(self, at: datetime, *codes: str) -> datetime:
        """Two rounds in which these do not answer; returns the moment after them."""
        self.see(at, down=codes)
        self.see(at + timedelta(seconds=10), down=codes)
        return at + timedelta(seconds=11)


def watch(asset: Asset, kind: CheckKind = CheckKind.TCP, **fields: Any) -> Check:
    params = {"port": 9} if kind == CheckKind.TCP else {}
    check = Check.objects.create(
        **{"target": asset, "kind": kind, "params": params, "address": "192.0.2.1", **fields}
    )
    CheckState.objects.create(of_check=check, changed_at=BEGIN, due_at=LATER, state=State.NEW)
    return check
