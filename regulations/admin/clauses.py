"""Clauses at the desk: confirmed one by one, their debts settled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.http import HttpRequest, HttpResponse

from egov.desk.acts import Act
from egov.verbs.permission import may
from egov.verbs.refusal import Refusal
from regulations.admin.legal_acts import LegalActs
from regulations.domain.law.clauses import confirm_clause, may_settle, reopen, settle
from regulations.models import Clause, Regulation
from regulations.vocabulary import ClauseKind


class SettleForm(forms.Form):
    regulation = forms.ModelChoiceField(
        label="Dilunasi dengan",
        queryset=Regulation.objects.none(),
        empty_label="Pilih peraturan",
        help_text="Peraturan yang dibuat untuk melaksanakannya.",
    )

    def about(self, clause: Clause) -> None:
        """Only what may settle this debt is offered: the verb's own question."""
        field: Any = self.fields["regulation"]
        field.queryset = may_settle(clause).select_related("kind").order_by("-year", "-id")


@admin.register(Clause)
class ClauseAdmin(LegalActs):
    permission = "regulations.confirm_clause"
    list_display = ["provision", "kind", "sentence", "to", "due_on", "confirmed_at", "settled_by"]
    list_select_related = ["provision__regulation__kind", "settled_by__kind"]
    list_filter = [
        "kind",
        ("confirmed_at", admin.EmptyFieldListFilter),
        ("settled_by", admin.EmptyFieldListFilter),
    ]
    ordering = ["due_on", "id"]
    actions = ["confirm"]
    acts = (
        Act(
            "pastikan",
            "Pastikan ketentuan ini",
            "Pastikan",
            lambda actor, row, _data: confirm_clause(actor=actor, clause=row),
            "Ketentuan dipastikan.",
            when=lambda row: row.confirmed_at is None,
            help="Bandingkan kalimatnya dengan PDF. "
            "Sesudah dipastikan, pendelegasian dihitung sebagai utang sampai dilunasi.",
        ),
        Act(
            "lunasi",
            "Catat pelunasan",
            "Catat lunas",
            lambda actor, row, data: settle(actor=actor, clause=row, regulation=data["regulation"]),
            "Utang pengaturan ini lunas.",
            form=SettleForm,
            when=lambda row: (
                row.kind == ClauseKind.DELEGATION
                and row.confirmed_at is not None
                and row.settled_by_id is None
            ),
        ),
        Act(
            "buka",
            "Batalkan pelunasan",
            "Batalkan pelunasan",
            lambda actor, row, _data: reopen(actor=actor, clause=row),
            "Pelunasan dibatalkan; utang pengaturan ini terbuka lagi.",
            when=lambda row: row.settled_by_id is not None,
        ),
    )

    def facts(self, request: HttpRequest, obj: Clause) -> list[tuple[str, Any]]:
        return [
            ("Pasal", obj.provision),
            ("Jenis", obj.get_kind_display()),
            ("Kalimat", obj.sentence),
            ("Kepada", obj.to or "-"),
            ("Paling lambat", obj.due_on or "tanpa batas waktu"),
            ("Dipastikan", obj.confirmed_at or "belum"),
            ("Dilunasi dengan", obj.settled_by or "belum"),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.acts_view(request, object_id)

    def get_actions(
        self, request: HttpRequest, action_location: Any = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        if not may(request.user, self.permission):
            return {}
        return super().get_actions(request, action_location)

    @admin.action(description="Pastikan", permissions=["view"])
    def confirm(self, request: HttpRequest, queryset: Any) -> None:
        done = 0
        for clause in queryset:
            try:
                confirm_clause(actor=request.user, clause=clause)
                done += 1
            except Refusal as refusal:
                self.message_user(request, f"{clause}: {refusal.sentence}", messages.ERROR)
        self.message_user(request, f"{done} ketentuan dipastikan.")
