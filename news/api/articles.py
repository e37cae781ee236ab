"""What is public of the news now, to read; a text to begin through the desk's verb."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.verbs.refusal import Refusal
from egov.web.api import FieldsMixin, KeysetPagination
from egov.web.requests import actor_of
from news.api.fields import KEY_HEADER, CurrentAreaField
from news.domain.articles import begin_article
from news.domain.body_pictures import for_others, pictures_of
from news.domain.texts import TextContent
from news.filters import ArticleFilter
from news.models import Edition
from news.vocabulary import ArticleKind, Verdict


class ArticleSerializer(FieldsMixin, serializers.Serializer[Edition]):
    """The text of an article that is public now. `isi` and `bukti` are HTML, cleaned."""

    alamat = serializers.CharField(source="get_absolute_url")
    jenis = serializers.ChoiceField(source="article.kind", choices=ArticleKind.choices)
    judul = serializers.CharField(source="title")
    ringkasan = serializers.CharField(source="lead")
    isi = serializers.SerializerMethodField()
    kode_penulis = serializers.CharField(source="byline")
    perangkat_daerah = serializers.CharField(source="article.agency.short_name")
    wilayah = serializers.CharField(source="article.area.code", default=None, allow_null=True)
    terbit = serializers.DateTimeField(source="first_publish_at")
    diubah = serializers.DateTimeField(source="publish_at")
    edisi = serializers.IntegerField(source="number")
    perbaikan = serializers.CharField(source="change_note")
    nomor_pengumuman = serializers.CharField(source="announcement_number")
    berlaku_sampai = serializers.DateField(source="lapses_on", allow_null=True)
    yang_beredar = serializers.CharField(source="claim")
    kesimpulan = serializers.ChoiceField(
        source="verdict", choices=Verdict.choices, allow_blank=True
    )
    bukti = serializers.CharField(source="evidence")

    def get_isi(self, row: Edition) -> str:
        return for_others(row.body, self.context.get("pictures", {}))


ARTICLE_FIELDS = {
    "kind": "jenis",
    "title": "judul",
    "lead": "ringkasan",
    "body": "isi",
    "byline": "kode_penulis",
    "announcement_number": "nomor_pengumuman",
    "lapses_on": "berlaku_sampai",
    "claim": "yang_beredar",
    "verdict": "kesimpulan",
    "evidence": "bukti",
}


class ArticleCreateSerializer(serializers.Serializer[Any]):
    """What one sends: a draft, which another person approves. `isi` and `bukti` are HTML."""

    jenis = serializers.ChoiceField(choices=ArticleKind.choices)
    perangkat_daerah = serializers.SlugRelatedField(
        slug_field="code", queryset=Agency.objects.all()
    )
    wilayah = CurrentAreaField(required=False, allow_null=True)
    judul = serializers.CharField(max_length=120)
    ringkasan = serializers.CharField(max_length=300)
    isi = serializers.CharField(max_length=60_000)
    kode_penulis = serializers.CharField(max_length=40, required=False, allow_blank=True)
    nomor_pengumuman = serializers.CharField(max_length=60, required=False, allow_blank=True)
    berlaku_sampai = serializers.DateField(required=False, allow_null=True)
    yang_beredar = serializers.CharField(max_length=300, required=False, allow_blank=True)
    kesimpulan = serializers.ChoiceField(choices=Verdict.choices, required=False, allow_blank=True)
    bukti = serializers.CharField(max_length=20_000, required=False, allow_blank=True)


def begin(actor: User, values: dict[str, Any], *, key: str, now: datetime) -> Edition:
    """Begins an article with what the serializer has read."""
    names = {name: field for name, field in ARTICLE_FIELDS.items() if name != "kind"}
    content = {name: values[field] for name, field in names.items() if field in values}
    return begin_article(
        actor=actor,
        kind=values["jenis"],
        agency=values["perangkat_daerah"],
        area=values.get("wilayah"),
        content=TextContent(**content),
        key=key,
        now=now,
    )


class ArticleViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Edition]):
    """Berita, siaran pers, pengumuman, dan klarifikasi, terbaru dulu."""

    filterset_class = ArticleFilter
    pagination_class = KeysetPagination
    keyset_order = ("-first_publish_at", "-id")
    queryset = Edition.objects.none()

    def get_serializer_class(self) -> Any:
        return ArticleCreateSerializer if self.action == "create" else ArticleSerializer

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self.pictures = pictures_of(page or [])
        return page

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "pictures": getattr(self, "pictures", {})}

    def get_queryset(self) -> Any:
        live = Edition.objects.live(timezone.now())
        return live.select_related("article__agency", "article__area")

    @extend_schema(
        parameters=[KEY_HEADER],
        request=ArticleCreateSerializer,
        responses={201: OpenApiTypes.OBJECT},
    )
    def create(self, request: Request) -> Response:
        """Menulis konsep artikel; penyunting lain yang menyetujuinya."""
        sent = ArticleCreateSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        key = request.headers.get("Idempotency-Key", "")
        try:
            row = begin(actor_of(request), sent.validated_data, key=key, now=timezone.now())
        except Refusal as refusal:
            refusal.field = ARTICLE_FIELDS.get(refusal.field, refusal.field)
            raise
        told = {"artikel": str(row.article), "edisi": row.number, "keadaan": row.state}
        return Response(told, status=status.HTTP_201_CREATED)
