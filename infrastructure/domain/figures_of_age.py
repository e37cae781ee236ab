"""Of things that wear out: how old they are, and who mends them for how long yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import ExtractYear

from infrastructure.domain.figure_groups import Group, Row
from infrastructure.models import Asset, Contract, ContractCoverage, visible_assets
from infrastructure.vocabulary import AssetKind, AssetStatus
from infrastructure.vocabulary_contracts import ENDING_DAYS

GONE = (AssetStatus.PLANNED, AssetStatus.RETIRED)
YEARS = (2, 5, 10)  # the edges of ages
AGED = (AssetKind.DEVICE, AssetKind.CAMERA, AssetKind.ACCESS_POINT)


def _aged(user: Any) -> Any:
    """What wears out, as far as a reader may know of it."""
    rows = Asset.objects.exclude(status__in=GONE).filter(visible_assets(user, ""), kind__in=AGED)
    return rows.order_by()


def ages(user: Any, on: date) -> Group:
    rows = _aged(user)
    years = rows.annotate(year=ExtractYear(F("installed_on"))).values_list("year")
    many: dict[str, int] = dict.fromkeys(_age_words(), 0)
    unknown = 0
    for year, count in years.annotate(Count("pk")):
        if year is None:
            unknown += count
        else:
            many[_age_word(on.year - year)] += count
    told = [Row(word, count) for word, count in many.items() if count]
    if not told:
        return Group("umur", "Umur perangkat", ())
    if unknown:
        told.append(Row("belum dicatat", unknown))
    return Group("umur", "Umur perangkat, kamera, dan titik akses", tuple(told))


def _age_words() -> Sequence[str]:
    return [_age_word(age) for age in (0, *YEARS)]


def _age_word(age: int) -> str:
    edges = (0, *YEARS)
    for low, high in zip(edges, YEARS, strict=False):
        if age < high:
            return f"{low} sampai {high - 1} tahun" if low else f"kurang dari {high} tahun"
    return f"{YEARS[-1]} tahun atau lebih"


def warranties(user: Any, on: date) -> Group:
    rows = _aged(user)
    counted = rows.aggregate(
        under=Count("pk", filter=Q(warranty_ends_on__gte=on)),
        over=Count("pk", filter=Q(warranty_ends_on__lt=on)),
        unknown=Count("pk", filter=Q(warranty_ends_on=None)),
    )
    if not counted["under"] and not counted["over"]:
        return Group("garansi", "Garansi", ())
    told = (
        Row("Masih bergaransi", counted["under"]),
        Row("Garansinya habis", counted["over"]),
        Row("belum dicatat", counted["unknown"]),
    )
    return Group("garansi", "Garansi", tuple(row for row in told if row.value))


def contracts(user: Any, on: date) -> Group:
    """Counts alone, of the whole region; of things those that a reader may know of.

    What nobody recorded is told as that: it may well be covered.
    """
    counted = Contract.objects.tally(on)
    if not any(counted.values()):
        return Group("kontrak", "Kontrak", ())
    running = Contract.objects.running(on).filter(coverage__asset=OuterRef("pk"))
    ever = ContractCoverage.objects.filter(contract__closed_at=None, asset=OuterRef("pk"))
    things = _aged(user).aggregate(
        covered=Count("pk", filter=Q(Exists(running))),
        unknown=Count("pk", filter=Q(~Exists(ever), warranty_ends_on=None)),
    )
    told = [
        Row("Berjalan", counted["running"]),
        Row(f"Berakhir dalam {ENDING_DAYS} hari", counted["ending"]),
        Row("Berakhir tanpa penerus", counted["over"]),
    ]
    of_things = (
        Row("Perangkat yang dicakup kontrak", things["covered"]),
        Row("belum dicatat", things["unknown"]),
    )
    told += [row for row in of_things if row.value]
    note = "Belum dicatat: perangkat yang kontrak dan garansinya tidak diketahui, bukan tidak ada."
    return Group("kontrak", "Kontrak", tuple(told), note)
