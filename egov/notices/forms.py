"""Forms of following."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst

from egov.notices.models import Pace
from egov.web.forms import PortalForm


class PaceForm(PortalForm):
    """How often one is told."""

    pace = forms.ChoiceField(
        label="Seberapa sering?",
        choices=[(pace.value, capfirst(pace.label)) for pace in Pace],
        initial=Pace.DAILY,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih seberapa sering.", "invalid_choice": "Pilih satu."},
    )


class AddressForm(PaceForm):
    """The same for who has no account."""

    address = forms.CharField(
        label="Alamat e-mail",
        max_length=254,
        help_text="Dipakai hanya untuk kabar ini, dan terhapus begitu Anda berhenti.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Tulis alamat e-mail Anda."},
    )
    field_order = ["address", "pace"]
