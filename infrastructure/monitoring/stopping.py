"""One switch for all of the portal's own checks."""

from __future__ import annotations

from datetime import datetime

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.models import Stoppage


@verb
def stop_checks(*, actor: User, reason: str, now: datetime) -> Stoppage:
    """Nothing is asked any more until somebody says so; what is known stays as it is."""
    require(actor, "infrastructure.stop_checks")
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid("no_reason", "Tulis mengapa pemeriksaan dihentikan.", field="reason")
    most = Stoppage._meta.get_field("reason").max_length
    if most is not None and len(reason) > most:
        sentence = f"Alasan terlalu panjang. Tulis paling banyak {most} huruf."
        raise Invalid("long_reason", sentence, field="reason")
    with refusing():
        return Stoppage.objects.create(reason=reason, stopped_at=now, stopped_by=actor)


@verb
def resume_checks(*, actor: User, stoppage: Stoppage, now: datetime) -> Stoppage:
    require(actor, "infrastructure.stop_checks")
    row = Stoppage.objects.select_for_update().get(pk=stoppage.pk)
    if row.resumed_at is not None:
        raise Refusal("not_stopped", "Pemeriksaan sudah dijalankan lagi.")
    row.resumed_at, row.resumed_by = now, actor
    row.save(update_fields=["resumed_at", "resumed_by"])
    return row
