"""What a cut takes with it, for programs of those who may know."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from egov.verbs.refusal import Invalid
from egov.web.requests import actor_of
from infrastructure.domain.cutting import read_cut
from infrastructure.domain.impacting import assess
from infrastructure.domain.report import Darkened, Report, Stopped


class CutSerializer(serializers.Serializer[Any]):
    """What is cut or dark: codes of assets, `SEG-31#2` for a duct of a segment."""

    kode = serializers.ListField(child=serializers.CharField(max_length=60))


class LawSerializer(serializers.Serializer[Any]):
    peraturan = serializers.CharField()
    status = serializers.CharField(help_text="berlakunya pada hari itu")


class StoppedSerializer(serializers.Serializer[Any]):
    kode = serializers.CharField()
    nama = serializers.CharField()
    keadaan = serializers.CharField()
    dasar = LawSerializer(many=True)
    rantai = serializers.ListField(child=serializers.CharField(), help_text="dari yang putus")


class DarkSerializer(serializers.Serializer[Any]):
    kode = serializers.CharField()
    jenis = serializers.CharField()
    menit = serializers.IntegerField(help_text="padam setelah sekian menit; 0: seketika")
    rantai = serializers.ListField(child=serializers.CharField())


class ImpactSerializer(serializers.Serializer[Any]):
    """The report of one cut on one day."""

    tanggal = serializers.DateField()
    lokasi = DarkSerializer(many=True)
    benda = DarkSerializer(many=True)
    aplikasi = StoppedSerializer(many=True)
    tanpa_cadangan = serializers.ListField(child=serializers.CharField())
    orang = serializers.IntegerField(help_text="yang dilayani lokasi itu, sejauh diketahui")
    lokasi_tanpa_angka = serializers.IntegerField()
    tersembunyi = serializers.IntegerField(help_text="yang tidak boleh dibaca peminta")


class ImpactViewSet(viewsets.ViewSet):
    """Dampak gangguan."""

    serializer_class = ImpactSerializer

    @extend_schema(
        description="Apa yang ikut padam bila ini putus. Untuk operator dan auditor.",
        request=CutSerializer,
        responses={201: ImpactSerializer},
    )
    def create(self, request: Request) -> Response:
        user = actor_of(request)
        codes = request.data.get("kode") if isinstance(request.data, dict) else None
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            raise Invalid("not_a_list", "Kirim daftar kode.", field="kode")
        cut = read_cut(user=user, text="\n".join(codes))
        return Response(_told(assess(user=user, cut=cut)), status=status.HTTP_201_CREATED)


def _told(report: Report) -> dict[str, Any]:
    return {
        "tanggal": report.on,
        "lokasi": [_dark(row) for row in report.sites],
        "benda": [_dark(row) for row in report.things],
        "aplikasi": [_stopped(row) for row in report.applications],
        "tanpa_cadangan": [asset.code for asset in report.alone],
        "orang": report.people,
        "lokasi_tanpa_angka": report.people_unknown,
        "tersembunyi": report.hidden,
    }


def _chain(steps: Any) -> list[str]:
    return [step.code for step in steps]


def _dark(row: Darkened) -> dict[str, Any]:
    return {
        "kode": row.asset.code,
        "jenis": row.asset.kind,
        "menit": row.minutes,
        "rantai": _chain(row.chain),
    }


def _stopped(row: Stopped) -> dict[str, Any]:
    laws = [{"peraturan": law.regulation.eli, "status": str(law.force)} for law in row.laws]
    return {
        "kode": row.application.code,
        "nama": row.application.name,
        "keadaan": str(row.state),
        "dasar": laws,
        "rantai": _chain(row.chain),
    }
