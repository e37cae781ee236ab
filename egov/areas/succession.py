"""Areas merge and split.

The old area keeps its page and its proposals; it only ends, and its RW live on under the new one.
Offices of a new area also hold what its predecessors left (User.area_reach).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from egov.areas.drawing import draw_map_soon
from egov.areas.models import Area, AreaSuccession, Level
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb


def _end(area: Area, on: date) -> None:
    start, end = area.valid.lower, area.valid.upper
    if end is not None and end <= on:
        sentence = f"{area.label} sudah berakhir pada {end}. Pilih wilayah yang masih berlaku."
        raise Invalid("area_ended", sentence)
    if start is not None and start >= on:
        sentence = f"{area.label} baru berlaku sejak {start}. Pilih tanggal sesudahnya."
        raise Invalid("area_not_begun", sentence)
    area.valid = DateRange(start, on)
    area.save(update_fields=["valid"])


def _begin(values: dict[str, Any], like: Area, on: date) -> Area:
    if Area.objects.current(on).filter(code=values["code"]).exists():
        sentence = f"Kode {values['code']} masih dipakai pada {on}. Pakai kode yang baru."
        raise Invalid("code_taken", sentence, field="code")
    given = {"kind": like.kind, **values}
    valid = DateRange(on, None)
    return Area.objects.create(level=like.level, parent=like.parent, valid=valid, **given)


def _move_rws(rws: Iterable[Area], successor: Area, on: date, basis: str) -> None:
    """Ends each RW and begins it again under the successor.

    Its number stays where that is free, else it is the next free one.
    """
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
        AreaSuccession.objects.create(predecessor=rw, successor=moved, succeeded_on=on, basis=basis)


def _current_rws(areas: Iterable[Area], on: date) -> list[Area]:
    rws = Area.objects.current(on).level(Level.RW).filter(parent__in=list(areas))
    return list(rws.select_related("parent"))


@verb
def merge_areas(
    *, predecessors: Sequence[Area], code: str, name: str, on: date, basis: str = "", kind: str = ""
) -> Area:
    """Ends the predecessors on a day and begins their successor on the same day.

    With their RW. Needs two or more of one parent.
    """
    several = len({a.pk for a in predecessors}) > 1
    if not several or len({(a.parent_id, a.level) for a in predecessors}) != 1:
        sentence = "Pilih dua wilayah atau lebih yang setingkat dan seinduk."
        raise Invalid("merge_needs_siblings", sentence)
    if predecessors[0].level not in (Level.VILLAGE, Level.RW):
        raise Invalid(
            "merge_level",
            "Yang dapat digabung di sini desa/kelurahan dan RW. "
            "Untuk kecamatan, impor daftar wilayah yang baru.",
        )
    rws = _current_rws(predecessors, on)
    for area in predecessors:
        _end(area, on)
    values = {"code": code, "name": name}
    if kind:
        values["kind"] = kind
    successor = _begin(values, predecessors[0], on)
    AreaSuccession.objects.bulk_create(
        AreaSuccession(predecessor=a, successor=successor, succeeded_on=on, basis=basis)
        for a in predecessors
    )
    _move_rws(rws, successor, on, basis)
    draw_map_soon()
    return successor


@verb
def split_area(
    *, predecessor: Area, parts: Sequence[dict[str, Any]], on: date, basis: str = ""
) -> list[Area]:
    """Ends an area on a day and begins its parts. Needs two parts or more.

    Each part is {"code", "name"[, "kind", "rw": [codes]]}.
    Every RW of a village goes to exactly one part.
    """
    if len(parts) < 2:
        raise Invalid("split_needs_parts", "Pemekaran membutuhkan dua wilayah baru atau lebih.")
    rws = {rw.code: rw for rw in _current_rws([predecessor], on)}
    given = chain.from_iterable(part.get("rw", ()) for part in parts)
    if sorted(given) != sorted(rws):
        sentence = (
            "Setiap RW harus masuk ke tepat satu wilayah baru. Periksa daftar RW tiap bagian."
        )
        raise Invalid("split_rws", sentence, field="rw")
    _end(predecessor, on)
    made = []
    for part in parts:
        area = _begin({k: v for k, v in part.items() if k != "rw"}, predecessor, on)
        AreaSuccession.objects.create(
            predecessor=predecessor, successor=area, succeeded_on=on, basis=basis
        )
        _move_rws([rws[code] for code in part.get("rw", ())], area, on, basis)
        made.append(area)
    draw_map_soon()
    return made
