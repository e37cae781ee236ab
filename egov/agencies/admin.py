"""Perangkat daerah at the desk."""

from django.contrib import admin

from egov.agencies.models import Agency
from egov.desk.frame import DeskAdmin


@admin.register(Agency)
class AgencyAdmin(DeskAdmin):
    list_display = ["short_name", "name", "basis", "valid"]
    search_fields = ["short_name", "name", "code"]
    ordering = ["short_name"]
    filter_horizontal = ["successors"]
