"""Those who live in an RW, as the offices that know them see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest

from egov.accounts.admin.residence_actions import KNOW_RESIDENTS, RESIDENCE_ACTIONS, known_as
from egov.accounts.histories import of_residences
from egov.accounts.models import Appointment, Residence
from egov.accounts.people_search import residences_matching
from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from egov.desk.action_pages import ActionsAdmin
from egov.desk.history import Happening, Said
from egov.web.requests import actor_of


class StateFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("menunggu", "Menunggu"), ("dipastikan", "Dipastikan"), ("ditolak", "Ditolak")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "menunggu":
                return queryset.open()
            case "dipastikan":
                return queryset.confirmed()
            case "ditolak":
                return queryset.filter(ended_at=None, declined_at__isnull=False)
        return queryset


@admin.register(Residence)
class ResidenceAdmin(ActionsAdmin):
    action_template = "admin/residence.html"
    desk_actions = RESIDENCE_ACTIONS
    page_is_actions = True
    unknown = Http404
    list_filter = [StateFilter]
    ordering = ["id"]
    search_fields = ["rw__name"]  # a search there is; what it finds says get_search_results
    search_help_text = "Nama warga yang Anda layani, atau tempat (“RW 05 Kebraon”)"

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        scope = Scope.of(actor_of(request), roles=KNOW_RESIDENTS)
        return queryset.filter(residences_matching(term, scope)), False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        viewer = request.user

        @admin.display(description="warga")
        def person(obj: Residence) -> str:
            return known_as(viewer, obj)

        @admin.display(description="RW")
        def place(obj: Residence) -> str:
            return obj.rw.place

        @admin.display(description="keadaan")
        def state(obj: Residence) -> str:
            return obj.state

        return [person, place, state, "declared_at", "decided_office"]

    def history_says(self, happenings: Sequence[Happening]) -> list[Said | None]:
        return of_residences(happenings)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "rw__parent")

    def action_context(self, request: HttpRequest, obj: Residence) -> dict[str, Any]:
        return {"title": f"Domisili di {obj.rw.place}", "person": known_as(request.user, obj)}


def residences_waiting(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """Residents whom this office may confirm: the RW's own, or those of RW without an account."""
    user = actor_of(request)
    if not user.holds(Role.KETUA_RW, Role.LURAH, Role.OPERATOR_KELURAHAN):
        return None
    rows = Residence.objects.open().administered_by(user).select_related("user", "rw__parent")
    headed = (
        Appointment.objects.current()
        .filter(role=Role.KETUA_RW, area=OuterRef("rw"), user__is_active=True)
        .exclude(user=OuterRef("user"))
    )
    own = [a.area_id for a in user.appointments_now if a.role == Role.KETUA_RW]
    rows = rows.filter(Q(rw_id__in=own) | ~Exists(headed))
    waiting = list(rows.exclude(user=user).order_by("declared_at")[:21])
    return {"residences": waiting[:20], "more": len(waiting) > 20}
