"""Legal events: what one regulation, or a court, does to another."""

from __future__ import annotations

from rest_framework import mixins, serializers, viewsets

from egov.web.api import FieldsMixin, KeysetPagination
from regulations.filters import EventFilter
from regulations.models import LegalEvent
from regulations.vocabulary import AmendmentKind, EventKind


class EventSerializer(FieldsMixin, serializers.Serializer[LegalEvent]):
    """One dated fact: what `oleh` does to `terhadap` from a day. `oleh` is null for a court."""

    peristiwa = serializers.ChoiceField(source="kind", choices=EventKind.choices)
    oleh = serializers.CharField(source="source.eli", default=None, allow_null=True)
    terhadap = serializers.CharField(source="target.eli")
    pasal = serializers.CharField(source="provision.path", default=None, allow_null=True)
    sejak = serializers.DateField(source="takes_effect_on")
    perubahan = serializers.ChoiceField(
        source="amendment", choices=AmendmentKind.choices, allow_blank=True
    )
    bunyi_baru = serializers.CharField(source="wording")
    dasar = serializers.CharField(source="basis")
    alasan_penyimpangan = serializers.CharField(source="override")


class EventViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[LegalEvent]):
    """Peristiwa hukum, terbaru dulu."""

    serializer_class = EventSerializer
    filterset_class = EventFilter
    pagination_class = KeysetPagination
    keyset_order = ("-takes_effect_on", "-id")
    queryset = LegalEvent.objects.select_related("source__kind", "target__kind", "provision")
