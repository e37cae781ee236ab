"""Areas at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from egov.areas.drawing import draw_map_soon
from egov.areas.models import Area, AreaAlias, AreaOffice, Level
from egov.desk.frame import DeskAdmin, DeskInline
from egov.desk.periods import days_of


class AliasInline(DeskInline):
    model = AreaAlias
    fields = ["name"]


class OfficeInline(DeskInline):
    model = AreaOffice
    fields = ["address", "phone", "hours"]


@admin.register(Area)
class AreaAdmin(DeskAdmin):
    list_display = ["code", "label", "level", "parent", "validity", "placeholder"]
    list_filter = ["level", "placeholder"]
    list_select_related = ["parent"]
    search_fields = [
        "code",
        "name",
        "name_key",
        "aliases__name_key",
        "parent__name",
        "parent__name_key",
    ]
    ordering = ["code"]
    fields = ["code", "level", "kind", "name", "parent", "valid", "placeholder"]
    autocomplete_fields = ["parent"]

    @admin.display(description="berlaku", ordering="valid")
    def validity(self, obj: Area) -> str:
        return days_of(obj.valid)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("parent")

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """RW and RT have no office of their own."""
        below = obj is not None and obj.level in (Level.RW, Level.RT)
        return [AliasInline] if below else [AliasInline, OfficeInline]

    def save_model(self, request: HttpRequest, obj: Area, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        draw_map_soon()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # a code and a place in the tree do not change: an area ends and another begins
        return ["code", "level", "parent", "valid"] if obj else []
