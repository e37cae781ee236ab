"""That a contract ends soon is told once at each warning, until somebody records what follows."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from egov.verbs.outbox import publish_many
from egov.verbs.verb import verb
from infrastructure.models import Contract
from infrastructure.vocabulary_contracts import REMINDED_DAYS

TOPIC = "infrastructure.contract"


@verb
def warn_of_contracts(*, now: datetime) -> int:
    """How many were told of. Safe to repeat; a missed day is made up for by the next."""
    on = timezone.localdate(now)
    ending = Contract.objects.ending(on, max(REMINDED_DAYS)).unfollowed()
    rows = ending.select_for_update(of=("self",), skip_locked=True, no_key=True)
    due: dict[int, list[int]] = {}
    for row in rows.only("pk", "ends_on", "reminded_days"):
        stage = min(days for days in REMINDED_DAYS if (row.ends_on - on).days <= days)
        if row.reminded_days is None or stage < row.reminded_days:
            due.setdefault(stage, []).append(row.pk)
    for stage, keys in due.items():
        Contract.objects.filter(pk__in=keys).update(reminded_days=stage)
        publish_many(TOPIC, ({"contract": key, "days": stage} for key in sorted(keys)))
    return sum(map(len, due.values()))
