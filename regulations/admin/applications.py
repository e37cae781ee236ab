"""Applications and the steps of their life at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.csp import csp_override

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.exports import ExportsAdmin
from egov.desk.frame import DeskInline
from egov.web.fields import day_field
from egov.web.templatetags.components import tag
from regulations import exports
from regulations.admin.basis import BindHere, basis
from regulations.admin.pdf_first import DiscardPdf, RegisterPdf, TakePdf
from regulations.admin.search_boxes import APPLICATIONS
from regulations.admin.searching import CloseSearch, ReopenSearch
from regulations.domain.applications.health import bindings_on_dead_law, health_of
from regulations.domain.applications.lifecycle import NEXT, go_live, life_of, move, record_running
from regulations.domain.applications.searching import last_search
from regulations.domain.law.events import recompute_soon
from regulations.models import Application, LifeStep
from regulations.views.as_of import FRAMES_PDF
from regulations.vocabulary import LifecycleState


class StepInline(DeskInline):
    model = LifeStep
    fields = ["life", "entered_on", "note"]
    readonly_fields = ["life", "entered_on", "note"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LiveForm(forms.Form):
    on = day_field("Sejak", initial=timezone.localdate)


class RunningForm(forms.Form):
    year = forms.IntegerField(label="Dipakai sejak tahun")
    source = forms.CharField(
        label="Diketahui dari",
        max_length=200,
        help_text="Dokumen atau pengumuman yang menyebutnya.",
    )


class MoveForm(forms.Form):
    life = forms.ChoiceField(
        label="Menjadi",
        choices=[
            (value, label)
            for value, label in LifecycleState.choices
            if value != LifecycleState.LIVE
        ],
    )
    on = day_field("Sejak", initial=timezone.localdate)
    note = forms.CharField(
        label="Keterangan",
        max_length=300,
        required=False,
        help_text="Wajib bila dihentikan atau tidak dipakai lagi.",
    )

    def about(self, application: Application) -> None:
        """Only what may follow the present state is offered."""
        field: Any = self.fields["life"]
        field.choices = [(life.value, life.label) for life in NEXT[_now(application)]]


def _now(row: Application) -> LifecycleState | None:
    return life_of(row, timezone.localdate())


class GoLive(DeskAction):
    slug = "berjalan"
    title = "Nyatakan berjalan"
    button = "Nyatakan berjalan"
    help = (
        "Untuk aplikasi baru. Perlu payung yang berlaku pada hari itu; "
        "yang mewajibkan warga juga perlu pasal Perda."
    )
    form = LiveForm
    permission = "regulations.move_application"

    def available(self, obj: Application) -> bool:
        return _now(obj) not in (LifecycleState.LIVE, LifecycleState.RETIRED)

    def perform(self, actor: User, obj: Application, data: dict[str, Any]) -> str:
        go_live(actor=actor, application=obj, on=data["on"])
        return "Aplikasi dinyatakan berjalan."


class RecordRunning(DeskAction):
    slug = "catat"
    title = "Catat yang sudah berjalan"
    button = "Catat sudah berjalan"
    form = RunningForm
    permission = "regulations.move_application"

    def available(self, obj: Application) -> bool:
        return _now(obj) is None

    def perform(self, actor: User, obj: Application, data: dict[str, Any]) -> str:
        record_running(actor=actor, application=obj, **data)
        return "Tercatat berjalan. Dasarnya belum diteliti sampai diikat atau dicari tuntas."


class Move(DeskAction):
    slug = "ubah"
    title = "Ubah keadaan"
    button = "Simpan keadaan"
    form = MoveForm
    permission = "regulations.move_application"

    def available(self, obj: Application) -> bool:
        return bool(NEXT[_now(obj)])

    def perform(self, actor: User, obj: Application, data: dict[str, Any]) -> str:
        move(actor=actor, application=obj, **data)
        return "Keadaan dicatat."


class BasisFilter(admin.SimpleListFilter):
    """What there is to do with an application's legal basis."""

    title = "dasar hukum"
    parameter_name = "dasar"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("belum-diteliti", "belum diteliti"),
            ("tidak-berlaku", "peraturannya tidak berlaku"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        today = timezone.localdate()
        if self.value() == "belum-diteliti":
            return queryset.filter(pk__in=Application.objects.unsearched_on(today).values("pk"))
        if self.value() == "tidak-berlaku":
            dead = bindings_on_dead_law(today)
            return queryset.filter(pk__in={binding.application_id for binding in dead})
        return queryset


class ApplicationList(ChangeList):
    """With the legal health of each row of the page, in constant queries."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows: Any = list(self.result_list)
        stands = health_of(rows, timezone.localdate())
        for row in rows:
            row.health = stands[row.pk]
        self.result_list = rows


# what follows what the page is for
OTHERS = (RecordRunning.slug, CloseSearch.slug, ReopenSearch.slug, Move.slug)


@admin.register(Application)
class ApplicationAdmin(ExportsAdmin, ActionsAdmin):
    export_columns = exports.APPLICATIONS
    list_display = ["name", "basis_word", "life_word", "owner", "element", "actions_link"]
    list_select_related = ["owner"]
    list_filter = [BasisFilter, "element", "obliges", "owner"]
    search_fields = ["name", "code"]
    searchable = APPLICATIONS
    search_help_text = "Kata dari nama atau tujuannya, atau kodenya."
    ordering = ["name"]
    inlines = [StepInline]
    change_form_template = "admin/acted_on_change.html"
    action_template = "admin/application.html"
    actions_word = "Dasar hukum"
    desk_actions = (
        *(GoLive(), RegisterPdf(), DiscardPdf(), BindHere(), TakePdf()),
        *(RecordRunning(), CloseSearch(), ReopenSearch(), Move()),
    )

    def export_rows(self, request: HttpRequest, rows: Any) -> Any:
        return exports.applications_to_export(rows, timezone.localdate())

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        today = timezone.localdate()
        return rows.with_life(today).with_search(today)

    def get_changelist(self, request: HttpRequest, **given: Any) -> Any:
        return ApplicationList

    @admin.display(description="dasar hukum")
    def basis_word(self, row: Any) -> str:
        return format_html("<div>{}</div>", tag(row.health.tone, row.health.word))

    @admin.display(description="keadaan")
    def life_word(self, row: Application) -> str:
        return str(LifecycleState(row.life).label) if row.life else "belum tercatat"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # what it obliges may need another basis now
        recompute_soon()

    @method_decorator(csp_override(FRAMES_PDF))
    def actions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return super().actions_view(request, object_id)

    def facts(self, request: HttpRequest, obj: Application) -> list[tuple[str, Any]]:
        now = _now(obj)
        last = last_search(obj, timezone.localdate())
        searched = f"{last}, oleh {last.stated_by.name}. {last.note}" if last else "belum ditutup"
        return [
            ("Kode", obj.code),
            ("Pemilik", obj.owner),
            ("Keadaan", now.label if now else "belum tercatat"),
            ("Mewajibkan warga", "ya" if obj.obliges or obj.tax_or_levy else "tidak"),
            ("Pencarian dasar hukum", searched),
        ]

    def action_context(self, request: HttpRequest, obj: Application) -> dict[str, Any]:
        return {**basis(request, obj), "others": OTHERS}
