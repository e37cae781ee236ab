from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from egov.acts.models import OutboxEvent
from egov.acts.outbox import messages
from egov.notices.models import Notice

BATCH = 200


@shared_task
def deliver_outbox() -> int:
    """Turns waiting events into notices, then mails them. Safe to run twice and in parallel. Returns events consumed."""
    total = 0
    while True:
        with transaction.atomic():
            events = list(OutboxEvent.objects.select_for_update(skip_locked=True).filter(consumed_at=None).order_by("id")[:BATCH])
            notices = [
                Notice(user_id=user_id, event=event.pk, subject=m.subject, sentence=m.sentence, url=m.url)
                for event in events
                for m in messages(event)
                for user_id in sorted(m.recipients)
            ]
            Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1000)
            OutboxEvent.objects.filter(pk__in=[e.pk for e in events]).update(consumed_at=timezone.now())
        total += len(events)
        if len(events) < BATCH:
            break
    mail_notices()
    return total


def mail_notices() -> int:
    """Mails what has not been mailed to those with a confirmed e-mail address; one connection for all."""
    with transaction.atomic():
        waiting = list(
            Notice.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(mailed_at=None, user__is_active=True, user__contact_confirmed_at__isnull=False)
            .exclude(user__email="")
            .select_related("user")
            .order_by("id")[:BATCH]
        )
        if not waiting:
            return 0
        mails = [
            EmailMessage(
                f"{notice.subject} | {settings.REGION_PROFILE.name}",
                f"{notice.sentence}\n\n{settings.SITE_URL}{notice.url}\n",
                to=[notice.user.email],
            )
            for notice in waiting
        ]
        Notice.objects.filter(pk__in=[n.pk for n in waiting]).update(mailed_at=timezone.now())
        # inside the transaction: when the mail server refuses, the rows wait for the next round
        for mail in mails:
            mail.send()
    return len(waiting)
