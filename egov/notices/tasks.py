import logging

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from egov.accounts.models import Contact, ContactKind
from egov.acts.models import OutboxEvent
from egov.acts.outbox import messages
from egov.notices.models import Notice

BATCH = 200
TRIES = 5  # what fails this often waits for a person; it blocks nobody else
log = logging.getLogger(__name__)


@shared_task
def deliver_outbox() -> int:
    """Turns waiting events into notices, then mails them. Safe to run twice and in parallel. Returns events consumed."""
    total = 0
    while True:
        with transaction.atomic():
            waiting = OutboxEvent.objects.filter(consumed_at=None, tries__lt=TRIES)
            events = list(
                waiting.select_for_update(skip_locked=True, no_key=True).order_by("id")[:BATCH]
            )
            done = [event.pk for event in events if _deliver(event)]
            OutboxEvent.objects.filter(pk__in=done).update(consumed_at=timezone.now())
            OutboxEvent.objects.filter(pk__in={e.pk for e in events} - set(done)).update(
                tries=F("tries") + 1
            )
        total += len(done)
        if len(done) < BATCH:
            break
    mail_notices()
    return total


def _deliver(event: OutboxEvent) -> bool:
    """One event's notices; a failure is this event's alone."""
    try:
        with transaction.atomic():
            notices = [
                Notice(
                    user_id=user_id,
                    event=event.pk,
                    subject=m.subject,
                    sentence=m.sentence,
                    url=m.url,
                )
                for m in messages(event)
                for user_id in sorted(m.recipients)
            ]
            Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1000)
    except Exception:
        log.exception("outbox.event_failed %s", event.pk)
        return False
    return True


def mail_notices() -> int:
    """Mails what has not been mailed to those with a confirmed e-mail address, each on its own. Returns how many were sent."""
    proved = Contact.objects.proved().filter(user=OuterRef("user"), kind=ContactKind.EMAIL)
    waiting = Notice.objects.filter(
        Exists(proved), mailed_at=None, mail_tries__lt=TRIES, user__is_active=True
    )
    sent = 0
    for pk in list(waiting.order_by("id").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            row = (
                Notice.objects.select_for_update(skip_locked=True, no_key=True)
                .filter(pk=pk, mailed_at=None)
                .first()
            )
            if row is None:
                continue
            row.mail_tries += 1
            try:
                body = f"{row.sentence}\n\n{settings.SITE_URL}{row.url}\n"
                EmailMessage(
                    f"{row.subject} | {settings.REGION_PROFILE.name}", body, to=[row.user.email]
                ).send()
                row.mailed_at = timezone.now()
                sent += 1
            except OSError:  # SMTP errors are OSErrors; the address stays out of the log
                log.warning("notices.mail_failed %s", row.pk)
            row.save(update_fields=["mail_tries", "mailed_at"])
    return sent
