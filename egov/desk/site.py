"""The staff's desk: Django's admin with a work queue as its first page."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject

from egov.desk.first_page import doors_for, waiting_panels
from egov.desk.history.values import named_with
from egov.web.requests import actor_of


class SearchBox(AutocompleteJsonView):
    """What a form's box finds, each row with what its name is made of.

    An admin with `choice(request, row)` says more of a row than its name.
    """

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset()
        beside = named_with(rows.model)
        return rows.select_related(*beside) if beside else rows

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        row: dict[str, str] = super().serialize_result(obj, to_field_name)
        choice = getattr(self.model_admin, "choice", None)
        return {**row, "text": choice(self.request, obj)} if choice is not None else row


class DeskSite(admin.AdminSite):
    site_header = f"Meja kerja {settings.REGION_PROFILE.name}"
    site_title = "Meja kerja"
    index_title = "Yang menunggu Anda"
    index_template = "admin/desk.html"
    app_index_template = "admin/all_rooms.html"
    enable_nav_sidebar = False

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One way to sign in for everybody, with MFA.

        Who is signed in without an office is told so.
        """
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        view: Any = SearchBox.as_view(admin_site=self)
        response: HttpResponse = view(request)
        return response

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """What waits for this person, then the rooms of the office; not every list there is."""
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "subtitle": None,
            "panels": waiting_panels(request),
            "doors": doors_for(actor_of(request)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.index_template, context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Looked up only by a page that reads it: Django gives it to every page of the desk."""
        made = super().get_app_list
        return SimpleLazyObject(lambda: made(request, app_label))

    def rooms(self, request: HttpRequest) -> TemplateResponse:
        """Every list that this person may look at, by app."""
        context = {**self.each_context(request), "title": "Semua ruang", "subtitle": None}
        context["app_list"] = self.get_app_list(request)
        return TemplateResponse(request, "admin/all_rooms.html", context)

    def app_index(
        self,
        request: HttpRequest,
        app_label: str,
        extra_context: dict[str, Any] | None = None,
    ) -> TemplateResponse:
        name = apps.get_app_config(app_label).verbose_name
        return super().app_index(request, app_label, {**(extra_context or {}), "title": name})

    def get_urls(self) -> list[Any]:
        rooms = path("ruang/", self.admin_view(self.rooms), name="rooms")
        return [rooms, *super().get_urls()]
