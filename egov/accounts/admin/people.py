"""A person's page for the administrator: what is known, and what may be done."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.timezone import localtime

from egov.accounts.admin.person_actions import PERSON_ACTIONS
from egov.accounts.contacts import initials
from egov.accounts.histories import of_person
from egov.accounts.models import Appointment, User
from egov.accounts.people_search import people_ids
from egov.accounts.persons import add_person, has_second_factor
from egov.desk.action_pages import ActionsAdmin
from egov.desk.frame import may
from egov.desk.history import Source
from egov.desk.verb_forms import AddsByVerb, VerbForm


class PersonForm(VerbForm):
    contact = forms.CharField(label="E-mail atau nomor HP", max_length=254)

    class Meta:
        model = User
        fields = ["name"]

    def run(self, data: dict[str, Any]) -> User:
        return add_person(actor=self.actor, name=data["name"], contact=data["contact"])


class NeverSignedIn(admin.SimpleListFilter):
    """Officers who were appointed and have not come yet: those to invite."""

    title = "petugas yang belum pernah masuk"
    parameter_name = "belum_masuk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ya", "Belum pernah masuk")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != "ya":
            return queryset
        current = Appointment.objects.current().values("user")
        return queryset.filter(last_login=None, pk__in=current)


@admin.register(User)
class UserAdmin(AddsByVerb, ActionsAdmin):
    form = PersonForm
    list_display = ["id", "offices", "is_active", "date_joined"]
    list_filter = ["is_active", NeverSignedIn]
    search_fields = ["name"]
    search_help_text = (
        "Nama, e-mail atau nomor HP yang lengkap, tempat, atau jabatan (“lurah kebraon”)"
    )
    ordering = ["-id"]
    desk_actions = PERSON_ACTIONS
    page_is_actions = True

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.prefetch_related("appointments__area__parent", "appointments__agency")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        knows = may(request.user, "change", self.opts)

        @admin.display(description="nama")
        def short(obj: User) -> str:
            return obj.name if knows else initials(obj.name)

        return ["id", short, "offices", "is_active", "date_joined"]

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        return ["id"]

    def choice(self, request: HttpRequest, obj: User) -> str:
        """Who is offered in a form: with the office, for names are not alone."""
        knows = may(request.user, "change", self.opts)
        return f"{obj.name if knows else initials(obj.name)}, {self.offices(obj)} ({obj.pk})"

    @admin.display(description="jabatan")
    def offices(self, obj: User) -> str:
        titles = [a.title for a in obj.appointments.all() if a.ended_at is None and a.runs_on()]
        return ", ".join(titles) or "warga"

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """By name, by a whole contact, by place or by office: "lurah kebraon".

        Who reads only initials does not find by name what those do not tell.
        """
        term = search_term.strip()
        if not term:
            return queryset, False
        knows = may(request.user, "change", self.opts)
        return queryset.filter(pk__in=people_ids(term, by_name=knows)), False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        rows = super().get_changelist_instance(request)
        if not may(request.user, "change", self.opts):
            rows.search_help_text = "Tempat atau jabatan (“lurah kebraon”)"
        return rows

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
        (event.sentence, date_format(localtime(event.done_at), "j F Y H.i"), event.office)
        for event in user.account_events.order_by("-id")[:5]
    ]
    return format_html_join("", "{}, {}, {}<br>", rows) or "belum ada"
