"""Those who ask for an account and wait for a printed code."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from egov.accounts.admin.codes import spaced
from egov.accounts.codes import channel_of
from egov.accounts.models import Contact, ContactKind, ProvedHow, Registration, User
from egov.accounts.registering import print_registration_code
from egov.accounts.residents import CLERKS
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction, Shown
from egov.web.requests import actor_of


class PrintRegistrationCode(DeskAction):
    slug = "cetak"
    title = "Buat kode untuk dicetak"
    button = "Buat kode"
    help = (
        "Periksa dulu bahwa yang hadir memang orang ini. Akunnya dibuat ketika kodenya dimasukkan."
    )
    permission = "accounts.print_registration_code"

    def available(self, obj: Registration) -> bool:
        return obj.owner is None and channel_of(obj.kind) == ProvedHow.PRINT

    def perform(self, actor: User, obj: Registration, data: dict[str, Any]) -> Shown:
        code = print_registration_code(actor=actor, registration=obj)
        text = (
            "Cetak atau tuliskan kode ini untuk warga yang hadir. "
            "Ia memasukkannya di halaman Masuk. Berlaku 14 hari."
        )
        return Shown(f"Kode untuk {obj.name}", spaced(code), text)


@admin.register(Registration)
class RegistrationAdmin(ActionsAdmin):
    """Who waits for a printed code: newcomers by phone, where no SMS gateway is set."""

    list_display = ["name", "rw", "made_at", "expires_at"]
    list_select_related = ["rw__parent"]
    search_fields = ["name"]
    ordering = ["-made_at"]
    desk_actions = (PrintRegistrationCode(),)
    page_is_actions = True

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.waiting()

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


def registrations_waiting(request: HttpRequest, about: None) -> dict[str, Any] | None:
    """Newcomers whose code this kelurahan prints; one who has an account already is told apart."""
    user = actor_of(request)
    if not user.holds(*CLERKS) or channel_of(ContactKind.PHONE) != ProvedHow.PRINT:
        return None
    rows = Registration.objects.waiting().administered_by(user).filter(kind=ContactKind.PHONE)
    waiting = list(rows.select_related("rw__parent").order_by("made_at")[:21])
    proved = Contact.objects.proved().filter(value__in=[row.value for row in waiting])
    known = set(proved.values_list("value", flat=True))
    listed = [(row, row.value in known) for row in waiting[:20]]
    return {"registrations": listed, "more": len(waiting) > 20} if waiting else None
