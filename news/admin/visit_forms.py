"""Forms of visits at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from egov.agencies.models import Agency
from news.domain.visits.acting import last_act
from news.domain.visits.slots import days_from, free_slots
from news.forms import moment_field
from news.models import Visit, VisitQuestion
from news.procedure import NOTICE_DAYS, OFFERED_AHEAD, VisitActKind
from regulations.models import Application

LONG = forms.Textarea(attrs={"rows": 6})
SENT = "Dikirim kepada tamu."
NO_SLOT = (
    "Tidak ada jam kosong pada tanggal yang diminta. Tawarkan tanggal lain, atau catat jam terima."
)


def note_field(label: str, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=LONG, **more)


class SeenForm(forms.Form):
    """Knows what its officer has read, so that of two at once the second is told."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def about(self, obj: Visit) -> None:
        self.fields["seen"].initial = last_act(obj)


class SlotField(forms.CharField):
    """One of some hours; whether it is still free the verb decides, and says so here."""

    widget = forms.RadioSelect

    def offer(self, choices: list[tuple[str, str]]) -> None:
        self.widget.choices = choices


class SlotsField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        """The verb decides."""

    def offer(self, choices: list[tuple[str, str]]) -> None:
        self.choices = choices


class AcceptForm(SeenForm):
    slot = SlotField(label="Waktu")
    note = note_field("Pesan untuk tamu", required=False, help_text=SENT)

    def about(self, obj: Visit) -> None:
        super().about(obj)
        slots = free_slots(obj.host_id, obj.wished_on, obj.guests)
        field: Any = self.fields["slot"]
        field.offer([(slot.key, slot.words) for slot in slots])
        field.help_text = "" if slots else NO_SLOT


class OfferForm(SeenForm):
    slots = SlotsField(label="Waktu yang ditawarkan")
    note = note_field("Pesan untuk tamu", required=False, help_text=SENT)

    def about(self, obj: Visit) -> None:
        super().about(obj)
        first = timezone.localdate() + timedelta(days=NOTICE_DAYS)
        free = free_slots(obj.host_id, days_from(first, OFFERED_AHEAD), obj.guests)
        field: Any = self.fields["slots"]
        field.offer([(slot.key, slot.words) for slot in free[:12]])
        field.help_text = "" if free else "Tidak ada jam kosong dalam 60 hari. Catat jam terima."


class ReasonForm(SeenForm):
    note = note_field("Alasan", help_text=SENT)


class CompletionForm(SeenForm):
    note = note_field("Yang perlu dilengkapi", help_text=SENT)


class ForwardForm(SeenForm):
    agency = forms.ModelChoiceField(Agency.objects.none(), label="Perangkat daerah")
    note = note_field("Mengapa diteruskan", help_text="Dibaca penerimanya.")

    def about(self, obj: Visit) -> None:
        super().about(obj)
        field: Any = self.fields["agency"]
        field.queryset = Agency.objects.current().exclude(pk=obj.host_id or 0).order_by("name")


def _newest_note(obj: Visit, kind: VisitActKind) -> str:
    rows = obj.acts.filter(kind=kind).order_by("-id")
    return rows.values_list("note", flat=True).first() or ""


class ProgrammeForm(forms.Form):
    note = note_field(
        "Susunan acara", help_text="Satu baris satu, contoh: 09.00 Sambutan. Dibaca umum."
    )

    def about(self, obj: Visit) -> None:
        self.fields["note"].initial = _newest_note(obj, VisitActKind.PROGRAMME)


class MinutesForm(forms.Form):
    note = note_field("Notula", help_text="Dibaca umum. Jangan menulis nama atau kontak tamu.")

    def about(self, obj: Visit) -> None:
        self.fields["note"].initial = _newest_note(obj, VisitActKind.MINUTES)


class MomentForm(forms.Form):
    at = moment_field("Waktu")

    def about(self, obj: Visit) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        self.fields["at"].initial = now


class MaterialForm(forms.Form):
    title = forms.CharField(label="Judul", max_length=120)
    document = forms.FileField(label="PDF", help_text="Paling besar 10 MB. Dibaca umum.")


class DossierForm(forms.Form):
    applications = forms.MultipleChoiceField(label="Aplikasi", widget=forms.CheckboxSelectMultiple)

    def about(self, obj: Visit) -> None:
        rows = Application.objects.order_by("element", "name").values_list("code", "name")
        field: Any = self.fields["applications"]
        field.choices = list(rows)


class AnswerForm(forms.Form):
    answer = note_field("Jawaban")
    public = forms.BooleanField(
        label="Terbitkan pertanyaan dan jawabannya di halaman kunjungan", required=False
    )

    def about(self, obj: VisitQuestion) -> None:
        self.fields["answer"].initial = obj.answer
        self.fields["public"].initial = obj.approved_at is not None
