"""Registered groups, for the kelurahan that keeps them; who speaks for one is told to nobody."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from egov.areas.models import Area, Level
from egov.web.api import KeysetPagination
from egov.web.requests import actor_of
from musrenbang.domain.groups import change_speaker, end_group, register_group
from musrenbang.models import Group
from musrenbang.vocabulary import GroupKind


class GroupSerializer(serializers.Serializer[Group]):
    id = serializers.IntegerField()
    nama = serializers.CharField(source="name")
    jenis_kelompok = serializers.ChoiceField(source="kind", choices=GroupKind.choices)
    kelurahan = serializers.CharField(source="kelurahan.code")
    surat = serializers.CharField(source="letter")
    didaftarkan = serializers.DateTimeField(source="registered_at")
    diakhiri = serializers.DateTimeField(source="ended_at", allow_null=True)


class VillageField(serializers.SlugRelatedField[Area]):
    def get_queryset(self) -> Any:
        return Area.objects.current().level(Level.VILLAGE).select_related("parent")


class SpeakerSerializer(serializers.Serializer[Any]):
    """Whom the group appointed, by the contact of their account, and its letter."""

    kontak = serializers.CharField(max_length=200)
    surat = serializers.CharField(max_length=200)


class GroupCreateSerializer(SpeakerSerializer):
    kelurahan = VillageField(slug_field="code", queryset=Area.objects.all())
    nama = serializers.CharField(max_length=120)
    jenis_kelompok = serializers.ChoiceField(choices=GroupKind.choices)


class GroupViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Group]
):
    """Kelompok yang didaftarkan kelurahan."""

    permission_classes = [permissions.IsAuthenticated]
    serializer_class = GroupSerializer
    pagination_class = KeysetPagination
    lookup_value_regex = r"\d{1,12}"
    queryset = Group.objects.none()

    def get_queryset(self) -> Any:
        rows = Group.objects.administered_by(actor_of(self.request))
        return rows.select_related("kelurahan").order_by("-id")

    @extend_schema(request=GroupCreateSerializer, responses={201: GroupSerializer})
    def create(self, request: Request) -> Response:
        data = self._sent(GroupCreateSerializer, request)
        group = register_group(
            actor=actor_of(request),
            kelurahan=data["kelurahan"],
            name=data["nama"],
            kind=data["jenis_kelompok"],
            contact=data["kontak"],
            letter=data["surat"],
        )
        return Response(GroupSerializer(group).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=SpeakerSerializer, responses={201: GroupSerializer})
    @action(detail=True, methods=["post"], url_path="wakil")
    def speaker(self, request: Request, **_where: Any) -> Response:
        """Another person speaks for the group."""
        group, data = self.get_object(), self._sent(SpeakerSerializer, request)
        group = change_speaker(
            actor=actor_of(request), group=group, contact=data["kontak"], letter=data["surat"]
        )
        return Response(GroupSerializer(group).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={201: GroupSerializer})
    @action(detail=True, methods=["post"], url_path="akhiri")
    def ending(self, request: Request, **_where: Any) -> Response:
        """The group proposes no more."""
        group = end_group(actor=actor_of(request), group=self.get_object())
        return Response(GroupSerializer(group).data, status=status.HTTP_201_CREATED)

    def _sent(self, form: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
        sent = form(data=request.data)
        sent.is_valid(raise_exception=True)
        data: dict[str, Any] = sent.validated_data
        return data
