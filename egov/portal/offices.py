"""The offices that people may hold, as the apps declare them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import TextChoices


class Reach(TextChoices):
    """What an appointment is made over."""

    RW = "rw", "satu RW"
    KELURAHAN = "kelurahan", "satu desa/kelurahan"
    KECAMATAN = "kecamatan", "satu kecamatan"
    AGENCY = "agency", "satu perangkat daerah"
    REGION = "region", "seluruh daerah"


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Office:
    """An office (role) that people may hold.

    `single`: one holder at a time in its area. `may_be_vacant`: nothing stands still without it.
    `only_by_name`: what it reaches counts only where the office is asked for by name.
    `reads_all`: its scope is the whole region also where no office is asked for by name.
    `government`: an office of government, as a ketua RW is none. `title` is how the public reads
    it, of label, area ("Kelurahan Kebraon"), name ("Kebraon"), head ("Lurah"), agency, region and
    planning_agency. `offered`: whether it has work now; one without is not offered to be filled.
    """

    order: int
    code: str
    label: str
    reach: Reach
    single: bool = False
    may_be_vacant: bool = False
    only_by_name: bool = False
    reads_all: bool = False
    government: bool = True
    title: str = "{label} {region}"
    offered: Callable[[], bool] = _always
