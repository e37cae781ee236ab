"""A line of fibre for tests.

    SW-A:1 --ODF-A-- FO-1 --CL-- FO-2 --ODF-B-- SW-B:1

Each core of FO-1 meets the same core of FO-2 in the closure once it is spliced.
"""

from __future__ import annotations

from typing import Any

from egov.accounts.models import User
from infrastructure.domain.splicing import End, Tube, splice, splice_tubes
from infrastructure.domain.tracing import retrace
from infrastructure.models import Core, Link, OpticalPath, PathElement
from infrastructure.vocabulary import EnclosureKind, Side
from tests.factories.accounts import AppointmentFactory
from tests.factories.infrastructure import (
    CableFactory,
    CableRouteFactory,
    DeviceFactory,
    EnclosureFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    PortFactory,
    SegmentFactory,
)

WHY = "Surat tugas contoh"


class Line:
    """Two cables of so many cores, nothing joined yet; `lit` links from switch to switch."""

    def __init__(self, cores: int = 12, lit: int = 1, **owned: Any) -> None:
        self.operator: User = AppointmentFactory(role="infra_operator").user
        self.cables = [CableFactory(**owned) for _ in Side]
        for cable in self.cables:
            segment = SegmentFactory(length_m=1000)
            CableRouteFactory(cable=cable, segment=segment)
            Core.objects.bulk_create(
                Core(cable=cable, number=n, tube=(n - 1) // 12 + 1) for n in range(1, cores + 1)
            )
        self.closure = EnclosureFactory(trays=4, **owned)
        odf = EnclosureKind.ODF
        self.frames = [EnclosureFactory(kind=odf, trays=4, **owned) for _ in Side]
        self.switches = [DeviceFactory() for _ in Side]
        self.links: list[Link] = []
        for number in range(1, lit + 1):
            ports = [PortFactory(device=device) for device in self.switches]
            for frame, port, cable, side in zip(self.frames, ports, self.cables, Side, strict=True):
                self.join(frame, End(self.core(cable, number), side), End(port=port))
            a, b = (device.asset for device in self.switches)
            path = OpticalPathFactory(link=LinkFactory(a=a, b=b), complete=False)
            PathElementFactory(path=path, asset=a, port=ports[0], sequence=1)
            self.links.append(path.link)
        retrace(list(OpticalPath.objects.values_list("pk", flat=True)))

    def core(self, cable: Any, number: int) -> Core:
        return Core.objects.get(cable=cable, number=number)

    def join(self, enclosure: Any, *ends: End) -> Any:
        return splice(actor=self.operator, enclosure=enclosure.asset, ends=ends, reason=WHY)

    def tube(self, which: int, number: int = 1) -> Tube:
        """The tube as it comes into the closure: of the first cable its far end."""
        side = Side.B if which == 0 else Side.A
        return Tube(self.cables[which].asset, number, side)

    def through(self, number: int = 1) -> Any:
        """Tube to tube in the closure."""
        return splice_tubes(
            actor=self.operator,
            enclosure=self.closure.asset,
            first=self.tube(0, number),
            second=self.tube(1, number),
            reason=WHY,
        )


def drawn(link: Link) -> str:
    """The path as it is kept: ports, joints and cores in order."""
    elements = PathElement.objects.filter(path__link=link).select_related("port", "core", "asset")
    words = []
    for element in elements.order_by("sequence"):
        if element.port_id:
            words.append(str(element.port))
        elif element.core_id:
            words.append(f"{element.asset.code}/{element.core.number}")
        else:
            words.append(element.asset.code)
    return " ".join(words)
