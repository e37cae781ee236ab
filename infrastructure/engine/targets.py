"""What Prometheus is given to ask (HTTP service discovery): the active checks of one kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from infrastructure.engine.modules import SNMP_AUTH, module, module_name
from infrastructure.models import CameraStream, Check, visible_assets
from infrastructure.monitoring.addresses import from_secret, is_outer
from infrastructure.vocabulary_monitoring import CheckKind

PORTS = {CheckKind.TLS: 443, CheckKind.RTSP: 554, CheckKind.DNS: 53}
LEAST = 5  # seconds between two askings, whatever a check says


def targets(kind: CheckKind, *, everything: bool) -> list[dict[str, Any]]:
    """One entry a check, in one query; `[]` where there is none.

    Without `everything` only public things at an address of the open internet: never an inner one,
    never where a camera's picture is fetched.
    """
    return [told for row in _rows(kind, everything) if (told := _target(kind, row, everything))]


def _rows(kind: CheckKind, everything: bool) -> Iterator[dict[str, Any]]:
    rows = Check.objects.active().filter(kind=kind)
    if not everything:
        rows = rows.filter(visible_assets(None, "target__"))
    site = Coalesce(
        "target__device__site__asset__code",
        "target__camera__site__asset__code",
        "target__accesspoint__site__asset__code",
        "target__site__asset__code",
    )
    stream = CameraStream.objects.filter(camera=OuterRef("target")).order_by("path")
    annotated: Any = rows.annotate(place=site, secret=Subquery(stream.values("secret")[:1]))
    told: Iterator[dict[str, Any]] = (
        annotated.order_by("pk")
        .values(
            "pk",
            "address",
            "params",
            "interval_s",
            "timeout_s",
            "severity",
            "place",
            "secret",
            "target__code",
            "target__kind",
            "target__device__mgmt_ip",
            "target__owner__short_name",
        )
        .iterator(chunk_size=5000)
    )
    return told


def _target(kind: CheckKind, row: dict[str, Any], everything: bool) -> dict[str, Any] | None:
    address = row["address"] or str(row["target__device__mgmt_ip"] or "").split("/")[0]
    if not everything and not is_outer(address):
        return None
    address = address or from_secret(row["secret"] or "")
    if not address:
        return None
    params = row["params"]
    labels = {
        "__param_module": module_name(kind, params),
        "__scrape_interval__": f"{max(row['interval_s'], LEAST)}s",
        "__scrape_timeout__": f"{min(row['timeout_s'] + 1, max(row['interval_s'], LEAST))}s",
        "check": str(row["pk"]),
        "code": row["target__code"],
        "kind": row["target__kind"],
        "site": row["place"] or "",
        "agency": row["target__owner__short_name"] or "",
    }
    if kind == CheckKind.SNMP:
        labels["__param_auth"] = params.get("auth", SNMP_AUTH)
    return {"targets": [_with_port(kind, address, params)], "labels": labels}


def _with_port(kind: CheckKind, address: str, params: dict[str, Any]) -> str:
    port = params.get("port", PORTS.get(kind))
    if port is None or kind in (CheckKind.HTTP, CheckKind.ICMP, CheckKind.SNMP):
        return address
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def asked_modules() -> dict[str, Any]:
    """The blackbox modules that the active checks ask for, by name."""
    rows = Check.objects.active().exclude(kind__in=[CheckKind.SNMP, CheckKind.PUSH])
    shapes = rows.order_by().values_list("kind", "params").distinct()
    return {module_name(kind, params): module(kind, params) for kind, params in shapes}
