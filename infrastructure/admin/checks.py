"""What is watched and how, as the desk keeps it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction, Shown
from egov.desk.verb_forms import VerbAdmin, VerbForm
from infrastructure.models import Asset, Check
from infrastructure.monitoring.targets import (
    Way,
    add_check,
    change_check,
    end_check,
    pause_check,
    resume_check,
)
from infrastructure.vocabulary_monitoring import CheckKind, Outcome, Runner, Severity
from regulations.models import Application

# why something did not answer, in words; what is no code here is shown as it is
CODES = {
    "timeout": "tidak menjawab dalam batas waktu",
    "refused": "menolak sambungan",
    "unreachable": "tidak terjangkau",
    "unknown_name": "nama host tidak dikenal",
    "expired": "sertifikat sudah lewat",
    "expires_soon": "sertifikat segera lewat",
    "wrong_name": "sertifikat untuk nama lain",
    "untrusted": "sertifikat tidak dipercaya",
    "icmp_not_permitted": "sistem tidak mengizinkan ping",
    "forbidden_address": "alamat ini tidak boleh diperiksa",
    "no_address": "alamatnya belum ada",
    "silent": "tidak memberi kabar",
    "told_failure": "memberi kabar gagal",
    "text_missing": "tulisan yang dicari tidak ada",
}


class WayForm(forms.Form):
    """How a target is asked."""

    kind = forms.ChoiceField(label="Cara", choices=CheckKind.choices)
    address = forms.CharField(
        label="Alamat",
        max_length=255,
        required=False,
        help_text="Host atau IP; halaman web diawali https://. Kosong: alamat pengelolaannya.",
    )
    params = forms.CharField(
        label="Isian",
        required=False,
        max_length=500,
        help_text='Satu sebaris, misalnya "port: 443". Yang dikenal berbeda tiap cara.',
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    runner = forms.ChoiceField(label="Diperiksa oleh", choices=Runner.choices)
    interval_s = forms.IntegerField(label="Tiap (detik)", initial=60)
    timeout_s = forms.IntegerField(label="Batas tunggu (detik)", initial=3)
    failures_to_down = forms.IntegerField(
        label="Gagal berturut-turut sampai dinyatakan mati", initial=2
    )
    severity = forms.TypedChoiceField(
        label="Kepentingan", choices=Severity.choices, coerce=int, initial=Severity.WARNING
    )
    application = forms.ModelChoiceField(
        Application.objects.order_by("name"),
        label="Untuk aplikasi",
        to_field_name="code",
        required=False,
    )

    def clean_params(self) -> dict[str, str]:
        params = {}
        for line in self.cleaned_data["params"].splitlines():
            name, colon, value = line.partition(":")
            if line.strip() and not colon:
                raise forms.ValidationError("Tulis tiap isian sebagai nama: nilai.", code="lines")
            if line.strip():
                params[name.strip()] = value.strip()
        return params


def way_of(data: dict[str, Any]) -> Way:
    values = {name: data[name] for name in WayForm.base_fields}
    kind, runner = CheckKind(values.pop("kind")), Runner(values.pop("runner"))
    severity = Severity(values.pop("severity"))
    return Way(kind=kind, runner=runner, severity=severity, **values)


class CheckForm(WayForm, VerbForm):
    code = forms.CharField(label="Kode aset", max_length=40)
    field_order = ["code"]

    class Meta:
        model = Check
        fields: tuple[str, ...] = ()

    def clean_code(self) -> Asset:
        code = self.cleaned_data["code"].strip()
        found = Asset.objects.administered_by(self.actor).at(code).first()
        if found is None:
            raise forms.ValidationError(f"Aset {code} tidak ada. Periksa kodenya.", code="unknown")
        return found

    def run(self, data: dict[str, Any]) -> Check:
        target = data["code"]
        return add_check(actor=self.actor, target=target, way=way_of(data), now=timezone.now())


class ChangeForm(WayForm):
    def about(self, check: Check) -> None:
        fields = ("kind", "address", "runner", "interval_s", "timeout_s", "failures_to_down")
        self.initial.update({name: getattr(check, name) for name in (*fields, "severity")})
        self.initial["params"] = "\n".join(f"{k}: {v}" for k, v in check.params.items())
        self.initial["application"] = check.application.code if check.application else None


class OnCheck(DeskAction):
    permission = "infrastructure.keep_check"

    def available(self, obj: Check) -> bool:
        return obj.ended_at is None


class Change(OnCheck):
    slug = "ubah"
    title = "Ubah caranya"
    button = "Simpan"
    form = ChangeForm

    def perform(self, actor: User, obj: Check, data: dict[str, Any]) -> str:
        change_check(actor=actor, check=obj, way=way_of(data), now=timezone.now())
        return "Cara memeriksa diubah."


class Pause(OnCheck):
    slug = "jeda"
    title = "Jeda"
    button = "Jeda"
    bulk = True
    undo = "lanjut"

    def available(self, obj: Check) -> bool:
        return obj.ended_at is None and obj.paused_at is None

    def perform(self, actor: User, obj: Check, data: dict[str, Any]) -> str:
        pause_check(actor=actor, check=obj, now=timezone.now())
        return f"{obj} dijeda."


class Resume(OnCheck):
    slug = "lanjut"
    title = "Lanjutkan"
    button = "Lanjutkan"
    bulk = True
    undo = "jeda"

    def available(self, obj: Check) -> bool:
        return obj.ended_at is None and obj.paused_at is not None

    def perform(self, actor: User, obj: Check, data: dict[str, Any]) -> str:
        resume_check(actor=actor, check=obj, now=timezone.now())
        return f"{obj} diperiksa lagi."


class ShowAddress(OnCheck):
    slug = "alamat-kabar"
    title = "Alamat kabar"
    button = "Tampilkan"
    help = "Dipanggil program setiap selesai berjalan. Siapa pun yang tahu dapat memberi kabar."
    quiet = True

    def available(self, obj: Check) -> bool:
        return obj.kind == CheckKind.PUSH and obj.ended_at is None

    def perform(self, actor: User, obj: Check, data: dict[str, Any]) -> Shown:
        address = settings.SITE_URL + reverse("infrastructure:ping", args=[obj.push_uuid])
        return Shown("Alamat kabar", address, "Tambahkan /start, /fail, atau kode keluar di akhir.")


class End(OnCheck):
    slug = "akhiri"
    title = "Akhiri"
    button = "Tidak diperiksa lagi"
    help = "Riwayatnya tetap ada."
    quiet = True

    def perform(self, actor: User, obj: Check, data: dict[str, Any]) -> str:
        end_check(actor=actor, check=obj, now=timezone.now())
        return "Pemeriksaan diakhiri."


class StandingFilter(admin.SimpleListFilter):
    title = "berlaku"
    parameter_name = "berlaku"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("tidak", "yang diakhiri")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(ended_at__isnull=self.value() != "tidak")


@admin.register(Check)
class CheckAdmin(VerbAdmin, ActionsAdmin):
    form = CheckForm
    fields = ("code", *WayForm.base_fields)
    list_display = ["target", "kind", "runner", "state", "since", "why", "actions_link"]
    list_filter = ["now__state", "kind", "runner", StandingFilter]
    list_select_related = ["target", "now"]
    search_fields = ["target__code", "target__name"]
    ordering = ["target__code", "id"]
    desk_actions = (Change(), Pause(), Resume(), ShowAddress(), End())
    page_is_actions = True
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("target", "now", "application")

    @admin.display(description="keadaan", ordering="now__state")
    def state(self, row: Check) -> str:
        if row.now.last_outcome == Outcome.NOT_RUN:
            return "Tidak dapat dijalankan"
        return row.now.get_state_display()

    @admin.display(description="sejak", ordering="now__changed_at")
    def since(self, row: Check) -> Any:
        return row.now.changed_at

    @admin.display(description="sebab")
    def why(self, row: Check) -> str:
        return CODES.get(row.now.last_code, row.now.last_code) or "-"

    def facts(self, request: HttpRequest, obj: Check) -> list[tuple[str, Any]]:
        page = reverse("admin:infrastructure_asset_actions", args=[obj.target_id])
        return [
            ("Aset", format_html('<a href="{}">{}</a>', page, obj.target)),
            ("Cara", obj.get_kind_display()),
            ("Alamat", obj.address or "milik asetnya"),
            ("Isian", json.dumps(obj.params) if obj.params else "-"),
            ("Keadaan", self.state(obj)),
            ("Sejak", obj.now.changed_at),
            ("Terakhir diperiksa", obj.now.last_at or "belum"),
            ("Sebab", self.why(obj)),
            ("Lama jawab", f"{obj.now.latency_ms:.0f} ms" if obj.now.latency_ms else "-"),
        ]
