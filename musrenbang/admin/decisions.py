"""The decisions, to read: what was decided is never edited."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from egov.desk.exports import ExportsAdmin
from egov.desk.history import Source
from egov.web.templatetags.portal import rupiah
from musrenbang import exports
from musrenbang.admin.search_boxes import DECISIONS
from musrenbang.histories import decisions_of
from musrenbang.models import Decision


@admin.register(Decision)
class DecisionAdmin(ExportsAdmin):
    export_columns = exports.DECISIONS
    list_display = ["decided_at", "proposal_number", "outcome", "office", "why", "money"]
    list_filter = ["tier", "outcome", "reason_code"]
    list_select_related = ["proposal"]
    search_fields = ["proposal__number"]
    searchable = DECISIONS
    search_help_text = "Nomor usulannya, contoh: 2027-004821-5."
    ordering = ["-id"]
    fields = [
        "proposal",
        "tier",
        "outcome",
        "office",
        "decided_at",
        "reason_code",
        "reason",
        "volume",
        "cost",
        "rank",
        "deadline",
    ]

    def export_rows(self, request: HttpRequest, rows: Any) -> Any:
        return exports.decisions_to_export(rows)

    def history_sources(self, request: HttpRequest, obj: Decision) -> list[Source]:
        """The decision and what corrected it; the rest of the path is the proposal's."""
        return [decisions_of(Decision.objects.filter(Q(pk=obj.pk) | Q(supersedes=obj.pk)))]

    def history_leads(self, obj: Decision) -> list[tuple[str, str]]:
        address = reverse("admin:musrenbang_proposal_history", args=[obj.proposal_id])
        return [(address, f"Seluruh perjalanan usulan {obj.proposal.number}")]

    @admin.display(description="alasan")
    def why(self, obj: Decision) -> str:
        return obj.reason_text or "-"

    @admin.display(description="biaya", ordering="cost")
    def money(self, obj: Decision) -> str:
        return rupiah(obj.cost)

    @admin.display(description="usulan")
    def proposal_number(self, obj: Decision) -> str:
        return obj.proposal.number
