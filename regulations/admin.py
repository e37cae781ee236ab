"""The legal officer's desk: regulations and their pasal to write down; events, bindings and going live through the verbs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from egov.accounts.desk import DeskAdmin, VerbAdmin, VerbForm, desk_panel
from egov.accounts.roles import Role as Office
from egov.acts.refusal import Refusal
from regulations.bindings import bind
from regulations.clauses import confirm_clause, read_clauses
from regulations.findings import close_finding
from regulations.lifecycle import go_live
from regulations.models import Application, Binding, Clause, Finding, LegalEvent, LifeStep, Provision, Regulation, RegulationKind
from regulations.texts import attach_pdf, confirm_structure
from regulations.timeline import record_event

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "input_formats": ["%Y-%m-%d"]}


class ProvisionInline(admin.StackedInline):  # type: ignore[type-arg]
    model = Provision
    extra = 0
    fields = ["position", "label", "path", "heading", "text", "explanation"]


@admin.register(RegulationKind)
class RegulationKindAdmin(DeskAdmin):
    list_display = ["short", "name", "rank", "reach", "gazette", "penal", "regulation"]


class RegulationForm(forms.ModelForm):  # type: ignore[type-arg]
    pdf = forms.FileField(label="Berkas PDF", required=False, help_text="Teks dan pasalnya dibaca saat disimpan; periksa, lalu pastikan.")

    class Meta:
        model = Regulation
        fields = [
            "kind", "number", "year", "title", "place", "enacted_on", "promulgated_on", "commences_on", "gazette_ref", "signatory",
            "initiator", "subjects", "governing", "tax_or_levy", "source_note",
        ]  # fmt: skip


@admin.register(Regulation)
class RegulationAdmin(DeskAdmin):
    form = RegulationForm
    change_form_template = "admin/regulation_change.html"
    actions = ["confirm"]
    list_display = ["citation", "title", "promulgated_on", "commences_on"]
    list_filter = ["kind", "year"]
    list_select_related = ["kind"]
    search_fields = ["number", "title", "year", "kind__short"]
    ordering = ["-year", "-id"]
    inlines = [ProvisionInline]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return [ProvisionInline] if obj is not None else []

    def save_model(self, request: HttpRequest, obj: Regulation, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        upload = form.cleaned_data.get("pdf")
        if upload is None:
            return
        try:
            found = attach_pdf(actor=request.user, regulation=obj, upload=upload)
        except Refusal as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)
            return
        if found.parts:
            self.message_user(request, f"Terbaca {len(found.chapters)} BAB dan {len(found.parts)} pasal. Periksa di bawah, lalu pastikan.")
        else:
            self.message_user(request, "Berkas tersimpan, tetapi tidak memuat teks yang dapat dibaca (perlu OCR).", messages.WARNING)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if not form.cleaned_data.get("pdf"):  # the PDF has just laid the pasal anew
            super().save_formset(request, form, formset, change)

    @admin.action(description="Pastikan susunan pasalnya", permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            try:
                confirm_structure(actor=request.user, regulation=row)
                count = read_clauses(actor=request.user, regulation=row)
                self.message_user(request, f"{row}: susunan dipastikan; {count} ketentuan terbaca, periksa di daftar ketentuan.")
            except Refusal as refusal:
                self.message_user(request, f"{row}: {refusal.sentence}", messages.ERROR)


@admin.register(Provision)
class ProvisionAdmin(DeskAdmin):
    list_display = ["label", "regulation"]
    list_select_related = ["regulation__kind"]
    search_fields = ["label", "regulation__number", "regulation__title"]
    ordering = ["regulation", "position"]


class EventForm(VerbForm):
    on = forms.DateField(label="Sejak", **DAY)  # type: ignore[arg-type]

    class Meta:
        model = LegalEvent
        fields = ["kind", "source", "target", "provision", "on", "basis", "override"]

    def run(self, data: dict[str, Any]) -> LegalEvent:
        return record_event(actor=self.actor, **data)


@admin.register(Clause)
class ClauseAdmin(DeskAdmin):
    list_display = ["provision", "kind", "sentence", "to", "due_on", "confirmed_at", "settled_by"]
    list_select_related = ["provision__regulation__kind", "settled_by__kind"]
    list_filter = ["kind", ("confirmed_at", admin.EmptyFieldListFilter)]
    ordering = ["due_on", "id"]
    actions = ["confirm"]

    def get_actions(self, request: HttpRequest, action_location: Any = ActionLocation.CHANGE_LIST) -> dict[str, Any]:
        return super().get_actions(request, action_location) if request.user.holds(Office.LEGAL_OFFICER) else {}  # type: ignore[union-attr]

    @admin.action(description="Pastikan", permissions=["view"])
    def confirm(self, request: HttpRequest, queryset: Any) -> None:
        for clause in queryset:
            try:
                confirm_clause(actor=request.user, clause=clause)
            except Refusal as refusal:
                self.message_user(request, f"{clause}: {refusal.sentence}", messages.ERROR)
        self.message_user(request, "Yang dipilih sudah diperiksa.")


@admin.register(LegalEvent)
class LegalEventAdmin(VerbAdmin):
    form = EventForm
    list_display = ["on", "source", "kind", "target", "provision", "basis"]
    list_select_related = ["source__kind", "target__kind", "provision"]
    list_filter = ["kind"]
    autocomplete_fields = ["source", "target", "provision"]
    ordering = ["-on", "-id"]


class BindingForm(VerbForm):
    start = forms.DateField(label="Mulai", **DAY)  # type: ignore[arg-type]
    until = forms.DateField(label="Sampai (tidak termasuk)", required=False, **DAY)  # type: ignore[arg-type]

    class Meta:
        model = Binding
        fields = ["application", "regulation", "provision", "role", "quote"]

    def run(self, data: dict[str, Any]) -> Binding:
        return bind(actor=self.actor, **data)


@admin.register(Binding)
class BindingAdmin(VerbAdmin):
    form = BindingForm
    list_display = ["application", "role", "regulation", "provision", "valid", "checked_on"]
    list_select_related = ["application", "regulation__kind", "provision"]
    list_filter = ["role"]
    autocomplete_fields = ["application", "regulation", "provision"]
    ordering = ["-id"]


class StepInline(admin.StackedInline):  # type: ignore[type-arg]
    model = LifeStep
    extra = 0
    fields = ["life", "on", "note"]
    readonly_fields = ["life", "on", "note"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Application)
class ApplicationAdmin(DeskAdmin):
    list_display = ["name", "code", "element", "owner", "first_year", "obliges"]
    list_select_related = ["owner"]
    list_filter = ["element", "obliges", "owner"]
    search_fields = ["name", "code"]
    ordering = ["name"]
    inlines = [StepInline]
    actions = ["live"]

    @admin.action(description="Nyatakan berjalan hari ini", permissions=["change"])
    def live(self, request: HttpRequest, queryset: Any) -> None:
        for application in queryset:
            try:
                go_live(actor=request.user, application=application)
                self.message_user(request, f"{application}: berjalan sejak hari ini.")
            except Refusal as refusal:
                self.message_user(request, f"{application}: {refusal.sentence}", messages.ERROR)


@admin.register(Finding)
class FindingAdmin(DeskAdmin):
    list_display = ["application", "problem", "opened_on", "candidate", "closed_on"]
    list_select_related = ["application", "candidate__kind"]
    list_filter = ["problem", ("closed_on", admin.EmptyFieldListFilter)]
    ordering = ["closed_on", "-opened_on"]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Close a finding by an act that says how."""
        finding = self.get_object(request, object_id)
        if finding is None or not self.has_view_permission(request, finding):
            return HttpResponse(status=404)
        error, note = "", request.POST.get("note", "")
        if request.method == "POST":
            try:
                close_finding(actor=request.user, finding=finding, note=note)
                messages.success(request, "Temuan ditutup.")
                finding.refresh_from_db()
            except Refusal as refusal:
                error = refusal.sentence
        context = {
            **self.admin_site.each_context(request),
            "title": str(finding),
            "opts": self.opts,
            "finding": finding,
            "error": error,
            "note": note,
            "may_close": finding.closed_on is None and request.user.holds(Office.LEGAL_OFFICER),  # type: ignore[union-attr]
        }
        return render(request, "admin/finding.html", context)


@desk_panel(order=30, template="admin/panel_findings.html")
def open_findings_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Open findings: all for the legal officer, one's own agency's for a verifier."""
    user: Any = request.user
    rows = Finding.objects.filter(closed_on=None).select_related("application", "candidate__kind").order_by("opened_on", "id")
    if not user.holds(Office.LEGAL_OFFICER):
        own = [a.agency_id for a in user.appointments_now if a.role == Office.VERIFIER]
        if not own:
            return None
        rows = rows.filter(application__owner__in=own)
    found = list(rows[:31])
    return {"findings": found[:30], "more": len(found) > 30, "today": timezone.localdate()} if found else None
