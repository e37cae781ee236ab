"""Proposals: to read, and one to send, through the same verb as the form."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from egov.areas.models import Area
from egov.verbs.refusal import Refusal
from egov.web.api import FieldsMixin, KeysetPagination
from egov.web.requests import actor_of
from musrenbang.api.decisions import DecisionSerializer
from musrenbang.api.own_proposal import OwnActs
from musrenbang.domain.moderation import for_public, hide_passages, hide_reasons
from musrenbang.domain.submission import open_channels, submit
from musrenbang.domain.submission_plan import Content
from musrenbang.filters import ProposalApiFilter
from musrenbang.models import Channel, Decision, Group, KamusVariant, Proposal
from musrenbang.vocabulary import PlaceLevel, State, Tier


class ConditionAnswerSerializer(serializers.Serializer[Any]):
    """A question of the kamus and its answer, as the proposal keeps them."""

    pertanyaan = serializers.CharField(source="question")
    jawaban = serializers.CharField(source="answer")


class ProposalSerializer(FieldsMixin, serializers.Serializer[Proposal]):
    """A proposal as the public reads it.
    Volume in `satuan`, money in whole rupiah, times with their zone.
    """

    nomor = serializers.CharField(source="number")
    tahun = serializers.IntegerField(source="channel.cycle.year", help_text="tahun RKPD")
    jalur = serializers.CharField(source="channel.code")
    judul = serializers.CharField(source="title")
    masalah = serializers.CharField(source="problem")
    harapan = serializers.CharField(source="wish")
    pengusul = serializers.CharField(source="proposer_label")
    tempat = serializers.ChoiceField(
        source="place_level", choices=PlaceLevel.choices, help_text="seberapa luas tempatnya"
    )
    rw = serializers.CharField(source="rw.code", default=None, allow_null=True)
    kelurahan = serializers.CharField(source="kelurahan.code", default=None, allow_null=True)
    kecamatan = serializers.CharField(source="kecamatan.code", default=None, allow_null=True)
    alamat = serializers.CharField(source="address")
    lintang = serializers.FloatField(source="latitude", allow_null=True)
    bujur = serializers.FloatField(source="longitude", allow_null=True)
    jenis = serializers.CharField(source="variant.code")
    satuan = serializers.CharField(source="unit", help_text="sebagaimana waktu dikirim")
    volume_diusulkan = serializers.DecimalField(
        source="proposed_volume", max_digits=12, decimal_places=2
    )
    biaya_diusulkan = serializers.DecimalField(
        source="proposed_cost", max_digits=16, decimal_places=0
    )
    volume = serializers.DecimalField(max_digits=12, decimal_places=2)
    biaya = serializers.DecimalField(source="cost", max_digits=16, decimal_places=0)
    perangkat_daerah = serializers.CharField(
        source="agency.short_name", help_text="penanggung jawab"
    )
    perangkat_daerah_awal = serializers.CharField(
        source="first_agency_name", help_text="sebelum dialihkan; sama bila tidak dialihkan"
    )
    syarat = ConditionAnswerSerializer(source="answers", many=True, help_text="sebagaimana dijawab")
    dikirim = serializers.DateTimeField(source="submitted_at")
    tingkat = serializers.ChoiceField(source="tier", choices=Tier.choices)
    keadaan = serializers.ChoiceField(source="state", choices=State.choices)
    keterangan = serializers.CharField(source="status")
    digabung_ke = serializers.CharField(
        source="merged_into.number", default=None, allow_null=True, help_text="usulan yang diikuti"
    )
    dukungan = serializers.IntegerField(source="support_count")
    withheld = serializers.BooleanField(
        help_text="judul, isi, alamat, titik, dan foto ditahan dari umum", read_only=True
    )

    def to_representation(self, instance: Proposal) -> Any:
        return super().to_representation(for_public(instance))


class ProposalDetailSerializer(ProposalSerializer):
    keputusan = DecisionSerializer(source="decisions", many=True)

    def to_representation(self, instance: Proposal) -> Any:
        hide_reasons(instance.decisions.all())
        return super().to_representation(instance)


class CurrentAreaField(serializers.SlugRelatedField[Area]):
    """An area by its code, among those that exist today."""

    def get_queryset(self) -> Any:
        return Area.objects.current().select_related("parent__parent")


class CurrentGroupField(serializers.PrimaryKeyRelatedField[Group]):
    def get_queryset(self) -> Any:
        return Group.objects.current().select_related("kelurahan")


class ProposalCreateSerializer(serializers.Serializer[Any]):
    """What one sends. `jenis` is a code of the kamus, `rw` the code of the RW, or of the
    desa/kelurahan or kecamatan where the channel is for those;
    lintang and bujur in degrees, WGS 84.
    """

    jalur = serializers.SlugRelatedField(
        slug_field="id",
        queryset=Channel.objects.select_related("cycle"),
        help_text="id jalur; tanpa ini jalur yang sedang terbuka",
        required=False,
    )
    jenis = serializers.SlugRelatedField(slug_field="code", queryset=KamusVariant.objects.all())
    rw = CurrentAreaField(slug_field="code", queryset=Area.objects.all(), required=False)
    kelompok = CurrentGroupField(
        queryset=Group.objects.all(), required=False, help_text="id kelompok yang Anda wakili"
    )
    alamat = serializers.CharField(max_length=250)
    judul = serializers.CharField(max_length=120)
    masalah = serializers.CharField(max_length=4000)
    harapan = serializers.CharField(max_length=4000)
    volume = serializers.DecimalField(max_digits=12, decimal_places=2)
    syarat = serializers.DictField(
        child=serializers.CharField(max_length=80, allow_blank=True),
        required=False,
        help_text="jawaban menurut kode pertanyaan jenisnya (`pertanyaan` di kamus)",
    )
    lintang = serializers.FloatField(required=False, allow_null=True, min_value=-90, max_value=90)
    bujur = serializers.FloatField(required=False, allow_null=True, min_value=-180, max_value=180)
    tampilkan_nama = serializers.BooleanField(default=False)


def _content(data: dict[str, Any]) -> Content:
    return Content(
        variant=data["jenis"],
        area=data.get("rw"),
        group=data.get("kelompok"),
        address=data["alamat"],
        title=data["judul"],
        problem=data["masalah"],
        wish=data["harapan"],
        volume=data["volume"],
        latitude=data.get("lintang"),
        longitude=data.get("bujur"),
        show_name=data["tampilkan_nama"],
        answers=data.get("syarat", {}),
    )


@extend_schema_view(
    partial_update=extend_schema(responses=ProposalSerializer),
    withdrawal=extend_schema(responses={201: ProposalSerializer}),
    carrying=extend_schema(responses={201: ProposalSerializer}),
)
class ProposalViewSet(
    OwnActs, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Proposal]
):
    """Usulan warga."""

    filterset_class = ProposalApiFilter
    pagination_class = KeysetPagination
    lookup_field = "number"
    lookup_value_regex = r"\d{4}-\d{6,}-\d"
    queryset = Proposal.objects.none()

    def get_serializer_class(self) -> Any:
        if self.action == "create":
            return ProposalCreateSerializer
        return ProposalDetailSerializer if self.action == "retrieve" else ProposalSerializer

    def get_queryset(self) -> Any:
        rows = Proposal.objects.visible_to(self.request.user).for_page()
        if self.action == "list":
            rows = rows.listed()
        if self.action == "retrieve":
            decisions = Decision.objects.select_related(
                "proposal", "merged_into", "supersedes", "agency"
            )
            rows = rows.prefetch_related(Prefetch("decisions", decisions.order_by("sequence")))
        return rows

    def _told(self, proposal: Proposal, done: int) -> Response:
        """The proposal as it is now, after an act."""
        row = Proposal.objects.for_page().get(pk=proposal.pk)
        hide_passages([row])
        body = ProposalSerializer(row, context=self.get_serializer_context()).data
        return Response(body, status=done)

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        hide_passages(page or ())
        return page

    def get_object(self) -> Any:
        proposal = super().get_object()
        hide_passages([proposal])
        return proposal

    @extend_schema(
        description="Mengirim usulan. "
        "Kunci `Idempotency-Key` yang diulang mengembalikan usulan yang pertama.",
        request=ProposalCreateSerializer,
        responses={201: ProposalSerializer},
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                OpenApiTypes.STR,
                OpenApiParameter.HEADER,
                required=True,
                description="kunci yang sama membuat satu usulan",
            )
        ],
    )
    def create(self, request: Request) -> Response:
        sent = ProposalCreateSerializer(data=request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        channel = data.get("jalur") or next(iter(open_channels()), None)
        if channel is None:
            raise Refusal("submission_closed", "Tidak ada masa pengusulan yang sedang terbuka.")
        actor = actor_of(request)
        key = request.headers.get("Idempotency-Key", "")
        proposal = submit(actor=actor, channel=channel, content=_content(data), key=key)
        row = Proposal.objects.for_page().get(pk=proposal.pk)
        body = ProposalSerializer(row, context=self.get_serializer_context()).data
        answer = Response(body, status=status.HTTP_201_CREATED)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{proposal.number}/")
        return answer
