"""The offices people hold: those of areas and of the house here, the others declared by apps."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from egov.portal.joining import offices
from egov.portal.offices import Office, Reach

__all__ = [
    "OVER_AREAS",
    "Reach",
    "Role",
    "offered_choices",
    "office_choices",
    "office_of",
    "office_title",
]

OVER_AREAS = (Reach.RW, Reach.KELURAHAN, Reach.KECAMATAN)


class Role(models.TextChoices):
    """Codes of offices that this room itself asks for."""

    KETUA_RW = "ketua_rw", "Ketua RW"
    OPERATOR_KELURAHAN = "operator_kelurahan", "Operator desa/kelurahan"
    LURAH = "lurah", "Lurah / kepala desa"
    OPERATOR_KECAMATAN = "operator_kecamatan", "Operator kecamatan"
    CAMAT = "camat", "Camat"
    VERIFIER = "verifier", "Verifikator perangkat daerah"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


def office_of(code: str) -> Office:
    """The office of a code; one that no installed app declares any more reaches nothing new."""
    known = offices().get(code)
    if known is not None:
        return known
    return Office(0, code, code.replace("_", " ").capitalize(), Reach.REGION)


def office_choices() -> list[tuple[str, str]]:
    """(code, label) of every office, for forms and filters."""
    return [(office.code, office.label) for office in offices().values()]


def offered_choices() -> list[tuple[str, str]]:
    """(code, label) of the offices that have work now, to be filled."""
    return [(office.code, office.label) for office in offices().values() if office.offered()]


def office_title(role: str, *, area: Any = None, agency: str = "") -> str:
    """The office as the public reads it.

    "Lurah Kebraon", "Operator Kecamatan Karang Pilang", "Verifikator DLH". `area` is an Area.
    """
    profile, office = settings.REGION_PROFILE, office_of(role)
    return office.title.format(
        label=office.label,
        area=area.label if area else "",
        name=area.name if area else "",
        place=area.place.removeprefix("RW ") if area else "",
        head=area.head if area else "",
        agency=agency,
        region=profile.short_name,
        planning_agency=profile.planning_agency,
    )
