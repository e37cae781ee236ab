"""How well the procedure serves, year by year: the figures of /kinerja/, no person."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import serializers, viewsets

from egov.web.api import FieldsMixin, KeysetPagination
from egov.web.params import int_param
from musrenbang.models import Performance
from musrenbang.models.rating import Moment
from musrenbang.vocabulary import Tier


class SenderSerializer(serializers.Serializer[Any]):
    """How many proposals citizens sent themselves, and how many an office entered for them."""

    warga = serializers.IntegerField(source="citizens")
    kantor = serializers.IntegerField(source="offices")


class StepSerializer(serializers.Serializer[Any]):
    """A step of the form, in its order, among the drafts of 90 days."""

    langkah = serializers.CharField(source="step")
    selesai = serializers.IntegerField(source="finished")


class FormSerializer(serializers.Serializer[Any]):
    """Drafts that were begun in the last 90 days, and how many finished each step."""

    dimulai = serializers.IntegerField(source="begun")
    langkah = StepSerializer(source="steps", many=True)


class WaitSerializer(serializers.Serializer[Any]):
    """After how many days decisions fell: half within the first, nine of ten in the second."""

    keputusan = serializers.IntegerField(source="many")
    hari_tengah = serializers.FloatField(source="median")
    hari_sembilan_dari_sepuluh = serializers.FloatField(source="slow")


class StationSerializer(WaitSerializer):
    tingkat = serializers.ChoiceField(source="tier", choices=Tier.choices)


class AgencyWaitSerializer(WaitSerializer):
    perangkat_daerah = serializers.CharField(source="name")


class SatisfactionSerializer(serializers.Serializer[Any]):
    """How often each number was given at one moment."""

    saat = serializers.ChoiceField(source="moment", choices=Moment.choices)
    nilai = serializers.ListField(
        source="given", child=serializers.IntegerField(), help_text="berapa kali 1, 2, 3, 4, 5"
    )
    jumlah = serializers.IntegerField(source="many")
    rata_rata = serializers.FloatField(source="mean")


class PerformanceSerializer(FieldsMixin, serializers.Serializer[Performance]):
    """The figures of one planning year, counted at night."""

    tahun = serializers.IntegerField(source="year")
    dihitung = serializers.DateTimeField(source="counted_at")
    pengirim = SenderSerializer(source="data.sent")
    formulir = FormSerializer(source="form")
    stasiun = StationSerializer(source="data.stations", many=True)
    perangkat_daerah = AgencyWaitSerializer(source="data.agencies", many=True)
    kepuasan = SatisfactionSerializer(
        source="satisfaction", many=True, help_text="saat dengan kurang dari 5 nilai tidak disebut"
    )


class PerformanceViewSet(viewsets.ReadOnlyModelViewSet[Performance]):
    """Kinerja musrenbang menurut tahun: lama menunggu, formulir, pengirim, dan kepuasan."""

    serializer_class = PerformanceSerializer
    pagination_class = KeysetPagination
    keyset_order = ("-year", "-id")
    lookup_field = "year"
    lookup_value_regex = r"[0-9]+"
    queryset = Performance.objects.all()

    def get_object(self) -> Performance:
        year = int_param(self.kwargs["year"], digits=4) or 0
        row = Performance.objects.filter(year=year).first()
        if row is None:
            raise Http404
        return row
