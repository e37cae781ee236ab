"""Lists of one kind each, with the columns that matter for it; a row leads to the thing's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Q, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from egov.desk.actions import typed
from egov.search.lists import search
from egov.verbs.permission import may
from egov.verbs.refusal import Refusal
from egov.web.forms import put_back
from egov.web.requests import actor_of
from infrastructure.admin.assets import AssetPages
from infrastructure.admin.plan_form import PlanForm
from infrastructure.admin.telling import HIDDEN
from infrastructure.domain.columns import OWN
from infrastructure.domain.naming import AssetOf
from infrastructure.domain.planning import plan
from infrastructure.models import (
    AccessPoint,
    Asset,
    Cable,
    Camera,
    Device,
    Enclosure,
    Link,
    OfAsset,
    PowerSource,
    Rack,
    Room,
    Segment,
    Site,
    Structure,
    visible_assets,
)
from infrastructure.search import ASSETS


class KindAdmin(AssetPages):
    """Rows of one kind. Their verbs stand on the page of the asset, whose key they share."""

    columns: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    ordering = ["asset__code"]
    list_display_links = None

    def get_queryset(self, request: HttpRequest) -> Any:
        """By kind as well, which is known from the table: so an index gives them in order.

        Of an asset that a row names, whether this officer may know of it.
        """
        rows = super().get_queryset(request).filter(asset__kind=self.model.asset_kind)
        rules = {name: visible_assets(request.user, path) for name, path in self._named().items()}
        seen = {f"sees_{name}": _holds(rule) for name, rule in rules.items() if rule}
        return rows.annotate(**seen) if seen else rows

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        named = self._named()
        columns = (_column(self.model, c) if c in named else c for c in self.columns)
        return ["code", "status_word", *columns, "owner"]

    def _named(self) -> dict[str, str]:
        """The columns that name another asset, and the way to it."""
        references = (c.field for c in OWN[self.model.asset_kind] if isinstance(c.reader, AssetOf))
        fields = (self.model._meta.get_field(name) for name in references if name in self.columns)
        return {f.name: path_to_asset(f) for f in fields}

    def get_list_select_related(self, request: HttpRequest) -> tuple[str, ...]:
        return ("asset__owner", "asset__area", *self.beside)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        found = search(Asset.objects.filter(kind=self.model.asset_kind), term, ASSETS)
        return queryset.filter(pk__in=found.order_by().values("pk")), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "infrastructure.keep_asset")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What tables and the API bring in, one by one, by the same verb."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        kind = self.model.asset_kind
        form = PlanForm(kind, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                values = typed(form)
                reason = values.pop("reason")
                asset = plan(actor=actor_of(request), kind=kind, values=values, reason=reason)
            except Refusal as refusal:
                put_back(form, refusal)
            else:
                messages.success(request, f"{asset} dicatat.")
                return HttpResponseRedirect(self._page_of(asset.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{capfirst(str(self.opts.verbose_name))} baru",
            "opts": self.opts,
            "form": form,
        }
        return render(request, "admin/plan.html", context)

    @staticmethod
    def _page_of(key: Any) -> str:
        return reverse("admin:infrastructure_asset_actions", args=[key])

    def actions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return HttpResponseRedirect(self._page_of(object_id))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.actions_view(request, object_id)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:infrastructure_asset_history", args=[object_id]))

    @admin.display(description="kode", ordering="asset__code")
    def code(self, row: OfAsset) -> str:
        return format_html('<a href="{}">{}</a>', self._page_of(row.pk), row.asset.code)

    @admin.display(description="nama")
    def name(self, row: OfAsset) -> str:
        return row.asset.name

    @admin.display(description="keadaan")
    def status_word(self, row: OfAsset) -> str:
        return self.status_of(row.asset)

    @admin.display(description="pemilik")
    def owner(self, row: OfAsset) -> str:
        return row.asset.owner.short_name if row.asset.owner else "belum diketahui"

    @admin.display(description="wilayah")
    def area(self, row: OfAsset) -> str:
        return row.asset.area.label if row.asset.area else "belum diketahui"


def path_to_asset(field: Any) -> str:
    """From a row to the asset that it names by this field."""
    return f"{field.name}__" if field.related_model is Asset else f"{field.name}__asset__"


def _holds(rule: Q) -> Case:
    return Case(When(rule, then=Value(True)), default=False, output_field=BooleanField())


def _column(model: type[OfAsset], name: str) -> Callable[[Any], str]:
    """The code of what a row names, for who may know of it."""

    @admin.display(description=model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    def column(row: Any) -> str:
        return str(getattr(row, name) or "-") if getattr(row, f"sees_{name}", True) else HIDDEN

    return column


@admin.register(Site)
class SiteAdmin(KindAdmin):
    columns = ("name", "kind", "area", "is_root", "population")
    list_filter = [*AssetPages.list_filter, "kind"]


@admin.register(Room)
class RoomAdmin(KindAdmin):
    columns = ("name", "site", "floor", "tier")
    beside = ("site__asset",)


@admin.register(Rack)
class RackAdmin(KindAdmin):
    columns = ("site", "room", "u_height")
    beside = ("site__asset", "room__asset")


@admin.register(PowerSource)
class PowerSourceAdmin(KindAdmin):
    columns = ("kind", "site", "parent", "autonomy_min")
    beside = ("site__asset", "parent__asset")
    list_filter = [*AssetPages.list_filter, "kind"]


@admin.register(Device)
class DeviceAdmin(KindAdmin):
    columns = ("role", "site", "rack", "unit", "serial", "mgmt_ip")
    beside = ("role", "site__asset", "rack__asset")
    list_filter = [*AssetPages.list_filter, "role"]

    @admin.display(description="U", ordering="position2")
    def unit(self, row: Device) -> str:
        return f"{row.position2 / 2:g}".replace(".", ",") if row.position2 else ""


@admin.register(Structure)
class StructureAdmin(KindAdmin):
    columns = ("kind", "site", "area")
    beside = ("site__asset",)
    list_filter = [*AssetPages.list_filter, "kind"]


@admin.register(Segment)
class SegmentAdmin(KindAdmin):
    columns = ("kind", "a", "b", "length_m")
    beside = ("a__asset", "b__asset")
    list_filter = [*AssetPages.list_filter, "kind"]


@admin.register(Cable)
class CableAdmin(KindAdmin):
    columns = ("name", "type")
    beside = ("type",)
    list_filter = [*AssetPages.list_filter, "type"]


@admin.register(Enclosure)
class EnclosureAdmin(KindAdmin):
    columns = ("kind", "structure", "site", "trays", "area")
    beside = ("structure__asset", "site__asset")
    list_filter = [*AssetPages.list_filter, "kind"]


class BasisFilter(admin.SimpleListFilter):
    title = "dasar hukum"
    parameter_name = "dasar"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("belum", "belum dicatat"), ("ada", "dicatat")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in ("ada", "belum"):
            return queryset.filter(legal_basis__isnull=self.value() == "belum")
        return queryset


@admin.register(Camera)
class CameraAdmin(KindAdmin):
    columns = ("name", "purpose", "connectivity", "basis", "site", "recorder")
    beside = ("site__asset", "recorder__asset", "legal_basis__kind")
    list_filter = [*AssetPages.list_filter, BasisFilter, "purpose", "connectivity", "kind"]

    @admin.display(description="dasar hukum")
    def basis(self, row: Camera) -> str:
        return row.legal_basis.citation if row.legal_basis else "belum dicatat"


@admin.register(AccessPoint)
class AccessPointAdmin(KindAdmin):
    columns = ("name", "site", "powered_by", "networks", "area")
    beside = ("site__asset", "powered_by__asset")

    @admin.display(description="jaringan")
    def networks(self, row: AccessPoint) -> str:
        return ", ".join(row.ssids)


@admin.register(Link)
class LinkAdmin(KindAdmin):
    columns = ("medium", "a", "b", "capacity_mbps", "backup_of")
    beside = ("a", "b", "backup_of__asset")
    list_filter = [*AssetPages.list_filter, "medium"]
