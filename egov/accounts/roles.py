"""The offices people hold, as one table."""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import models


class Role(models.TextChoices):
    KETUA_RW = "ketua_rw", "Ketua RW"
    OPERATOR_KELURAHAN = "operator_kelurahan", "Operator desa/kelurahan"
    LURAH = "lurah", "Lurah / kepala desa"
    OPERATOR_KECAMATAN = "operator_kecamatan", "Operator kecamatan"
    CAMAT = "camat", "Camat"
    PLANNER = "planner", "Perencana"
    VERIFIER = "verifier", "Verifikator perangkat daerah"
    LEGAL_OFFICER = "legal_officer", "Petugas hukum"
    INFRA_OPERATOR = "infra_operator", "Operator infrastruktur"
    EDITOR = "editor", "Penyunting berita"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


class Reach(StrEnum):
    """What an appointment is made over."""

    RW = "rw"
    KELURAHAN = "kelurahan"
    KECAMATAN = "kecamatan"
    AGENCY = "agency"
    REGION = "region"


@dataclass(frozen=True)
class Office:
    """`reach`: what the appointment names. `single`: only one holder at a time in its area."""

    reach: Reach
    single: bool = False


OFFICES: dict[str, Office] = {
    Role.KETUA_RW: Office(Reach.RW, single=True),
    Role.OPERATOR_KELURAHAN: Office(Reach.KELURAHAN),
    Role.LURAH: Office(Reach.KELURAHAN, single=True),
    Role.OPERATOR_KECAMATAN: Office(Reach.KECAMATAN),
    Role.CAMAT: Office(Reach.KECAMATAN, single=True),
    Role.VERIFIER: Office(Reach.AGENCY),
    Role.PLANNER: Office(Reach.REGION),
    Role.LEGAL_OFFICER: Office(Reach.REGION),
    Role.INFRA_OPERATOR: Office(Reach.REGION),
    Role.EDITOR: Office(Reach.REGION),
    Role.AUDITOR: Office(Reach.REGION),
    Role.ADMINISTRATOR: Office(Reach.REGION),
}
SINGLE_ROLES = [role for role, office in OFFICES.items() if office.single]
OVER_AREAS = {Reach.RW, Reach.KELURAHAN, Reach.KECAMATAN}
AREA_ROLES = [role for role, office in OFFICES.items() if office.reach in OVER_AREAS]
AGENCY_ROLES = [role for role, office in OFFICES.items() if office.reach == Reach.AGENCY]
REGION_ROLES = [role for role, office in OFFICES.items() if office.reach == Reach.REGION]


def office_title(role: str, area_label: str = "", area_head: str = "", agency: str = "") -> str:
    """The office as the public reads it.

    "Lurah Kebraon", "Operator Kecamatan Karang Pilang", "Verifikator DLH".
    """
    profile = settings.REGION_PROFILE
    match role:
        case Role.LURAH | Role.CAMAT | Role.KETUA_RW:
            return f"{area_head} {area_label}"
        case Role.OPERATOR_KELURAHAN | Role.OPERATOR_KECAMATAN:
            return f"Operator {area_label}"
        case Role.VERIFIER:
            return f"Verifikator {agency}"
        case Role.PLANNER:
            return f"Perencana {profile.planning_agency} {profile.short_name}"
    return f"{Role(role).label} {profile.short_name}"
