"""Areas merge and split. The old area keeps its page and its proposals; it only ends."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from egov.acts.refusal import Invalid
from egov.areas.models import Area, AreaSuccession


def _end(area: Area, on: date) -> None:
    start, end = area.valid.lower, area.valid.upper
    if end is not None and end <= on:
        raise Invalid("area_ended", f"{area.label} sudah berakhir pada {end}. Pilih wilayah yang masih berlaku.")
    if start is not None and start >= on:
        raise Invalid("area_not_begun", f"{area.label} baru berlaku sejak {start}. Pilih tanggal sesudahnya.")
    area.valid = DateRange(start, on)
    area.save(update_fields=["valid"])


def _begin(values: dict[str, Any], like: Area, on: date) -> Area:
    if any(values.get("code") == taken for taken in Area.objects.current(on).values_list("code", flat=True)):
        raise Invalid("code_taken", f"Kode {values['code']} masih dipakai pada {on}. Pakai kode yang baru.", field="code")
    return Area.objects.create(level=like.level, parent=like.parent, valid=DateRange(on, None), **{"kind": like.kind, **values})


@transaction.atomic
def merge_areas(*, predecessors: Sequence[Area], code: str, name: str, on: date, basis: str = "", kind: str = "") -> Area:
    """Ends the predecessors on a day and begins their successor on the same day. Needs two or more of one parent."""
    if len(predecessors) < 2 or len({(a.parent_id, a.level) for a in predecessors}) != 1:
        raise Invalid("merge_needs_siblings", "Pilih dua wilayah atau lebih yang setingkat dan seinduk.")
    for area in predecessors:
        _end(area, on)
    successor = _begin({"code": code, "name": name, **({"kind": kind} if kind else {})}, predecessors[0], on)
    AreaSuccession.objects.bulk_create(AreaSuccession(predecessor=a, successor=successor, on=on, basis=basis) for a in predecessors)
    return successor


@transaction.atomic
def split_area(*, predecessor: Area, parts: Sequence[dict[str, str]], on: date, basis: str = "") -> list[Area]:
    """Ends an area on a day and begins its parts, each {"code", "name"[, "kind"]}. Needs two parts or more."""
    if len(parts) < 2:
        raise Invalid("split_needs_parts", "Pemekaran membutuhkan dua wilayah baru atau lebih.")
    _end(predecessor, on)
    made = [_begin(dict(part), predecessor, on) for part in parts]
    AreaSuccession.objects.bulk_create(AreaSuccession(predecessor=predecessor, successor=a, on=on, basis=basis) for a in made)
    return made
