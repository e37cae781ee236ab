"""Groups, as the kelurahan registers them."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.areas.models import Area
from egov.desk.verb_forms import VerbForm
from musrenbang.domain.eligibility import ASSISTING
from musrenbang.domain.groups import register_group
from musrenbang.models import Group

CONTACT = "Akun warga yang ditunjuk kelompoknya; nomor atau alamatnya tidak disimpan di sini."


def contact_field() -> forms.CharField:
    return forms.CharField(
        label="E-mail atau nomor HP yang mewakili", max_length=254, help_text=CONTACT
    )


class GroupForm(VerbForm):
    contact = contact_field()

    class Meta:
        model = Group
        fields = ["kelurahan", "name", "kind", "letter"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("kelurahan")
        if field is not None and self.actor is not None:
            offices = [a for a in self.actor.appointments_now if a.role in ASSISTING]
            own = Area.objects.current().filter(pk__in=[office.area_id for office in offices])
            field.queryset = own.order_by("code")  # type: ignore[attr-defined]

    def run(self, data: dict[str, Any]) -> Group:
        return register_group(actor=self.actor, **data)


class SpeakerForm(forms.Form):
    contact = contact_field()
    letter = forms.CharField(
        label="Surat penunjukan", max_length=200, help_text="Nomor dan tanggal suratnya."
    )
