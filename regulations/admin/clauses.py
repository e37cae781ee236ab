"""Clauses at the desk: confirmed one by one, their debts settled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
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


class ConfirmClause(DeskAction):
    slug = "pastikan"
    title = "Pastikan ketentuan ini"
    in_list = "Pastikan"
    button = "Pastikan"
    help = (
        "Bandingkan kalimatnya dengan PDF. "
        "Sesudah dipastikan, pendelegasian dihitung sebagai utang sampai dilunasi."
    )
    permission = "regulations.confirm_clause"
    bulk = True
    some_refused = "Yang tidak dapat dipastikan dilaporkan satu per satu."
    done_word = "Dipastikan"
    left_word = "Belum dipastikan"

    def available(self, obj: Clause) -> bool:
        return obj.confirmed_at is None

    def name_of(self, obj: Clause) -> str:
        return f"{obj.provision}: {Truncator(obj.sentence).chars(120)}"

    def perform(self, actor: User, obj: Clause, data: dict[str, Any]) -> str:
        confirm_clause(actor=actor, clause=obj)
        return "Ketentuan dipastikan."


class Settle(DeskAction):
    slug = "lunasi"
    title = "Catat pelunasan"
    button = "Catat lunas"
    form = SettleForm
    permission = "regulations.settle_clause"
    undo = "buka"

    def available(self, obj: Clause) -> bool:
        is_debt = obj.kind == ClauseKind.DELEGATION and obj.confirmed_at is not None
        return is_debt and obj.settled_by_id is None

    def perform(self, actor: User, obj: Clause, data: dict[str, Any]) -> str:
        settle(actor=actor, clause=obj, regulation=data["regulation"])
        return "Utang pengaturan ini lunas."


class Reopen(DeskAction):
    slug = "buka"
    title = "Batalkan pelunasan"
    button = "Batalkan pelunasan"
    permission = "regulations.reopen_clause"

    def available(self, obj: Clause) -> bool:
        return obj.settled_by_id is not None

    def perform(self, actor: User, obj: Clause, data: dict[str, Any]) -> str:
        reopen(actor=actor, clause=obj)
        return "Pelunasan dibatalkan; utang pengaturan ini terbuka lagi."


@admin.register(Clause)
class ClauseAdmin(ActionsAdmin):
    list_display = ["provision", "kind", "sentence", "to", "due_on", "confirmed_at", "settled_by"]
    list_select_related = ["provision__regulation__kind", "settled_by__kind"]
    list_filter = [
        "kind",
        ("confirmed_at", admin.EmptyFieldListFilter),
        ("settled_by", admin.EmptyFieldListFilter),
    ]
    ordering = ["due_on", "id"]
    desk_actions = (ConfirmClause(), Settle(), Reopen())
    page_is_actions = True

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
