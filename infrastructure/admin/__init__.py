"""The desk of those who keep the inventory: lists by kind, and one page for each thing's verbs."""

from infrastructure.admin import (
    alerts,
    assets,
    catalogue,
    checks,
    contracts,
    dependencies,
    external,
    hosts,
    incidents,
    kinds,
    maintenance,
    openings,
    outages,
    releases,
    reports,
    routes,
)

__all__ = [
    "alerts",
    "assets",
    "catalogue",
    "checks",
    "contracts",
    "dependencies",
    "external",
    "hosts",
    "incidents",
    "kinds",
    "maintenance",
    "openings",
    "outages",
    "releases",
    "reports",
    "routes",
]
