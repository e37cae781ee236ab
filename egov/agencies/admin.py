"""Perangkat daerah at the desk."""

from django.contrib import admin

from egov.agencies.models import Agency
from egov.desk.frame import DeskAdmin
from egov.desk.periods import days_of


@admin.register(Agency)
class AgencyAdmin(DeskAdmin):
    list_display = ["short_name", "name", "basis", "validity"]
    search_fields = ["short_name", "name", "code"]
    ordering = ["short_name"]
    filter_horizontal = ["successors"]

    @admin.display(description="berlaku", ordering="valid")
    def validity(self, obj: Agency) -> str:
        return days_of(obj.valid)
