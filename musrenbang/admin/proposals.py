"""Proposals at the desk: the list, the page of one, and what is done with them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from egov.desk.exports import ExportsAdmin
from egov.desk.frame import knows_accounts
from egov.desk.history import Source
from egov.desk.row_pages import RowActionsAdmin, told_in_row
from egov.verbs.permission import may
from egov.web.params import int_param
from egov.web.requests import actor_of
from musrenbang import exports
from musrenbang.admin.deciding_many import DecideMany
from musrenbang.admin.moderation import MODERATION, moderation_facts
from musrenbang.admin.promoting import PROMOTING
from musrenbang.admin.proposal_page import proposal_page
from musrenbang.admin.queue_list import QueueList
from musrenbang.admin.queue_walk import walk_query
from musrenbang.admin.ranking import lists_of, ranking_page
from musrenbang.admin.redirecting import REDIRECTING
from musrenbang.admin.row_actions import FOLLOW_ADVICE, ROW_ACTIONS, done_line
from musrenbang.admin.search_boxes import PROPOSALS
from musrenbang.admin.sheets import sheet_page
from musrenbang.admin.silence import SILENCE
from musrenbang.histories import of_proposal
from musrenbang.models import Proposal


@admin.register(Proposal)
class ProposalAdmin(ExportsAdmin, RowActionsAdmin):
    export_columns = exports.PROPOSALS
    search_fields = ["number", "title"]
    searchable = PROPOSALS
    list_display = ["number", "title"]  # the list draws its own rows
    change_list_template = "admin/change_list_queue.html"
    desk_actions = (*PROMOTING, *SILENCE, *REDIRECTING, *MODERATION, FOLLOW_ADVICE, DecideMany())
    row_actions = ROW_ACTIONS
    done_template = "admin/queue_done.html"

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.ranking_view)
        sheet = self.admin_site.admin_view(self.sheet_view)
        own = [
            path("urutan/<int:stage>/<str:code>/", page, name="musrenbang_proposal_ranking"),
            path("berita-acara/<str:code>/", sheet, name="musrenbang_proposal_sheet"),
        ]
        return [*own, *super().get_urls()]

    def ranking_view(self, request: HttpRequest, stage: int, code: str) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        return ranking_page(request, stage, code, frame)

    def sheet_view(self, request: HttpRequest, code: str) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        return sheet_page(request, code, frame)

    # -- the list -----------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[QueueList]:
        return QueueList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "POST" and not request.POST.getlist(ACTION_CHECKBOX_NAME):
            messages.warning(request, "Belum ada usulan yang dicentang.")
            return HttpResponseRedirect(request.get_full_path())
        context = {
            "title": "Usulan",
            "told": told_in_row(request),
            "row_query": request.GET.urlencode(),
            "walk_query": walk_query(request),
        }
        response = super().changelist_view(request, {**context, **(extra_context or {})})
        given = getattr(response, "context_data", None) or {}
        shown: QueueList | None = given.get("cl")
        if shown is not None and request.method == "GET":
            given["bulk"] = self._bulk(request, shown)
            given["ranked_lists"] = lists_of(actor_of(request), shown.queue.stages)
        if shown is not None and not shown.narrowing.is_valid():
            response.status_code = 422
        return response

    def export_rows(self, request: HttpRequest, rows: Any) -> Any:
        return exports.proposals_to_export(rows)

    def _bulk(self, request: HttpRequest, shown: QueueList) -> list[tuple[str, str]]:
        """(slug, words) of what this office does in this tab with all that is ticked."""
        own = [a for a in self.desk_actions if a.bulk and may(request.user, a.permission)]
        of_tabs = {tab.acts for tab in shown.tabs}
        here = [
            a for a in own if a.slug == shown.tab.acts or not (shown.tab.acts or a.slug in of_tabs)
        ]
        return [(action.slug, action.in_list) for action in here]

    def done_context(self, obj: Proposal) -> dict[str, Any]:
        return done_line(obj)

    # -- one ----------------------------------------------------------------------------

    def facts(self, request: HttpRequest, obj: Proposal) -> list[tuple[str, Any]]:
        known = [("Nomor", obj.number), ("Keadaan", obj.status)]
        return [*known, *moderation_facts(actor_of(request), obj)]

    def history_sources(self, request: HttpRequest, obj: Proposal) -> list[Source]:
        return of_proposal(obj, accounts=knows_accounts(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the verbs write, nobody edits

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What is to decide on the left, the evidence on the right."""
        return proposal_page(self, request, self._proposal(request, object_id))

    def _proposal(self, request: HttpRequest, object_id: str) -> Proposal:
        """The proposal of a key, among those this officer may look at; 404 for everything else."""
        rows = self.get_queryset(request)
        rows = rows.select_related("channel__cycle", "proposer", "merged_into")
        key = int_param(object_id, digits=17)
        proposal: Proposal | None = rows.filter(pk=key).first() if key else None
        if proposal is None or not self.has_view_permission(request, proposal):
            raise Http404
        return proposal
