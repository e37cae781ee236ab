"""The kamus usulan, to read."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers, viewsets

from egov.web.api import FieldsMixin, KeysetPagination
from musrenbang.filters import KamusFilter
from musrenbang.models import KamusCondition, KamusVariant


class ConditionSerializer(serializers.Serializer[KamusCondition]):
    """A condition that is asked, with the answers that fit."""

    kode = serializers.CharField(source="code")
    pertanyaan = serializers.CharField(source="question")
    jawaban = serializers.CharField(source="kind", help_text="number, yes_no, atau choice")
    satuan = serializers.CharField(source="unit")
    paling_kecil = serializers.DecimalField(
        source="least", max_digits=12, decimal_places=2, allow_null=True
    )
    paling_besar = serializers.DecimalField(
        source="most", max_digits=12, decimal_places=2, allow_null=True
    )
    pilihan = serializers.ListField(source="choices", child=serializers.CharField())
    sesuai = serializers.ListField(source="accepted", child=serializers.CharField())
    bila_tidak = serializers.CharField(source="instead")


class KamusSerializer(FieldsMixin, serializers.Serializer[KamusVariant]):
    """A size of a type of proposal, with its unit price today in whole rupiah."""

    kode = serializers.CharField(source="code")
    jenis = serializers.CharField(source="entry.name")
    ukuran = serializers.CharField(source="label")
    satuan = serializers.CharField(source="unit")
    harga_satuan = serializers.DecimalField(
        source="unit_price", max_digits=14, decimal_places=0, allow_null=True, help_text="rupiah"
    )
    penjelasan = serializers.CharField(source="entry.definition")
    syarat = serializers.CharField(source="entry.conditions")
    pertanyaan = ConditionSerializer(
        source="entry.asked", many=True, help_text="dijawab di `syarat` waktu mengusulkan"
    )
    dasar_harga = serializers.CharField(
        source="price_basis", allow_null=True, help_text="peraturan di registri: jenis/tahun/nomor"
    )
    sifat = serializers.CharField(source="entry.nature")
    perangkat_daerah = serializers.CharField(source="entry.agency.short_name")
    dapat_diusulkan = serializers.BooleanField(source="entry.active")
    contoh = serializers.BooleanField(
        source="entry.example", help_text="harga dan jenis contoh, bukan ketetapan"
    )


class KamusViewSet(viewsets.ReadOnlyModelViewSet[KamusVariant]):
    """Kamus usulan."""

    serializer_class = KamusSerializer
    filterset_class = KamusFilter
    pagination_class = KeysetPagination
    keyset_order = ("code", "id")
    lookup_field = "code"
    queryset = KamusVariant.objects.none()

    def get_queryset(self) -> Any:
        return KamusVariant.objects.priced().prefetch_related("entry__asked")
