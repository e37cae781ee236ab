"""The search for programs: the same answer as the page."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from egov.search.answering import answer
from egov.search.asked import LONGEST, read_asked
from egov.search.finding import MOST_PAGES
from egov.search.models import Entry


class SearchQuerySerializer(serializers.Serializer[Any]):
    """What can be asked."""

    q = serializers.CharField(
        required=False, max_length=LONGEST, help_text="kata, nomor usulan, tempat, atau kutipan"
    )
    jenis = serializers.CharField(required=False, help_text="usulan, kamus, regulasi, …")
    kecamatan = serializers.CharField(required=False, help_text="kode kecamatan")
    opd = serializers.CharField(required=False, help_text="kode perangkat daerah")
    tahun = serializers.IntegerField(required=False, min_value=1000, max_value=2999)
    halaman = serializers.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)


class HitSerializer(serializers.Serializer[Entry]):
    """One thing that was found."""

    jenis = serializers.CharField(source="kind")
    judul = serializers.CharField(source="title")
    ringkasan = serializers.CharField(source="lead")
    alamat = serializers.CharField(source="url", help_text="di portal ini")
    wilayah = serializers.CharField(source="area", help_text="kode; kosong: tanpa wilayah")
    opd = serializers.CharField(source="agency", help_text="kode; kosong: tanpa OPD")
    tahun = serializers.IntegerField(source="year", allow_null=True)
    tidak_berlaku_sejak = serializers.DateField(source="ended_on", allow_null=True)


class KindCountSerializer(serializers.Serializer[Any]):
    """How many there are of one kind."""

    jenis = serializers.CharField()
    jumlah = serializers.IntegerField()


class SearchAnswerSerializer(serializers.Serializer[Any]):
    """A page of hits."""

    maksud = serializers.CharField(help_text="kata yang mungkin dimaksud; kosong: yang diketik")
    keluhan = serializers.BooleanField(help_text="yang rusak sekarang dilaporkan ke kanal aduan")
    jumlah = KindCountSerializer(many=True)
    lebih_dari = serializers.BooleanField(help_text="hitungan berhenti di 5.000")
    halaman_berikut = serializers.IntegerField(allow_null=True)
    results = HitSerializer(many=True)


class SearchViewSet(viewsets.ViewSet):
    """Pencarian di seluruh portal."""

    @extend_schema(parameters=[SearchQuerySerializer], responses=SearchAnswerSerializer)
    def list(self, request: Request) -> Response:
        """Yang paling cocok lebih dahulu, paling banyak 20 sehalaman."""
        asked = read_asked(request.query_params.dict())
        user = request.user if request.user.is_authenticated else None
        found = answer(asked, user)
        results = found.results
        counts = [{"jenis": kind, "jumlah": n} for kind, n in results.counts.get("kind", [])]
        response = Response(
            {
                "maksud": results.meant,
                "keluhan": found.complaint,
                "jumlah": counts,
                "lebih_dari": results.capped,
                "halaman_berikut": asked.page + 1 if results.more else None,
                "results": [HitSerializer(hit).data for hit in results.hits],
            }
        )
        response["X-Robots-Tag"] = "noindex"
        return response
