from infrastructure.models.asset import (
    Asset,
    OfAsset,
    Opening,
    own_agencies,
    reads_restricted,
    visible_assets,
)
from infrastructure.models.deployment import Dependency, Deployment, DeploymentGroup
from infrastructure.models.device import (
    Cluster,
    Device,
    DeviceRole,
    DeviceType,
    Manufacturer,
    Port,
)
from infrastructure.models.fibre import (
    Cable,
    CableRoute,
    CableType,
    Duct,
    Enclosure,
    Segment,
    Structure,
)
from infrastructure.models.light import Core, Joint, JointEnd, OpticalPath, PathElement
from infrastructure.models.link import Link, TunnelOver
from infrastructure.models.place import PowerFeed, PowerSource, Rack, Room, Site
from infrastructure.models.topology import TopologyVersion

__all__ = [
    "Asset",
    "Cable",
    "CableRoute",
    "CableType",
    "Cluster",
    "Core",
    "Dependency",
    "Deployment",
    "DeploymentGroup",
    "Device",
    "DeviceRole",
    "DeviceType",
    "Duct",
    "Enclosure",
    "Joint",
    "JointEnd",
    "Link",
    "Manufacturer",
    "OfAsset",
    "Opening",
    "OpticalPath",
    "PathElement",
    "Port",
    "PowerFeed",
    "PowerSource",
    "Rack",
    "Room",
    "Segment",
    "Site",
    "Structure",
    "TopologyVersion",
    "TunnelOver",
    "own_agencies",
    "reads_restricted",
    "visible_assets",
]
