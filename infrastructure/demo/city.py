"""A data centre, a ring through the kecamatan, branches to each kelurahan, wireless to some RW.

Three things are there to be found: a backup in the same duct as its main link, an application
whose server stands at the end of that duct, and one that needs two of its three servers.
"""

from __future__ import annotations

from itertools import pairwise

from django.db import transaction

from infrastructure.demo.cameras import Cameras
from infrastructure.demo.plan import Stop
from infrastructure.models import (
    AccessPoint,
    Asset,
    Cable,
    CableRoute,
    Camera,
    Core,
    Dependency,
    Deployment,
    DeploymentGroup,
    Device,
    Duct,
    Enclosure,
    Joint,
    JointEnd,
    Link,
    OpticalPath,
    PathElement,
    Port,
    PowerFeed,
    PowerSource,
    Rack,
    Room,
    Segment,
    Site,
    Structure,
    TunnelOver,
)
from infrastructure.vocabulary import Medium, Need, PowerKind, Side, SiteKind, Visibility
from regulations.models import Application, Binding
from regulations.vocabulary import BindingRole

ORDER = (
    Site,
    Room,
    Rack,
    PowerSource,
    Device,
    Camera,
    AccessPoint,
    Port,
    PowerFeed,
    Structure,
    Segment,
    Duct,
    Cable,
    CableRoute,
    Core,
    Enclosure,
    Link,
    TunnelOver,
    Joint,
    JointEnd,
    OpticalPath,
    PathElement,
    DeploymentGroup,
    Deployment,
    Dependency,
)
EVERY_OFFICE = 2  # every second kelurahan has Wi-Fi for who waits there
PEOPLE_OF_VILLAGE = (8_000, 24_000)


def is_empty() -> bool:
    return not Asset.objects.exists()


@transaction.atomic
def make_city() -> None:
    City().build()


class City(Cameras):
    """The parts of the example, made in the order in which they lean on each other."""

    def build(self) -> None:
        self.centre()
        self.ring()
        self.branches()
        self.wireless()
        self.applications()
        self.cameras(self.root, self.offices)
        self.rows.write(ORDER)

    # -- the data centre --------------------------------------------------------------------

    def centre(self) -> None:
        first = self.districts[0] if self.districts else None
        self.root = self.site("DC-01", "Pusat data contoh", SiteKind.DATA_CENTER, first)
        self.root.is_root, self.root.criticality = True, 1
        rooms = [
            self.rows.thing(Room, f"DC-01-R{n}", name=f"Ruang {n}", site=self.root, floor="1")
            for n in (1, 2)
        ]
        racks = [
            self.rows.thing(
                Rack,
                f"R-{n:02}",
                name=f"Rak {n}",
                site=self.root,
                room=rooms[n > 4],
            )
            for n in range(1, 9)
        ]
        self.power(racks)
        self.core = Stop(self.root, self.device("SW-DC-1", "switch-inti", self.root, racks[0], 78))
        self.hosts = [
            self.device(f"HOST-{n:02}", "server", self.root, racks[1 + n % 7], 20 + 4 * (n // 7))
            for n in range(12)
        ]

    def power(self, racks: list[Rack]) -> None:
        """Two ways of current: A over a UPS, B from the street alone."""
        for side in Side:
            grid = self.source(f"PLN-{side.label}", PowerKind.GRID)
            above = grid
            if side == Side.A:
                above = self.source("UPS-A", PowerKind.UPS, grid, autonomy_min=30)
            for rack in racks:
                pdu = self.source(f"PDU-{rack.asset.code}-{side.label}", PowerKind.PDU, above)
                self.rows.row(PowerFeed, source=pdu, target=rack.asset, side=side)

    def source(
        self, code: str, kind: PowerKind, parent: PowerSource | None = None, **more: int
    ) -> PowerSource:
        return self.rows.thing(PowerSource, code, kind=kind, site=self.root, parent=parent, **more)

    # -- the ring and its branches ------------------------------------------------------------

    def ring(self) -> None:
        """DC - kecamatan - kecamatan - ... - DC: a cut anywhere leaves everybody connected."""
        self.hubs: list[Stop] = []
        for n, district in enumerate(self.districts, start=1):
            site = self.site(
                f"KEC-{n:02}", f"Kantor {district.label} (contoh)", SiteKind.KECAMATAN, district
            )
            self.hubs.append(Stop(site, self.device(f"SW-KEC-{n:02}", "switch", site)))
        stops = [self.core, *self.hubs, self.core]
        for before, after in pairwise(stops):
            if before is not after:
                self.fibre(before, after, self.trunk)

    def branches(self) -> None:
        self.offices: list[Stop] = []
        number = 0
        for hub, district in zip(self.hubs, self.districts, strict=True):
            for village in self.villages[district.pk]:
                number += 1
                site = self.site(
                    f"KEL-{number:03}",
                    f"Kantor {village.label} (contoh)",
                    SiteKind.KELURAHAN,
                    village,
                    self.random.randrange(*PEOPLE_OF_VILLAGE),
                )
                end = Stop(site, self.device(f"SW-KEL-{number:03}", "switch", site))
                self.offices.append(end)
                main = self.fibre(hub, end, self.branch)
                if number == 1:
                    self.same_duct(main, hub, end)

    def same_duct(self, main: Link, here: Stop, there: Stop) -> None:
        """A backup that helps nobody: another core of the same cable, in the same duct."""
        backup = self.link(here, there, Medium.FIBRE, backup_of=main)
        length = self.length(here.site, there.site)
        self.light(backup, self.cables[main.asset.code], here, there, length=length)

    # -- over the air, and over other people's lines --------------------------------------------

    def wireless(self) -> None:
        """From every eighth kelurahan to one balai RW; from the first kecamatan a VPN as backup."""
        for number, office in enumerate(self.offices[::8], start=1):
            hall = self.site(
                f"RW-{number:03}", "Balai RW contoh", SiteKind.RW, office.site.asset.area, 900
            )
            radio = self.device(f"RADIO-{number:03}", "radio", hall)
            self.link(office, Stop(hall, radio), Medium.WIRELESS)
            self.access_point(hall, radio)
        for office in self.offices[::EVERY_OFFICE]:
            self.access_point(office.site, office.device)
        if self.hubs:
            leased = self.link(self.core, self.hubs[0], Medium.LEASED)
            tunnel = self.link(self.core, self.hubs[0], Medium.VPN)
            self.rows.row(TunnelOver, tunnel=tunnel, link=leased, side=Side.B)

    def access_point(self, site: Site, switch: Device) -> None:
        self.rows.thing(
            AccessPoint,
            self.next_code("AP"),
            name=f"Wi-Fi {site.asset.name}",
            visibility=Visibility.PUBLIC,
            owner=self.owner,
            area=site.asset.area,
            latitude=site.asset.latitude,
            longitude=site.asset.longitude,
            site=site,
            powered_by=switch,
            ssids=["Wi-Fi Warga Contoh"],
        )

    # -- what people use --------------------------------------------------------------------------

    def applications(self) -> None:
        """Each application of the registry on virtual machines of the data centre, but for one."""
        known = list(Application.objects.order_by("code"))
        outside = self.outside(known)
        for number, application in enumerate(known):
            cluster = number == 0
            if application == outside:
                machines = [self.device("SRV-KEL-001", "server", self.offices[0].site)]
            else:
                machines = [self.machine(application, n) for n in range(1, 4 if cluster else 2)]
            group = self.rows.row(
                DeploymentGroup,
                application=application,
                name="server contoh",
                min_up=2 if cluster else 1,
            )
            for machine in machines:
                self.rows.row(Deployment, group=group, device=machine)
        if len(known) > 1:
            self.rows.row(Dependency, consumer=known[1], application=known[0], need=Need.SOFT)

    def outside(self, known: list[Application]) -> Application | None:
        """The one that never moved into the data centre: of those with a law, if any has one."""
        if len(known) < 2 or not self.offices:
            return None
        bound = Binding.objects.filter(role=BindingRole.UMBRELLA, application__in=known[1:])
        sheltered = set(bound.values_list("application", flat=True))
        return next((each for each in known[1:] if each.pk in sheltered), known[-1])

    def machine(self, application: Application, number: int) -> Device:
        host = self.hosts[self.random.randrange(len(self.hosts))]
        machine = self.device(f"VM-{application.code}-{number}"[:40], "vm", self.root)
        machine.is_virtual, machine.host = True, host
        return machine
