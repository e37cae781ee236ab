from datetime import timedelta

from django.utils import timezone

from egov.verbs.background import task
from egov.verbs.models import IdempotencyKey, OutboxEvent

KEEP_DAYS = 90


@task()
def forget_old_keys() -> int:
    """Deletes idempotency keys and delivered events after 90 days.

    Nobody retries that late. Returns how many rows.
    """
    old = timezone.now() - timedelta(days=KEEP_DAYS)
    keys, _ = IdempotencyKey.objects.filter(reserved_at__lt=old).delete()
    events, _ = OutboxEvent.objects.filter(consumed_at__lt=old).delete()
    return keys + events
