"""What happens when: to read by occurrences; an event to record through the desk's verb."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from egov.agencies.models import Agency
from egov.verbs.refusal import Refusal
from egov.web.api import FieldsMixin, KeysetPagination
from egov.web.requests import actor_of
from news.api.fields import KEY_HEADER, CurrentAreaField
from news.domain.events import EventContent, record_event
from news.domain.repeating import Repeat
from news.filters import OccurrenceFilter
from news.models import Event, Occurrence, Room
from news.vocabulary import Audience, EventKind, Frequency, Weekday

FIELDS = {
    "title": "judul",
    "kind": "jenis",
    "begins_at": "mulai",
    "ends_at": "selesai",
    "link": "tautan",
    "capacity": "tempat_duduk",
    "latitude": "lintang",
    "longitude": "bujur",
    "audience": "untuk",
    "place": "tempat",
    "room": "ruang",
    "count": "ulang_kali",
    "until": "ulang_sampai",
    "frequency": "ulang",
    "weekdays": "ulang_hari",
    "week": "ulang_minggu_ke",
}


class OccurrenceSerializer(FieldsMixin, serializers.Serializer[Occurrence]):
    """One time of a public event; times with their zone."""

    acara = serializers.IntegerField(source="event_id", help_text="nomor acara")
    judul = serializers.CharField(source="event.title")
    jenis = serializers.ChoiceField(source="event.kind", choices=EventKind.choices)
    mulai = serializers.DateTimeField(source="begins_at")
    selesai = serializers.DateTimeField(source="ends_at")
    sepanjang_hari = serializers.BooleanField(source="event.all_day")
    tempat = serializers.CharField(source="place")
    wilayah = serializers.CharField(source="event.area.code", default=None, allow_null=True)
    perangkat_daerah = serializers.CharField(
        source="event.agency.short_name", default=None, allow_null=True
    )
    perubahan = serializers.CharField(source="change_note")
    dibatalkan = serializers.BooleanField(source="cancelled")
    sebab_batal = serializers.CharField(source="cancel_reason")
    alamat = serializers.CharField(source="get_absolute_url")


class EventCreateSerializer(serializers.Serializer[Any]):
    """What one sends. `ulang` with `ulang_kali` or `ulang_sampai`; of a month `ulang_minggu_ke`."""

    judul = serializers.CharField(max_length=150)
    jenis = serializers.ChoiceField(choices=EventKind.choices)
    untuk = serializers.ChoiceField(choices=Audience.choices, default=Audience.PUBLIC)
    perangkat_daerah = serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all()
    )
    wilayah = CurrentAreaField(required=False, allow_null=True)
    mulai = serializers.DateTimeField()
    selesai = serializers.DateTimeField()
    sepanjang_hari = serializers.BooleanField(default=False)
    keterangan = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    tempat = serializers.CharField(max_length=200, required=False, allow_blank=True)
    ruang = serializers.PrimaryKeyRelatedField(
        queryset=Room.objects.open(), required=False, allow_null=True
    )
    lintang = serializers.FloatField(required=False, allow_null=True)
    bujur = serializers.FloatField(required=False, allow_null=True)
    tautan = serializers.CharField(max_length=300, required=False, allow_blank=True)
    tempat_duduk = serializers.IntegerField(required=False, allow_null=True, max_value=2**31 - 1)
    ulang = serializers.ChoiceField(choices=Frequency.choices, required=False)
    ulang_hari = serializers.ListField(
        child=serializers.ChoiceField(choices=Weekday.choices), required=False, max_length=7
    )
    ulang_minggu_ke = serializers.IntegerField(required=False, min_value=-1, max_value=5)
    ulang_kali = serializers.IntegerField(required=False, max_value=10_000)
    ulang_sampai = serializers.DateField(required=False)


def content_of(data: dict[str, Any]) -> EventContent:
    return EventContent(
        title=data["judul"],
        kind=data["jenis"],
        audience=data["untuk"],
        agency=data["perangkat_daerah"],
        area=data.get("wilayah"),
        begins_at=data["mulai"],
        ends_at=data["selesai"],
        all_day=data["sepanjang_hari"],
        text=data.get("keterangan", ""),
        place=data.get("tempat", ""),
        room=data.get("ruang"),
        latitude=data.get("lintang"),
        longitude=data.get("bujur"),
        link=data.get("tautan", ""),
        capacity=data.get("tempat_duduk"),
        repeat=_repeat(data) if data.get("ulang") else None,
    )


def _repeat(data: dict[str, Any]) -> Repeat:
    return Repeat(
        data["ulang"],
        tuple(data.get("ulang_hari", ())),
        data.get("ulang_minggu_ke"),
        data.get("ulang_kali"),
        data.get("ulang_sampai"),
    )


class OccurrenceViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Occurrence]):
    """Agenda umum, menurut waktu mulai."""

    filterset_class = OccurrenceFilter
    pagination_class = KeysetPagination
    keyset_order = ("begins_at", "id")
    queryset = Occurrence.objects.none()

    def get_serializer_class(self) -> Any:
        return EventCreateSerializer if self.action == "create" else OccurrenceSerializer

    def get_queryset(self) -> Any:
        return Occurrence.objects.visible_to(self.request.user).for_list()

    @extend_schema(
        parameters=[KEY_HEADER],
        request=EventCreateSerializer,
        responses={201: OpenApiTypes.OBJECT},
    )
    def create(self, request: Request) -> Response:
        """Mencatat acara, dengan semua pengulangannya."""
        sent = EventCreateSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        key = request.headers.get("Idempotency-Key", "")
        try:
            event = record_event(
                actor=actor_of(request),
                content=content_of(sent.validated_data),
                key=key,
                now=timezone.now(),
            )
        except Refusal as refusal:
            refusal.field = FIELDS.get(refusal.field, refusal.field)
            raise
        return Response(_told(event), status=status.HTTP_201_CREATED)


def _told(event: Event) -> dict[str, Any]:
    address = event.get_absolute_url() if event.is_public else None
    return {"acara": event.pk, "waktu": event.occurrences.count(), "alamat": address}
