"""What the planner configures of the kamus: types of proposals, their sizes and prices."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from egov.desk.action_pages import ActionsAdmin
from egov.desk.exports import ExportsAdmin
from egov.desk.frame import DeskAdmin, DeskInline
from musrenbang import exports
from musrenbang.admin.search_boxes import ENTRIES, VARIANTS
from musrenbang.admin.taking_over import TakeOver
from musrenbang.models import KamusCondition, KamusEntry, KamusPrice, KamusVariant


class VariantInline(DeskInline):
    model = KamusVariant


class PriceInline(DeskInline):
    model = KamusPrice
    formfield_overrides = DeskAdmin.formfield_overrides


class ConditionInline(DeskInline):
    model = KamusCondition


@admin.register(KamusEntry)
class KamusEntryAdmin(ActionsAdmin, ExportsAdmin):
    desk_actions = (TakeOver(),)
    export_columns = exports.ENTRIES
    list_display = ["name", "code", "need", "nature", "agency", "active", "example"]
    list_select_related = ["agency"]
    list_filter = ["need", "nature", "active", "agency"]
    search_fields = ["name", "code", "keywords"]
    searchable = ENTRIES
    search_help_text = "Kata sehari-hari atau kode, contoh: jalan becek."
    autocomplete_fields = ["agency"]
    inlines = [VariantInline, ConditionInline]


@admin.register(KamusVariant)
class KamusVariantAdmin(ExportsAdmin):
    export_columns = exports.KAMUS
    export_title = "Ukuran dan harga"
    list_display = ["code", "entry", "label", "unit", "max_volume"]
    list_select_related = ["entry"]
    search_fields = ["code", "entry__name", "label"]
    searchable = VARIANTS
    search_help_text = "Kata sehari-hari atau kode, contoh: jalan becek."
    autocomplete_fields = ["entry"]
    inlines = [PriceInline]

    def export_rows(self, request: HttpRequest, rows: Any) -> Any:
        return rows.priced()


@admin.register(KamusCondition)
class KamusConditionAdmin(ExportsAdmin):
    export_columns = exports.CONDITIONS
    list_display = ["entry", "code", "question", "kind"]
    list_select_related = ["entry"]
    list_filter = ["kind"]
    search_fields = ["code", "question", "entry__name"]
    search_help_text = "Kata di pertanyaan, nama jenis, atau kode."
    autocomplete_fields = ["entry"]
