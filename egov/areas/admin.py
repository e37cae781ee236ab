"""Areas at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from egov.areas.drawing import draw_map_soon
from egov.areas.models import Area, AreaAlias, AreaOffice
from egov.areas.offices import WITH_OFFICE, office_of, restore_office, words_before, write_office
from egov.areas.rules import served_areas
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.frame import DeskInline, knows_accounts
from egov.desk.history import Source, tracked
from egov.desk.periods import days_of
from egov.web.requests import actor_of

if TYPE_CHECKING:
    from egov.accounts.models import User


class AliasInline(DeskInline):
    model = AreaAlias
    fields = ["name"]


class OfficeForm(forms.Form):
    """As the columns of an office say them; begins with what stands there."""

    address = AreaOffice._meta.get_field("address").formfield()
    phone = AreaOffice._meta.get_field("phone").formfield()
    hours = AreaOffice._meta.get_field("hours").formfield()

    def about(self, area: Area) -> None:
        row = AreaOffice.objects.filter(area=area).first()
        if row is not None:
            self.initial = {name: getattr(row, name) for name in self.fields}


class OfOffice(DeskAction):
    permission = "areas.write_office"

    def available(self, obj: Area) -> bool:
        return obj.level in WITH_OFFICE


class WriteOffice(OfOffice):
    slug = "kantor"
    title = "Tulis alamat dan jam kantor"
    button = "Simpan"
    help = "Dibaca umum di halaman wilayah ini dan wilayah di bawahnya."
    form = OfficeForm
    undo = "kembalikan"

    def perform(self, actor: User, obj: Area, data: dict[str, Any]) -> str:
        write_office(actor=actor, area=obj, **data)
        return "Kantor disimpan."


class RestoreOffice(OfOffice):
    slug = "kembalikan"
    title = "Kembalikan yang sebelumnya"
    button = "Kembalikan"
    help = "Menulis lagi yang berdiri sebelum perubahan terakhir."
    quiet = True

    def available(self, obj: Area) -> bool:
        return super().available(obj) and words_before(obj) is not None

    def perform(self, actor: User, obj: Area, data: dict[str, Any]) -> str:
        restore_office(actor=actor, area=obj)
        return "Yang sebelumnya berlaku lagi."


class OwnOfficeFilter(admin.SimpleListFilter):
    """The areas in whose office one sits; not shown to who sits in none."""

    title = "kantor"
    parameter_name = "kantor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("saya", "Kantor saya")] if any(served_areas(actor_of(request))) else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "saya":
            return queryset
        return queryset.filter(pk__in=list(served_areas(actor_of(request))))


@admin.register(Area)
class AreaAdmin(ActionsAdmin):
    list_display = ["code", "label", "level", "parent", "validity", "placeholder", "actions_link"]
    list_filter = ["level", "placeholder", OwnOfficeFilter]
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
    desk_actions = (WriteOffice(), RestoreOffice())
    actions_word = "Tulis kantor"

    @admin.display(description="berlaku", ordering="valid")
    def validity(self, obj: Area) -> str:
        return days_of(obj.valid)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("parent")

    @admin.display(description="kantor")
    def actions_link(self, obj: Area) -> str:
        """RW and RT have no office of their own."""
        return super().actions_link(obj) if obj.level in WITH_OFFICE else "-"

    def facts(self, request: HttpRequest, obj: Area) -> list[tuple[str, Any]]:
        office = office_of(obj)
        hours = f"{office.hours} (jam kantor daerah)" if office.regions_hours else office.hours
        unknown = "belum diisi"
        return [
            ("Kantor", office.label),
            ("Alamat", office.address or unknown),
            ("Telepon", office.phone or unknown),
            ("Jam layanan", hours or unknown),
        ]

    def history_sources(self, request: HttpRequest, obj: Area) -> list[Source]:
        """Its own, and that of its office."""
        events: Any = AreaOffice.pgh_event_model  # type: ignore[attr-defined]
        rows = events.objects.filter(area=obj)
        office = tracked(rows, accounts=knows_accounts(request.user))
        return [*super().history_sources(request, obj), office]

    def save_model(self, request: HttpRequest, obj: Area, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        draw_map_soon()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # a code and a place in the tree do not change: an area ends and another begins
        return ["code", "level", "parent", "valid"] if obj else []
