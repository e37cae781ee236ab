"""What things are told of by: types of cables, roles of devices, clusters. An inventory that is
still empty begins here, for no table of cables or devices is read before."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from egov.desk.frame import DeskAdmin
from infrastructure.models import CableType, Cluster, DeviceRole, DeviceType


class CatalogueAdmin(DeskAdmin):
    """Its code is what tables and cables name it by, and stays."""

    list_display: tuple[str, ...] = ("name", "code")
    search_fields = ["name", "code"]
    settled: tuple[str, ...] = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.settled if obj is not None else ()


@admin.register(CableType)
class CableTypeAdmin(CatalogueAdmin):
    list_display = ("name", "code", "tubes", "per_tube", "loss_db_km")
    # cores that are recorded are numbered and coloured by it
    settled = ("code", "tubes", "per_tube")


@admin.register(DeviceType)
class DeviceTypeAdmin(DeskAdmin):
    """They come in as devicetype-library's YAML by the import page, and are read here."""

    list_display = ("model", "manufacturer", "code", "height", "full_depth")
    list_filter = ["manufacturer"]
    list_select_related = ["manufacturer"]
    search_fields = ["model", "code", "manufacturer__name"]

    @admin.display(description="tinggi", ordering="height2")
    def height(self, row: DeviceType) -> str:
        return f"{row.height2 / 2:g} U".replace(".", ",")


@admin.register(DeviceRole)
class DeviceRoleAdmin(CatalogueAdmin):
    pass


@admin.register(Cluster)
class ClusterAdmin(CatalogueAdmin):
    pass
