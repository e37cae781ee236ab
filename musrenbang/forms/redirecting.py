"""Whose a proposal is, where its address is wrong."""

from __future__ import annotations

from django import forms
from django.conf import settings

from egov.agencies.models import Agency
from egov.web.templatetags.portal import number
from musrenbang.domain.taking_over import heirs_of, waiting_of
from musrenbang.forms.silence import SENTENCE, OfOne
from musrenbang.models import KamusEntry, Proposal
from musrenbang.vocabulary import Outside

OUTSIDE = [(o.value, o.label) for o in Outside if o != Outside.COMPLAINT]
READ = "Satu kalimat yang dibaca pengusul dan umum."


def _channels() -> list[tuple[str, str]]:
    return [(name, name) for name in settings.REGION_PROFILE.complaint_channels]


class AskRedirectionForm(forms.Form):
    agency = forms.ModelChoiceField(
        label="Ke perangkat daerah",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="bukan perangkat daerah kota ini",
    )
    outside = forms.ChoiceField(
        label="Atau ke luar", choices=[("", "tidak"), *OUTSIDE], required=False
    )
    reason = forms.CharField(label="Sebabnya", max_length=2000, widget=SENTENCE, help_text=READ)

    def about(self, proposal: Proposal) -> None:
        others = Agency.objects.current().exclude(pk=proposal.agency_id)
        self.fields["agency"].queryset = others  # type: ignore[attr-defined]


class RedirectForm(OfOne, AskRedirectionForm):
    """What the planner redirects without being asked."""

    def about(self, proposal: Proposal) -> None:
        OfOne.about(self, proposal)
        AskRedirectionForm.about(self, proposal)


class BringBackForm(OfOne):
    reason = forms.CharField(label="Sebabnya", max_length=2000, widget=SENTENCE, help_text=READ)


class SettleRedirectionForm(forms.Form):
    confirmed = forms.TypedChoiceField(
        label="Pengalihan ini",
        choices=[("ya", "Setuju, alihkan"), ("tidak", "Tidak, tetap di sini")],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
    )

    def about(self, proposal: Proposal) -> None:
        asked = proposal.redirections.open().select_related("agency").first()
        if asked is not None:
            told = f"{asked.office} meminta: ke {asked.target}. {asked.reason}"
            self.fields["confirmed"].help_text = told


class TakeOverForm(forms.Form):
    agency = forms.ModelChoiceField(label="Penerusnya", queryset=Agency.objects.none())

    def about(self, entry: KamusEntry) -> None:
        self.fields["agency"].queryset = heirs_of(entry)  # type: ignore[attr-defined]
        waiting = number(waiting_of(entry).count())
        told = f"Kini {entry.agency}. {waiting} usulan jenis ini yang menunggu ikut ke penerusnya."
        self.fields["agency"].help_text = told


class ComplaintForm(OfOne):
    channel = forms.ChoiceField(label="Dicatat di", choices=_channels)
    number = forms.CharField(label="Nomor pengaduan di sana", max_length=29)
    reason = forms.CharField(label="Sebabnya", max_length=2000, widget=SENTENCE, help_text=READ)
