"""A person's page for the administrator: what is known, and what may be done."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime

from egov.accounts.admin.residents import spaced
from egov.accounts.appointing import end_appointment
from egov.accounts.contacts import canonical, initials
from egov.accounts.histories import of_person
from egov.accounts.models import Appointment, Contact, Residence, SecondFactorReset, User
from egov.accounts.own_account import rename
from egov.accounts.persons import (
    add_person,
    ask_factor_reset,
    confirm_factor_reset,
    correct_contact,
    drop_contact,
    end_sessions,
    has_second_factor,
    invite,
    set_active,
)
from egov.accounts.registering import print_password_code
from egov.accounts.roles import office_choices
from egov.areas.models import Area
from egov.desk.acts import Act, ActsAdmin, Shown
from egov.desk.frame import may
from egov.desk.history import Source
from egov.desk.verb_forms import AddsByVerb, VerbForm
from egov.search.names import name_key
from egov.verbs.refusal import Refusal

HAND_OVER = (
    "Serahkan kode ini kepada orangnya sendiri. Ia memasukkannya di halaman Masuk. Berlaku 14 hari."
)


class PersonForm(VerbForm):
    contact = forms.CharField(label="E-mail atau nomor HP", max_length=254)

    class Meta:
        model = User
        fields = ["name"]

    def run(self, data: dict[str, Any]) -> User:
        return add_person(actor=self.actor, name=data["name"], contact=data["contact"])


class ContactValueForm(forms.Form):
    contact = forms.CharField(label="E-mail atau nomor HP", max_length=254)


class NameForm(forms.Form):
    name = forms.CharField(label="Nama", max_length=150)


class ChooseContact(forms.Form):
    contact = forms.ModelChoiceField(
        label="Kontak", queryset=Contact.objects.none(), empty_label="Pilih kontak"
    )

    def about(self, user: User) -> None:
        field: Any = self.fields["contact"]
        field.queryset = user.contacts.all()


class ChooseOffice(forms.Form):
    appointment = forms.ModelChoiceField(
        label="Jabatan", queryset=Appointment.objects.none(), empty_label="Pilih jabatan"
    )

    def about(self, user: User) -> None:
        field: Any = self.fields["appointment"]
        open_ones = user.appointments.filter(ended_at=None)
        field.queryset = open_ones.select_related("area__parent", "agency")


def _shown(code: str, user: User) -> Shown | None:
    return Shown(f"Kode untuk {user.name}", spaced(code), HAND_OVER) if code else None


def _asked(user: User) -> bool:
    return SecondFactorReset.objects.filter(user=user, confirmed_at=None).exists()


@admin.register(User)
class UserAdmin(AddsByVerb, ActsAdmin):
    form = PersonForm
    list_display = ["id", "offices", "is_active", "date_joined"]
    list_filter = ["is_active"]
    search_fields = ["name"]
    search_help_text = (
        "Nama, e-mail atau nomor HP yang lengkap, tempat, atau jabatan (“lurah kebraon”)"
    )
    ordering = ["-id"]
    acts = (
        Act(
            "undang",
            "Undang, atau kirim tautan kata sandi",
            "Kirim",
            lambda actor, row, data: _shown(invite(actor=actor, user=row), row),
            "Tautan sekali pakai dikirim ke kontaknya.",
            help=(
                "Orangnya membuat kata sandi sendiri. "
                "Tanpa e-mail dan SMS, kodenya tampil di sini untuk diserahkan."
            ),
            when=lambda row: row.is_active,
        ),
        Act(
            "cetak",
            "Buat kode kata sandi untuk diserahkan",
            "Buat kode",
            lambda actor, row, data: _shown(print_password_code(actor=actor, user=row), row),
            "",
            help=(
                "Untuk orang yang hadir. "
                "Verifikasi dua langkahnya tetap; semua kontaknya diberi tahu."
            ),
            when=lambda row: row.is_active,
        ),
        Act(
            "kontak",
            "Beri kontak yang benar",
            "Simpan dan kirim",
            lambda actor, row, data: _shown(
                correct_contact(actor=actor, user=row, contact=data["contact"]), row
            ),
            "Kontak ditambahkan; berlaku sesudah orangnya memastikannya.",
            form=ContactValueForm,
            when=lambda row: row.is_active,
        ),
        Act(
            "hapus-kontak",
            "Hapus kontak",
            "Hapus kontak",
            lambda actor, row, data: drop_contact(actor=actor, contact=data["contact"]),
            "Kontak dihapus.",
            form=ChooseContact,
            when=lambda row: row.contacts.count() > 1,
        ),
        Act(
            "nama",
            "Betulkan nama",
            "Simpan nama",
            lambda actor, row, data: rename(user=row, name=data["name"], actor=actor),
            "Nama dibetulkan.",
            form=NameForm,
        ),
        Act(
            "jabatan",
            "Akhiri jabatan sekarang",
            "Akhiri jabatan",
            lambda actor, row, data: end_appointment(actor=actor, appointment=data["appointment"]),
            "Jabatan berakhir sekarang; yang belum mulai dibatalkan.",
            form=ChooseOffice,
            when=lambda row: (
                bool(row.appointments_now) or row.appointments.filter(ended_at=None).exists()
            ),
        ),
        Act(
            "minta-hapus-2fa",
            "Minta penghapusan verifikasi dua langkah",
            "Minta",
            lambda actor, row, data: ask_factor_reset(actor=actor, user=row),
            "Diminta. Administrator lain tinggal memastikan, di halaman ini.",
            help=(
                "Bila orangnya kehilangan HP dan kode cadangannya. "
                "Administrator lain harus memastikan."
            ),
            when=lambda row: has_second_factor(row) and not _asked(row),
        ),
        Act(
            "pastikan-hapus-2fa",
            "Pastikan penghapusan verifikasi dua langkah",
            "Hapus verifikasi dua langkah",
            lambda actor, row, data: confirm_factor_reset(actor=actor, user=row),
            "Verifikasi dua langkah dihapus; orangnya diberi tahu.",
            help=(
                "Diminta administrator lain. "
                "Pastikan sendiri bahwa permintaan ini benar dari orangnya."
            ),
            when=_asked,
        ),
        Act(
            "keluarkan",
            "Keluarkan dari semua perangkat",
            "Keluarkan",
            lambda actor, row, data: end_sessions(actor=actor, user=row),
            "Orang ini dikeluarkan dari semua perangkat.",
        ),
        Act(
            "nonaktifkan",
            "Nonaktifkan akun",
            "Nonaktifkan",
            lambda actor, row, data: set_active(actor=actor, user=row, active=False),
            "Akun dinonaktifkan; dapat diaktifkan lagi.",
            when=lambda row: row.is_active,
        ),
        Act(
            "aktifkan",
            "Aktifkan akun",
            "Aktifkan",
            lambda actor, row, data: set_active(actor=actor, user=row, active=True),
            "Akun aktif lagi.",
            when=lambda row: not row.is_active,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.prefetch_related("appointments__area__parent", "appointments__agency")

    def get_list_display(self, request: HttpRequest) -> list[Any]:  # type: ignore[override]
        knows = may(request.user, "change", self.opts)

        @admin.display(description="nama")
        def short(obj: User) -> str:
            return obj.name if knows else initials(obj.name)

        return ["id", short, "offices", "is_active", "date_joined"]

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return ["id"]

    @admin.display(description="jabatan")
    def offices(self, obj: User) -> str:
        held = [a.title for a in obj.appointments.all() if a.ended_at is None and a.runs_on()]
        return ", ".join(held) or "warga"

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """By name, by a whole contact, by place or by office: "lurah kebraon"."""
        term = search_term.strip()
        return (queryset.filter(people_matching(term)) if term else queryset), False

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        return may(request.user, "change", self.opts)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.acts_view(request, object_id)

    def history_sources(self, request: HttpRequest, obj: User) -> list[Source]:
        return of_person(obj)

    def facts(self, request: HttpRequest, obj: User) -> list[tuple[str, Any]]:
        knows = may(request.user, "change", self.opts)
        lines = [("Nama", obj.name if knows else initials(obj.name))]
        for contact in obj.contacts.order_by("id"):
            value = contact.value if knows else contact.masked
            proved = contact.get_proved_how_display() if contact.proved_at else "belum dipastikan"
            lines.append((contact.get_kind_display(), f"{value} ({proved})"))
        offices = obj.appointments.filter(ended_at=None).select_related("area__parent", "agency")
        for office in offices.order_by("period"):
            since = date_format(office.period.lower, "j F Y")
            lines.append(("Jabatan", f"{office.title}, sejak {since}"))
        seen = "belum pernah"
        if obj.last_login:
            seen = date_format(localtime(obj.last_login), "j F Y H.i")
        return [
            *lines,
            ("Terakhir masuk", seen),
            ("Verifikasi dua langkah", "dipakai" if has_second_factor(obj) else "belum dipakai"),
            ("Perangkat", f"{UserSession.objects.filter(user=obj).count()} sedang masuk"),
            ("Akun", "aktif" if obj.is_active else "nonaktif"),
            ("Riwayat", _history(obj)),
        ]


def _history(user: User) -> Any:
    """The newest few; the page's own link leads to all of them."""
    rows = [
        (event.sentence, date_format(localtime(event.at), "j F Y H.i"), event.office)
        for event in user.account_events.order_by("-id")[:5]
    ]
    return format_html_join("", "{}, {}, {}<br>", rows) or "belum ada"


def people_matching(term: str) -> Q:
    """Whose name, whole contact, place or office the words name."""
    words = term.lower().split()
    roles = [
        role for role, label in office_choices() if words and words[0] in label.lower().split()
    ]
    place = name_key(" ".join(words[1:] if roles and len(words) > 1 else words))
    matching = Q(name__icontains=term)
    try:
        known = Contact.objects.filter(user=OuterRef("pk"), value=canonical(term)[1])
        matching |= Q(Exists(known))
    except Refusal:
        pass
    offices = Appointment.objects.current().filter(user=OuterRef("pk"))
    if roles:
        offices = offices.filter(role__in=roles)
        if len(words) == 1:
            return matching | Q(Exists(offices))
    if place:
        areas = Area.objects.filter(Q(name_key=place) | Q(parent__name_key=place)).values("pk")
        agency = Q(agency__short_name__iexact=" ".join(words[1:] if roles else words))
        matching |= Q(Exists(offices.filter(Q(area__in=areas) | agency)))
        if not roles:
            lives = Residence.objects.filter(user=OuterRef("pk"), ended_at=None, rw__in=areas)
            matching |= Q(Exists(lives))
    return matching
