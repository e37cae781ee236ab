"""Applications and what they stand on."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from egov.web.api import FieldsMixin, KeysetPagination
from regulations.api.as_of import PADA, AsOf
from regulations.domain.applications.health import Health, findings_on, health
from regulations.domain.law.states import force_of
from regulations.filters import ApplicationFilter
from regulations.models import Application, Binding
from regulations.vocabulary import BasisState, BindingRole, Force, LifecycleState, ServiceElement


class BindingSerializer(serializers.Serializer[Any]):
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

    @extend_schema_field(serializers.ChoiceField(choices=Force.choices))
    def get_status(self, row: Binding) -> str:
        return str(force_of(row.regulation, self.context["day"], row.provision))


class ApplicationSerializer(FieldsMixin, serializers.Serializer[Application]):
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
    keadaan_dasar = serializers.SerializerMethodField(
        help_text="belum-diteliti: belum ada yang mencari dasarnya sampai tuntas"
    )
    diteliti = serializers.DateField(
        source="searched_on",
        allow_null=True,
        help_text="sejak kapan petugas hukum menutup pencarian dasarnya",
    )
    dasar_hukum = serializers.SerializerMethodField()
    alamat = serializers.CharField(source="get_absolute_url")

    def _bound(self, row: Application) -> list[Binding]:
        """The bindings of the page's applications, read once for all of them."""
        root: Any = self.root
        bound: dict[int, list[Binding]] | None = getattr(root, "bound", None)
        if bound is None:
            rows: Any = self.instance if self.parent is None else self.parent.instance
            keys = [a.pk for a in rows] if isinstance(rows, list) else [row.pk]
            bound = {key: [] for key in keys}
            standing = Binding.objects.standing_on(self.context["day"])
            for binding in standing.filter(application__in=keys).with_law():
                bound[binding.application_id].append(binding)
            root.bound = bound
        return bound.get(row.pk, [])

    def _health(self, row: Application) -> Health:
        root: Any = self.root
        on = self.context["day"]
        if not hasattr(root, "open_findings"):
            root.open_findings = findings_on(on)
        return health(row, on, self._bound(row), root.open_findings.get(row.pk, ()))

    def get_kesehatan_hukum(self, row: Application) -> str:
        return self._health(row).word

    @extend_schema_field(serializers.ChoiceField(choices=BasisState.choices))
    def get_keadaan_dasar(self, row: Application) -> str:
        return str(self._health(row).state)

    @extend_schema_field(BindingSerializer(many=True))
    def get_dasar_hukum(self, row: Application) -> Any:
        return BindingSerializer(self._bound(row), many=True, context=self.context).data


class ApplicationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, AsOf):
    """Aplikasi pemerintah dan dasar hukumnya."""

    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    pagination_class = KeysetPagination
    keyset_order = ("code", "id")
    lookup_field = "code"
    queryset = Application.objects.none()

    def get_queryset(self) -> Any:
        return Application.objects.with_life(self.day).with_search(self.day).select_related("owner")

    @extend_schema(parameters=[PADA])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[PADA])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)
