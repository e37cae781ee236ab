from infrastructure.models.alert import (
    AlertChannel,
    AlertRoute,
    AlertStep,
    CameraView,
    Heartbeat,
    Stoppage,
)
from infrastructure.models.alert_delivery import AlertDelivery
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
from infrastructure.models.check import (
    Check,
    CheckResult,
    CheckState,
    DailyUptime,
    Ping,
    StatusChange,
)
from infrastructure.models.contract import Contract, ContractCoverage
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
from infrastructure.models.maintenance import (
    Maintenance,
    MaintenanceTarget,
    MaintenanceWindow,
)
from infrastructure.models.opening import Opening
from infrastructure.models.outage import (
    ExternalAlert,
    Incident,
    IncidentUpdate,
    Outage,
    OutageMember,
)
from infrastructure.models.place import PowerFeed, PowerSource, Rack, Room, Site
from infrastructure.models.release import FigureRelease
from infrastructure.models.run import ImpactRun, StandingReport
from infrastructure.models.topology import TopologyVersion
from infrastructure.models.wireless import AccessPoint
from infrastructure.models.work import LabelReport, WorkRecord

__all__ = [
    "AccessPoint",
    "AlertChannel",
    "AlertDelivery",
    "AlertRoute",
    "AlertStep",
    "Asset",
    "Batch",
    "Cable",
    "CableRoute",
    "CableType",
    "Camera",
    "CameraStream",
    "CameraView",
    "Check",
    "CheckResult",
    "CheckState",
    "Cluster",
    "Contract",
    "ContractCoverage",
    "Core",
    "DailyUptime",
    "Dependency",
    "Deployment",
    "DeploymentGroup",
    "Device",
    "DeviceRole",
    "DeviceType",
    "Duct",
    "Enclosure",
    "ExternalAlert",
    "FigureRelease",
    "Heartbeat",
    "HostDifference",
    "ImpactRun",
    "Incident",
    "IncidentUpdate",
    "Joint",
    "JointEnd",
    "LabelReport",
    "Link",
    "Maintenance",
    "MaintenanceTarget",
    "MaintenanceWindow",
    "Manufacturer",
    "OfAsset",
    "Opening",
    "OpticalPath",
    "Outage",
    "OutageMember",
    "PathElement",
    "Ping",
    "Port",
    "PowerFeed",
    "PowerSource",
    "Rack",
    "Room",
    "Segment",
    "Site",
    "Slack",
    "StandingReport",
    "StatusChange",
    "Stoppage",
    "Structure",
    "TopologyVersion",
    "TunnelOver",
    "WorkRecord",
    "inner_assets",
    "own_agencies",
    "reads_restricted",
    "visible_assets",
]
