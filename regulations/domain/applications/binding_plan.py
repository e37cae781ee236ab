"""A binding before it is written, and what an application cannot be bound to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange

from egov.verbs.refusal import Invalid, Refusal
from regulations.domain.applications.legal_check import may_shelter
from regulations.domain.text.versions import part_as_of
from regulations.models import Application, Provision, Regulation, RegulationFile
from regulations.models.provision import CITABLE
from regulations.vocabulary import BindingRole


@dataclass(frozen=True)
class BindingPlan:
    """On what an application is to stand, as what, and from when until when (exclusive)."""

    application: Application
    regulation: Regulation
    role: str
    start: date
    until: date | None
    provision: Provision | None

    @property
    def is_umbrella(self) -> bool:
        return self.role == BindingRole.UMBRELLA

    @property
    def period(self) -> DateRange:
        return DateRange(self.start, self.until)

    def text_as_of_start(self) -> str:
        """How its pasal reads on the first day; empty for a whole regulation."""
        version = part_as_of(self.provision, self.start) if self.provision else None
        return version.text if version else ""


def check_binding(plan: BindingPlan) -> None:
    """Refuses what is no basis at all."""
    for check in CHECKS:
        check(plan)


def _may_be_basis(plan: BindingPlan) -> None:
    """UU 12/2011 article 100: a Keputusan decides a case, it rules nothing."""
    if not plan.regulation.may_be_basis:
        raise Invalid(
            "decision_no_basis",
            f"{plan.regulation.citation} adalah keputusan, bukan peraturan; "
            "tidak dapat menjadi dasar hukum.",
            field="regulation",
        )


def _part_is_its_own(plan: BindingPlan) -> None:
    if plan.provision is not None and plan.provision.regulation_id != plan.regulation.pk:
        raise Invalid(
            "other_regulation", "Pasal ini bukan bagian dari peraturan itu.", field="provision"
        )


def _applies_here(plan: BindingPlan) -> None:
    if plan.regulation.other_region:
        raise Invalid(
            "other_region",
            f"{plan.regulation.citation} dibuat daerah lain; tidak dapat menjadi dasar di sini.",
            field="regulation",
        )


def _may_be_umbrella(plan: BindingPlan) -> None:
    if plan.is_umbrella and not may_shelter(plan.regulation):
        raise Invalid(
            "no_umbrella",
            f"Payung adalah satu {settings.REGION_PROFILE.head_regulation} daerah ini.",
            field="regulation",
        )


def _part_is_citable(plan: BindingPlan) -> None:
    if plan.provision is not None and plan.provision.kind not in CITABLE:
        raise Invalid("which_part", "Ikat pada pasalnya; judul bab bukan dasar.", field="provision")


def _part_is_confirmed(plan: BindingPlan) -> None:
    """What a pasal says is quoted for good: an officer has held it against the PDF."""
    if plan.provision is None:
        return
    if RegulationFile.objects.filter(regulation=plan.regulation, confirmed_at=None).exists():
        raise Refusal(
            "not_confirmed",
            f"Pastikan dulu susunan {plan.regulation.citation}; "
            "kutipan pasalnya dibekukan saat diikat.",
        )


def _ends_after_it_begins(plan: BindingPlan) -> None:
    if plan.until is not None and plan.until <= plan.start:
        raise Invalid("bad_period", "Tanggal akhir harus sesudah tanggal mulai.", field="until")


# in the order in which they refuse
CHECKS: tuple[Callable[[BindingPlan], None], ...] = (
    _may_be_basis,
    _part_is_its_own,
    _applies_here,
    _may_be_umbrella,
    _part_is_citable,
    _part_is_confirmed,
    _ends_after_it_begins,
)
