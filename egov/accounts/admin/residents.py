"""Those who live in an RW, and those who ask for an account.

As the offices that know them see them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from egov.accounts.codes import channel_of
from egov.accounts.contacts import initials
from egov.accounts.histories import of_residences
from egov.accounts.models import (
    Appointment,
    Contact,
    ContactKind,
    ProvedHow,
    Registration,
    Residence,
)
from egov.accounts.registering import (
    CLERKS,
    may_print_password_code,
    print_password_code,
    print_registration_code,
)
from egov.accounts.residents import (
    decide_residence,
    may_confirm,
    print_contact_code,
    unproved_phone,
)
from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from egov.desk.acts import Act, ActsAdmin, Shown
from egov.desk.frame import DeskAdmin
from egov.desk.history import Happening, Said
from egov.verbs.refusal import Refusal

KNOW_RESIDENTS = frozenset({Role.KETUA_RW, Role.LURAH, Role.OPERATOR_KELURAHAN})


def _person(viewer: Any, residence: Residence) -> str:
    """A citizen's name for the offices that know them, within those offices' own scope.

    Initials for everybody else.
    """
    scope = Scope.of(viewer, roles=KNOW_RESIDENTS)
    known = scope.reaches(rw=residence.rw_id, kelurahan=residence.rw.parent_id)
    return residence.user.name if known else initials(residence.user.name)


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

    def history_says(self, happenings: Sequence[Happening]) -> list[Said | None]:
        return of_residences(happenings)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Confirm or decline with one click and, for a no, a reason; print a contact code."""
        if not (object_id.isascii() and object_id.isdecimal()):
            raise Http404
        viewer: Any = request.user
        rows = Residence.objects.administered_by(viewer).select_related("user", "rw__parent")
        residence = get_object_or_404(rows, pk=object_id)
        if not self.has_view_permission(request, residence):
            return HttpResponse(status=403)
        error, code = "", ""
        if request.method == "POST":
            try:
                code = _press(request, residence)
            except Refusal as refusal:
                error = refusal.sentence
            else:
                if not code:
                    messages.success(request, "Keputusan tersimpan dan warga diberi tahu.")
                    return redirect("admin:index")
        waits = residence.state == "menunggu"
        context = {
            **self.admin_site.each_context(request),
            "title": f"Domisili di {residence.rw.place}",
            "opts": self.opts,
            "residence": residence,
            "person": _person(viewer, residence),
            "may_confirm": waits and may_confirm(viewer, residence) is not None,
            "may_print": viewer.holds(*CLERKS) and unproved_phone(residence.user) is not None,
            "may_print_password": bool(may_print_password_code(viewer, residence.user)),
            "for_password": "password" in request.POST,
            "error": error,
            "code": spaced(code),
            "reason": request.POST.get("reason", ""),
        }
        return render(request, "admin/residence.html", context)


def _press(request: HttpRequest, residence: Residence) -> str:
    """Calls the verb of the pressed button. Returns the code to hand over, "" after a decision."""
    actor: Any = request.user
    if "print" in request.POST:
        return print_contact_code(actor=actor, user=residence.user)
    if "password" in request.POST:
        return print_password_code(actor=actor, user=residence.user)
    decide_residence(
        actor=actor,
        residence=residence,
        confirm="confirm" in request.POST,
        reason=request.POST.get("reason", ""),
    )
    return ""


def residences_waiting(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """Residents whom this office may confirm: the RW's own, or those of RW without an account."""
    user: Any = request.user
    if not user.holds(Role.KETUA_RW, Role.LURAH, Role.OPERATOR_KELURAHAN):
        return None
    rows = Residence.objects.open().administered_by(user).select_related("user", "rw__parent")
    headed = (
        Appointment.objects.current()
        .filter(role=Role.KETUA_RW, area=OuterRef("rw"), user__is_active=True)
        .exclude(user=OuterRef("user"))
    )
    own = [a.area_id for a in user.appointments_now if a.role == Role.KETUA_RW]
    rows = rows.filter(Q(rw_id__in=own) | ~Exists(headed))
    waiting = list(rows.exclude(user=user).order_by("declared_at")[:21])
    return {"residences": waiting[:20], "more": len(waiting) > 20}


def spaced(code: str) -> str:
    """A printed code in two groups of four."""
    return f"{code[:4]} {code[4:]}" if code else ""


def _print(actor: Any, row: Registration, data: dict[str, Any]) -> Shown:
    code = print_registration_code(actor=actor, registration=row)
    text = (
        "Cetak atau tuliskan kode ini untuk warga yang hadir. "
        "Ia memasukkannya di halaman Masuk. Berlaku 14 hari."
    )
    return Shown(f"Kode untuk {row.name}", spaced(code), text)


@admin.register(Registration)
class RegistrationAdmin(ActsAdmin):
    """Who waits for a printed code: newcomers by phone, where no SMS gateway is set."""

    list_display = ["name", "rw", "made_at", "expires_at"]
    list_select_related = ["rw__parent"]
    search_fields = ["name"]
    ordering = ["-made_at"]
    acts = (
        Act(
            "cetak",
            "Buat kode untuk dicetak",
            "Buat kode",
            _print,
            "",
            help=(
                "Periksa dulu bahwa yang hadir memang orang ini. "
                "Akunnya dibuat ketika kodenya dimasukkan."
            ),
            when=lambda row: row.owner is None and channel_of(row.kind) == ProvedHow.PRINT,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.waiting()

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        return bool(request.user.holds(*CLERKS))  # type: ignore[union-attr]

    def facts(self, request: HttpRequest, obj: Registration) -> list[tuple[str, Any]]:
        owner = "sudah: cetak kode kata sandi dari halaman domisilinya" if obj.owner else "belum"
        printed = channel_of(obj.kind) == ProvedHow.PRINT
        sent = "dicetak di sini" if printed else "sudah dikirim ke kontaknya"
        return [
            ("Nama", obj.name),
            ("RW", obj.rw.place),
            ("Didaftarkan", obj.made_at),
            ("Kode", sent),
            ("Sudah punya akun", owner),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.acts_view(request, object_id)


def registrations_waiting(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """Newcomers whose code this kelurahan prints; one who has an account already is told apart."""
    user: Any = request.user
    if not user.holds(*CLERKS) or channel_of(ContactKind.PHONE) != ProvedHow.PRINT:
        return None
    rows = Registration.objects.waiting().administered_by(user).filter(kind=ContactKind.PHONE)
    waiting = list(rows.select_related("rw__parent").order_by("made_at")[:21])
    proved = Contact.objects.proved().filter(value__in=[row.value for row in waiting])
    known = set(proved.values_list("value", flat=True))
    listed = [(row, row.value in known) for row in waiting[:20]]
    return {"registrations": listed, "more": len(waiting) > 20} if waiting else None
