"""Areas for programs."""

from django.http import Http404
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from egov.areas.models import Area, AreaOffice, Level
from egov.web.api import FieldsMixin, KeysetPagination
from egov.web.filters import CodeFilter, DayFilter, ListFilter


class OfficeSerializer(serializers.Serializer[AreaOffice]):
    """Where the area's office is reached; what nobody filled in is empty."""

    alamat = serializers.CharField(source="address")
    telepon = serializers.CharField(source="phone")
    jam_layanan = serializers.CharField(source="hours")


class AreaSerializer(FieldsMixin, serializers.Serializer[Area]):
    """One area. `kode` is the Kemendagri code; RW add `/05`."""

    kode = serializers.CharField(source="code", help_text="PP.KK.CC.VVVV, RW: PP.KK.CC.VVVV/05")
    nama = serializers.CharField(source="name")
    tingkat = serializers.ChoiceField(source="level", choices=Level.choices)
    jenis = serializers.CharField(source="kind", help_text="kelurahan, desa, kampung, …")
    induk = serializers.CharField(source="parent.code", default=None, allow_null=True)
    berlaku_dari = serializers.DateField(source="valid.lower", allow_null=True)
    berlaku_sampai = serializers.DateField(
        source="valid.upper", allow_null=True, help_text="tidak termasuk hari itu"
    )
    perkiraan = serializers.BooleanField(
        source="placeholder", help_text="dibuat dengan aturan, belum dari daftar resmi"
    )
    kantor = OfficeSerializer(
        source="office",
        default=None,
        allow_null=True,
        help_text="kantor kecamatan atau desa/kelurahan; null bila belum diisi",
    )


class AreaFilter(ListFilter):
    tingkat = filters.ChoiceFilter(field_name="level", choices=Level.choices)
    induk = CodeFilter(field_name="parent__code")
    pada = DayFilter(field_name="valid", lookup_expr="contains")


class AreaViewSet(viewsets.ReadOnlyModelViewSet[Area]):
    """Wilayah: daerah, kecamatan, desa/kelurahan dan RW."""

    serializer_class = AreaSerializer
    filterset_class = AreaFilter
    pagination_class = KeysetPagination
    keyset_order = ("code", "id")
    queryset = Area.objects.select_related("parent", "office")
    lookup_field = "code"
    lookup_value_regex = r"[0-9.]+(?:/[0-9]+)*"

    def get_object(self) -> Area:
        rows = self.get_queryset().filter(code=self.kwargs["code"]).order_by("-valid")
        found = rows.first()
        if found is None:
            raise Http404
        return found
