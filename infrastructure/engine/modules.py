"""How the blackbox exporter asks: a module for each way of asking, by a name that says which."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from infrastructure.vocabulary_monitoring import CheckKind

TIMEOUT = "5s"  # the longest; each target has its own within
IP4 = {"preferred_ip_protocol": "ip4"}
Config = dict[str, Any]
# of each kind the parameters that make another module of it
SHAPING = {
    CheckKind.HTTP: ("status", "contains"),
    CheckKind.TLS: ("name",),
    CheckKind.DNS: ("name", "record", "expected"),
}
SNMP_MODULE, SNMP_AUTH = "if_mib", "public_v2"


def module_name(kind: CheckKind | str, params: Mapping[str, Any]) -> str:
    """The kind alone, or with a short digest of what shapes it; of SNMP the exporter's own."""
    kind = CheckKind(kind)
    if kind == CheckKind.SNMP:
        return str(params.get("module", SNMP_MODULE))
    shape = {name: params[name] for name in SHAPING.get(kind, ()) if name in params}
    if not shape:
        return kind.value
    digest = hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()
    return f"{kind.value}_{digest[:10]}"


def module(kind: CheckKind | str, params: Mapping[str, Any]) -> Config:
    """What stands under that name in blackbox.yml."""
    return {"timeout": TIMEOUT, **_MAKERS[CheckKind(kind)](params)}


def basic_modules() -> dict[str, Config]:
    """Those that no parameter shapes: there also while no check asks for them."""
    kinds = [kind for kind in _MAKERS if kind != CheckKind.DNS]  # a name is always asked for
    return {module_name(kind, {}): module(kind, {}) for kind in kinds}


def _icmp(_params: Mapping[str, Any]) -> Config:
    return {"prober": "icmp", "icmp": IP4}


def _tcp(_params: Mapping[str, Any]) -> Config:
    return {"prober": "tcp", "tcp": IP4}


def _http(params: Mapping[str, Any]) -> Config:
    http: Config = {**IP4, "method": "GET", "follow_redirects": True}
    if "status" in params:
        http |= {"valid_status_codes": [params["status"]], "follow_redirects": False}
    if "contains" in params:
        http["fail_if_body_not_matches_regexp"] = [re.escape(params["contains"])]
    return {"prober": "http", "http": http}


def _tls(params: Mapping[str, Any]) -> Config:
    tcp: Config = {**IP4, "tls": True}
    if "name" in params:
        tcp["tls_config"] = {"server_name": params["name"]}
    return {"prober": "tcp", "tcp": tcp}


def _dns(params: Mapping[str, Any]) -> Config:
    dns: Config = {
        **IP4,
        "query_name": params.get("name", "."),
        "query_type": params.get("record", "A"),
    }
    if "expected" in params:
        answer = f".*{re.escape(params['expected'])}.*"
        dns["validate_answer_rrs"] = {"fail_if_not_matches_regexp": [answer]}
    return {"prober": "dns", "dns": dns}


def _rtsp(_params: Mapping[str, Any]) -> Config:
    """A camera that asks for a password answers 401, and so it lives."""
    dialogue = [
        {"send": "OPTIONS * RTSP/1.0\r"},
        {"send": "CSeq: 1\r"},
        {"send": "\r"},
        {"expect": r"^RTSP/1\.[01] (200|401)"},
    ]
    return {"prober": "tcp", "tcp": {**IP4, "query_response": dialogue}}


_MAKERS = {
    CheckKind.ICMP: _icmp,
    CheckKind.TCP: _tcp,
    CheckKind.HTTP: _http,
    CheckKind.TLS: _tls,
    CheckKind.DNS: _dns,
    CheckKind.RTSP: _rtsp,
}
