"""What is public of the news now, to read."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import mixins, serializers, viewsets

from egov.web.api import FieldsMixin, KeysetPagination
from news.filters import ArticleFilter
from news.models import Edition
from news.vocabulary import ArticleKind, Verdict


class ArticleSerializer(FieldsMixin, serializers.Serializer[Edition]):
    """The text of an article that is public now. `isi` and `bukti` are HTML, cleaned."""

    alamat = serializers.CharField(source="get_absolute_url")
    jenis = serializers.ChoiceField(source="article.kind", choices=ArticleKind.choices)
    judul = serializers.CharField(source="title")
    ringkasan = serializers.CharField(source="lead")
    isi = serializers.CharField(source="body")
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


class ArticleViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Edition]):
    """Berita, siaran pers, pengumuman, dan klarifikasi, terbaru dulu."""

    serializer_class = ArticleSerializer
    filterset_class = ArticleFilter
    pagination_class = KeysetPagination
    keyset_order = ("-first_publish_at", "-id")
    queryset = Edition.objects.none()

    def get_queryset(self) -> Any:
        live = Edition.objects.live(timezone.now())
        return live.select_related("article__agency", "article__area")
