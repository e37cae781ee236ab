"""Impacts that are kept: saved once, renamed, closed and opened again; never deleted."""

from __future__ import annotations

from datetime import datetime

from egov.accounts.models import User
from egov.verbs.idempotency import reserve_key
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.cutting import Selection, read_selection
from infrastructure.domain.impacting import assess
from infrastructure.domain.telling import tell
from infrastructure.models import ImpactRun
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR

LONGEST_TITLE = 120


@verb
def save_run(
    *, actor: User, selection: Selection, title: str, key: str, now: datetime
) -> ImpactRun:
    """Reckons the cut once more and keeps it; once per (actor, key)."""
    require(actor, "infrastructure.save_impact")
    name = _title(title)
    slot = reserve_key(verb="infrastructure.save_run", actor_id=actor.pk, key=key)
    if slot.result:
        return ImpactRun.objects.get(pk=slot.result)
    cut = read_selection(user=actor, selection=selection)
    report = assess(user=actor, cut=cut)
    run = ImpactRun.objects.create(
        title=name,
        scope={
            "codes": selection.codes,
            "polygon": selection.polygon,
            "everything": selection.everything,
        },
        result=tell(report, cut),
        assessed_on=report.on,
        version=report.version,
        agency_id=_agency_of(actor),
        run_by=actor,
        run_at=now,
    )
    slot.complete_key(str(run.pk))
    return run


def _agency_of(actor: User) -> int | None:
    """None for who keeps the whole region's."""
    if actor.holds(INFRA_OPERATOR):
        return None
    offices = (a for a in actor.appointments_now if a.role == AGENCY_OPERATOR)
    return next((a.agency_id for a in offices), None)


@verb
def rename_run(*, actor: User, run: ImpactRun, title: str) -> ImpactRun:
    require(actor, "infrastructure.keep_run", run)
    row = ImpactRun.objects.select_for_update().get(pk=run.pk)
    row.title = _title(title)
    row.save(update_fields=["title"])
    return row


@verb
def close_run(*, actor: User, run: ImpactRun, now: datetime) -> ImpactRun:
    """It leaves the list of what is at hand, and stays to be read."""
    require(actor, "infrastructure.keep_run", run)
    row = ImpactRun.objects.select_for_update().get(pk=run.pk)
    if row.closed_at is not None:
        raise Refusal("already_closed", "Hitungan ini sudah ditutup. Muat ulang halamannya.")
    row.closed_at, row.closed_by = now, actor
    row.save(update_fields=["closed_at", "closed_by"])
    return row


@verb
def reopen_run(*, actor: User, run: ImpactRun) -> ImpactRun:
    require(actor, "infrastructure.keep_run", run)
    row = ImpactRun.objects.select_for_update().get(pk=run.pk)
    if row.closed_at is None:
        raise Refusal("not_closed", "Hitungan ini tidak sedang ditutup. Muat ulang halamannya.")
    row.closed_at = row.closed_by = None
    row.save(update_fields=["closed_at", "closed_by"])
    return row


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title:
        raise Invalid("no_title", "Beri judul, supaya mudah dicari lagi.", field="judul")
    if len(title) > LONGEST_TITLE:
        raise Invalid(
            "title_too_long", f"Judul paling panjang {LONGEST_TITLE} huruf.", field="judul"
        )
    return title
