"""The inventory: each thing on an asset's row, in use and restricted unless a test says else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from infrastructure.models import (
    AccessPoint,
    Asset,
    Cable,
    CableRoute,
    CableType,
    Camera,
    Contract,
    Core,
    Deployment,
    DeploymentGroup,
    Device,
    DeviceRole,
    Duct,
    Enclosure,
    Link,
    OpticalPath,
    PathElement,
    Port,
    PowerSource,
    Rack,
    Room,
    Segment,
    Site,
    Structure,
)
from infrastructure.vocabulary import (
    AssetKind,
    AssetStatus,
    CameraPurpose,
    EnclosureKind,
    Medium,
    PowerKind,
    SegmentKind,
    SiteKind,
    StructureKind,
)
from infrastructure.vocabulary_contracts import ContractKind
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.regulations import ApplicationFactory


class AssetFactory(DjangoModelFactory[Asset]):
    class Meta:
        model = Asset

    kind = AssetKind.SITE
    code = factory.Sequence(lambda n: f"A-{n:04}")
    status = AssetStatus.ACTIVE


def on_asset(kind: AssetKind, prefix: str) -> Any:
    return factory.SubFactory(
        AssetFactory, kind=kind, code=factory.Sequence(lambda n: f"{prefix}-{n:04}")
    )


class SiteFactory(DjangoModelFactory[Site]):
    class Meta:
        model = Site

    asset = on_asset(AssetKind.SITE, "LOK")
    kind = SiteKind.OFFICE


class RoomFactory(DjangoModelFactory[Room]):
    class Meta:
        model = Room

    asset = on_asset(AssetKind.ROOM, "RUANG")
    site = factory.SubFactory(SiteFactory)


class RackFactory(DjangoModelFactory[Rack]):
    class Meta:
        model = Rack

    asset = on_asset(AssetKind.RACK, "RAK")
    site = factory.SubFactory(SiteFactory)


class PowerSourceFactory(DjangoModelFactory[PowerSource]):
    class Meta:
        model = PowerSource

    asset = on_asset(AssetKind.POWER, "PLN")
    kind = PowerKind.GRID
    site = factory.SubFactory(SiteFactory)


class DeviceRoleFactory(DjangoModelFactory[DeviceRole]):
    class Meta:
        model = DeviceRole

    code = factory.Sequence(lambda n: f"peran-{n}")
    name = "Server"


class DeviceFactory(DjangoModelFactory[Device]):
    class Meta:
        model = Device

    asset = on_asset(AssetKind.DEVICE, "SRV")
    role = factory.SubFactory(DeviceRoleFactory)
    site = factory.SubFactory(SiteFactory)


class CameraFactory(DjangoModelFactory[Camera]):
    class Meta:
        model = Camera

    asset = on_asset(AssetKind.CAMERA, "CAM")
    purpose = CameraPurpose.TRAFFIC


class AccessPointFactory(DjangoModelFactory[AccessPoint]):
    class Meta:
        model = AccessPoint

    asset = on_asset(AssetKind.ACCESS_POINT, "AP")


class StructureFactory(DjangoModelFactory[Structure]):
    class Meta:
        model = Structure

    asset = on_asset(AssetKind.STRUCTURE, "HH")
    kind = StructureKind.HANDHOLE


class SegmentFactory(DjangoModelFactory[Segment]):
    class Meta:
        model = Segment

    asset = on_asset(AssetKind.SEGMENT, "SEG")
    a = factory.SubFactory(StructureFactory)
    b = factory.SubFactory(StructureFactory)
    kind = SegmentKind.DUCT


class DuctFactory(DjangoModelFactory[Duct]):
    class Meta:
        model = Duct

    segment = factory.SubFactory(SegmentFactory)
    number = factory.Sequence(lambda n: n + 1)


class CableTypeFactory(DjangoModelFactory[CableType]):
    class Meta:
        model = CableType

    code = factory.Sequence(lambda n: f"fo-{n}")
    name = "FO 24 inti"
    tubes = 2


class CableFactory(DjangoModelFactory[Cable]):
    class Meta:
        model = Cable

    asset = on_asset(AssetKind.CABLE, "FO")
    type = factory.SubFactory(CableTypeFactory)


class CableRouteFactory(DjangoModelFactory[CableRoute]):
    class Meta:
        model = CableRoute

    cable = factory.SubFactory(CableFactory)
    segment = factory.SubFactory(SegmentFactory)
    sequence = factory.Sequence(lambda n: n + 1)


class CoreFactory(DjangoModelFactory[Core]):
    class Meta:
        model = Core

    cable = factory.SubFactory(CableFactory)
    number = factory.Sequence(lambda n: n + 1)
    tube = 1


class EnclosureFactory(DjangoModelFactory[Enclosure]):
    class Meta:
        model = Enclosure

    asset = on_asset(AssetKind.ENCLOSURE, "CL")
    kind = EnclosureKind.CLOSURE


class LinkFactory(DjangoModelFactory[Link]):
    class Meta:
        model = Link

    asset = on_asset(AssetKind.LINK, "TL")
    a = factory.SubFactory(AssetFactory)
    b = factory.SubFactory(AssetFactory)
    medium = Medium.FIBRE


class ContractFactory(DjangoModelFactory[Contract]):
    """Half a year behind and half a year ahead."""

    class Meta:
        model = Contract

    number = factory.Sequence(lambda n: f"027/{n}/CONTOH")
    agency = factory.SubFactory(AgencyFactory)
    supplier = "CV Contoh Jaringan"
    kind = ContractKind.MAINTENANCE
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=180))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=180))
    recorded_by = factory.SubFactory(UserFactory)


class PortFactory(DjangoModelFactory[Port]):
    class Meta:
        model = Port

    device = factory.SubFactory(DeviceFactory)
    name = factory.Sequence(lambda n: f"Gi0/{n}")


class OpticalPathFactory(DjangoModelFactory[OpticalPath]):
    class Meta:
        model = OpticalPath

    link = factory.SubFactory(LinkFactory)
    complete = True


class PathElementFactory(DjangoModelFactory[PathElement]):
    class Meta:
        model = PathElement

    path = factory.SubFactory(OpticalPathFactory)
    asset = factory.SubFactory(AssetFactory, kind=AssetKind.CABLE)
    sequence = factory.Sequence(lambda n: n + 1)


class DeploymentGroupFactory(DjangoModelFactory[DeploymentGroup]):
    class Meta:
        model = DeploymentGroup

    application = factory.SubFactory(ApplicationFactory)


class DeploymentFactory(DjangoModelFactory[Deployment]):
    class Meta:
        model = Deployment

    group = factory.SubFactory(DeploymentGroupFactory)
    device = factory.SubFactory(DeviceFactory)


# one for each table that stands on an asset's row
ON_ASSET: dict[type[Any], Any] = {
    made._meta.model: made
    for made in (
        SiteFactory,
        RoomFactory,
        RackFactory,
        PowerSourceFactory,
        DeviceFactory,
        CameraFactory,
        AccessPointFactory,
        StructureFactory,
        SegmentFactory,
        CableFactory,
        EnclosureFactory,
        LinkFactory,
    )
}
