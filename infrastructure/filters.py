"""What lists can be narrowed by; nothing here tells what the reader may not know."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django_filters import rest_framework as filters

from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.search.lists import one_of
from egov.verbs.refusal import Invalid
from egov.web.filters import UNKNOWN, CodeFilter, ListFilter, Options
from infrastructure.domain.naming import Law
from infrastructure.domain.reading import Unreadable
from infrastructure.domain.searching import find_assets
from infrastructure.models import Asset, Device, inner_assets, visible_assets
from infrastructure.search import numbered_by
from infrastructure.vocabulary import AssetKind, AssetStatus, CameraPurpose, Connectivity

SHORTEST = 2  # letters of a search


class SeenAssetFilter(filters.CharFilter):  # type: ignore[misc]
    """The code of another asset, one that the reader may read."""

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        reader = self.parent.request.user
        keys = Asset.objects.visible_to(reader).filter(code__iexact=value).values_list("pk")
        if not keys:
            name = next(n for n, own in self.parent.filters.items() if own is self)
            raise Invalid("unknown", UNKNOWN, field=name)
        return qs.filter(**{f"{self.field_name}__in": [key for (key,) in keys]})


class AssetFilter(ListFilter):
    """`q`: how the code begins, or a whole serial number or MAC address."""

    q = filters.CharFilter(method="search", min_length=SHORTEST, max_length=80)
    keadaan = filters.ChoiceFilter(field_name="status", choices=AssetStatus.choices)
    pemilik = CodeFilter(field_name="owner__code")
    wilayah = CodeFilter(field_name="area__code")

    def search(self, qs: Any, _name: str, value: str) -> Any:
        value = value.strip()
        user = self.request.user
        inside = visible_assets(user, "asset__") & inner_assets(user, "asset__")
        numbered = Device.objects.filter(inside, numbered_by(value)).order_by()
        ways = [Q(code__istartswith=value), Q(pk__in=numbered.values("pk"))]
        return qs.filter(one_of(Asset, ways, probed=True))


class AnyAssetFilter(AssetFilter):
    jenis = filters.ChoiceFilter(field_name="kind", choices=AssetKind.choices)


class DeviceFilter(AssetFilter):
    lokasi = SeenAssetFilter(field_name="device__site")
    rak = SeenAssetFilter(field_name="device__rack")


class RackFilter(AssetFilter):
    lokasi = SeenAssetFilter(field_name="rack__site")


EVERYTHING = ("", "Semua")
BASES = (("ada", "Dasar hukumnya dicatat"), ("belum", "Dasar belum dicatat"))


class WithinFilter(CodeFilter):
    """What lies in an area or below it."""

    def filter(self, qs: Any, value: list[Any] | None) -> Any:
        if not value:
            return qs
        return qs.filter(area__in=Area.objects.within(value[-1]).values("pk"))


class LawFilter(filters.CharFilter):  # type: ignore[misc]
    """What stands on a regulation: "perda/2018/3"."""

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        reader = Law()
        try:
            known = reader.rows({reader.parse(value)})
        except (Unreadable, ValueError):
            return qs.none()
        return qs.filter(**{f"{self.field_name}__in": known.values("pk")})


class CameraFilter(ListFilter):
    """What the register's page and its map share, over assets that are cameras."""

    q = filters.CharFilter(
        method="search",
        max_length=200,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
        help_text="Nama jalan, simpang, atau kodenya.",
    )
    wilayah = WithinFilter(field_name="area__code")
    pemilik = CodeFilter(field_name="owner__code")
    tujuan = filters.ChoiceFilter(field_name="camera__purpose", choices=CameraPurpose.choices)
    sambungan = filters.ChoiceFilter(
        field_name="camera__connectivity", choices=Connectivity.choices
    )
    dasar = filters.ChoiceFilter(method="based", choices=BASES)
    peraturan = LawFilter(field_name="camera__legal_basis", max_length=120)

    def search(self, qs: Any, _name: str, value: str) -> Any:
        return find_assets(qs, value)

    def based(self, qs: Any, _name: str, value: str) -> Any:
        return qs.filter(camera__legal_basis__isnull=value == "belum") if value else qs


class CameraListFilter(CameraFilter):
    labels = {
        "q": "Cari kamera",
        "wilayah": "Wilayah",
        "pemilik": "Pemilik",
        "tujuan": "Tujuan",
        "sambungan": "Sambungan",
        "dasar": "Dasar hukum",
        "peraturan": "Peraturan",
    }

    @cached_property
    def districts(self) -> list[Area]:
        return list(Area.objects.current().level(Level.DISTRICT).order_by("name"))

    @cached_property
    def owners(self) -> list[Agency]:
        """Those that own a camera which this reader may know of."""
        keys = self.queryset.order_by().values("owner").distinct()
        return list(Agency.objects.filter(pk__in=keys).order_by("short_name"))

    def options(self) -> Mapping[str, Options]:
        places = [(area.code, area.label) for area in self.districts]
        asked = self.data.get("wilayah") or ""
        if asked and asked not in dict(places):
            places.insert(0, (asked, asked))
        return {
            "wilayah": [EVERYTHING, *places],
            "pemilik": [EVERYTHING, *((o.code, o.short_name) for o in self.owners)],
            "tujuan": [EVERYTHING, *CameraPurpose.choices],
            "sambungan": [EVERYTHING, *Connectivity.choices],
            "dasar": [EVERYTHING, *BASES],
        }
