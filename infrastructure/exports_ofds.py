"""The fibre network in the Open Fibre Data Standard 0.4.0: nodes, and the spans between them.

`coarse`: for hands outside. Nodes lie to some hundred metres, spans run straight.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count

from egov.accounts.models import User
from egov.agencies.models import Agency
from infrastructure.domain.deriving import length_of
from infrastructure.models import Asset, CableRoute, Core, Segment, Structure, inner_assets
from infrastructure.vocabulary import AssetStatus, SegmentKind

SCHEMA = "https://standard.ofds.info/en/0__4__0/network-schema.json"
CRS = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
COARSE = 3
STATES = {
    AssetStatus.PLANNED: "planned",
    AssetStatus.INSTALLED: "underConstruction",
    AssetStatus.ACTIVE: "operational",
    AssetStatus.MAINTENANCE: "operational",
    AssetStatus.RETIRED: "decommissioned",
}
DEPLOYED = {
    SegmentKind.AERIAL: "aboveGround",
    SegmentKind.BRIDGE: "aboveGround",
    SegmentKind.DUCT: "belowGround",
    SegmentKind.BURIED: "belowGround",
}


def ofds_package(user: User, on: date, *, coarse: bool = False) -> dict[str, Any]:
    """A network package of what this person knows the inside of. Six queries."""
    return {"networks": [_network(user, on, coarse=coarse)]}


def _network(user: User, on: date, *, coarse: bool) -> dict[str, Any]:
    inner = inner_assets(user, "asset__")
    segments = list(
        Segment.objects.filter(inner)
        .select_related("asset", "a__asset", "b__asset")
        .order_by("asset__code")
        .exclude(asset__status=AssetStatus.RETIRED)
    )
    ends = {key for row in segments for key in (row.a_id, row.b_id)}
    structures = list(
        Structure.objects.filter(pk__in=ends).select_related("asset").order_by("asset__code")
    )
    cores = _cores_of(segments)
    owners = {row.asset.owner_id for row in (*segments, *structures)}
    agencies = Agency.objects.in_bulk([key for key in owners if key is not None])
    network: dict[str, Any] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_URL}/infrastruktur/")),
        "links": [{"href": SCHEMA, "rel": "describedby"}],
        "name": f"Serat optik {settings.REGION_PROFILE.name}",
        "publisher": {"name": settings.REGION_PROFILE.name},
        "publicationDate": on.isoformat(),
        "language": "id",
        "crs": {"name": "urn:ogc:def:crs:OGC::CRS84", "uri": CRS},
        "nodes": [_node(row, agencies, coarse=coarse) for row in structures],
        "spans": [_span(row, cores.get(row.pk, 0), agencies, coarse=coarse) for row in segments],
        "organisations": [
            {"id": agency.code, "name": agency.name, "country": "ID"}
            for agency in agencies.values()
        ],
    }  # fmt: skip
    if coarse:
        network["accuracy"] = 150.0
        network["accuracyDetails"] = "Titik dibulatkan; jalur digambar lurus dari ujung ke ujung."
    return {name: value for name, value in network.items() if value != []}


def _owned(asset: Asset, agencies: dict[int, Agency]) -> dict[str, Any]:
    agency = agencies.get(asset.owner_id or 0)
    return {} if agency is None else {"id": agency.code, "name": agency.name}


def _node(row: Structure, agencies: dict[int, Agency], *, coarse: bool) -> dict[str, Any]:
    asset = row.asset
    node: dict[str, Any] = {
        "id": asset.code,
        "name": asset.name or asset.code,
        "status": STATES[AssetStatus(asset.status)],
        "supportingInfrastructure": {"type": row.kind},
        "transmissionMediumOwner": _owned(asset, agencies),
    }
    if asset.latitude is not None and asset.longitude is not None:
        place = [asset.longitude, asset.latitude]
        node["location"] = {"type": "Point", "coordinates": _place(place, coarse=coarse)}
    return {name: value for name, value in node.items() if value}


def _span(row: Segment, cores: int, agencies: dict[int, Agency], *, coarse: bool) -> dict[str, Any]:
    asset, deployed = row.asset, DEPLOYED.get(SegmentKind(row.kind))
    line = [row.geometry[0], row.geometry[-1]] if coarse and row.geometry else row.geometry
    span: dict[str, Any] = {
        "id": asset.code,
        "name": asset.name or asset.code,
        "status": STATES[AssetStatus(asset.status)],
        "start": row.a.asset.code,
        "end": row.b.asset.code,
        "transmissionMedium": ["fibre"],
        "deployment": [deployed] if deployed else [],
        "fibreCount": cores,
        "transmissionMediumOwner": _owned(asset, agencies),
        "countries": ["ID"],
    }
    if line:
        places = [_place(point, coarse=coarse) for point in line]
        span["route"] = {"type": "LineString", "coordinates": places}
        metres = row.length_m if row.length_m is not None else length_of(row.geometry)
        span["fibreLength"] = round(metres / 1000, 3)
    return {name: value for name, value in span.items() if value}


def _place(point: Iterable[float], *, coarse: bool) -> list[float]:
    return [round(value, COARSE if coarse else 7) for value in point]


def _cores_of(segments: list[Segment]) -> dict[int, int]:
    """How many fibres run through each segment."""
    routes = CableRoute.objects.filter(segment__in=[row.pk for row in segments])
    pairs = list(routes.values_list("segment_id", "cable_id"))
    counted = Core.objects.filter(cable__in={cable for _, cable in pairs}).order_by()
    many = dict(counted.values_list("cable").annotate(Count("id")))
    cores: dict[int, int] = defaultdict(int)
    for segment, cable in pairs:
        cores[segment] += many.get(cable, 0)
    return dict(cores)
