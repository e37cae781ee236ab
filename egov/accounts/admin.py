"""The admin of people, areas, agencies and imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import validate_password
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from egov.accounts.appointing import appoint, end_appointment
from egov.accounts.contacts import canonical, initials, masked
from egov.accounts.desk import DeskAdmin, DeskForm, DeskInline, VerbAdmin, VerbForm, desk_panel
from egov.accounts.models import Appointment, Residence, User
from egov.accounts.residents import decide_residence, may_confirm, print_contact_code
from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from egov.acts.refusal import Refusal
from egov.agencies.models import Agency
from egov.areas.models import Area, AreaAlias
from egov.imports.models import ImportRun

KNOW_RESIDENTS = frozenset({Role.KETUA_RW, Role.LURAH, Role.OPERATOR_KELURAHAN})


def _person(viewer: Any, residence: Residence) -> str:
    """A citizen's name for the offices that know them, within those offices' own scope; initials for everybody else."""
    scope = Scope.of(viewer, roles=KNOW_RESIDENTS)
    known = scope.reaches(rw=residence.rw_id, kelurahan=residence.rw.parent_id)
    return residence.user.name if known else initials(residence.user.name)


class StaffForm(DeskForm):
    contact = forms.CharField(label="E-mail atau nomor HP", max_length=254, required=False)
    password1 = forms.CharField(label="Kata sandi pertama", required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    class Meta:
        model = User
        fields = ["name", "is_active"]

    def clean_contact(self) -> str:
        text: str = self.cleaned_data["contact"]
        if not text:
            if self.instance.pk is None:
                raise forms.ValidationError("Isi e-mail atau nomor HP untuk masuk.")
            return ""
        try:
            return canonical(text)[1]
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        contact = data.get("contact")
        if contact and User.objects.filter(username=contact).exclude(pk=self.instance.pk).exists():
            self.add_error("contact", "Sudah ada akun dengan kontak ini. Cari akunnya, lalu tunjuk jabatannya.")
        if self.instance.pk is None:
            try:
                validate_password(data.get("password1") or "", self.instance)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data


@admin.register(User)
class UserAdmin(DeskAdmin):
    form = StaffForm
    list_display = ["id", "short", "contact_masked", "is_active", "date_joined"]
    list_filter = ["is_active"]
    search_fields = ["username__iexact"]
    search_help_text = "E-mail atau nomor HP yang lengkap"
    ordering = ["-id"]

    @admin.display(description="nama")
    def short(self, obj: User) -> str:
        return initials(obj.name)

    @admin.display(description="kontak")
    def contact_masked(self, obj: User) -> str:
        return masked(obj.username)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:  # type: ignore[override]
        if not self.has_change_permission(request, obj):
            return ["short", "contact_masked", "is_active", "date_joined"]
        return ["name", "is_active"] if obj else ["name", "contact", "password1"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:  # type: ignore[override]
        return [] if self.has_change_permission(request, obj) else ["short", "contact_masked", "is_active", "date_joined"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        try:
            search_term = canonical(search_term)[1] if search_term else ""
        except Refusal:
            search_term = search_term.lower()
        return super().get_search_results(request, queryset, search_term)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            channel, value = canonical(form.cleaned_data["contact"])
            obj.username = value
            setattr(obj, channel, value)
            obj.set_password(form.cleaned_data["password1"])
        super().save_model(request, obj, form, change)


class AppointmentForm(VerbForm):
    start = forms.DateField(label="Mulai", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"])
    until = forms.DateField(
        label="Sampai (tidak termasuk)", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d"]
    )

    class Meta:
        model = Appointment
        fields = ["user", "role", "area", "agency", "basis"]

    def run(self, data: dict[str, Any]) -> Appointment:
        return appoint(actor=self.actor, **data)


@admin.register(Appointment)
class AppointmentAdmin(VerbAdmin):
    form = AppointmentForm
    list_display = ["office", "holder", "since", "until", "appointed_at"]
    list_filter = ["role"]
    list_select_related = ["user", "area__parent", "agency"]
    autocomplete_fields = ["user", "area", "agency"]
    search_fields = ["area__name_key", "area__code", "agency__short_name"]
    actions = ["end_now"]

    @admin.display(description="jabatan")
    def office(self, obj: Appointment) -> str:
        return obj.title

    @admin.display(description="sejak", ordering="period")
    def since(self, obj: Appointment) -> Any:
        return obj.period.lower

    @admin.display(description="berakhir", empty_value="terbuka")
    def until(self, obj: Appointment) -> str | None:
        return obj.end_told or None

    @admin.display(description="pemegang")
    def holder(self, obj: Appointment) -> str:
        return obj.user.name

    @admin.action(description="Akhiri sekarang, atau batalkan yang belum mulai", permissions=["add"])
    def end_now(self, request: HttpRequest, queryset: Any) -> None:
        for appointment in queryset.select_related("user"):
            try:
                ended = end_appointment(actor=request.user, appointment=appointment)  # type: ignore[arg-type]
            except Refusal as refusal:
                self.message_user(request, f"{appointment}: {refusal.sentence}", messages.ERROR)
            else:
                told = "dibatalkan, tidak pernah mulai" if ended.cancelled else "berakhir sekarang"
                self.message_user(request, f"{appointment}: {told}.")


class StateFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("menunggu", "Menunggu"), ("dipastikan", "Dipastikan"), ("ditolak", "Ditolak")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "menunggu":
                return queryset.open()
            case "dipastikan":
                return queryset.confirmed()
            case "ditolak":
                return queryset.filter(ended_at=None, declined_at__isnull=False)
        return queryset


@admin.register(Residence)
class ResidenceAdmin(DeskAdmin):
    list_filter = [StateFilter]
    list_select_related = ["user", "rw__parent"]
    ordering = ["id"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:  # type: ignore[override]
        viewer = request.user

        @admin.display(description="warga")
        def person(obj: Residence) -> str:
            return _person(viewer, obj)

        @admin.display(description="RW")
        def place(obj: Residence) -> str:
            return obj.rw.place

        @admin.display(description="keadaan")
        def state(obj: Residence) -> str:
            return obj.state

        return [person, place, state, "declared_at", "decided_office"]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Confirm or decline with one click and, for a no, a reason; print a contact code."""
        if not (object_id.isascii() and object_id.isdecimal()):
            raise Http404
        residence = get_object_or_404(Residence.objects.administered_by(request.user).select_related("user", "rw__parent"), pk=object_id)
        if not self.has_view_permission(request, residence):
            return HttpResponse(status=403)
        error, code, reason = "", "", request.POST.get("reason", "")
        if request.method == "POST":
            try:
                if "print" in request.POST:
                    code = print_contact_code(actor=request.user, user=residence.user)  # type: ignore[arg-type]
                else:
                    decide_residence(actor=request.user, residence=residence, confirm="confirm" in request.POST, reason=reason)  # type: ignore[arg-type]
                    messages.success(request, "Keputusan tersimpan dan warga diberi tahu.")
                    return redirect("admin:index")
            except Refusal as refusal:
                error = refusal.sentence
        context = {
            **self.admin_site.each_context(request),
            "title": f"Domisili di {residence.rw.place}",
            "opts": self.opts,
            "residence": residence,
            "person": _person(request.user, residence),
            "may_confirm": residence.state == "menunggu" and may_confirm(request.user, residence) is not None,
            "may_print": not residence.user.contact_confirmed_at and request.user.holds(Role.OPERATOR_KELURAHAN, Role.LURAH),  # type: ignore[union-attr]
            "error": error,
            "code": f"{code[:4]} {code[4:]}" if code else "",
            "reason": reason,
        }
        return render(request, "admin/residence.html", context)


@desk_panel(order=20, template="admin/panel_residences.html")
def residences_waiting(request: HttpRequest) -> dict[str, Any] | None:
    """Residents whom this office may confirm: the RW's own, or those of RW without an account."""
    user: Any = request.user
    if not user.holds(Role.KETUA_RW, Role.LURAH, Role.OPERATOR_KELURAHAN):
        return None
    rows = Residence.objects.open().administered_by(user).select_related("user", "rw__parent").order_by("declared_at")
    headed = Appointment.objects.current().filter(role=Role.KETUA_RW, area=OuterRef("rw"), user__is_active=True).exclude(user=OuterRef("user"))
    own = [a.area_id for a in user.appointments_now if a.role == Role.KETUA_RW]
    rows = rows.filter(Q(rw_id__in=own) | ~Exists(headed))
    waiting = list(rows.exclude(user=user)[:21])
    return {"residences": waiting[:20], "more": len(waiting) > 20}


class AliasInline(DeskInline):
    model = AreaAlias
    fields = ["name"]


@admin.register(Area)
class AreaAdmin(DeskAdmin):
    list_display = ["code", "label", "level", "parent", "valid", "placeholder"]
    list_filter = ["level", "placeholder"]
    list_select_related = ["parent"]
    search_fields = ["code", "name", "name_key", "aliases__name_key", "parent__name", "parent__name_key"]
    ordering = ["code"]
    fields = ["code", "level", "kind", "name", "parent", "valid", "placeholder"]
    autocomplete_fields = ["parent"]
    inlines = [AliasInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("parent")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:  # type: ignore[override]
        # a code and a place in the tree do not change: an area ends and another begins
        return ["code", "level", "parent", "valid"] if obj else []


@admin.register(Agency)
class AgencyAdmin(DeskAdmin):
    list_display = ["short_name", "name", "basis", "valid"]
    search_fields = ["short_name", "name", "code"]
    ordering = ["short_name"]
    filter_horizontal = ["successors"]


@admin.register(ImportRun)
class ImportRunAdmin(DeskAdmin):
    list_display = ["id", "kind", "source", "started_at", "created", "updated", "unchanged", "bad", "applied", "dry_run"]
    list_filter = ["kind", "applied"]
    ordering = ["-id"]
