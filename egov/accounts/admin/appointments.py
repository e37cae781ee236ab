"""Offices at the desk: given by the verb, ended by the verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import fields
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from egov.accounts.admin.offices import OfficePages, place_address
from egov.accounts.appointing import appoint, end_appointment
from egov.accounts.histories import of_appointments
from egov.accounts.models import Appointment, Capacity, User
from egov.accounts.people_search import appointments_matching
from egov.accounts.roles import offered_choices, office_choices
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.history import Happening, Said
from egov.desk.verb_forms import VerbAdmin, VerbForm
from egov.web.fields import day_field


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Who appoints reads names, where a person's own text is initials."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.pk})"


class RoleFilter(admin.SimpleListFilter):
    title = "jabatan"
    parameter_name = "role__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return office_choices()

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(role=self.value()) if self.value() else queryset


class AppointmentForm(VerbForm):
    role = forms.ChoiceField(
        label="Jabatan", choices=lambda: [("", fields.BLANK_CHOICE_LABEL), *offered_choices()]
    )
    capacity = forms.ChoiceField(
        label="Sebagai", choices=Capacity.choices, required=False, initial=Capacity.FULL
    )
    start = day_field(
        "Mulai",
    )
    until = day_field(
        "Sampai (tidak termasuk)",
        required=False,
    )

    class Meta:
        model = Appointment
        fields = ["user", "role", "capacity", "area", "agency", "basis"]

    def run(self, data: dict[str, Any]) -> Appointment:
        data["capacity"] = data["capacity"] or Capacity.FULL
        return appoint(actor=self.actor, **data)


class EndNow(DeskAction):
    slug = "end_now"
    title = "Akhiri sekarang, atau batalkan yang belum mulai"
    button = "Akhiri"
    permission = "accounts.end_appointment"
    on_object = False
    bulk = True
    some_refused = "Yang tidak dapat diakhiri dilaporkan satu per satu."
    done_word = "Diakhiri"
    left_word = "Belum diakhiri"

    def rows(self, queryset: Any) -> Any:
        return queryset.select_related("user", "area__parent", "agency")

    def name_of(self, obj: Appointment) -> str:
        return f"{obj.title}, {obj.user.name}"

    def perform(self, actor: User, obj: Appointment, data: dict[str, Any]) -> str:
        ended = end_appointment(actor=actor, appointment=obj)
        return "dibatalkan, tidak pernah mulai" if ended.cancelled else "berakhir sekarang"


@admin.register(Appointment)
class AppointmentAdmin(OfficePages, VerbAdmin, ActionsAdmin):
    form = AppointmentForm
    list_display = ["office", "holder", "since", "until", "appointed_at"]
    list_filter = [RoleFilter]
    list_select_related = ["user", "area__parent", "agency"]
    autocomplete_fields = ["user", "area", "agency"]
    search_fields = ["role"]  # a search there is; what it finds says get_search_results
    search_help_text = "Jabatan, tempat, atau nama pemegangnya (“lurah kebraon”)"
    desk_actions = (EndNow(),)
    kept = ("office", "holder", "since", "until", "basis", "appointed_at")

    def get_fields(self, request: HttpRequest, obj: Appointment | None = None) -> Any:
        """Of one that is there what it is; the fields of the form only give a new one."""
        return super().get_fields(request) if obj is None else self.kept

    def get_readonly_fields(self, request: HttpRequest, obj: Appointment | None = None) -> Any:
        return super().get_readonly_fields(request) if obj is None else self.kept

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        if db_field.name == "user":
            kwargs["form_class"] = PersonField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"start": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        term = search_term.strip()
        return (queryset.filter(appointments_matching(term)) if term else queryset), False

    def response_add(
        self, request: HttpRequest, obj: Appointment, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Back to the office that is filled now."""
        if "_continue" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, f"{obj.title} sekarang dipegang {obj.user.name}.")
        return HttpResponseRedirect(place_address(obj.agency or obj.area))

    def history_says(self, happenings: Sequence[Happening]) -> list[Said | None]:
        return of_appointments(happenings)

    @admin.display(description="jabatan")
    def office(self, obj: Appointment) -> str:
        return obj.title

    @admin.display(description="sejak", ordering="period")
    def since(self, obj: Appointment) -> Any:
        return obj.period.lower

    @admin.display(description="berakhir")
    def until(self, obj: Appointment) -> str:
        return obj.end_told or "terbuka"

    @admin.display(description="pemegang")
    def holder(self, obj: Appointment) -> str:
        return obj.user.name
