"""What is asked of a contract at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.desk.verb_forms import VerbForm
from egov.verbs.refusal import Invalid
from egov.web.fields import RupiahField, day_field
from infrastructure.domain.contracts import LONGEST, Terms, codes_of, record_contract
from infrastructure.models import Contract
from infrastructure.vocabulary_contracts import ContractKind


class TermsFields(forms.Form):
    """What stands in a contract, new or changed."""

    number = forms.CharField(label="Nomor kontrak", max_length=LONGEST["number"])
    agency = forms.ModelChoiceField(
        Agency.objects.current().order_by("short_name"),
        label="Perangkat daerah",
        help_text="Yang menandatangani.",
    )
    supplier = forms.CharField(
        label="Penyedia", max_length=LONGEST["supplier"], help_text="Nama badan usahanya."
    )
    kind = forms.ChoiceField(label="Jenis", choices=ContractKind.choices)
    subject = forms.CharField(
        label="Yang dicakup", max_length=LONGEST["subject"], required=False, help_text="Singkat."
    )
    starts_on = day_field("Mulai")
    ends_on = day_field("Berakhir", help_text="Hari terakhirnya.")
    value = RupiahField(
        label="Nilai (rupiah)", required=False, help_text="Kosong: belum diketahui."
    )
    renews = forms.CharField(
        label="Meneruskan kontrak nomor",
        max_length=LONGEST["number"],
        required=False,
        help_text="Kontrak sebelumnya dari perangkat daerah yang sama, bila ada.",
    )


def terms_of(actor: User, data: dict[str, Any]) -> Terms:
    """Raises at `renews` where the agency has no contract of that number."""
    number, earlier = data["renews"].strip(), None
    if number:
        known = Contract.objects.administered_by(actor).filter(agency=data["agency"])
        earlier = known.filter(number__iexact=number).first()
        if earlier is None:
            sentence = f"Tidak ada kontrak bernomor {number} di perangkat daerah itu."
            raise Invalid("unknown_number", sentence, field="renews")
    told = {name: data[name] for name in Terms.__dataclass_fields__ if name != "renews"}
    return Terms(**told, renews=earlier)


class ContractForm(VerbForm, TermsFields):
    codes = forms.CharField(
        label="Aset yang dicakup",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kode-kodenya, dipisah koma atau baris baru. Dapat ditambah nanti.",
    )

    class Meta:
        model = Contract
        fields: tuple[str, ...] = ()

    def run(self, data: dict[str, Any]) -> Contract:
        terms, codes = terms_of(self.actor, data), codes_of(data["codes"])
        return record_contract(actor=self.actor, terms=terms, codes=codes, now=timezone.now())


class ChangeForm(TermsFields):
    def about(self, obj: Contract) -> None:
        for name in Terms.__dataclass_fields__:
            self.fields[name].initial = getattr(obj, name)
        self.fields["agency"].initial = obj.agency_id
        self.fields["renews"].initial = obj.renews.number if obj.renews else ""
        self.fields["agency"].queryset = Agency.objects.filter(  # type: ignore[attr-defined]
            Q(pk=obj.agency_id) | Q(pk__in=Agency.objects.current())
        ).order_by("short_name")


class CodesForm(forms.Form):
    codes = forms.CharField(
        label="Kode aset",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dipisah koma atau baris baru.",
    )
