"""Decisions, to read."""

from __future__ import annotations

from typing import Any

from rest_framework import mixins, serializers, viewsets

from egov.web.api import FieldsMixin, KeysetPagination
from musrenbang.domain.moderation import hide_reasons
from musrenbang.filters import DecisionFilter
from musrenbang.models import Decision
from musrenbang.vocabulary import Outcome, Tier


class DecisionSerializer(FieldsMixin, serializers.Serializer[Decision]):
    """One decision row. Money in whole rupiah. The actor is named by office, never by person."""

    usulan = serializers.CharField(source="proposal.number")
    urutan = serializers.IntegerField(source="sequence")
    tingkat = serializers.ChoiceField(source="tier", choices=Tier.choices)
    oleh = serializers.CharField(source="office")
    forum = serializers.CharField(
        help_text="forum yang memutuskan; `oleh` yang mencatatnya. Kosong bila pejabat sendiri"
    )
    waktu = serializers.DateTimeField(source="decided_at")
    keputusan = serializers.ChoiceField(source="outcome", choices=Outcome.choices)
    kode_alasan = serializers.CharField(source="reason_code")
    alasan = serializers.CharField(source="reason_text")
    volume = serializers.DecimalField(max_digits=12, decimal_places=2)
    biaya = serializers.DecimalField(
        source="cost", max_digits=16, decimal_places=0, help_text="rupiah"
    )
    urutan_daftar = serializers.IntegerField(
        source="given_rank", allow_null=True, help_text="urutan di daftar tingkat ini"
    )
    urutan_rw = serializers.IntegerField(source="rw_rank", allow_null=True)
    urutan_cadangan = serializers.IntegerField(source="reserve_rank", allow_null=True)
    dialihkan_ke = serializers.CharField(
        source="agency.short_name", default=None, allow_null=True, help_text="perangkat daerah"
    )
    dialihkan_ke_luar = serializers.CharField(source="outside", help_text="kosong bila tidak")
    digabung_ke = serializers.CharField(source="merged_into.number", default=None, allow_null=True)
    membetulkan = serializers.IntegerField(
        source="supersedes.sequence",
        default=None,
        allow_null=True,
        help_text="urutan yang dibetulkan",
    )


class DecisionViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Decision]):
    """Keputusan, terbaru dulu."""

    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter
    pagination_class = KeysetPagination
    queryset = Decision.objects.filter(proposal__withheld=False).select_related(
        "proposal", "merged_into", "supersedes", "agency"
    )

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        hide_reasons(page or ())
        return page
