"""The filters of the public list."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.areas.models import Area, Level
from egov.web.forms import PortalForm
from musrenbang.procedure import TABLE
from musrenbang.vocabulary import Tier, tier_word


class ListFilter(PortalForm):
    """The filters of the public list; a value that fits nothing is said, not ignored."""

    q = forms.CharField(label="Kata atau nomor", required=False, max_length=200)
    tahun = forms.TypedChoiceField(label="Tahun", required=False, coerce=int)
    wilayah = forms.CharField(label="Wilayah", required=False, max_length=24)
    jenis = forms.ChoiceField(label="Jenis", required=False)
    tingkat = forms.ChoiceField(label="Berada di", required=False)
    keadaan = forms.ChoiceField(label="Keadaan", required=False)
    opd = forms.ChoiceField(label="Perangkat daerah", required=False)
    urut = forms.ChoiceField(
        label="Urutkan",
        required=False,
        choices=[("", "Terbaru"), ("dukungan", "Paling didukung"), ("biaya", "Biaya terbesar")],
    )

    def __init__(
        self,
        *args: Any,
        years: Any,
        areas: Any,
        types: Any,
        agencies: Any,
        states: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", "Semua")]
        self.fields["tahun"].choices = [*everything, *((y, y) for y in years)]  # type: ignore[attr-defined]
        places = [*everything, *areas]
        self.fields["wilayah"] = forms.ChoiceField(label="Wilayah", required=False, choices=places)
        self.fields["jenis"].choices = [*everything, *types]  # type: ignore[attr-defined]
        tiers = [(t, tier_word(t)) for t in TABLE if t != Tier.OPD]
        self.fields["tingkat"].choices = [*everything, *tiers]  # type: ignore[attr-defined]
        self.fields["keadaan"].choices = [*everything, *states]  # type: ignore[attr-defined]
        self.fields["opd"].choices = [*everything, *agencies]  # type: ignore[attr-defined]
        self.order_fields(["q", "tahun", "wilayah", "jenis", "tingkat", "keadaan", "opd", "urut"])


def area_choices() -> list[tuple[str, str]]:
    """kecamatan and villages for a filter, in the order of their codes."""
    rows = Area.objects.current().filter(level__in=[Level.DISTRICT, Level.VILLAGE]).order_by("code")
    return [(a.code, a.label if a.level == Level.DISTRICT else f"· {a.label}") for a in rows]
