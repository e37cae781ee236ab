"""Fibre of the example: segments, ducts, cables, cores, and the light from port to port."""

from __future__ import annotations

from collections import defaultdict

from infrastructure.demo.plan import Plan, Stop
from infrastructure.models import (
    Cable,
    CableRoute,
    CableType,
    Core,
    Device,
    Duct,
    Enclosure,
    Joint,
    JointEnd,
    Link,
    OpticalPath,
    PathElement,
    Port,
    Segment,
    Site,
    Structure,
)
from infrastructure.vocabulary import (
    CoreState,
    EnclosureKind,
    JointKind,
    Medium,
    SegmentKind,
    Side,
    StructureKind,
)

BUDGET_DB = 12.0
CONNECTOR_DB, FIBRE_DB_KM = 0.3, 0.35


class Fibre(Plan):
    def __init__(self) -> None:
        super().__init__()
        self.trunk = _cable_type("fo-48", "Contoh FO 48 inti", 4)
        self.branch = _cable_type("fo-12", "Contoh FO 12 inti", 1)
        self.dark: dict[str, list[Core]] = {}  # by code of the cable, the next one first
        self.cables: dict[str, Cable] = {}  # by code of the link that it was laid for
        self.ports: dict[str, int] = defaultdict(int)  # used, by code of the device

    def fibre(self, here: Stop, there: Stop, kind: CableType) -> Link:
        """A segment with two ducts, a cable in the first, one core lit from switch to switch."""
        code = self.next_code("SEG")
        length = self.length(here.site, there.site)
        ends = [self.entry(site, code, n) for n, (site, _) in enumerate((here, there), start=1)]
        segment = self.rows.thing(
            Segment,
            code,
            owner=self.owner,
            a=ends[0],
            b=ends[1],
            kind=SegmentKind.DUCT,
            geometry=self.line(here.site, there.site),
            length_m=length,
        )
        segment.derive()
        ducts = [self.rows.row(Duct, segment=segment, number=n, diameter_mm=40) for n in (1, 2)]
        link = self.link(here, there, Medium.FIBRE)
        cable = self.rows.thing(Cable, f"FO-{link.asset.code[3:]}", owner=self.owner, type=kind)
        self.rows.row(CableRoute, cable=cable, segment=segment, duct=ducts[0], sequence=1)
        self.cores(cable)
        self.cables[link.asset.code] = cable
        self.light(link, cable, here, there, length=length)
        return link

    def entry(self, site: Site, segment: str, number: int) -> Structure:
        return self.rows.thing(
            Structure,
            f"BE-{segment[4:]}-{number}",
            kind=StructureKind.BUILDING_ENTRY,
            site=site,
            area=site.asset.area,
            latitude=site.asset.latitude,
            longitude=site.asset.longitude,
        )

    def cores(self, cable: Cable) -> None:
        self.dark[cable.asset.code] = [
            self.rows.row(
                Core, cable=cable, number=number, tube=(number - 1) // cable.type.per_tube + 1
            )
            for number in range(1, cable.type.cores + 1)
        ]

    def light(
        self,
        link: Link,
        cable: Cable,
        here: Stop,
        there: Stop,
        *,
        length: float | None,
    ) -> None:
        """The next dark core of the cable, joined to a port at each end."""
        core = self.dark[cable.asset.code].pop(0)
        core.state = CoreState.USED
        loss = 2 * CONNECTOR_DB + FIBRE_DB_KM * (length or 0) / 1000
        path = self.rows.row(
            OpticalPath,
            link=link,
            length_m=length or 0,
            loss_db=round(loss, 2),
            budget_db=BUDGET_DB,
            complete=True,
        )
        joints = [
            self.patch(cable, core, side, *end)
            for side, end in zip(Side, (here, there), strict=True)
        ]
        (first, odf, port), (last, far, far_port) = joints
        elements = (
            {"asset": here.device.asset, "port": port},
            {"asset": odf.asset, "joint": first},
            {"asset": cable.asset, "core": core},
            {"asset": far.asset, "joint": last},
            {"asset": there.device.asset, "port": far_port},
        )
        for sequence, element in enumerate(elements, start=1):
            self.rows.row(PathElement, path=path, sequence=sequence, **element)

    def patch(
        self, cable: Cable, core: Core, side: Side, site: Site, device: Device
    ) -> tuple[Joint, Enclosure, Port]:
        """The core's side, joined to the device's next port in an ODF of the site."""
        odf = self.rows.thing(
            Enclosure,
            f"ODF-{cable.asset.code[3:]}-{core.number}{side.label}",
            kind=EnclosureKind.ODF,
            site=site,
        )
        joint = self.rows.row(Joint, enclosure=odf, kind=JointKind.CONNECTOR, loss_db=CONNECTOR_DB)
        port = self.port_of(device)
        self.rows.row(JointEnd, joint=joint, number=1, core=core, side=side)
        self.rows.row(JointEnd, joint=joint, number=2, port=port)
        return joint, odf, port

    def port_of(self, device: Device) -> Port:
        self.ports[device.asset.code] += 1
        name = str(self.ports[device.asset.code])
        return self.rows.row(Port, device=device, name=name, kind="sfp")


def _cable_type(code: str, name: str, tubes: int) -> CableType:
    values = {"name": name, "tubes": tubes, "loss_db_km": FIBRE_DB_KM}
    return CableType.objects.get_or_create(code=code, defaults=values)[0]
