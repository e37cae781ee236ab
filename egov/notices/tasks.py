import logging
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from egov.accounts.models import Contact, ContactKind
from egov.notices.digests import due_at, queue_followers, send_due
from egov.notices.letters import attach_files, mail_letters
from egov.notices.models import Notice, OutgoingLetter, Pace, Reader, Subscription
from egov.notices.mornings import TOPIC, open_morning, queue_mornings, queue_offices
from egov.notices.subscriptions import CONFIRM_WITHIN
from egov.notices.texting import text_notices
from egov.verbs.background import task
from egov.verbs.models import OutboxEvent
from egov.verbs.outbox import Message, composer, messages

BATCH = 200
TRIES = 5  # what fails this often waits for a person; it blocks nobody else
log = logging.getLogger(__name__)


@task()
def deliver_outbox() -> int:
    """Turns waiting events into notices and letters, then mails them. Returns events consumed.

    Safe to run twice and in parallel.
    """
    total = 0
    while True:
        with transaction.atomic():
            waiting = OutboxEvent.objects.filter(consumed_at=None, tries__lt=TRIES)
            locked = waiting.select_for_update(skip_locked=True, no_key=True)
            events = list(locked.order_by("id")[:BATCH])
            done = [event.pk for event in events if _deliver(event)]
            failed = {event.pk for event in events} - set(done)
            OutboxEvent.objects.filter(pk__in=done).update(consumed_at=timezone.now())
            OutboxEvent.objects.filter(pk__in=failed).update(tries=F("tries") + 1)
        total += len(done)
        if len(done) < BATCH:
            break
    mail_notices()
    mail_letters()
    send_due()
    text_notices()
    return total


@task()
def begin_morning() -> bool:
    """Shortly before six: each officer's mail of what waits goes with their digest of that hour.

    Whether it was not begun yet.
    """
    return open_morning()


@task()
def forget_unconfirmed() -> int:
    """Ends what nobody confirmed in time, and readers who follow nothing. How many readers."""
    late = timezone.now() - CONFIRM_WITHIN
    Subscription.objects.filter(confirmed_at=None, asked_at__lt=late).delete()
    alone = Reader.objects.filter(subscriptions=None, made_at__lt=late)
    return alone.delete()[0]


def _deliver(event: OutboxEvent) -> bool:
    """One event's notices and its letter; a failure is this event's alone."""
    try:
        with transaction.atomic():
            told = messages(event)
            Notice.objects.bulk_create(
                _notices(event, told), ignore_conflicts=True, batch_size=1000
            )
            now = timezone.now()
            queue_followers(event, told, now)
            morning = due_at(Pace.DAILY, now)
            queue_offices(event, told, morning)
            if event.topic == TOPIC:
                queue_mornings(event, morning)
            if composer(event.topic) is not None:
                OutgoingLetter.objects.get_or_create(event=event.pk)
    except Exception:
        log.exception("outbox.event_failed %s", event.pk)
        return False
    return True


def _notices(event: OutboxEvent, told: Iterable[Message]) -> Iterator[Notice]:
    """One for each recipient of each message."""
    for message in told:
        words = {"subject": message.subject, "sentence": message.sentence, "url": message.url}
        for user_id in sorted(message.recipients):
            yield Notice(user_id=user_id, event=event.pk, **words)


def mail_of(notice: Notice) -> EmailMessage:
    """A notice as a mail to the person's proved address."""
    body = f"{notice.sentence}\n\n{settings.SITE_URL}{notice.url}\n"
    subject = f"{notice.subject} | {settings.REGION_PROFILE.name}"
    mail = EmailMessage(subject, body, to=[notice.user.email])
    attach_files(mail, [notice.event])
    return mail


def mail_notices() -> int:
    """Mails what has not been mailed to those with a confirmed e-mail address.

    Each on its own. Returns how many were sent.
    """
    proved = Contact.objects.proved().filter(user=OuterRef("user"), kind=ContactKind.EMAIL)
    waiting = Notice.objects.filter(
        Exists(proved),
        mailed_at=None,
        mail_tries__lt=TRIES,
        user__is_active=True,
        in_digest=False,
    )
    sent = 0
    for pk in list(waiting.order_by("id").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows = Notice.objects.select_for_update(skip_locked=True, no_key=True)
            row = rows.filter(pk=pk, mailed_at=None).first()
            if row is None:
                continue
            row.mail_tries += 1
            try:
                mail_of(row).send()
                row.mailed_at = timezone.now()
                sent += 1
            except OSError:  # SMTP errors are OSErrors; the address stays out of the log
                log.warning("notices.mail_failed %s", row.pk)
            row.save(update_fields=["mail_tries", "mailed_at"])
    return sent
