"""Where the office of an area is reached: what its own staff wrote, else the region's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from egov.areas.models import Area, AreaOffice, Level
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb

if TYPE_CHECKING:
    from egov.accounts.models import User

WITH_OFFICE = (Level.VILLAGE, Level.DISTRICT)  # the region's own is told by its profile
LONGEST = {"address": 200, "phone": 60, "hours": 120}  # as its columns are wide
EMPTY = dict.fromkeys(LONGEST, "")


@dataclass(frozen=True)
class Office:
    """As pages tell it. `regions_hours`: nobody wrote down its own; `example`: so the profile says.

    What is unknown is empty.
    """

    label: str  # "Kantor Kelurahan Kebraon"
    address: str = ""
    phone: str = ""
    hours: str = ""
    regions_hours: bool = False
    example: bool = False


def office_of(area: Area) -> Office:
    """The office that serves an area: an RW's is that of its village. One query."""
    own = area
    while own.level in (Level.RW, Level.RT) and own.parent is not None:
        own = own.parent
    contact = settings.REGION_PROFILE.contact
    if own.level == Level.REGION:
        label = settings.REGION_PROFILE.government
        return Office(label, contact.address, contact.phone, contact.hours, example=contact.example)
    label = f"Kantor {own.label}"
    row = AreaOffice.objects.filter(area=own).first() or AreaOffice()
    if row.hours:
        return Office(label, row.address, row.phone, row.hours)
    return Office(
        label,
        row.address,
        row.phone,
        contact.hours,
        regions_hours=bool(contact.hours),
        example=contact.example,
    )


@verb
def write_office(*, actor: User, area: Area, **words: str) -> AreaOffice:
    """Writes `address`, `phone` and `hours` of an area's office; what is left out is emptied.

    Refuses for an area that has none of its own (`no_office`) and what is too long (`too_long`).
    """
    require(actor, "areas.write_office", area)
    _require_office(area)
    for name, longest in LONGEST.items():
        if len(words.get(name, "")) > longest:
            raise Invalid(
                "too_long", f"Terlalu panjang. Paling banyak {longest} huruf.", field=name
            )
    return _write(area, {**EMPTY, **words})


@verb
def restore_office(*, actor: User, area: Area) -> AreaOffice:
    """Writes again what stood there before the last change.

    Refuses where nobody wrote anything yet (`nothing_before`).
    """
    require(actor, "areas.write_office", area)
    _require_office(area)
    before = words_before(area)
    if before is None:
        raise Refusal("nothing_before", "Belum ada perubahan yang dapat dikembalikan.")
    return _write(area, before)


def words_before(area: Area) -> dict[str, str] | None:
    """What an office's row held before its last change; None where that is not known."""
    events: Any = AreaOffice.pgh_event_model  # type: ignore[attr-defined]
    last = list(events.objects.filter(area=area).order_by("-pgh_id")[:2])
    if len(last) == 2:
        return {name: getattr(last[1], name) for name in LONGEST}
    return dict(EMPTY) if last and last[0].pgh_label == "insert" else None


def _require_office(area: Area) -> None:
    if area.level not in WITH_OFFICE:
        raise Refusal("no_office", "Wilayah ini dilayani kantor desa/kelurahannya.")


def _write(area: Area, words: dict[str, str]) -> AreaOffice:
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)  # two that write it the first time
    row = AreaOffice.objects.filter(area=area).first() or AreaOffice(area=area)
    for name in LONGEST:
        setattr(row, name, words[name].strip())
    row.save()
    return row
