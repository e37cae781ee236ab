"""A small network with one of each kind, to be looked at page by page."""

from __future__ import annotations

from typing import Any

from infrastructure.models import Core, Joint, JointEnd, Port, PowerFeed, Room
from infrastructure.vocabulary import AssetKind, CoreState, PowerKind
from tests.factories.infrastructure import (
    AssetFactory,
    CableFactory,
    CableRouteFactory,
    CoreFactory,
    DeploymentFactory,
    DeviceFactory,
    DuctFactory,
    EnclosureFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    PowerSourceFactory,
    RackFactory,
    SegmentFactory,
    SiteFactory,
    StructureFactory,
)


class Town:
    """Two sites of one link: SW-A:1 - ODF-A = FO-1 core 1 = ODF-B - SW-B:1, in pipe 1 of SEG-1."""

    def __init__(self) -> None:
        self.a = SiteFactory(asset__code="DC-A", is_root=True)
        self.b = SiteFactory(asset__code="KEL-B")
        room = AssetFactory(kind=AssetKind.ROOM, code="DC-A-R1")
        self.room = Room.objects.create(asset=room, site=self.a)
        self.rack = RackFactory(asset__code="R-1", site=self.a, room=self.room)
        self.grid = PowerSourceFactory(asset__code="PLN-1", site=self.a)
        self.pdu = PowerSourceFactory(
            asset__code="PDU-1", site=self.a, parent=self.grid, kind=PowerKind.PDU
        )
        PowerFeed.objects.create(source=self.pdu, target=self.rack.asset, side="a")
        self.near = DeviceFactory(
            asset__code="SW-A",
            site=self.a,
            rack=self.rack,
            position2=10,
            faces=(0, 2),
            serial="SN-RAHASIA",
            mgmt_ip="10.9.8.7",
        )
        self.far = DeviceFactory(asset__code="SW-B", site=self.b)
        self.poles = [StructureFactory(asset__code=code) for code in ("HH-1", "HH-2")]
        self.segment = SegmentFactory(
            asset__code="SEG-1", a=self.poles[0], b=self.poles[1], length_m=1200
        )
        self.cable = CableFactory(asset__code="FO-1")
        pipe = DuctFactory(segment=self.segment, number=1)
        CableRouteFactory(cable=self.cable, segment=self.segment, duct=pipe)
        self.boxes = [
            EnclosureFactory(asset__code=code, site=self.a) for code in ("ODF-A", "ODF-B")
        ]
        self.link = self.light("TL-1", 1)
        self.application = DeploymentFactory(device=self.near).group.application

    def light(self, code: str, number: int) -> Any:
        link = LinkFactory(asset__code=code, a=self.near.asset, b=self.far.asset)
        core = CoreFactory(cable=self.cable, number=number, state=CoreState.USED)
        path = OpticalPathFactory(link=link, length_m=1200, loss_db=1.02, budget_db=12)
        sides = (("a", self.boxes[0], self.near), ("b", self.boxes[1], self.far))
        joints = [self.patch(core, side, box, device) for side, box, device in sides]
        PathElementFactory(path=path, sequence=1, asset=self.boxes[0].asset, joint=joints[0])
        PathElementFactory(path=path, sequence=2, asset=self.cable.asset, core=core)
        PathElementFactory(path=path, sequence=3, asset=self.boxes[1].asset, joint=joints[1])
        return link

    def patch(self, core: Core, side: str, box: Any, device: Any) -> Joint:
        joint = Joint.objects.create(enclosure=box, loss_db=0.3)
        port = Port.objects.create(device=device, name=str(core.number))
        JointEnd.objects.create(joint=joint, number=1, core=core, side=side)
        JointEnd.objects.create(joint=joint, number=2, port=port)
        return joint
