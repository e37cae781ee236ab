"""The desk of those who keep the inventory: lists by kind, and one page for each thing's verbs."""

from infrastructure.admin import (
    assets,
    catalogue,
    dependencies,
    hosts,
    incidents,
    kinds,
    maintenance,
    openings,
    releases,
    reports,
)

__all__ = [
    "assets",
    "catalogue",
    "dependencies",
    "hosts",
    "incidents",
    "kinds",
    "maintenance",
    "openings",
    "releases",
    "reports",
]
