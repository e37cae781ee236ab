from infrastructure.models.asset import (
    Asset,
    OfAsset,
    inner_assets,
    own_agencies,
    reads_restricted,
    visible_assets,
)
from infrastructure.models.batch import Batch
from infrastructure.models.camera import Camera, CameraStream
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
    Slack,
    Structure,
)
from infrastructure.models.host import HostDifference
from infrastructure.models.light import Core, Joint, JointEnd, OpticalPath, PathElement
from infrastructure.models.link import Link, TunnelOver
from infrastructure.models.opening import Opening
from infrastructure.models.place import PowerFeed, PowerSource, Rack, Room, Site
from infrastructure.models.release import FigureRelease
from infrastructure.models.run import ImpactRun, StandingReport
from infrastructure.models.topology import TopologyVersion
from infrastructure.models.wireless import AccessPoint
from infrastructure.models.work import LabelReport, WorkRecord

__all__ = [
    "AccessPoint",
    "Asset",
    "Batch",
    "Cable",
    "CableRoute",
    "CableType",
    "Camera",
    "CameraStream",
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
    "FigureRelease",
    "HostDifference",
    "ImpactRun",
    "Joint",
    "JointEnd",
    "LabelReport",
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
    "Slack",
    "StandingReport",
    "Structure",
    "TopologyVersion",
    "TunnelOver",
    "WorkRecord",
    "inner_assets",
    "own_agencies",
    "reads_restricted",
    "visible_assets",
]
