"""Cores, joints and the light's paths, as far as a reader may know of their cables and boxes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Upper
from django_filters import rest_framework as filters
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from egov.web.api import FieldsMixin, KeysetPagination, wanted_fields
from egov.web.filters import ListFilter
from infrastructure.drawings.cores import CoreName
from infrastructure.models import (
    Asset,
    Core,
    Joint,
    JointEnd,
    OpticalPath,
    PathElement,
    visible_assets,
)
from infrastructure.vocabulary import CoreState, JointKind, JointState


class FibreViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """Rows of `values_list`, finished together: two queries a page."""

    pagination_class = KeysetPagination
    max_size = 1000
    keyset_order = ("id",)

    def list(self, _request: Request) -> Response:
        rows = self.filter_queryset(self.get_queryset())
        page: Any = self.paginate_queryset(rows)
        items = self.answer(page)
        serializer: Any = self.get_serializer_class()()
        known = list(serializer.fields)
        names = wanted_fields(self.request, known)
        if names != known:
            items = [{name: item[name] for name in names} for item in items]
        return self.get_paginated_response(items)

    def answer(self, rows: Any) -> Any:
        raise NotImplementedError(type(self).__name__)

    def seen(self, prefix: str) -> Q:
        return visible_assets(self.request.user, prefix)


class OnAssetFilter(filters.CharFilter):  # type: ignore[misc]
    """The code of the asset that `field_name` leads to; none where the reader may not know it."""

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        seen = Asset.objects.visible_to(self.parent.request.user)
        keys = seen.annotate(upper=Upper("code")).filter(upper=value.upper()).values("pk")
        return qs.filter(**{f"{self.field_name}__in": keys})


class CoreFilter(ListFilter):
    kabel = OnAssetFilter(field_name="cable")
    keadaan = filters.ChoiceFilter(field_name="state", choices=CoreState.choices)


class CoreSerializer(FieldsMixin, serializers.Serializer[Any]):
    """One fibre. Colours by TIA-598-D."""

    id = serializers.IntegerField()
    kabel = serializers.CharField()
    nomor = serializers.IntegerField()
    tabung = serializers.IntegerField()
    warna = serializers.CharField(help_text="warna inti")
    warna_tabung = serializers.CharField()
    keadaan = serializers.ChoiceField(choices=CoreState.choices)


class CoreViewSet(FibreViewSet):
    """Inti kabel serat optik."""

    serializer_class = CoreSerializer
    filterset_class = CoreFilter
    queryset = Core.objects.none()

    def get_queryset(self) -> Any:
        rows = Core.objects.filter(self.seen("cable__asset__")).annotate(
            code=F("cable__asset__code"), per_tube=F("cable__type__per_tube")
        )
        return rows.values_list("id", "code", "number", "tube", "state", "per_tube", named=True)

    def answer(self, rows: Any) -> Any:
        names = [CoreName(row.number, row.tube, row.per_tube) for row in rows]
        return [
            {
                "id": row.id,
                "kabel": row.code,
                "nomor": row.number,
                "tabung": row.tube,
                "warna": name.colour.label,
                "warna_tabung": name.tube_colour.label,
                "keadaan": row.state,
            }
            for row, name in zip(rows, names, strict=True)
        ]


class JointFilter(ListFilter):
    kotak = OnAssetFilter(field_name="enclosure")
    kabel = OnAssetFilter(field_name="ends__core__cable")


class JointSerializer(FieldsMixin, serializers.Serializer[Any]):
    """Where ends become one; `ujung`: `FO-1/3:a` is a core's side, `SW-1:24` a port."""

    id = serializers.IntegerField()
    kotak = serializers.CharField()
    tray = serializers.IntegerField()
    macam = serializers.ChoiceField(choices=JointKind.choices)
    keadaan = serializers.ChoiceField(choices=JointState.choices)
    redaman_db = serializers.FloatField(allow_null=True)
    ujung = serializers.ListField(child=serializers.CharField())


class JointViewSet(FibreViewSet):
    """Sambungan di kotak sambung."""

    serializer_class = JointSerializer
    filterset_class = JointFilter
    queryset = Joint.objects.none()

    def get_queryset(self) -> Any:
        rows = Joint.objects.filter(self.seen("enclosure__asset__")).annotate(
            code=F("enclosure__asset__code")
        )
        return rows.values_list("id", "code", "tray", "kind", "state", "loss_db", named=True)

    def answer(self, rows: Any) -> Any:
        ends: dict[int, list[str]] = defaultdict(list)
        of_these = JointEnd.objects.filter(joint__in=[row.id for row in rows])
        cores = Q(core__isnull=False) & self.seen("core__cable__asset__")
        ports = Q(port__isnull=False) & self.seen("port__device__asset__")
        found = of_these.filter(cores | ports).order_by("joint", "number")
        for joint, cable, core, side, device, port in found.values_list(
            "joint_id",
            "core__cable__asset__code",
            "core__number",
            "side",
            "port__device__asset__code",
            "port__name",
        ):
            ends[joint].append(f"{cable}/{core}:{side}" if cable else f"{device}:{port}")
        return [
            {
                "id": row.id,
                "kotak": row.code,
                "tray": row.tray,
                "macam": row.kind,
                "keadaan": row.state,
                "redaman_db": row.loss_db,
                "ujung": ends[row.id],
            }
            for row in rows
        ]


class PathFilter(ListFilter):
    tautan = OnAssetFilter(field_name="link")
    lewat = filters.CharFilter(method="through")

    def through(self, qs: Any, _name: str, value: str) -> Any:
        """Paths through a cable, box or device."""
        seen = Asset.objects.visible_to(self.request.user)
        keys = seen.annotate(upper=Upper("code")).filter(upper=value.upper()).values("pk")
        return qs.filter(pk__in=PathElement.objects.filter(asset__in=keys).values("path"))


class ElementSerializer(serializers.Serializer[Any]):
    aset = serializers.CharField()
    inti = serializers.IntegerField(allow_null=True, help_text="nomor inti, bila kabel")


class PathSerializer(FieldsMixin, serializers.Serializer[Any]):
    """The light's way of a link. Lengths in metres, losses in dB."""

    id = serializers.IntegerField()
    tautan = serializers.CharField()
    panjang_m = serializers.FloatField()
    redaman_db = serializers.FloatField()
    anggaran_db = serializers.FloatField(allow_null=True)
    tersambung = serializers.BooleanField()
    bagian = ElementSerializer(many=True)


class PathViewSet(FibreViewSet):
    """Jejak optik tautan."""

    serializer_class = PathSerializer
    filterset_class = PathFilter
    queryset = OpticalPath.objects.none()

    def get_queryset(self) -> Any:
        rows = OpticalPath.objects.filter(self.seen("link__asset__")).annotate(
            code=F("link__asset__code")
        )
        columns = ("id", "code", "length_m", "loss_db", "budget_db", "complete")
        return rows.values_list(*columns, named=True)

    def answer(self, rows: Any) -> Any:
        elements: dict[int, list[dict[str, Any]]] = defaultdict(list)
        of_these = PathElement.objects.filter(path__in=[row.id for row in rows])
        found = of_these.filter(self.seen("asset__")).order_by("path", "sequence")
        for path, code, core in found.values_list("path_id", "asset__code", "core__number"):
            elements[path].append({"aset": code, "inti": core})
        return [
            {
                "id": row.id,
                "tautan": row.code,
                "panjang_m": row.length_m,
                "redaman_db": row.loss_db,
                "anggaran_db": row.budget_db,
                "tersambung": row.complete,
                "bagian": elements[row.id],
            }
            for row in rows
        ]
