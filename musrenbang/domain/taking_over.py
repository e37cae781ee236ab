"""A kind of proposal whose OPD a Perda split: which of the successors goes on with it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.agencies.successions import acting_agency, family_of
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from musrenbang.domain.redirecting import Target, write_redirection
from musrenbang.models import KamusEntry, Proposal
from musrenbang.vocabulary import PLANNER, State


def heirs_of(entry: KamusEntry) -> QuerySet[Agency]:
    """The agencies of today of which one goes on with this kind; one alone where none was split."""
    return Agency.objects.current().filter(pk__in=family_of(entry.agency_id))


def waiting_of(entry: KamusEntry) -> QuerySet[Proposal]:
    """What waits of this kind with its agency, those before it and their successors."""
    rows = Proposal.objects.filter(variant__entry=entry, state=State.WAITING)
    return rows.filter(agency__in=family_of(entry.agency_id))


def entries_without_agency() -> list[KamusEntry]:
    """Kinds of an agency that ended and that several succeeded: either may act until one is named.

    Their agencies are read with them; each that ended is asked for once.
    """
    today = timezone.localdate()
    entries = KamusEntry.objects.filter(active=True).exclude(agency__valid__contains=today)
    rows = list(entries.select_related("agency").order_by("name", "code"))
    acting = {row.agency_id: acting_agency(row.agency) for row in rows}
    current = set(Agency.objects.current().values_list("pk", flat=True)) if rows else set()
    return [row for row in rows if acting[row.agency_id].pk not in current]


@verb
def take_over(
    *, actor: User, entry: KamusEntry, agency: Agency, now: datetime | None = None
) -> int:
    """The planner names the successor; what waits of this kind goes to it, its proposers told.

    Naming another one later moves them there. How many were moved. Refuses an agency that did
    not come of the one that ended (`no_successor`).
    """
    require(actor, "musrenbang.settle_redirection")
    now = now or timezone.now()
    entry = KamusEntry.objects.select_for_update().select_related("agency").get(pk=entry.pk)
    if not heirs_of(entry).filter(pk=agency.pk).exists():
        sentence = f"{agency} bukan penerus {entry.agency}. Pilih salah satu penerusnya."
        raise Invalid("no_successor", sentence, field="agency")
    office = next(each for each in actor.appointments_now if each.role == PLANNER)
    rows = waiting_of(entry).exclude(agency=agency).select_for_update(of=("self",))
    reason = f"Jenis usulan ini kini ditangani {agency.name}."
    waiting = list(rows.order_by("pk"))
    for row in waiting:
        row.redirections.open().update(settled_by=actor, settled_at=now, confirmed=False)
        write_redirection(row, office, Target(agency), reason, now)
    entry.agency = agency
    entry.save(update_fields=["agency"])
    return len(waiting)
