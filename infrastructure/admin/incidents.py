"""What the public is told of disturbances: the editor's desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join

from egov.accounts.models import User
from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.desk.verb_forms import VerbAdmin, VerbForm
from egov.web.templatetags.portal import moment
from infrastructure.incidents.verbs import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    TELL,
    open_incident,
    update_incident,
)
from infrastructure.models import Incident, Outage
from infrastructure.vocabulary_monitoring import IncidentState

AREA = forms.Textarea(attrs={"rows": 4})


class IncidentForm(VerbForm):
    title = forms.CharField(label="Judul", max_length=LONGEST_TITLE)
    text = forms.CharField(
        label="Kabar pertama",
        max_length=LONGEST_TEXT,
        widget=AREA,
        help_text="Apa yang terganggu, sejak kapan, dan apa yang sedang dikerjakan.",
    )
    outage = forms.ModelChoiceField(
        label="Gangguan",
        queryset=Outage.objects.none(),
        required=False,
        help_text="Layanan yang ikut padam terisi sendiri.",
    )
    codes = forms.CharField(
        label="Kode layanan atau lokasi",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dipisah koma atau baris. Kosong: yang ikut padam dengan gangguan di atas.",
    )

    class Meta:
        model = Incident
        fields = ["title", "outage"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outage"]
        field.queryset = Outage.objects.open().defer("impact").order_by("-began_at", "-pk")
        field.label_from_instance = _outage_label

    def run(self, data: dict[str, Any]) -> Incident:
        codes = data["codes"].replace(",", "\n").splitlines()
        return open_incident(
            actor=self.actor,
            title=data["title"],
            text=data["text"],
            codes=codes,
            outage=data["outage"],
            now=timezone.now(),
        )


def _outage_label(row: Outage) -> str:
    """In words that everybody may read: an editor need not know the codes."""
    return f"{row.get_cause_display()}, sejak {moment(row.began_at)}"


class UpdateForm(forms.Form):
    state = forms.ChoiceField(label="Keadaan", choices=IncidentState.choices)
    text = forms.CharField(label="Kabar", max_length=LONGEST_TEXT, widget=AREA)
    cause = forms.CharField(
        label="Sebab, dengan kata yang dimengerti warga",
        max_length=LONGEST_TEXT,
        required=False,
        widget=AREA,
        help_text="Wajib bila selesai. Tanpa kode aset.",
    )


class WriteUpdate(DeskAction):
    slug = "kabarkan"
    title = "Tulis perkembangan"
    button = "Kabarkan"
    permission = TELL
    form = UpdateForm

    def available(self, obj: Incident) -> bool:
        return obj.closed_at is None

    def perform(self, actor: User, obj: Incident, data: dict[str, Any]) -> str:
        update_incident(actor=actor, incident=obj, now=timezone.now(), **data)
        return "Kabar ini sudah tampil di halaman status."


@admin.register(Incident)
class IncidentAdmin(VerbAdmin, ActionsAdmin):
    form = IncidentForm
    list_display = ["title", "state", "opened_at", "closed_at", "actions_link"]
    list_filter = ["state"]
    ordering = ["-id"]
    desk_actions = (WriteUpdate(),)
    page_is_actions = True

    def facts(self, request: HttpRequest, obj: Incident) -> list[tuple[str, Any]]:
        names = [str(row.name or row.code) for row in obj.assets.all()]
        names += [row.name for row in obj.applications.all()]
        updates = obj.updates.order_by("-id")
        told = ((row.get_state_display(), moment(row.written_at), row.text) for row in updates)
        facts: list[tuple[str, Any]] = [
            ("Keadaan", obj.get_state_display()),
            ("Layanan", ", ".join(names) or "-"),
            ("Dibuka", obj.opened_at),
            ("Perkembangan", format_html_join("", "<p><b>{}</b> {}<br>{}</p>", told)),
        ]
        if obj.cause_text:
            facts.append(("Sebab", obj.cause_text))
        return facts
