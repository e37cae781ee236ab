"""Areas merge and split. The old area keeps its page and its proposals; it only ends, and its RW live on under the new one.

Offices of a new area also hold what its predecessors left (User.area_reach).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from egov.acts.refusal import Invalid
from egov.acts.verb import verb
from egov.areas.models import Area, AreaSuccession, Level


def _end(area: Area, on: date) -> None:
    start, end = area.valid.lower, area.valid.upper
    if end is not None and end <= on:
        raise Invalid(
            "area_ended",
            f"{area.label} sudah berakhir pada {end}. Pilih wilayah yang masih berlaku.",
        )
    if start is not None and start >= on:
        raise Invalid(
            "area_not_begun", f"{area.label} baru berlaku sejak {start}. Pilih tanggal sesudahnya."
        )
    area.valid = DateRange(start, on)
    area.save(update_fields=["valid"])


def _begin(values: dict[str, Any], like: Area, on: date) -> Area:
    if Area.objects.current(on).filter(code=values["code"]).exists():
        raise Invalid(
            "code_taken",
            f"Kode {values['code']} masih dipakai pada {on}. Pakai kode yang baru.",
            field="code",
        )
    return Area.objects.create(
        level=like.level,
        parent=like.parent,
        valid=DateRange(on, None),
        **{"kind": like.kind, **values},
    )


def _move_rws(rws: Iterable[Area], successor: Area, on: date, basis: str) -> None:
    """Ends each RW and begins it again under the successor: its number where that is free, else the next free one."""
    taken: set[int] = set()
    for rw in sorted(rws, key=lambda a: (a.sort_key, a.code)):
        number = int(rw.code.rsplit("/", 1)[1])
        while number in taken:
            number += 1
        taken.add(number)
        _end(rw, on)
        moved = Area(
            code=f"{successor.code}/{number:02d}",
            level=Level.RW,
            kind="rw",
            name=f"RW {number:02d}",
            parent=successor,
            valid=DateRange(on, None),
            placeholder=rw.placeholder,
        )
        moved.save()
        AreaSuccession.objects.create(predecessor=rw, successor=moved, on=on, basis=basis)


def _current_rws(areas: Iterable[Area], on: date) -> list[Area]:
    return list(
        Area.objects.current(on)
        .level(Level.RW)
        .filter(parent__in=list(areas))
        .select_related("parent")
    )


@verb
def merge_areas(
    *, predecessors: Sequence[Area], code: str, name: str, on: date, basis: str = "", kind: str = ""
) -> Area:
    """Ends the predecessors on a day and begins their successor on the same day, with their RW. Needs two or more of one parent."""
    if (
        len({a.pk for a in predecessors}) < 2
        or len({(a.parent_id, a.level) for a in predecessors}) != 1
    ):
        raise Invalid(
            "merge_needs_siblings", "Pilih dua wilayah atau lebih yang setingkat dan seinduk."
        )
    if predecessors[0].level not in (Level.VILLAGE, Level.RW):
        raise Invalid(
            "merge_level",
            "Yang dapat digabung di sini desa/kelurahan dan RW. Untuk kecamatan, impor daftar wilayah yang baru.",
        )
    rws = _current_rws(predecessors, on)
    for area in predecessors:
        _end(area, on)
    successor = _begin(
        {"code": code, "name": name, **({"kind": kind} if kind else {})}, predecessors[0], on
    )
    AreaSuccession.objects.bulk_create(
        AreaSuccession(predecessor=a, successor=successor, on=on, basis=basis) for a in predecessors
    )
    _move_rws(rws, successor, on, basis)
    return successor


@verb
def split_area(
    *, predecessor: Area, parts: Sequence[dict[str, Any]], on: date, basis: str = ""
) -> list[Area]:
    """Ends an area on a day and begins its parts, each {"code", "name"[, "kind", "rw": [codes]]}. Needs two parts or more.

    Every RW of a village goes to exactly one part.
    """
    if len(parts) < 2:
        raise Invalid("split_needs_parts", "Pemekaran membutuhkan dua wilayah baru atau lebih.")
    rws = {rw.code: rw for rw in _current_rws([predecessor], on)}
    given = [code for part in parts for code in part.get("rw", ())]
    if sorted(given) != sorted(rws):
        raise Invalid(
            "split_rws",
            "Setiap RW harus masuk ke tepat satu wilayah baru. Periksa daftar RW tiap bagian.",
            field="rw",
        )
    _end(predecessor, on)
    made = []
    for part in parts:
        area = _begin({k: v for k, v in part.items() if k != "rw"}, predecessor, on)
        AreaSuccession.objects.create(predecessor=predecessor, successor=area, on=on, basis=basis)
        _move_rws([rws[code] for code in part.get("rw", ())], area, on, basis)
        made.append(area)
    return made
