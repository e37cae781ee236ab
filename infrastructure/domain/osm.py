"""What OpenStreetMap calls the things of the inventory."""

from __future__ import annotations

from infrastructure.vocabulary import AssetKind, StructureKind

OSM_TAGS: dict[str, dict[str, str]] = {
    AssetKind.CAMERA: {"man_made": "surveillance", "surveillance:type": "camera"},
    AssetKind.SEGMENT: {"telecom": "line", "communication": "line"},
    AssetKind.ACCESS_POINT: {"internet_access": "wlan"},
}
OSM_STRUCTURES: dict[str, dict[str, str]] = {
    StructureKind.POLE: {"man_made": "utility_pole", "utility": "telecom"},
    StructureKind.MANHOLE: {"manhole": "telecom"},
    StructureKind.HANDHOLE: {"manhole": "telecom"},
    StructureKind.CABINET: {"man_made": "street_cabinet", "street_cabinet": "telecom"},
    StructureKind.TOWER: {"man_made": "tower", "tower:type": "communication"},
    StructureKind.BUILDING_ENTRY: {"telecom": "connection_point"},
}
