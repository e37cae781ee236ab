"""Proposals at the desk: the list, the page of one, and what is done with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from egov.desk.acts import ActsAdmin
from egov.desk.frame import knows_accounts
from egov.desk.history import Source
from egov.web.templatetags.portal import rupiah
from musrenbang.admin.bulk import bulk_page
from musrenbang.admin.moderation import MODERATION_ACTS, moderation_facts
from musrenbang.admin.panels import DECIDING
from musrenbang.admin.proposal_page import carry_out, decision_form, desk_turn, page_context
from musrenbang.domain.moderation import moderating_office
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
class ProposalAdmin(ActsAdmin):
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
    actions = ["decide_many"]
    acts = MODERATION_ACTS

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        return moderating_office(request.user, obj) is not None

    def facts(self, request: HttpRequest, obj: Proposal) -> list[tuple[str, Any]]:
        known = [("Nomor", obj.number), ("Keadaan", obj.status)]
        return [*known, *moderation_facts(request.user, obj)]

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

    def get_actions(
        self, request: HttpRequest, action_location: Any = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        if not request.user.holds(*DECIDING):  # type: ignore[union-attr]
            return {}
        return super().get_actions(request, action_location)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What is to decide on the left, the evidence on the right."""
        proposal = self._proposal(request, object_id)
        turn = desk_turn(request.user, proposal)
        stages = list(proposal.channel.stages.all())
        form = decision_form(request, proposal, turn, stages) if turn.acts else None
        if request.method == "POST" and form is None:
            messages.error(request, turn.hint)
        elif request.method == "POST" and form is not None and form.is_valid():
            sentence = carry_out(request, proposal, form, turn)
            if sentence:
                messages.success(request, sentence)
                return redirect("admin:index")
        context = {
            **self.admin_site.each_context(request),
            "title": f"{proposal.number} {proposal.title}",
            "opts": self.opts,
            "form": form,
            **page_context(proposal, turn, stages),
        }
        return render(request, "admin/proposal.html", context)

    def _proposal(self, request: HttpRequest, object_id: str) -> Proposal:
        """The proposal of a key, among those this officer may look at; 404 for everything else."""
        rows = self.get_queryset(request)
        rows = rows.select_related("channel__cycle", "proposer", "merged_into")
        is_key = object_id.isascii() and object_id.isdecimal() and len(object_id) < 18
        proposal: Proposal | None = rows.filter(pk=object_id).first() if is_key else None
        if proposal is None or not self.has_view_permission(request, proposal):
            raise Http404
        return proposal

    @admin.action(description="Putuskan yang dipilih", permissions=["view"])
    def decide_many(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """One outcome and reason for many; each row's refusal is told by its number."""
        return bulk_page(self, request, queryset)
