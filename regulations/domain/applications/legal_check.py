"""On what an application stands on a day, and what is wrong with it.

One look for going live, for health and for the board.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.formats import date_format

from regulations.domain.law.states import effective, ended_by, force_of, starts_on
from regulations.domain.text.versions import text_as_of
from regulations.models import Application, Binding, Provision, Regulation
from regulations.models.event import SOURCES
from regulations.vocabulary import (
    CARRIES_OUT,
    BindingRole,
    EventKind,
    FindingKind,
    Force,
    PartKind,
)

STANDING = (Force.IN_FORCE, Force.PARTLY)


@dataclass(frozen=True)
class LegalGap:
    """One thing that is missing before an application may go live, and the way to it."""

    problem: str
    sentence: str
    binding: Binding | None = None
    # the regulation whose end is the cause, where it is not the bound one
    fallen: Regulation | None = None
    fallen_part: Provision | None = None  # the pasal of it that ended, where only that did
    # when the cause was recorded; what was looked at since is not opened again
    known: datetime | None = None


def find_gaps(
    application: Application, on: date, bound: Sequence[Binding] | None = None
) -> list[LegalGap]:
    """What the legal basis of an application lacks on a day; empty when it is sound.

    One look for going live and for health.
    `bound`: its bindings of that day `with_law`, for those who look at many applications.
    """
    if bound is None:
        bound = list(application.bindings.standing_on(on).with_law())
    looks = (_umbrella_gap(application, on, bound), _obligation_gap(application, on, bound))
    return [gap for gap in looks if gap is not None]


def _umbrella_gap(application: Application, on: date, bound: Sequence[Binding]) -> LegalGap | None:
    """What is wrong with the umbrella; None where it stands."""
    umbrella = next((b for b in bound if b.role == BindingRole.UMBRELLA), None)
    way = f"Ikat {application} pada satu {settings.REGION_PROFILE.head_regulation} yang berlaku."
    if umbrella is None:
        return LegalGap(FindingKind.NO_BASIS, f"Belum ada payung. {way}")
    regulation, part = umbrella.regulation, umbrella.provision
    cited = regulation.citation
    if not may_shelter(regulation):
        return LegalGap(
            FindingKind.NO_BASIS, f"{cited} tidak dapat menjadi payung. {way}", umbrella
        )
    state = force_of(regulation, on, part)
    if state == Force.ENDED:
        event = ended_by(regulation, on, part)
        by = f" dengan {event.source.citation}" if event and event.source else ""
        sentence = f"{cited} tidak berlaku lagi{by}. Ikat pada penggantinya."
        return LegalGap(FindingKind.UMBRELLA_ENDED, sentence, umbrella)
    if state == Force.NOT_YET:
        begins = starts_on(regulation, part)
        when = f"baru berlaku {date_format(begins, 'j F Y')}" if begins else "belum berlaku"
        sentence = f"{cited} {when}. Tunggu sampai hari itu."
        return LegalGap(FindingKind.UMBRELLA_NOT_YET, sentence, umbrella)
    if state == Force.UNKNOWN:
        sentence = f"Berlakunya {cited} belum diketahui. Lengkapi tanggal atau peristiwanya."
        return LegalGap(FindingKind.UMBRELLA_UNKNOWN, sentence, umbrella)
    return None


def _obligation_gap(
    application: Application, on: date, bound: Sequence[Binding]
) -> LegalGap | None:
    """That citizens are obliged without a pasal in force that may; None where there is one."""
    if not (application.obliges or application.tax_or_levy):
        return None
    if any(_obliges(binding, application, on) for binding in bound):
        return None
    what = "Perda atau yang lebih tinggi"
    if application.tax_or_levy:
        what = "Perda daerah ini (UU 1/2022 pasal 94)"
    obligations = (b for b in bound if b.role == BindingRole.OBLIGATION)
    ended = (b for b in obligations if force_of(b.regulation, on, b.provision) == Force.ENDED)
    return LegalGap(
        FindingKind.NO_PERDA,
        f"Aplikasi ini mewajibkan warga: ikat pada pasal {what} yang berlaku, sebagai kewajiban.",
        next(ended, None),
    )


def is_unsearched(gap: LegalGap, bound: Sequence[Binding], *, searched: bool) -> bool:
    """Whether a gap only says that nobody has looked yet, and so accuses nobody."""
    if searched:
        return False
    if gap.problem == FindingKind.NO_BASIS:
        return gap.binding is None
    obligations = (b for b in bound if b.role == BindingRole.OBLIGATION)
    return gap.problem == FindingKind.NO_PERDA and next(obligations, None) is None


def may_shelter(regulation: Regulation) -> bool:
    """Whether it may be an umbrella.

    A regulation of this region's head, or the head's Keputusan *mengatur* of before
    12 August 2011.
    """
    head = regulation.kind.name in (
        settings.REGION_PROFILE.head_regulation_long,
        f"Keputusan {settings.REGION_PROFILE.head}",
    )
    return head and regulation.is_own and regulation.may_be_basis


def _obliges(binding: Binding, application: Application, on: date) -> bool:
    """Whether a binding carries an obligation of citizens.

    A pasal, in force, of a Perda or higher (of this region's Perda for a tax).
    """
    regulation, kind = binding.regulation, binding.regulation.kind
    part = binding.provision
    if (
        binding.role != BindingRole.OBLIGATION
        or part is None
        or part.kind != PartKind.ARTICLE
        or not kind.obliges
        or regulation.other_region
    ):
        return False
    if application.tax_or_levy and not (kind.code == "perda" and regulation.is_own):
        return False
    return force_of(binding.regulation, on, binding.provision) in STANDING


def amended(application: Application, on: date) -> list[LegalGap]:
    """Bound pasal that read otherwise today than their frozen quote.

    Or were amended to words that nobody has entered yet.
    No lack of basis: an officer looks, renews the binding or closes the finding.
    """
    gaps = []
    for binding in application.bindings.standing_on(on).filter(provision__isnull=False).with_law():
        part = binding.provision
        changes = effective(list(binding.regulation.changes.all()), on)
        here = (event for event in changes if event.provision_id == binding.provision_id)
        events = [event for event in here if event.kind == EventKind.AMENDS]
        if not events or part is None:
            continue
        wording = text_as_of([part], events, on)
        stale = (
            not wording
            or wording[0].outdated
            or (binding.quote and wording[0].text.split() != binding.quote.split())
        )
        late = not binding.quote and (
            binding.valid.lower is None
            or any(e.takes_effect_on > binding.valid.lower for e in events)
        )
        if stale or late:
            sentence = (
                f"{part.label} {binding.regulation.citation} sudah diubah. "
                "Periksa apakah kutipannya masih sesuai."
            )
            known = max(event.recorded_at for event in events)
            gaps.append(LegalGap(FindingKind.AMENDED, sentence, binding, known=known))
    return gaps


def parents_ended(application: Application, on: date) -> list[LegalGap]:
    """Umbrellas that have not ended while the regulation, or the pasal, they implement has.

    Nothing cascades (228): an officer looks.
    """
    gaps = []
    for binding in (
        application.bindings.standing_on(on).filter(role=BindingRole.UMBRELLA).with_law()
    ):
        if force_of(binding.regulation, on) == Force.ENDED:
            continue
        parents = binding.regulation.acts.filter(kind__in=CARRIES_OUT, takes_effect_on__lte=on)
        parents = parents.select_related("target__kind", "provision")
        for act in parents.prefetch_related(f"target__changes__{SOURCES}"):
            parent, part = act.target, act.provision
            event = ended_by(parent, on, part)
            if event is None:
                continue
            sentence = (
                f"{parent.citation}, induk {binding.regulation.citation}, tidak berlaku lagi. "
                "Periksa apakah payungnya masih sah."
            )
            known = event.recorded_at
            gaps.append(LegalGap(FindingKind.PARENT_ENDED, sentence, binding, parent, part, known))
    return gaps
