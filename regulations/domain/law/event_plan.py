"""A legal event before it is written, and what can be no event at all, whatever the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.utils import timezone

from egov.verbs.refusal import Invalid
from regulations.domain.law.states import force_of, starts_on
from regulations.models import Provision, Regulation
from regulations.models.provision import CITABLE
from regulations.vocabulary import CARRIES_OUT, AmendmentKind, EventKind, Force

OLDEST_YEAR = 1800
YEARS_AHEAD = 20


@dataclass(frozen=True)
class EventPlan:
    """What `source` (None: a court) does to `target`, or to one part of it, from a day.

    `amendment` and `wording`: of an amendment of one pasal, what it does and how the pasal reads.
    `override`: the reason where a rule is broken on purpose.
    """

    kind: str
    source: Regulation | None
    target: Regulation
    provision: Provision | None
    on: date
    basis: str = ""
    override: str = ""
    amendment: str = ""
    wording: str = ""

    @cached_property
    def source_begins(self) -> date | None:
        """The first day of what does it; None where unknown, and for a court."""
        return starts_on(self.source) if self.source is not None else None

    @cached_property
    def target_force(self) -> Force:
        """Whether the target was in force on the day, before this event."""
        return force_of(self.target, self.on)


def plan_event(plan: EventPlan) -> EventPlan:
    """The plan with its amendment named. Refuses what cannot be an event at all."""
    _check_part(plan)
    _check_day(plan)
    if plan.kind == EventKind.ANNULS:
        _check_annulment(plan)
    else:
        _check_maker(plan)
    return _with_amendment(plan)


def _check_part(plan: EventPlan) -> None:
    part = plan.provision
    if part is not None and part.regulation_id != plan.target.pk:
        raise Invalid(
            "other_regulation",
            "Pasal ini bukan bagian dari peraturan yang dituju.",
            field="provision",
        )
    if plan.kind == EventKind.REPEALS_PART and part is None:
        raise Invalid("which_part", "Sebutkan pasal yang dicabut.", field="provision")
    if part is not None and part.kind not in CITABLE and plan.kind != EventKind.AMENDS:
        raise Invalid(
            "which_part",
            "Sebutkan pasalnya satu per satu; judul bab bukan bagian yang dapat dituju.",
            field="provision",
        )


def _check_day(plan: EventPlan) -> None:
    if not OLDEST_YEAR <= plan.on.year <= timezone.localdate().year + YEARS_AHEAD:
        raise Invalid("bad_day", "Periksa tanggalnya: terlalu jauh.", field="on")


def _check_annulment(plan: EventPlan) -> None:
    if plan.source is not None:
        raise Invalid(
            "court_annuls",
            "Yang membatalkan adalah pengadilan; kosongkan peraturannya.",
            field="source",
        )
    if not plan.basis.strip():
        raise Invalid("no_decision", "Tulis nomor putusannya di kolom dasar.", field="basis")


def _check_maker(plan: EventPlan) -> None:
    """Whether this regulation can do this to that one: another one, and within its reach."""
    source, target = plan.source, plan.target
    if source is None:
        raise Invalid("no_source", "Sebutkan peraturan yang melakukannya.", field="source")
    if source.pk == target.pk and plan.kind != EventKind.COMMENCES:
        raise Invalid(
            "itself",
            "Sebuah peraturan tidak melakukan ini terhadap dirinya sendiri.",
            field="target",
        )
    if plan.kind in CARRIES_OUT:
        if not _reaches(target, source) or source.kind.rank < target.kind.rank:
            raise Invalid(
                "wrong_way",
                f"{source.citation} tidak melaksanakan {target.citation}; "
                "yang melaksanakan berada di bawahnya.",
                field="source",
            )
    elif not _reaches(source, target):
        raise Invalid(
            "other_maker",
            f"{source.citation} tidak berwenang atas {target.citation}.",
            field="source",
        )


def _reaches(source: Regulation, target: Regulation) -> bool:
    """Whether the maker of one regulation has a say over another.

    The nation over all, a province over its own and its regions', a region over its own.
    """
    return target.region.startswith(source.region) if source.region else True


def _with_amendment(plan: EventPlan) -> EventPlan:
    """Only an amendment of one pasal says how it reads; an inserted pasal has to."""
    if plan.kind == EventKind.AMENDS and plan.provision is not None:
        amendment = plan.amendment or AmendmentKind.CHANGES
        if amendment == AmendmentKind.INSERTS and not plan.wording.strip():
            raise Invalid("no_wording", "Tulis bunyi pasal yang disisipkan.", field="wording")
        return replace(plan, amendment=amendment)
    if plan.amendment or plan.wording.strip():
        raise Invalid(
            "no_amendment",
            "Bunyi baru hanya untuk peristiwa “mengubah” terhadap satu pasal.",
            field="wording",
        )
    return plan
