"""A factory for each kind of thing, by the name of its table."""

from __future__ import annotations

from tests.factories.infrastructure import (
    AccessPointFactory,
    CableFactory,
    CameraFactory,
    DeviceFactory,
    EnclosureFactory,
    LinkFactory,
    PowerSourceFactory,
    RackFactory,
    RoomFactory,
    SegmentFactory,
    SiteFactory,
    StructureFactory,
)

KINDS = {
    "site": SiteFactory,
    "room": RoomFactory,
    "rack": RackFactory,
    "powersource": PowerSourceFactory,
    "device": DeviceFactory,
    "structure": StructureFactory,
    "segment": SegmentFactory,
    "cable": CableFactory,
    "camera": CameraFactory,
    "accesspoint": AccessPointFactory,
    "enclosure": EnclosureFactory,
    "link": LinkFactory,
}
