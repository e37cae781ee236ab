"""One switch for all of the portal's own checks."""

from __future__ import annotations

from datetime import datetime

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.domain.records import reason_of
from infrastructure.models import Stoppage


@verb
def stop_checks(*, actor: User, reason: str, now: datetime) -> Stoppage:
    """Nothing is asked any more until somebody says so; what is known stays as it is."""
    require(actor, "infrastructure.stop_checks")
    with refusing():
        return Stoppage.objects.create(reason=reason_of(reason), stopped_at=now, stopped_by=actor)


@verb
def resume_checks(*, actor: User, stoppage: Stoppage, now: datetime) -> Stoppage:
    require(actor, "infrastructure.stop_checks")
    row = Stoppage.objects.select_for_update().get(pk=stoppage.pk)
    if row.resumed_at is not None:
        raise Refusal("not_stopped", "Pemeriksaan sudah dijalankan lagi.")
    row.resumed_at, row.resumed_by = now, actor
    row.save(update_fields=["resumed_at", "resumed_by"])
    return row
