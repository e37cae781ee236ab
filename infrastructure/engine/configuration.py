"""The files of Prometheus, Alertmanager and the blackbox exporter that fit this portal.

Targets are asked of the portal each minute, so these change only with the addresses of the parts
and with the modules that checks ask for. An alert carries the code and the check of its target,
and never its address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from infrastructure.vocabulary_monitoring import ENGINE_KINDS, CheckKind

TOKEN_FILE = "sd-token"  # noqa: S105 - a name; beside the files, readable for their owner
WATCHDOG = "PortalWatchdog"  # always firing: that it arrives says that the engine lives
DOWN, EXPIRES = "PortalTargetDown", "PortalCertificateExpires"
EXPIRES_WITHIN = 14 * 86_400  # seconds
HEAD = "# Dibuat oleh `manage.py monitoring_config`; perubahan di sini hilang saat dibuat ulang.\n"
Config = dict[str, Any]


@dataclass(frozen=True)
class Parts:
    """Where the parts listen: `host:port`, and the portal's own address."""

    portal: str
    alertmanager: str = "127.0.0.1:9093"
    blackbox: str = "127.0.0.1:9115"
    snmp: str = "127.0.0.1:9116"
    interval_s: int = 15  # between two askings of what says nothing else; the rest follows from it

    def part(self, of: int, least: int = 1) -> str:
        """So many parts of the interval, in whole seconds."""
        return f"{max(least, self.interval_s // of)}s"


def files(parts: Parts, modules: Mapping[str, Config]) -> dict[str, str]:
    """Name and text of each file; `modules` are those of the blackbox exporter by name."""
    told = {
        "prometheus.yml": prometheus(parts),
        "rules.yml": rules(parts),
        "blackbox.yml": {"modules": dict(sorted(modules.items()))},
        "alertmanager.yml": alertmanager(parts),
    }
    return {
        name: HEAD + yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=100)
        for name, config in told.items()
    }


def prometheus(parts: Parts) -> Config:
    return {
        "global": {"scrape_interval": parts.part(1), "evaluation_interval": parts.part(3)},
        "rule_files": ["rules.yml"],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [parts.alertmanager]}]}]},
        "scrape_configs": [_job(kind, parts) for kind in ENGINE_KINDS],
    }


def _job(kind: CheckKind, parts: Parts) -> Config:
    """Targets of one kind; what is asked is the exporter, with the target as a parameter."""
    exporter = parts.snmp if kind == CheckKind.SNMP else parts.blackbox
    return {
        "job_name": kind.value,
        "metrics_path": "/snmp" if kind == CheckKind.SNMP else "/probe",
        "http_sd_configs": [
            {
                "url": f"{parts.portal}/infrastruktur/sd/{kind.value}.json",
                "refresh_interval": f"{4 * parts.interval_s}s",
                "authorization": {"credentials_file": TOKEN_FILE},
            }
        ],
        "relabel_configs": [
            {"source_labels": ["__address__"], "target_label": "__param_target"},
            {"source_labels": ["code"], "target_label": "instance"},
            {"target_label": "__address__", "replacement": exporter},
        ],
    }


def rules(parts: Parts) -> Config:
    """One that a target is down, one that its certificate ends soon, one that always fires.

    What fails once and answers the next time is no alert.
    """
    lasting = parts.part(1)
    return {
        "groups": [
            {
                "name": "portal",
                "rules": [
                    {"alert": WATCHDOG, "expr": "vector(1)", "labels": {"severity": "none"}},
                    _rule(
                        DOWN, 'probe_success{check!=""} == 0', "tidak menjawab", "critical", lasting
                    ),
                    _rule(
                        DOWN, 'up{job="snmp",check!=""} == 0', "tidak menjawab", "critical", lasting
                    ),
                    _rule(
                        EXPIRES,
                        f"probe_ssl_earliest_cert_expiry - time() < {EXPIRES_WITHIN}",
                        "sertifikatnya segera berakhir",
                        "warning",
                        lasting,
                    ),
                ],
            }
        ]
    }


def _rule(name: str, expression: str, words: str, severity: str, lasting: str) -> Config:
    return {
        "alert": name,
        "expr": expression,
        "for": lasting,
        "labels": {"severity": severity},
        "annotations": {"summary": f"{{{{ $labels.code }}}} {words}"},
    }


def alertmanager(parts: Parts) -> Config:
    """Everything goes to the portal, which knows what caused what and whom to tell."""
    return {
        "route": {
            "receiver": "portal",
            "group_by": ["alertname"],
            "group_wait": parts.part(15),
            "group_interval": parts.part(3),
            "repeat_interval": "4h",
            "routes": [
                {
                    "receiver": "portal",
                    "matchers": [f'alertname="{WATCHDOG}"'],
                    "group_wait": "0s",
                    "group_interval": parts.part(3),
                    "repeat_interval": parts.part(1),
                }
            ],
        },
        "receivers": [
            {
                "name": "portal",
                "webhook_configs": [
                    {
                        "url": f"{parts.portal}/infrastruktur/alertmanager/",
                        "send_resolved": True,
                        "max_alerts": 0,
                        "http_config": {"authorization": {"credentials_file": TOKEN_FILE}},
                    }
                ],
            }
        ],
    }
