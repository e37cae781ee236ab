"""Applications, their bindings and findings at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from egov.accounts.roles import Role as Office
from egov.desk.acts import Act, ActsAdmin
from egov.desk.frame import DeskInline
from egov.desk.site import desk_panel
from egov.desk.verb_forms import VerbAdmin, VerbForm
from regulations.admin.regulations import DAY
from regulations.domain.applications.bindings import bind, end, renew
from regulations.domain.applications.findings import close_finding
from regulations.domain.applications.legal_check import find_gaps
from regulations.domain.applications.lifecycle import NEXT, go_live, life_of, move, record_running
from regulations.domain.law.events import recompute_soon
from regulations.models import Application, Binding, Clause, Finding, LifeStep, RegulationFile
from regulations.vocabulary import LifecycleState


class LegalActs(ActsAdmin):
    """Acts of the legal officer."""

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        return bool(request.user.holds(Office.LEGAL_OFFICER))  # type: ignore[union-attr]


class BindingForm(VerbForm):
    start = forms.DateField(label="Mulai", **DAY)
    until = forms.DateField(label="Sampai (tidak termasuk)", required=False, **DAY)

    class Meta:
        model = Binding
        fields = ["application", "regulation", "provision", "role", "quote"]

    def run(self, data: dict[str, Any]) -> Binding:
        return bind(actor=self.actor, **data)


class EndForm(forms.Form):
    on = forms.DateField(label="Berakhir pada (hari itu tidak termasuk)", **DAY)


@admin.register(Binding)
class BindingAdmin(VerbAdmin, LegalActs):
    form = BindingForm
    list_display = ["application", "role", "regulation", "provision", "valid", "checked_on"]
    list_select_related = ["application", "regulation__kind", "provision__regulation__kind"]
    list_filter = ["role"]
    autocomplete_fields = ["application", "regulation", "provision"]
    ordering = ["-id"]
    acts = (
        Act(
            "perbarui",
            "Periksa dan perbarui kutipan",
            "Perbarui kutipan hari ini",
            lambda actor, row, data: renew(actor=actor, binding=row),
            "Kutipan diperbarui mulai hari ini; ikatan lama tetap tersimpan sampai kemarin.",
            when=lambda row: timezone.localdate() in row.valid,
            help="Bandingkan kutipan dengan bunyi pasal yang berlaku hari ini.",
        ),
        Act(
            "akhiri",
            "Akhiri ikatan",
            "Akhiri",
            lambda actor, row, data: end(actor=actor, binding=row, on=data["on"]),
            "Ikatan diakhiri.",
            form=EndForm,
            when=lambda row: row.valid.upper is None or row.valid.upper > timezone.localdate(),
        ),
    )

    def facts(self, request: HttpRequest, obj: Binding) -> list[tuple[str, Any]]:
        return [
            ("Aplikasi", obj.application),
            ("Sebagai", obj.get_role_display()),
            ("Peraturan", obj.regulation),
            ("Pasal", obj.provision.label if obj.provision else "seluruhnya"),
            ("Mulai", obj.valid.lower),
            ("Sampai", obj.valid.upper or "tidak ditentukan"),
            ("Kutipan", obj.quote or "-"),
            ("SHA-256 kutipan", obj.quote_sha256 or "-"),
            ("Diperiksa", obj.checked_on),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.acts_view(request, object_id)


class StepInline(DeskInline):
    model = LifeStep
    fields = ["life", "on", "note"]
    readonly_fields = ["life", "on", "note"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LiveForm(forms.Form):
    on = forms.DateField(label="Sejak", initial=timezone.localdate, **DAY)


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
    on = forms.DateField(label="Sejak", initial=timezone.localdate, **DAY)
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


def _cited(binding: Binding) -> str:
    part = f", {binding.provision.label}" if binding.provision else ""
    return f"{binding.regulation}{part}"


@admin.register(Application)
class ApplicationAdmin(LegalActs):
    list_display = ["name", "code", "element", "owner", "first_year", "obliges", "acts_link"]
    list_select_related = ["owner"]
    list_filter = ["element", "obliges", "owner"]
    search_fields = ["name", "code"]
    ordering = ["name"]
    inlines = [StepInline]
    change_form_template = "admin/application_change.html"
    acts = (
        Act(
            "berjalan",
            "Nyatakan berjalan",
            "Nyatakan berjalan",
            lambda actor, row, data: go_live(actor=actor, application=row, on=data["on"]),
            "Aplikasi dinyatakan berjalan.",
            form=LiveForm,
            when=lambda row: _now(row) not in (LifecycleState.LIVE, LifecycleState.RETIRED),
            help="Untuk aplikasi baru. Perlu payung yang berlaku pada hari itu; "
            "yang mewajibkan warga juga perlu pasal Perda.",
        ),
        Act(
            "catat",
            "Catat yang sudah berjalan",
            "Catat sudah berjalan",
            lambda actor, row, data: record_running(actor=actor, application=row, **data),
            "Tercatat berjalan. Bila dasarnya belum lengkap, temuannya terbuka sejak hari ini.",
            form=RunningForm,
            when=lambda row: _now(row) is None,
        ),
        Act(
            "ubah",
            "Ubah keadaan",
            "Simpan keadaan",
            lambda actor, row, data: move(actor=actor, application=row, **data),
            "Keadaan dicatat.",
            form=MoveForm,
            when=lambda row: bool(NEXT[_now(row)]),
        ),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        # what it obliges may need another basis now
        recompute_soon()

    def facts(self, request: HttpRequest, obj: Application) -> list[tuple[str, Any]]:
        now = _now(obj)
        today = timezone.localdate()
        standing = obj.bindings.standing_on(today).select_related("regulation__kind", "provision")
        add = reverse("admin:regulations_binding_add")
        link = format_html('<a href="{}?application={}">Ikat pada peraturan</a>', add, obj.pk)
        return [
            ("Kode", obj.code),
            ("Pemilik", obj.owner),
            ("Keadaan", now.label if now else "belum tercatat"),
            ("Mewajibkan warga", "ya" if obj.obliges or obj.tax_or_levy else "tidak"),
            *((binding.get_role_display(), _cited(binding)) for binding in standing),
            *(("Yang kurang", gap.sentence) for gap in find_gaps(obj, today)),
            ("Ikatan baru", link),
        ]

    @admin.display(description="tindakan")
    def acts_link(self, row: Application) -> str:
        return format_html('<a href="{}">Tindakan</a>', self.acts_address(row))


class CloseForm(forms.Form):
    note = forms.CharField(
        label="Bagaimana diselesaikan?", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


@admin.register(Finding)
class FindingAdmin(LegalActs):
    list_display = ["application", "problem", "opened_on", "candidate", "closed_on"]
    list_select_related = ["application", "candidate__kind"]
    list_filter = ["problem", ("closed_on", admin.EmptyFieldListFilter)]
    ordering = ["closed_on", "-opened_on"]
    acts = (
        Act(
            "tutup",
            "Tutup temuan",
            "Tutup temuan",
            lambda actor, row, data: close_finding(actor=actor, finding=row, note=data["note"]),
            "Temuan ditutup.",
            form=CloseForm,
            when=lambda row: row.closed_on is None,
            help="Ikat dulu aplikasi pada dasar yang berlaku. "
            "Temuan tidak dapat ditutup selama sebabnya masih ada.",
        ),
    )

    def facts(self, request: HttpRequest, obj: Finding) -> list[tuple[str, Any]]:
        offered = "belum ada"
        if obj.candidate_id:
            offered = format_html(
                '{} <a href="{}?application={}&regulation={}">Ikat</a>',
                obj.candidate,
                reverse("admin:regulations_binding_add"),
                obj.application_id,
                obj.candidate_id,
            )
        return [
            ("Aplikasi", obj.application),
            ("Temuan", obj.get_problem_display()),
            ("Ditemukan", obj.opened_on),
            ("Ikatan", obj.binding or "-"),
            ("Calon pengganti", offered),
            ("Ditutup", f"{obj.closed_on}: {obj.closing_note}" if obj.closed_on else "belum"),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.acts_view(request, object_id)


@desk_panel(order=30, template="admin/panel_findings.html")
def open_findings_panel(request: HttpRequest) -> dict[str, Any] | None:
    """Open findings: all for the legal officer, one's own agency's for a verifier."""
    user: Any = request.user
    rows = (
        Finding.objects.filter(closed_on=None)
        .select_related("application", "candidate__kind")
        .order_by("opened_on", "id")
    )
    if not user.holds(Office.LEGAL_OFFICER):
        own = [a.agency_id for a in user.appointments_now if a.role == Office.VERIFIER]
        if not own:
            return None
        rows = rows.filter(application__owner__in=own)
    found = list(rows[:31])
    if not found:
        return None
    return {"findings": found[:30], "more": len(found) > 30, "today": timezone.localdate()}


@desk_panel(order=31, template="admin/panel_texts.html")
def texts_panel(request: HttpRequest) -> dict[str, Any] | None:
    """What waits for the legal officer's eye.

    Texts to hold against their PDF, clauses to confirm, debts that fall due.
    """
    user: Any = request.user
    if not user.holds(Office.LEGAL_OFFICER):
        return None
    texts = list(
        RegulationFile.objects.filter(confirmed_at=None)
        .defer("text")
        .select_related("regulation__kind")
        .order_by("-read_at")[:11]
    )
    clauses = Clause.objects.filter(
        confirmed_at=None, provision__regulation__document__confirmed_at__isnull=False
    )
    debts = (
        Clause.objects.debts()
        .filter(due_on__isnull=False)
        .select_related("provision__regulation__kind")
        .order_by("due_on")[:5]
    )
    today = timezone.localdate()
    context = {
        "texts": texts[:10],
        "more": len(texts) > 10,
        "clauses": clauses.exists(),
        "debts": [(d, d.days_left(today)) for d in debts],
    }
    return context if texts or context["clauses"] or context["debts"] else None
