"""What offices hear before a stage ends: on its last day all of them, heads three days before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from egov.verbs.outbox import publish
from egov.verbs.verb import verb
from musrenbang.domain.calendar import lock_stage
from musrenbang.domain.eligibility import moment_of
from musrenbang.domain.recording import SILENT, is_assembly
from musrenbang.models import Stage


@verb
def remind(*, stage: Stage, now: datetime | None = None) -> bool:
    """Tells the offices, once, that what waits will end undecided. Returns whether told now.

    From noon of the stage's last day.
    """
    now = now or timezone.now()
    row = lock_stage(stage)
    local = timezone.localtime(now)
    last_day = timezone.localdate(row.closes - timedelta(seconds=1))
    if row.reminded_at or row.phase(now) != "open" or local.date() != last_day or local.hour < 12:
        return False
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    publish("stage.ending", {"stage": row.pk, "ends": moment_of(row.closes)})
    return True


@verb
def warn_heads(*, stage: Stage, now: datetime | None = None) -> bool:
    """Tells the heads of an assembly, once, that the kelurahan may record it now in their place.

    From three days before the end. Returns whether told now.
    """
    now = now or timezone.now()
    row = lock_stage(stage)
    due = is_assembly(row) and row.phase(now) == "open" and now >= row.closes - SILENT
    if row.warned_at or not due:
        return False
    row.warned_at = now
    row.save(update_fields=["warned_at"])
    publish("stage.silent", {"stage": row.pk, "ends": moment_of(row.closes)})
    return True
