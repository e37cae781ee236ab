"""What lists of proposals and decisions can be narrowed by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django_filters import rest_framework as filters

from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from egov.search.filters import SearchFilter
from egov.verbs.memory import remembered
from egov.web.filters import (
    CodeFilter,
    KnownYearFilter,
    ListFilter,
    Options,
    OrderFilter,
)
from musrenbang.domain.numbers import read_number
from musrenbang.models import Cycle, KamusEntry, Stage
from musrenbang.models.kamus import KAMUS
from musrenbang.search import PROPOSALS
from musrenbang.vocabulary import Act, Outcome, State, Tier, tier_word

EVERYTHING = ("", "Semua")
ORDERS = [("", "Terbaru"), ("dukungan", "Paling didukung"), ("biaya", "Biaya terbesar")]
WRONG_NUMBER = "Nomor usulan ini tidak lengkap atau salah tulis. Contoh: 2027-004821-5."


class ProposalFilter(ListFilter):
    """What the page and the API of proposals share."""

    tahun = KnownYearFilter(field_name="channel__cycle__year")
    jenis = CodeFilter(field_name="variant__entry__code")
    tingkat = filters.ChoiceFilter(field_name="tier", choices=Tier.choices)
    keadaan = filters.ChoiceFilter(field_name="state", choices=State.choices)


class ProposalApiFilter(ProposalFilter):
    """A program asks for an area by its level."""

    rw = CodeFilter(field_name="rw__code")
    kelurahan = CodeFilter(field_name="kelurahan__code")
    kecamatan = CodeFilter(field_name="kecamatan__code")
    perangkat_daerah = CodeFilter(field_name="agency__code")


class PlaceFilter(CodeFilter):
    """A kecamatan or village of today, with all that lies in it."""

    def carriers(self, value: str) -> list[Area] | None:
        return list(_places().filter(code=value)) or None

    def filter(self, qs: Any, value: list[Area] | None) -> Any:
        return qs if value is None else qs.in_area(value[0])


class ProposalListFilter(ProposalFilter):
    """The filters of the public list, and its order."""

    q = SearchFilter(by=PROPOSALS, max_length=200)
    wilayah = PlaceFilter(max_length=24)
    opd = CodeFilter(field_name="agency__code")
    urut = OrderFilter(choices=ORDERS[1:])

    labels = {
        "q": "Kata atau nomor",
        "tahun": "Tahun",
        "wilayah": "Wilayah",
        "jenis": "Jenis",
        "tingkat": "Berada di",
        "keadaan": "Keadaan",
        "opd": "Perangkat daerah",
        "urut": "Urutkan",
    }
    orders = {"": ("-id",), "dukungan": ("-support_count", "-id"), "biaya": ("-cost", "-id")}

    def options(self) -> Mapping[str, Options]:
        offered = {**list_options(), "keadaan": State.choices}
        every = {name: [EVERYTHING, *options] for name, options in offered.items()}
        return {**every, "urut": ORDERS}


def list_options() -> dict[str, list[tuple[Any, str]]]:
    """What can be chosen of years, places, tiers, kinds and OPD: kept for some minutes."""
    return remembered("list-options", 300, _find_options)


def _find_options() -> dict[str, list[tuple[Any, str]]]:
    agencies = Agency.objects.filter(kamus_entries__isnull=False).distinct()
    return {
        "tahun": [(year, str(year)) for year in Cycle.objects.values_list("year", flat=True)],
        "wilayah": _area_options(),
        "tingkat": [(tier, tier_word(tier)) for tier in stations()],
        "jenis": list(KamusEntry.objects.values_list("code", "name")),
        "opd": list(agencies.values_list("code", "short_name")),
    }


def stations() -> list[str]:
    """The tiers at which a proposal can stand, from the RW up."""
    standing = set(Stage.objects.exclude(act=Act.VERIFICATION).values_list("tier", flat=True))
    return [tier.value for tier in Tier if tier in standing]


def _area_options() -> list[tuple[Any, str]]:
    """Kecamatan and villages in the order of their codes."""
    rows = _places().order_by("code")
    return [(a.code, a.label if a.level == Level.DISTRICT else f"· {a.label}") for a in rows]


def _places() -> Any:
    return Area.objects.current().filter(level__in=[Level.DISTRICT, Level.VILLAGE])


class _NumberField(forms.CharField):
    """A proposal's number, whose last digit says whether it was typed right."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        number = read_number(text) if text else ""
        if number is None:
            raise ValidationError(WRONG_NUMBER, code="wrong_number")
        return number


class NumberFilter(filters.CharFilter):  # type: ignore[misc]
    """A proposal by its number."""

    field_class = _NumberField


class DecisionFilter(ListFilter):
    usulan = NumberFilter(field_name="proposal__number")
    tingkat = filters.ChoiceFilter(field_name="tier", choices=Tier.choices)
    keputusan = filters.ChoiceFilter(field_name="outcome", choices=Outcome.choices)


class KamusFilter(ListFilter):
    """The kamus in a citizen's words, on its page and in the API."""

    q = SearchFilter(by=KAMUS, max_length=100, help_text="kata sehari-hari")

    labels = {"q": "Cari dengan kata sehari-hari"}
