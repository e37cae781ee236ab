"""What a proposer says when withdrawing, or carrying a wish into a later year."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.web.forms import PortalForm
from musrenbang.models import Channel
from musrenbang.vocabulary import Paper


class WithdrawForm(PortalForm):
    reason = forms.CharField(
        label="Mengapa Anda menariknya?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu kalimat. Dibaca pendukung, kantor, dan umum; jangan menulis nama orang.",
        error_messages={"required": "Tulis mengapa Anda menariknya, dalam satu kalimat."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CarryForm(PortalForm):
    channel = forms.ModelChoiceField(
        queryset=Channel.objects.none(),
        label="Dibawa ke",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Pilih jalur tahun berikutnya."},
    )

    def __init__(self, *args: Any, channels: list[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Channel.objects.filter(pk__in=[channel.pk for channel in channels])
        self.fields["channel"].queryset = rows.select_related("cycle")  # type: ignore[attr-defined]
        if len(channels) == 1:
            self.fields["channel"].initial = channels[0].pk


class AttachForm(PortalForm):
    kind = forms.ChoiceField(
        label="Jenis lampiran",
        choices=[("", "Pilih jenis"), *Paper.choices],
        error_messages={"required": "Pilih jenis lampirannya."},
    )
    document = forms.FileField(
        label="Berkas PDF",
        help_text="Paling besar 10 MB. Dibaca Anda dan kantor yang menangani, tidak oleh umum.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": "Pilih berkas PDF."},
    )
