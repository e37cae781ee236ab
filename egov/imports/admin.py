"""The history of imports at the desk."""

from django.contrib import admin

from egov.desk.frame import DeskAdmin
from egov.imports.models import ImportRun


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
