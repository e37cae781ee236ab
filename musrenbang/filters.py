"""What lists of proposals and decisions can be narrowed by."""

from __future__ import annotations

from typing import Any

from django.core.validators import EMPTY_VALUES
from django_filters import rest_framework as filters

from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.web.schema import YearFilter
from musrenbang.models import Channel, Decision, KamusVariant, Proposal
from musrenbang.search import find
from musrenbang.vocabulary import Outcome, State, Tier


class ByCode(filters.Filter):
    """Rows that point at what carries a code. It is looked up first: PostgreSQL knows how common an
    id is in the table, but of a code behind a join it guesses, and walks the wrong way.
    """

    def filter(self, qs: Any, value: Any) -> Any:
        if value in EMPTY_VALUES:
            return qs
        name, _, rest = self.field_name.partition("__")
        others = qs.model._meta.get_field(name).related_model
        return qs.filter(**{f"{name}__in": list(others.objects.filter(**{rest: value}))})


class CodeFilter(ByCode, filters.CharFilter):
    """A code."""


class CycleYearFilter(ByCode, YearFilter):
    """The RKPD year of the cycle."""


class ProposalFilter(filters.FilterSet):
    tahun = CycleYearFilter(field_name="channel__cycle__year")
    rw = CodeFilter(field_name="rw__code")
    kelurahan = CodeFilter(field_name="kelurahan__code")
    kecamatan = CodeFilter(field_name="kecamatan__code")
    jenis = CodeFilter(field_name="variant__entry__code")
    tingkat = filters.ChoiceFilter(field_name="tier", choices=Tier.choices)
    keadaan = filters.ChoiceFilter(field_name="state", choices=State.choices)
    perangkat_daerah = CodeFilter(field_name="agency__code")

    class Meta:
        model = Proposal
        fields: list[str] = []


class DecisionFilter(filters.FilterSet):
    usulan = filters.CharFilter(field_name="proposal__number")
    tingkat = filters.ChoiceFilter(field_name="tier", choices=Tier.choices)
    keputusan = filters.ChoiceFilter(field_name="outcome", choices=Outcome.choices)

    class Meta:
        model = Decision
        fields: list[str] = []


LIST_FILTERS = ("q", "tahun", "wilayah", "jenis", "tingkat", "keadaan", "opd")


def filtered(rows: Any, wanted: dict[str, Any]) -> Any:
    """The list narrowed by the form's values; the export and the API of a page read the same words.

    Codes are looked up first: of a code behind a join PostgreSQL guesses how common it is.
    """
    if wanted.get("q"):
        rows = find(rows, wanted["q"])
    if wanted.get("tahun"):
        rows = rows.filter(channel__in=list(Channel.objects.filter(cycle__year=wanted["tahun"])))
    if wanted.get("wilayah"):
        area = Area.objects.filter(code=wanted["wilayah"]).order_by("-valid").first()
        rows = rows.in_area(area) if area else rows.none()
    if wanted.get("jenis"):
        variants = KamusVariant.objects.filter(entry__code=wanted["jenis"])
        rows = rows.filter(variant__in=list(variants))
    if wanted.get("tingkat"):
        rows = rows.filter(tier=wanted["tingkat"])
    if wanted.get("keadaan"):
        rows = rows.filter(state=wanted["keadaan"])
    if wanted.get("opd"):
        rows = rows.filter(agency__in=list(Agency.objects.filter(code=wanted["opd"])))
    return rows
