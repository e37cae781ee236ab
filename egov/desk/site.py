"""The staff's desk: Django's admin with a work queue as its first page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from egov.portal.declarations import Place
from egov.portal.joining import panels


class DeskSite(admin.AdminSite):
    site_header = f"Meja kerja {settings.REGION_PROFILE.name}"
    site_title = "Meja kerja"
    index_title = "Yang menunggu Anda"
    index_template = "admin/desk.html"
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

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        shown = []
        for panel in panels(Place.DESK):
            context = panel.context(request, None)
            if context is not None:
                shown.append({"template": panel.template, **context})
        return super().index(request, {**(extra_context or {}), "panels": shown})
