from rest_framework import serializers, viewsets

from egov.web.api import FieldsMixin, KeysetPagination
from tests.toy.models import Colour, Kite


class KiteSerializer(FieldsMixin, serializers.ModelSerializer[Kite]):
    nama = serializers.CharField(source="name")
    warna = serializers.ChoiceField(source="colour", choices=Colour.choices)

    class Meta:
        model = Kite
        fields = ["nama", "warna"]


class KiteViewSet(viewsets.ReadOnlyModelViewSet[Kite]):
    """Layang-layang."""

    serializer_class = KiteSerializer
    pagination_class = KeysetPagination
    keyset_order = ("id",)
    queryset = Kite.objects.all()
