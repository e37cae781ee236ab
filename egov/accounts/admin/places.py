"""Areas, agencies and imports at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from egov.accounts.desk import DeskAdmin, DeskInline
from egov.agencies.models import Agency
from egov.areas.models import Area, AreaAlias
from egov.imports.models import ImportRun


class AliasInline(DeskInline):
    model = AreaAlias
    fields = ["name"]


@admin.register(Area)
class AreaAdmin(DeskAdmin):
    list_display = ["code", "label", "level", "parent", "valid", "placeholder"]
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
    inlines = [AliasInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("parent")

    def get_readonly_fields(  # type: ignore[override]
        self, request: HttpRequest, obj: Any = None
    ) -> list[str]:
        # a code and a place in the tree do not change: an area ends and another begins
        return ["code", "level", "parent", "valid"] if obj else []


@admin.register(Agency)
class AgencyAdmin(DeskAdmin):
    list_display = ["short_name", "name", "basis", "valid"]
    search_fields = ["short_name", "name", "code"]
    ordering = ["short_name"]
    filter_horizontal = ["successors"]


@admin.register(ImportRun)
class ImportRunAdmin(DeskAdmin):
    list_display = [
        "id",
        "kind",
        "source",
        "started_at",
        "created",
        "updated",
        "unchanged",
        "bad",
        "applied",
        "dry_run",
    ]
    list_filter = ["kind", "applied"]
    ordering = ["-id"]
