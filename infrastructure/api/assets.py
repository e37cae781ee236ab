"""Assets of all kinds and of each: lists, one by its code, one more, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import quote

from django.http import Http404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.web.api import KeysetPagination, wanted_fields
from egov.web.requests import actor_of
from infrastructure.api.serializers import BatchSerializer, taken, told
from infrastructure.domain.batches import MOST, plan_batch, plan_once
from infrastructure.domain.columns import Column, by_name, columns_of
from infrastructure.domain.planning import KEEP, record_many
from infrastructure.domain.reading import CODE
from infrastructure.domain.records import LONGEST, reason_of
from infrastructure.domain.rows import Sight, finish, select, told_columns
from infrastructure.filters import AnyAssetFilter, AssetFilter, DeviceFilter, RackFilter
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetKind

KIND, ADDRESS, REASON = "jenis", "alamat", "alasan"
BY_A_PROGRAM = "Lewat API"


class RowsViewSet(viewsets.GenericViewSet[Asset]):
    """Rows as the database gives them, a value a column, in two queries at most."""

    asset_kind: ClassVar[AssetKind | None] = None
    pagination_class = KeysetPagination
    max_size = 1000
    keyset_order = ("code", "id")
    lookup_field = "code"
    lookup_value_regex = r"[^/]+"
    queryset = Asset.objects.none()

    @property
    def columns(self) -> tuple[Column, ...]:
        return told_columns(self.asset_kind, in_list=self.action == "list")

    def get_queryset(self) -> Any:
        rows = Asset.objects.visible_to(self.request.user)
        return rows if self.asset_kind is None else rows.filter(kind=self.asset_kind)

    def answer(self, rows: Any, asked: Sequence[Column], names: Sequence[str]) -> list[Any]:
        """The rows of `select` as objects."""
        told = finish(asked, rows, self.sight)
        values: dict[str, Sequence[Any]] = {
            column.word: [column.reader.json(v) for v in own] if column.is_several else own
            for column, own in zip(asked, told, strict=True)
        }
        if KIND in names:
            values[KIND] = [row.kind for row in rows]
        if ADDRESS in names:
            base = reverse("infrastructure:asset", args=["-"])[:-2]
            values[ADDRESS] = [f"{base}{_in_address(row.code)}/" for row in rows]
        return [dict(zip(values, line, strict=True)) for line in zip(*values.values(), strict=True)]

    @property
    def sight(self) -> Sight:
        return Sight(self.request.user)

    def asked(self) -> tuple[list[Column], list[str]]:
        """The columns of `fields=`, all without it; and the names that are no column."""
        columns = {column.word: column for column in self.columns}
        names = wanted_fields(self.request, [*columns, KIND, ADDRESS])
        return [columns[name] for name in names if name in columns], names

    def list(self, _request: Request) -> Response:
        asked, names = self.asked()
        assets = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(select(self.asset_kind, assets, asked, self.sight))
        return self.get_paginated_response(self.answer(page, asked, names))

    def retrieve(self, _request: Request, code: str) -> Response:
        asked, names = self.asked()
        found = self.get_queryset().filter(code__iexact=code)
        rows = list(select(self.asset_kind, found, asked, self.sight))
        if not rows:
            raise Http404
        return Response(self.answer(rows, asked, names)[0])


def _in_address(code: str) -> str:
    return code if CODE.fullmatch(code) else quote(code)


class AssetViewSet(RowsViewSet):
    """Semua aset yang boleh dibaca, dengan isian yang sama untuk semua jenis."""

    filterset_class = AnyAssetFilter
    serializer_class = told("Aset", told_columns(None))


def _worded(kind: AssetKind, refusal: Refusal) -> Refusal:
    """The refusal at the name that the program used."""
    column = by_name(kind).get(refusal.field)
    return type(refusal)(
        refusal.code, refusal.sentence, field=column.word if column else refusal.field
    )


KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="kunci yang sama membuat satu aset",
)


class KindViewSet(RowsViewSet):
    """One kind: read, and written through the verbs by who keeps it."""

    asset_kind: ClassVar[AssetKind]
    taken: ClassVar[type[serializers.Serializer[Any]]]

    def create(self, request: Request) -> Response:
        require(actor_of(request), KEEP)
        values, reason = _object(request.data)
        actor, key = actor_of(request), request.headers.get("Idempotency-Key", "")
        try:
            asset = plan_once(
                actor=actor, kind=self.asset_kind, values=values, key=key, reason=reason
            )
        except Refusal as refusal:
            raise _worded(self.asset_kind, refusal) from None
        answer = Response(self._one(asset.code), status=status.HTTP_201_CREATED)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{quote(asset.code)}/")
        return answer

    def partial_update(self, request: Request, code: str) -> Response:
        require(actor_of(request), KEEP)
        values, reason = _object(request.data)
        known = self.get_queryset().filter(code__iexact=code).first()
        if known is None:
            raise Http404
        sent = {name: value for name, value in values.items() if name not in ("kode", "code")}
        row = {**sent, "code": known.code}
        (outcome,) = record_many(
            actor=actor_of(request), kind=self.asset_kind, rows=[row], reason=reason
        )
        if outcome.refusal is not None:
            raise _worded(self.asset_kind, outcome.refusal)
        return Response(self._one(known.code))

    @action(detail=False, methods=["post"], url_path="banyak", filterset_class=None)
    def many(self, request: Request) -> Response:
        require(actor_of(request), KEEP)
        if not isinstance(request.data, list):
            raise Invalid("not_a_list", "Kirim satu daftar objek.")
        rows = [item if isinstance(item, dict) else {} for item in request.data]
        key = request.headers.get("Idempotency-Key", "")
        batch = plan_batch(
            actor=actor_of(request),
            kind=self.asset_kind,
            rows=rows,
            key=key,
            reason=BY_A_PROGRAM,
        )
        columns = by_name(self.asset_kind)
        results = [
            {
                "kode": result["code"],
                "hasil": result["effect"] or "refused",
                "code": result["refusal"],
                "bidang": columns[field].word if (field := result["field"]) in columns else field,
                "keterangan": result["sentence"],
            }
            for result in batch.results
        ]
        body = {"kumpulan": batch.pk, "dikirim": batch.made_at, "hasil": results}
        return Response(body, status=status.HTTP_201_CREATED)

    def _one(self, code: str) -> Any:
        columns = list(self.columns)
        rows = list(
            select(self.asset_kind, self.get_queryset().filter(code=code), columns, self.sight)
        )
        return self.answer(rows, columns, [KIND, ADDRESS])[0]


def _object(data: Any) -> tuple[dict[str, Any], str]:
    """What was sent, and why."""
    if not isinstance(data, dict):
        raise Invalid("not_an_object", "Kirim satu objek.")
    reason = str(data.get(REASON) or BY_A_PROGRAM)
    try:
        return {name: v for name, v in data.items() if name != REASON}, reason_of(reason)
    except Invalid as refusal:
        raise Invalid(refusal.code, refusal.sentence, field=REASON) from None


FILTERS = {AssetKind.DEVICE: DeviceFilter, AssetKind.RACK: RackFilter}


def viewset_of(kind: AssetKind, name: str) -> type[KindViewSet]:
    """The addresses of a kind, with what the schema says of them."""
    answers = told(name, told_columns(kind))
    why = {REASON: serializers.CharField(max_length=LONGEST, required=False, help_text="alasannya")}
    takes = taken(f"{name}Baru", columns_of(kind), more=why)
    fields: dict[str, Any] = {
        "__doc__": f"{kind.label}.",
        "__module__": __name__,
        "asset_kind": kind,
        "filterset_class": FILTERS.get(kind, AssetFilter),
        "serializer_class": answers,
    }
    made: type[KindViewSet] = type(f"{name}ViewSet", (KindViewSet,), fields)
    once = "Kunci yang diulang mengembalikan yang pertama."
    documented = extend_schema_view(
        create=extend_schema(
            description=f"Mencatat satu aset. {once}",
            request=takes,
            responses={201: answers},
            parameters=[KEY],
        ),
        partial_update=extend_schema(
            description="Membetulkan isian yang dikirim; yang lain tetap.",
            request=taken(f"{name}Pembetulan", columns_of(kind), whole=False, more=why),
            responses={200: answers},
        ),
        many=extend_schema(
            description=f"Mencatat sampai {MOST} aset; tiap aset punya hasilnya. {once}",
            request=takes(many=True),
            responses={201: BatchSerializer},
            parameters=[KEY],
            filters=False,
        ),
    )
    return documented(made)


NAMES = {
    "lokasi": (AssetKind.SITE, "Lokasi"),
    "ruang": (AssetKind.ROOM, "Ruang"),
    "rak": (AssetKind.RACK, "Rak"),
    "daya": (AssetKind.POWER, "Daya"),
    "perangkat": (AssetKind.DEVICE, "Perangkat"),
    "tiang-dan-bak": (AssetKind.STRUCTURE, "TiangDanBak"),
    "ruas": (AssetKind.SEGMENT, "Ruas"),
    "kabel": (AssetKind.CABLE, "Kabel"),
    "kotak-sambung": (AssetKind.ENCLOSURE, "KotakSambung"),
    "tautan": (AssetKind.LINK, "Tautan"),
    "kamera": (AssetKind.CAMERA, "Kamera"),
    "titik-akses": (AssetKind.ACCESS_POINT, "TitikAkses"),
}
VIEWSETS = {prefix: viewset_of(kind, name) for prefix, (kind, name) in NAMES.items()}
