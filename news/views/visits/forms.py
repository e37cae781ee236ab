"""Forms of guests. Each asks what its verb asks; a refusal stands at its field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from egov.areas.choices import RegionField
from egov.verbs.plain import plain
from egov.verbs.refusal import Refusal
from egov.web.fields import day_field
from egov.web.forms import PortalForm
from news.domain.visits import asking
from news.domain.visits.slots import slot_at
from news.models.visits.hosting import first_host
from news.procedure import CONSENT, DATES_ASKED, GUEST_CONSENT, Purpose, Topic

LONG = forms.Textarea(attrs={"rows": 4})
DATES = tuple(f"date{number}" for number in range(1, DATES_ASKED + 1))
REQUIRED = {"required": "Isi bagian ini."}


def consent_words(text: str) -> str:
    return text.format(days=settings.VISIT_RETENTION_DAYS)


class Checked(PortalForm):
    """Its fields are checked by `check`, whose refusals come back to their field."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name, value in data.items():
            data[name] = plain(value) if isinstance(value, str) else value
        if not self.errors:
            try:
                self.check(data)
            except Refusal as refusal:
                self.refuse(refusal)
        return data

    def check(self, data: dict[str, Any]) -> None:
        """Raises a Refusal where the answers do not fit."""


class InstitutionForm(Checked):
    institution = forms.CharField(
        label="Nama lembaga",
        max_length=150,
        help_text="Contoh: DPRD Kabupaten Klaten.",
        error_messages=REQUIRED,
    )
    region = RegionField(
        label="Kabupaten atau kota", error_messages={"required": "Pilih kabupaten atau kota."}
    )

    def check(self, data: dict[str, Any]) -> None:
        asking.checked_text("institution", data["institution"])
        asking.check_region(data["region"])


class PurposeForm(Checked):
    purpose = forms.ChoiceField(
        label="Keperluan",
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih keperluannya."},
    )
    topics = forms.MultipleChoiceField(
        label="Topik yang ingin dipelajari",
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu topik."},
    )

    def check(self, data: dict[str, Any]) -> None:
        asking.check_purpose(data["purpose"], data["topics"])


class GuestsForm(Checked):
    guests = forms.IntegerField(
        label="Jumlah tamu",
        help_text="Perkiraan boleh. Pendamping dan sopir yang ikut masuk ruang dihitung.",
        error_messages={**REQUIRED, "invalid": "Tulis angka."},
    )

    def check(self, data: dict[str, Any]) -> None:
        asking.check_guests(data["guests"])


class DatesForm(Checked):
    date1, date2, date3 = (
        day_field(label, error_messages={**REQUIRED, "invalid": "Tulis tanggal yang ada."})
        for label in ("Pilihan pertama", "Pilihan kedua", "Pilihan ketiga")
    )
    guests = 1  # of the draft, set by its page

    def check(self, data: dict[str, Any]) -> None:
        host = first_host()
        days = [data[name] for name in DATES]
        asking.check_dates(days, self.guests, host.pk if host else None, timezone.now())


class ContactForm(Checked):
    contact_name = forms.CharField(label="Nama", max_length=120, error_messages=REQUIRED)
    contact_office = forms.CharField(label="Jabatan", max_length=120, error_messages=REQUIRED)
    email = forms.CharField(
        label="E-mail",
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        help_text="Tautan untuk memastikan permintaan dikirim ke sini.",
        error_messages=REQUIRED,
    )
    phone = forms.CharField(
        label="Telepon",
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages=REQUIRED,
    )

    def check(self, data: dict[str, Any]) -> None:
        asking.checked_text("contact_name", data["contact_name"])
        asking.checked_text("contact_office", data["contact_office"])
        asking.check_contact(data["email"].strip(), data["phone"])


class LetterForm(PortalForm):
    letter = forms.FileField(
        label="Surat permohonan (PDF)",
        help_text="Paling besar 10 MB. Dibaca tuan rumah saja.",
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )


class SendForm(PortalForm):
    consent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = consent_words(CONSENT)


# -- by the guest's link ------------------------------------------------------------------


class TakeForm(PortalForm):
    slot = forms.CharField(
        label="Waktu",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu waktu."},
    )

    def offer(self, keys: Sequence[str], host: int | None) -> None:
        widget: Any = self.fields["slot"].widget
        widget.choices = [(key, _words(key, host)) for key in keys]


def _words(key: str, host: int | None) -> str:
    try:
        return str(slot_at(key, host))
    except Refusal:  # hours that were closed since
        return f"{key.partition('.')[2]} (tidak tersedia lagi)"


class CompleteForm(PortalForm):
    note = forms.CharField(
        label="Yang dilengkapi", max_length=4000, widget=LONG, error_messages=REQUIRED
    )
    letter = forms.FileField(label="Surat permohonan yang baru (PDF)", required=False)


class MoveForm(PortalForm):
    date1 = day_field("Tanggal pertama", error_messages=REQUIRED)
    date2 = day_field("Tanggal kedua", required=False)
    date3 = day_field("Tanggal ketiga", required=False)
    note = forms.CharField(label="Sebab", max_length=4000, widget=LONG, error_messages=REQUIRED)

    @property
    def days(self) -> list[date]:
        return [self.cleaned_data[name] for name in DATES if self.cleaned_data[name]]


class GiveUpForm(PortalForm):
    note = forms.CharField(label="Sebab", max_length=4000, required=False, widget=LONG)


class QuestionForm(PortalForm):
    text = forms.CharField(
        label="Pertanyaan",
        max_length=1000,
        widget=LONG,
        help_text="Dijawab tuan rumah. Baru terbaca umum bila disetujui; jangan menulis nama.",
        error_messages=REQUIRED,
    )


class DoorForm(PortalForm):
    name = forms.CharField(label="Nama", max_length=120, error_messages=REQUIRED)
    office = forms.CharField(label="Jabatan", max_length=120, error_messages=REQUIRED)
    institution = forms.CharField(label="Lembaga", max_length=150, error_messages=REQUIRED)
    consent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = consent_words(GUEST_CONSENT)
