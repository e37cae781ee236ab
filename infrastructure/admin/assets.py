"""Everything with a code: one list, one search, and for each thing one page with all its verbs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from egov.desk.action_pages import ActionsAdmin
from egov.desk.frame import knows_accounts
from egov.desk.history import Source, tracked
from egov.documents.pdf import pdf_response
from egov.web.templatetags.components import tag
from infrastructure.admin.actions import LAST, LIFE
from infrastructure.admin.edit_actions import Edit, EditMany, Revise
from infrastructure.admin.fibre_actions import FIBRE
from infrastructure.admin.service_actions import SERVICES
from infrastructure.admin.splice_actions import SPLICES
from infrastructure.admin.telling import facts_of, thing_of, work_of
from infrastructure.labels import MOST, labels_pdf
from infrastructure.models import Asset
from infrastructure.search import ASSETS
from infrastructure.vocabulary import AssetStatus

TONES = {
    AssetStatus.ACTIVE: "good",
    AssetStatus.INSTALLED: "wait",
    AssetStatus.MAINTENANCE: "wait",
    AssetStatus.PLANNED: "quiet",
    AssetStatus.RETIRED: "stop",
}
SHOWN = 8  # of what was done, on the page of its verbs
FIRST = 1  # verbs that stand open; the others open at a press


class AssetPages(ActionsAdmin):
    """What the list of everything and the lists of one kind share."""

    list_filter = ["asset__status", "asset__visibility", "asset__owner"]
    search_fields = ["code"]  # a search there is; what it finds says get_search_results
    search_help_text = "Kode, nama, nomor seri, atau MAC."
    desk_actions = (*FIBRE, *SPLICES, *LIFE, *SERVICES, Revise(), Edit(), EditMany(), *LAST)
    actions = ["print_labels"]
    show_facets = admin.ShowFacets.NEVER  # each would count all rows

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is edited past the verbs."""
        return False

    @admin.action(description="Cetak label QR (PDF)")
    def print_labels(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        rows = Asset.objects.visible_to(request.user).filter(
            pk__in=queryset.order_by().values("pk")
        )
        assets = list(rows.select_related("owner").order_by("code")[: MOST + 1])
        if len(assets) > MOST:
            sentence = f"Pilih paling banyak {MOST} sekaligus. Persempit dulu dengan saringan."
            self.message_user(request, sentence, messages.ERROR)
            return None
        return pdf_response(labels_pdf(assets), "label-aset.pdf")

    @staticmethod
    def status_of(asset: Asset) -> str:
        tone = TONES[AssetStatus(asset.status)]
        return format_html("<div>{}</div>", tag(tone, asset.get_status_display()))


@admin.register(Asset)
class AssetAdmin(AssetPages):
    list_display = ["code", "name", "kind", "status_word", "owner", "area", "verified_at"]
    list_select_related = ["owner", "area"]
    list_filter = ["kind", "status", "visibility", "owner"]
    ordering = ["code"]
    searchable = ASSETS
    page_is_actions = True
    action_template = "admin/asset.html"

    @admin.display(description="keadaan", ordering="status")
    def status_word(self, row: Asset) -> str:
        return self.status_of(row)

    def facts(self, request: HttpRequest, obj: Asset) -> list[tuple[str, Any]]:
        return facts_of(obj, thing_of(obj), request.user)

    def action_context(self, request: HttpRequest, obj: Asset) -> dict[str, Any]:
        source = work_of(obj, accounts=knows_accounts(request.user))
        return {"work": source.speak(source.newest(None)[:SHOWN]), "first": FIRST}

    def history_sources(self, request: HttpRequest, obj: Asset) -> list[Source]:
        """What was done and why, then what changed in its own row and in that of its kind."""
        thing, accounts = thing_of(obj), knows_accounts(request.user)
        assets: Any = Asset.pgh_event_model  # type: ignore[attr-defined]
        rows = [assets.objects.filter(pgh_obj=obj.pk)]
        if thing is not None:  # made together with its asset, and told once
            events = type(thing).pgh_event_model
            rows.append(events.objects.filter(pgh_obj=obj.pk).exclude(pgh_label="insert"))
        changes = (tracked(each, accounts=accounts, reader=request.user) for each in rows)
        return [work_of(obj, accounts=accounts), *changes]
