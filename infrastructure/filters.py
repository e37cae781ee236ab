"""What lists can be narrowed by; nothing here tells what the reader may not know."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django_filters import rest_framework as filters

from egov.search.lists import one_of
from egov.verbs.refusal import Invalid
from egov.web.filters import UNKNOWN, CodeFilter, ListFilter
from infrastructure.models import Asset, Device, inner_assets, visible_assets
from infrastructure.search import numbered_by
from infrastructure.vocabulary import AssetKind, AssetStatus

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
