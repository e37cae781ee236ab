"""A cable, or some of its cores, is cut; and mended."""

from __future__ import annotations

from collections.abc import Sequence

from egov.accounts.models import User
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.records import in_life, locked, reason_of, write_record
from infrastructure.domain.tracing import retrace, touched_paths
from infrastructure.models import Asset, Core, OpticalPath, PathElement, WorkRecord
from infrastructure.vocabulary import AssetKind, CoreState, Work


@verb
def cut(
    *, actor: User, cable: Asset, reason: str, numbers: Sequence[int] | None = None
) -> WorkRecord:
    """Cores of a cable break, all of them where no numbers are given; light on them ends."""
    row, cores = _cores(actor, cable, reason, numbers)
    whole = [core for core in cores if core.state != CoreState.BROKEN]
    if not whole:
        raise Refusal("already_broken", f"Inti itu di {row} sudah tercatat putus.")
    reserved = [core.pk for core in whole if core.state == CoreState.RESERVED]
    keys = [core.pk for core in whole]
    Core.objects.filter(pk__in=keys).update(state=CoreState.BROKEN)
    paths = PathElement.objects.filter(core__in=keys).values("path")
    OpticalPath.objects.filter(pk__in=paths).update(complete=False)
    return write_record(
        actor=actor,
        asset=row,
        work=Work.CUT,
        reason=reason_of(reason),
        before={"reserved": reserved},
        after={"cores": [core.number for core in whole]},
    )


@verb
def mend(
    *, actor: User, cable: Asset, reason: str, numbers: Sequence[int] | None = None
) -> WorkRecord:
    """Broken cores are whole again, all of them where no numbers are given; light comes back."""
    row, cores = _cores(actor, cable, reason, numbers)
    broken = [core for core in cores if core.state == CoreState.BROKEN]
    if not broken:
        raise Refusal("not_broken", f"Tidak ada inti putus itu di {row}.")
    reserved = _reserved_before(row)
    keys = [core.pk for core in broken]
    Core.objects.filter(pk__in=keys).update(state=CoreState.SPARE)
    Core.objects.filter(pk__in=reserved & set(keys)).update(state=CoreState.RESERVED)
    Core.objects.filter(pk__in=keys, path_elements__isnull=False).update(state=CoreState.USED)
    retrace(touched_paths(cores=keys))
    return write_record(
        actor=actor,
        asset=row,
        work=Work.MEND,
        reason=reason_of(reason),
        after={"cores": [core.number for core in broken]},
    )


def _cores(
    actor: User, cable: Asset, reason: str, numbers: Sequence[int] | None
) -> tuple[Asset, list[Core]]:
    reason_of(reason)
    row = locked(actor, cable)
    in_life(row)
    if row.kind != AssetKind.CABLE:
        raise Refusal("not_a_cable", f"{row} bukan kabel.")
    rows = Core.objects.select_for_update(no_key=True).filter(cable=row.pk).order_by("number")
    cores = list(rows if numbers is None else rows.filter(number__in=numbers))
    missing = set(numbers or ()) - {core.number for core in cores}
    if missing:
        shown = ", ".join(map(str, sorted(missing)[:5]))
        raise Invalid("no_such_core", f"{row} tidak punya inti {shown}.", field="numbers")
    if not cores:
        raise Refusal("no_cores", f"Inti {row} belum tercatat.")
    return row, cores


def _reserved_before(cable: Asset) -> set[int]:
    """Cores that were reserved when they were last cut."""
    last: WorkRecord | None = cable.work.filter(work=Work.CUT).first()
    return set(last.before.get("reserved", ())) if last else set()
