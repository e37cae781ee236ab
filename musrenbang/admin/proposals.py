"""Proposals at the desk: the list, the page of one, and what is done with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from egov.desk.action_pages import ActionPage, ActionsAdmin
from egov.desk.frame import knows_accounts
from egov.desk.history import Source
from egov.verbs.permission import may
from egov.web.params import int_param
from egov.web.requests import actor_of
from egov.web.templatetags.portal import rupiah
from musrenbang.admin.deciding import Decide, DecideMany, Prepare
from musrenbang.admin.desk_turn import desk_turn, page_context, preparation_of
from musrenbang.admin.moderation import MODERATION, moderation_facts
from musrenbang.domain.queue import waiting_for
from musrenbang.histories import of_proposal
from musrenbang.models import Proposal


class QueueFilter(admin.SimpleListFilter):
    title = "antrean"
    parameter_name = "antrean"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("saya", "Menunggu saya")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return waiting_for(queryset, request.user) if self.value() == "saya" else queryset


@admin.register(Proposal)
class ProposalAdmin(ActionsAdmin):
    list_display = [
        "number",
        "title",
        "place",
        "kind",
        "money",
        "deadline",
        "standing",
        "support_count",
    ]
    list_filter = [QueueFilter, "tier", "state", "channel__cycle", "has_opinion", "agency"]
    search_fields = ["number", "title"]
    list_select_related = [
        "rw__parent",
        "kelurahan",
        "kecamatan",
        "variant__entry",
        "stage",
        "agency",
    ]
    ordering = ["-id"]
    desk_actions = (*MODERATION, DecideMany())

    def facts(self, request: HttpRequest, obj: Proposal) -> list[tuple[str, Any]]:
        known = [("Nomor", obj.number), ("Keadaan", obj.status)]
        return [*known, *moderation_facts(actor_of(request), obj)]

    def history_sources(self, request: HttpRequest, obj: Proposal) -> list[Source]:
        return of_proposal(obj, accounts=knows_accounts(request.user))

    @admin.display(description="tempat", ordering="rw__code")
    def place(self, obj: Proposal) -> str:
        return obj.rw.place

    @admin.display(description="jenis")
    def kind(self, obj: Proposal) -> str:
        return obj.variant.entry.name

    @admin.display(description="biaya", ordering="cost")
    def money(self, obj: Proposal) -> str:
        return rupiah(obj.cost)

    @admin.display(description="tenggat", ordering="stage__window")
    def deadline(self, obj: Proposal) -> Any:
        return timezone.localtime(obj.stage.closes - timedelta(seconds=1)).date()

    @admin.display(description="keadaan")
    def standing(self, obj: Proposal) -> str:
        return obj.status

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the verbs write, nobody edits

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What is to decide on the left, the evidence on the right."""
        proposal = self._proposal(request, object_id)
        turn = desk_turn(actor_of(request), proposal)
        stages = list(proposal.channel.stages.all())
        decide = Decide(turn, stages, preparation_of(proposal))

        def describe() -> dict[str, Any]:
            moderates = may(request.user, "musrenbang.withhold_proposal", proposal)
            known = {"hint": turn.hint, "moderates": moderates}
            return known | page_context(proposal, stages)

        actions, template = (decide, Prepare(turn, stages)), "admin/proposal.html"
        page = ActionPage(request.path, actions, template, describe)
        return self.run_actions(request, proposal, page)

    def _proposal(self, request: HttpRequest, object_id: str) -> Proposal:
        """The proposal of a key, among those this officer may look at; 404 for everything else."""
        rows = self.get_queryset(request)
        rows = rows.select_related("channel__cycle", "proposer", "merged_into")
        key = int_param(object_id, digits=17)
        proposal: Proposal | None = rows.filter(pk=key).first() if key else None
        if proposal is None or not self.has_view_permission(request, proposal):
            raise Http404
        return proposal
