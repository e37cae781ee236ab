"""Regulations: the list, and one with its text and its events."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from egov.web.api import FieldsMixin, KeysetPagination
from regulations.api.as_of import PADA, AsOf
from regulations.api.events import EventSerializer
from regulations.domain.text.versions import regulation_as_of
from regulations.filters import RegulationApiFilter
from regulations.models import Regulation, RegulationFile
from regulations.vocabulary import Force


class RegulationSerializer(FieldsMixin, serializers.Serializer[Regulation]):
    """One regulation. Dates as YYYY-MM-DD, null where unknown;
    `status` is computed from dated events for the asked day."""

    jenis = serializers.CharField(source="kind.code")
    nomor = serializers.CharField(source="number")
    tahun = serializers.IntegerField(source="year")
    wilayah = serializers.CharField(
        source="region", help_text="kode wilayah pembuatnya; kosong: nasional"
    )
    tentang = serializers.CharField(source="title")
    kutipan = serializers.CharField(source="full_citation")
    ditetapkan = serializers.DateField(source="enacted_on", allow_null=True)
    diundangkan = serializers.DateField(source="promulgated_on", allow_null=True)
    mulai_berlaku = serializers.DateField(
        source="commences_on",
        allow_null=True,
        help_text="null: sejak diundangkan (UU 12/2011 ps 87)",
    )
    sumber = serializers.CharField(
        source="gazette_ref", help_text="lembaran atau berita daerah/negara"
    )
    status = serializers.ChoiceField(source="force", choices=Force.choices)
    dapat_menjadi_dasar = serializers.BooleanField(
        source="may_be_basis", help_text="Keputusan bukan dasar hukum (UU 12/2011 ps 100)"
    )
    alamat = serializers.CharField(source="get_absolute_url")
    eli = serializers.CharField()


class PartSerializer(serializers.Serializer[Any]):
    """A part of the text as it reads on the asked day."""

    jenis = serializers.CharField(source="part.kind")
    nama = serializers.CharField(source="part.label")
    jalur = serializers.CharField(source="part.path", help_text="sambungan alamat: pasal-29")
    judul = serializers.CharField(source="part.heading")
    bunyi = serializers.CharField(source="text")
    penjelasan = serializers.CharField(source="part.explanation")


class RegulationDetailSerializer(RegulationSerializer):
    naskah_dipastikan = serializers.SerializerMethodField(
        help_text="false: dibaca program dari PDF, belum diperiksa petugas"
    )
    naskah = serializers.SerializerMethodField()
    peristiwa = EventSerializer(source="changes", many=True)

    def get_naskah_dipastikan(self, row: Regulation) -> bool:
        return RegulationFile.objects.filter(regulation=row, confirmed_at__isnull=False).exists()

    @extend_schema_field(PartSerializer(many=True))
    def get_naskah(self, row: Regulation) -> Any:
        return PartSerializer(regulation_as_of(row, self.context["day"]), many=True).data


class RegulationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, AsOf):
    """Peraturan, tahun terbaru dulu.
    Alamat satu peraturan: `perda/2018/3`; `/` dalam nomor ditulis `~`."""

    filterset_class = RegulationApiFilter
    pagination_class = KeysetPagination
    keyset_order = ("-year", "-id")
    lookup_field = "path"
    lookup_value_regex = r"[a-z-]+/\d{4}/[^/]+"
    queryset = Regulation.objects.none()

    def get_serializer_class(self) -> Any:
        return RegulationDetailSerializer if self.action == "retrieve" else RegulationSerializer

    def get_queryset(self) -> Any:
        return Regulation.objects.with_force(self.day).select_related("kind")

    def get_object(self) -> Regulation:
        kind, year, number = self.kwargs["path"].split("/")
        rows = Regulation.objects.with_force(self.day).select_related("kind")
        rows = rows.prefetch_related(
            "changes__source__kind", "changes__target__kind", "changes__provision"
        )
        number = number.replace("~", "/")
        own = rows.filter(kind__code=kind, year=year, number=number, other_region="")
        regulation = own.first()
        if regulation is None:
            raise Http404
        return regulation

    @extend_schema(parameters=[PADA])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[PADA])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)
