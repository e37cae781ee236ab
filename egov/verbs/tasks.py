from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from egov.verbs.models import IdempotencyKey, OutboxEvent

KEEP_DAYS = 90


@shared_task
def forget_old_keys() -> int:
    """Deletes idempotency keys and delivered events after 90 days.

    Nobody retries that late. Returns how many rows.
    """
    old = timezone.now() - timedelta(days=KEEP_DAYS)
    keys, _ = IdempotencyKey.objects.filter(created_at__lt=old).delete()
    events, _ = OutboxEvent.objects.filter(consumed_at__lt=old).delete()
    return keys + events
