"""Where the office of an area is reached: what the desk filled in, else the region's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from egov.areas.models import Area, AreaOffice, Level


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
