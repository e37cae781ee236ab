"""Contracts at the desk: recorded, changed, laid over things, closed, opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.frame import knows_accounts
from egov.desk.history import Happening, Said, Source, tracked
from egov.desk.verb_forms import VerbAdmin
from egov.web.templatetags.components import tag
from egov.web.templatetags.portal import rupiah, short_day
from infrastructure.admin.contract_forms import ChangeForm, CodesForm, ContractForm, terms_of
from infrastructure.admin.fields import ReasonForm
from infrastructure.domain.contracts import (
    change_contract,
    close_contract,
    codes_of,
    cover,
    reopen_contract,
    uncover,
)
from infrastructure.models import Asset, Contract, ContractCoverage
from infrastructure.vocabulary_contracts import (
    CONTRACT_TONES,
    ENDING_DAYS,
    ContractState,
)

SHOWN = 50  # things on the page of a contract


class OnContract(DeskAction):
    permission = "infrastructure.keep_contract"
    quiet = True

    def available(self, obj: Contract) -> bool:
        return obj.closed_at is None


class Change(OnContract):
    slug = "ubah"
    title = "Ubah atau perpanjang"
    button = "Simpan"
    help = "Dengan hari terakhir yang baru, peringatannya dihitung lagi."
    form = ChangeForm

    def perform(self, actor: User, obj: Contract, data: dict[str, Any]) -> str:
        change_contract(actor=actor, contract=obj, terms=terms_of(actor, data))
        return "Kontrak diubah."


class Cover(OnContract):
    slug = "cakup"
    title = "Tambah aset"
    button = "Tambahkan"
    form = CodesForm
    quiet = False
    undo = "lepas"

    def perform(self, actor: User, obj: Contract, data: dict[str, Any]) -> str:
        many = cover(actor=actor, contract=obj, codes=codes_of(data["codes"]))
        return f"{many} aset ditambahkan."


class Uncover(OnContract):
    slug = "lepas"
    title = "Lepas aset"
    button = "Lepaskan"
    help = "Asetnya tetap ada; riwayat kontrak menyimpan bahwa ia pernah dicakup."
    form = CodesForm
    undo = "cakup"

    def available(self, obj: Contract) -> bool:
        return super().available(obj) and obj.coverage.exists()

    def perform(self, actor: User, obj: Contract, data: dict[str, Any]) -> str:
        many = uncover(actor=actor, contract=obj, codes=codes_of(data["codes"]))
        return f"{many} aset dilepas."


class Close(OnContract):
    slug = "tutup"
    title = "Tutup kontrak"
    button = "Tutup"
    help = "Diputus, salah catat, atau memang tidak diteruskan. Sejak itu tidak diperingatkan."
    form = ReasonForm
    undo = "buka"

    def perform(self, actor: User, obj: Contract, data: dict[str, Any]) -> str:
        close_contract(actor=actor, contract=obj, reason=data["reason"], now=timezone.now())
        return "Kontrak ditutup."


class Reopen(OnContract):
    slug = "buka"
    title = "Buka kembali"
    button = "Buka kembali"

    def available(self, obj: Contract) -> bool:
        return obj.closed_at is not None

    def perform(self, actor: User, obj: Contract, data: dict[str, Any]) -> str:
        reopen_contract(actor=actor, contract=obj)
        return "Kontrak dibuka kembali."


class EndFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("berjalan", "berjalan"),
            ("segera", f"berakhir dalam {ENDING_DAYS} hari"),
            ("berakhir", "berakhir tanpa penerus"),
            ("ditutup", "ditutup"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        on = timezone.localdate()
        chosen = {
            "berjalan": lambda: queryset.running(on),
            "segera": lambda: queryset.ending(on),
            "berakhir": lambda: queryset.over(on),
            "ditutup": lambda: queryset.filter(closed_at__isnull=False),
        }.get(self.value() or "")
        return chosen() if chosen else queryset


@admin.register(Contract)
class ContractAdmin(VerbAdmin, ActionsAdmin):
    form = ContractForm
    list_display = ["number", "agency", "supplier", "kind", "ends_on", "many", "state_word"]
    list_display_links = ["number"]
    list_filter = [EndFilter, "kind", "agency"]
    list_select_related = ["agency"]
    search_fields = ["number", "supplier", "subject"]
    ordering = ["ends_on", "id"]
    desk_actions = (Cover(), Change(), Uncover(), Close(), Reopen())
    page_is_actions = True
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contract]:
        rows: Any = super().get_queryset(request)
        told: QuerySet[Contract] = rows.with_renewed().annotate(many=Count("coverage"))
        return told.select_related("agency", "renews")

    @admin.display(description="aset", ordering="many")
    def many(self, row: Any) -> int:
        return int(row.many)

    @admin.display(description="keadaan")
    def state_word(self, row: Contract) -> str:
        return format_html("<div>{}</div>", state_tag(row, timezone.localdate()))

    def facts(self, request: HttpRequest, obj: Contract) -> list[tuple[str, Any]]:
        facts: list[tuple[str, Any]] = [
            ("Keadaan", state_tag(obj, timezone.localdate())),
            ("Perangkat daerah", obj.agency),
            ("Penyedia", obj.supplier),
            ("Jenis", obj.get_kind_display()),
            ("Yang dicakup", obj.subject or "belum ditulis"),
            ("Masa", f"{short_day(obj.starts_on)} sampai {short_day(obj.ends_on)}"),
            ("Nilai", rupiah(obj.value)),
            ("Meneruskan", _link(obj.renews) if obj.renews else "-"),
            ("Diteruskan", _links(obj.successors.filter(closed_at=None)) or "belum ada"),
            ("Aset", self._assets(request, obj)),
        ]
        if obj.closed_at is not None:
            facts.append(("Alasan ditutup", obj.closing_reason))
        return facts

    def history_sources(self, request: HttpRequest, obj: Any) -> list[Source]:
        """Of the contract, and of what it covered; a thing that one may not read has no name."""
        events: Any = ContractCoverage.pgh_event_model  # type: ignore[attr-defined]
        known = dict(
            Asset.objects.visible_to(request.user)
            .filter(pk__in=events.objects.filter(contract=obj.pk).values("asset"))
            .values_list("pk", "code")
        )
        say = partial(_coverage_said, known)
        rows = events.objects.filter(contract=obj.pk)
        covered = tracked(rows, say=say, accounts=knows_accounts(request.user))
        return [*super().history_sources(request, obj), covered]

    def _assets(self, request: HttpRequest, obj: Contract) -> str:
        """Those that this officer may know of; of the others how many."""
        known = Asset.objects.visible_to(request.user).filter(coverage__contract=obj)
        rows = list(known.order_by("code")[:SHOWN])
        links = format_html_join(
            ", ", '<a class="code" href="{}">{}</a>', ((a.get_absolute_url(), a) for a in rows)
        )
        rest = obj.coverage.count() - len(rows)
        if rest:
            return format_html("{} dan {} lainnya", links, rest) if rows else f"{rest} aset"
        return links or "belum ada; tambahkan kodenya"


def _coverage_said(known: Mapping[int, str], happenings: Sequence[Happening]) -> list[Said | None]:
    words = {"insert": "Mencakup", "delete": "Tidak lagi mencakup"}
    named = ((words[h.kind], known.get(h.row.asset_id, "satu aset")) for h in happenings)
    return [Said(f"{word} {name}") for word, name in named]


def state_tag(row: Contract, on: date) -> str:
    state = row.state(on)
    return tag(CONTRACT_TONES[state], ContractState(state).label)


def _link(row: Contract) -> str:
    address = reverse("admin:infrastructure_contract_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, row)


def _links(rows: Any) -> str:
    return format_html_join(", ", "{}", ((_link(row),) for row in rows))
