"""Contracts, for who keeps or audits what they cover; nobody else reads one."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers

from egov.web.api import FieldsMixin
from egov.web.filters import ListFilter
from infrastructure.api.fibre import FibreViewSet, OnAssetFilter
from infrastructure.models import (
    Contract,
    ContractCoverage,
    own_agencies,
    reads_restricted,
    visible_assets,
)
from infrastructure.vocabulary_contracts import ContractKind, ContractState


class ContractFilter(ListFilter):
    aset = OnAssetFilter(field_name="assets")
    perangkat_daerah = filters.CharFilter(field_name="agency__code")
    jenis = filters.ChoiceFilter(field_name="kind", choices=ContractKind.choices)
    berakhir_sampai = filters.DateFilter(field_name="ends_on", lookup_expr="lte")


class ContractSerializer(FieldsMixin, serializers.Serializer[Any]):
    """Satu kontrak dengan satu penyedia, untuk banyak aset."""

    id = serializers.IntegerField()
    nomor = serializers.CharField()
    perangkat_daerah = serializers.CharField(help_text="kode yang menandatangani")
    penyedia = serializers.CharField(help_text="nama badan usaha")
    jenis = serializers.ChoiceField(choices=ContractKind.choices)
    yang_dicakup = serializers.CharField()
    mulai = serializers.DateField()
    berakhir = serializers.DateField(help_text="hari terakhirnya")
    keadaan = serializers.ChoiceField(choices=ContractState.choices)
    nilai = serializers.IntegerField(
        allow_null=True,
        help_text="rupiah; kosong: belum diketahui, atau kontrak perangkat daerah lain",
    )
    meneruskan = serializers.CharField(help_text="nomor kontrak sebelumnya; kosong: tidak ada")
    aset = serializers.ListField(child=serializers.CharField(), help_text="kode yang terbaca")


class ContractViewSet(FibreViewSet):
    """Kontrak sewa, pemeliharaan, langganan, dan garansi diperpanjang."""

    serializer_class = ContractSerializer
    filterset_class = ContractFilter
    queryset = Contract.objects.none()

    def get_queryset(self) -> Any:
        user = self.request.user
        known = ContractCoverage.objects.filter(visible_assets(user, "asset__"))
        known = known.select_related("asset").order_by("asset__code")
        rows = Contract.objects.visible_to(user).with_renewed()
        rows = rows.select_related("agency", "renews")
        return rows.prefetch_related(Prefetch("coverage", known))

    def answer(self, rows: Any) -> Any:
        user, on = self.request.user, timezone.localdate()
        whole, own = reads_restricted(user), own_agencies(user)
        return [
            {
                "id": row.pk,
                "nomor": row.number,
                "perangkat_daerah": row.agency.code,
                "penyedia": row.supplier,
                "jenis": row.kind,
                "yang_dicakup": row.subject,
                "mulai": row.starts_on,
                "berakhir": row.ends_on,
                "keadaan": row.state(on),
                "nilai": _rupiah(row) if whole or row.agency_id in own else None,
                "meneruskan": row.renews.number if row.renews else "",
                "aset": [covered.asset.code for covered in row.coverage.all()],
            }
            for row in rows
        ]


def _rupiah(row: Contract) -> int | None:
    return None if row.value is None else int(row.value)
