"""The API of the registry: regulations, legal events and applications.

They are told as of a day (`pada=YYYY-MM-DD`). Everything here is public.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from egov.verbs.refusal import Invalid
from egov.web.api import FieldsMixin, KeysetPagination
from egov.web.schema import DayFilter, YearFilter
from regulations.domain.applications.health import findings_on, health
from regulations.domain.law.states import force_of
from regulations.domain.text.versions import regulation_as_of
from regulations.models import Application, Binding, LegalEvent, Regulation, RegulationFile
from regulations.search import find_regulations
from regulations.views.as_of import as_of_date
from regulations.vocabulary import (
    AmendmentKind,
    BindingRole,
    EventKind,
    Force,
    LifecycleState,
    ServiceElement,
)

PADA = OpenApiParameter(
    "pada", OpenApiTypes.DATE, description="jawaban untuk hari itu; tanpa ini hari ini"
)


class AsOf(viewsets.GenericViewSet[Any]):
    """Reads the day once a request."""

    @property
    def day(self) -> date:
        held: date | None = getattr(self, "_day", None)
        if held is None:
            request = getattr(self, "request", None)
            held = self._day = as_of_date(request._request) if request else timezone.localdate()
        return held

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "day": self.day}


class RegulationSerializer(FieldsMixin, serializers.ModelSerializer[Regulation]):
    """One regulation. Dates as YYYY-MM-DD, null where unknown;
    `status` is computed from dated events for the asked day."""

    jenis = serializers.CharField(source="kind.code")
    nomor = serializers.CharField(source="number")
    tahun = serializers.IntegerField(source="year")
    wilayah = serializers.CharField(
        source="region", help_text="kode wilayah pembuatnya; kosong: nasional"
    )
    tentang = serializers.CharField(source="title")
    kutipan = serializers.CharField(source="full_citation")
    ditetapkan = serializers.DateField(source="enacted_on", allow_null=True)
    diundangkan = serializers.DateField(source="promulgated_on", allow_null=True)
    mulai_berlaku = serializers.DateField(
        source="commences_on",
        allow_null=True,
        help_text="null: sejak diundangkan (UU 12/2011 ps 87)",
    )
    sumber = serializers.CharField(
        source="gazette_ref", help_text="lembaran atau berita daerah/negara"
    )
    status = serializers.ChoiceField(source="force", choices=Force.choices)
    dapat_menjadi_dasar = serializers.BooleanField(
        source="may_be_basis", help_text="Keputusan bukan dasar hukum (UU 12/2011 ps 100)"
    )
    alamat = serializers.CharField(source="get_absolute_url")
    eli = serializers.CharField()

    class Meta:
        model = Regulation
        fields = [
            *("jenis", "nomor", "tahun", "wilayah", "tentang", "kutipan"),
            *("ditetapkan", "diundangkan", "mulai_berlaku", "sumber", "status"),
            *("dapat_menjadi_dasar", "alamat", "eli"),
        ]


class EventSerializer(FieldsMixin, serializers.ModelSerializer[LegalEvent]):
    """One dated fact: what `oleh` does to `terhadap` from a day. `oleh` is null for a court."""

    peristiwa = serializers.ChoiceField(source="kind", choices=EventKind.choices)
    oleh = serializers.CharField(source="source.eli", default=None, allow_null=True)
    terhadap = serializers.CharField(source="target.eli")
    pasal = serializers.CharField(source="provision.path", default=None, allow_null=True)
    sejak = serializers.DateField(source="on")
    perubahan = serializers.ChoiceField(
        source="amendment", choices=AmendmentKind.choices, allow_blank=True
    )
    bunyi_baru = serializers.CharField(source="wording")
    dasar = serializers.CharField(source="basis")
    alasan_penyimpangan = serializers.CharField(source="override")

    class Meta:
        model = LegalEvent
        fields = [
            *("peristiwa", "oleh", "terhadap", "pasal", "sejak", "perubahan"),
            *("bunyi_baru", "dasar", "alasan_penyimpangan"),
        ]


class PartSerializer(serializers.Serializer[Any]):
    """A part of the text as it reads on the asked day."""

    jenis = serializers.CharField(source="part.kind")
    nama = serializers.CharField(source="part.label")
    jalur = serializers.CharField(source="part.path", help_text="sambungan alamat: pasal-29")
    judul = serializers.CharField(source="part.heading")
    bunyi = serializers.CharField(source="text")
    penjelasan = serializers.CharField(source="part.explanation")


class RegulationDetailSerializer(RegulationSerializer):
    naskah_dipastikan = serializers.SerializerMethodField(
        help_text="false: dibaca program dari PDF, belum diperiksa petugas"
    )
    naskah = serializers.SerializerMethodField()
    peristiwa = EventSerializer(source="changes", many=True)

    class Meta(RegulationSerializer.Meta):
        fields = [*RegulationSerializer.Meta.fields, "naskah_dipastikan", "naskah", "peristiwa"]

    def get_naskah_dipastikan(self, row: Regulation) -> bool:
        return RegulationFile.objects.filter(regulation=row, confirmed_at__isnull=False).exists()

    @extend_schema_field(PartSerializer(many=True))
    def get_naskah(self, row: Regulation) -> Any:
        return PartSerializer(regulation_as_of(row, self.context["day"]), many=True).data


class RegulationFilter(filters.FilterSet):
    jenis = filters.CharFilter(field_name="kind__code")
    tahun = YearFilter(field_name="year")

    class Meta:
        model = Regulation
        fields: list[str] = []


class RegulationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, AsOf):
    """Peraturan, tahun terbaru dulu.
    Alamat satu peraturan: `perda/2018/3`; `/` dalam nomor ditulis `~`."""

    filterset_class = RegulationFilter
    pagination_class = KeysetPagination
    keyset_order = ("-year", "-id")
    lookup_field = "path"
    lookup_value_regex = r"[a-z-]+/\d{4}/[^/]+"
    queryset = Regulation.objects.none()

    def get_serializer_class(self) -> Any:
        return RegulationDetailSerializer if self.action == "retrieve" else RegulationSerializer

    def get_queryset(self) -> Any:
        given = self.request.query_params
        force = given.get("status", "")
        if force and force not in Force.values:
            sentence = f"Status yang ada: {', '.join(Force.values)}."
            raise Invalid("unknown_status", sentence, field="status")
        return find_regulations(given.get("q", "")[:200], force=force, on=self.day)

    def get_object(self) -> Regulation:
        kind, year, number = self.kwargs["path"].split("/")
        rows = Regulation.objects.with_force(self.day).select_related("kind")
        rows = rows.prefetch_related(
            "changes__source__kind", "changes__target__kind", "changes__provision"
        )
        number = number.replace("~", "/")
        found = rows.filter(kind__code=kind, year=year, number=number, other_region="").first()
        if found is None:
            raise Http404
        return found

    @extend_schema(
        parameters=[
            PADA,
            OpenApiParameter("q", OpenApiTypes.STR),
            OpenApiParameter("status", OpenApiTypes.STR, enum=list(Force.values)),
        ]
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[PADA])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)


class EventFilter(filters.FilterSet):
    peristiwa = filters.ChoiceFilter(field_name="kind", choices=EventKind.choices)
    sejak = DayFilter(field_name="on", lookup_expr="gte")
    sampai = DayFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = LegalEvent
        fields: list[str] = []


class EventViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[LegalEvent]):
    """Peristiwa hukum, terbaru dulu."""

    serializer_class = EventSerializer
    filterset_class = EventFilter
    pagination_class = KeysetPagination
    keyset_order = ("-on", "-id")
    queryset = LegalEvent.objects.select_related("source__kind", "target__kind", "provision")


class BindingSerializer(serializers.ModelSerializer[Binding]):
    """What an application stands on; the quote is frozen with its hash."""

    peran = serializers.ChoiceField(source="role", choices=BindingRole.choices)
    peraturan = serializers.CharField(source="regulation.eli")
    kutipan_peraturan = serializers.CharField(source="regulation.citation")
    pasal = serializers.CharField(source="provision.label", default=None, allow_null=True)
    status = serializers.SerializerMethodField(
        help_text="berlakunya dasar ini pada hari yang diminta"
    )
    mulai = serializers.DateField(source="valid.lower", allow_null=True)
    sampai = serializers.DateField(
        source="valid.upper", allow_null=True, help_text="tidak termasuk hari itu"
    )
    kutipan = serializers.CharField(source="quote")
    sha256 = serializers.CharField(source="quote_sha256")
    diperiksa = serializers.DateField(source="checked_on", allow_null=True)

    class Meta:
        model = Binding
        fields = [
            *("peran", "peraturan", "kutipan_peraturan", "pasal", "status"),
            *("mulai", "sampai", "kutipan", "sha256", "diperiksa"),
        ]

    @extend_schema_field(serializers.ChoiceField(choices=Force.choices))
    def get_status(self, row: Binding) -> str:
        return str(force_of(row.regulation, self.context["day"], row.provision))


class ApplicationSerializer(FieldsMixin, serializers.ModelSerializer[Application]):
    """One government application and its legal health on the asked day. Empty or null: unknown."""

    kode = serializers.CharField(source="code")
    nama = serializers.CharField(source="name")
    unsur = serializers.ChoiceField(source="element", choices=ServiceElement.choices)
    pemilik = serializers.CharField(source="owner.name", default=None, allow_null=True)
    keadaan = serializers.ChoiceField(
        source="life", choices=LifecycleState.choices, allow_null=True
    )
    dipakai_sejak = serializers.IntegerField(source="first_year", allow_null=True)
    kegunaan = serializers.CharField(source="purpose")
    situs = serializers.CharField(source="address")
    pengguna = serializers.CharField(source="users")
    data_disimpan = serializers.CharField(source="data_held")
    mewajibkan_warga = serializers.BooleanField(source="obliges")
    memungut = serializers.BooleanField(
        source="tax_or_levy", help_text="pajak atau retribusi (UU 1/2022 ps 94)"
    )
    spbe = serializers.CharField(source="spbe_reference")
    kesehatan_hukum = serializers.SerializerMethodField()
    dasar_hukum = serializers.SerializerMethodField()
    alamat = serializers.CharField(source="get_absolute_url")

    class Meta:
        model = Application
        fields = [
            *("kode", "nama", "unsur", "pemilik", "keadaan", "dipakai_sejak"),
            *("kegunaan", "situs", "pengguna", "data_disimpan", "mewajibkan_warga", "memungut"),
            *("spbe", "kesehatan_hukum", "dasar_hukum", "alamat"),
        ]

    def _bound(self, row: Application) -> list[Binding]:
        """The bindings of the page's applications, read once for all of them."""
        root: Any = self.root
        held: dict[int, list[Binding]] | None = getattr(root, "bound", None)
        if held is None:
            rows: Any = self.instance if self.parent is None else self.parent.instance
            keys = [a.pk for a in rows] if isinstance(rows, list) else [row.pk]
            held = {key: [] for key in keys}
            standing = Binding.objects.standing_on(self.context["day"])
            for binding in standing.filter(application__in=keys).with_law():
                held[binding.application_id].append(binding)
            root.bound = held
        return held.get(row.pk, [])

    def get_kesehatan_hukum(self, row: Application) -> str:
        root: Any = self.root
        on = self.context["day"]
        if not hasattr(root, "open_findings"):
            root.open_findings = findings_on(on)
        _tone, word = health(
            row, row.life, on, self._bound(row), root.open_findings.get(row.pk, ())
        )
        return word

    @extend_schema_field(BindingSerializer(many=True))
    def get_dasar_hukum(self, row: Application) -> Any:
        return BindingSerializer(self._bound(row), many=True, context=self.context).data


class ApplicationFilter(filters.FilterSet):
    unsur = filters.ChoiceFilter(field_name="element", choices=ServiceElement.choices)
    pemilik = filters.CharFilter(field_name="owner__code")

    class Meta:
        model = Application
        fields: list[str] = []


class ApplicationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, AsOf):
    """Aplikasi pemerintah dan dasar hukumnya."""

    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    pagination_class = KeysetPagination
    keyset_order = ("code", "id")
    lookup_field = "code"
    queryset = Application.objects.none()

    def get_queryset(self) -> Any:
        return Application.objects.with_life(self.day).select_related("owner")

    @extend_schema(parameters=[PADA])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[PADA])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)
