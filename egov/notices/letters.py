"""Mail to people without an account: the address is read when the letter is sent."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from egov.notices.models import OutgoingLetter
from egov.verbs.models import OutboxEvent
from egov.verbs.outbox import Letter, attachments, composer

BATCH = 200
TRIES = 5  # what fails this often waits for a person; it blocks nobody else
log = logging.getLogger(__name__)


def letter_mail(letter: Letter) -> EmailMessage:
    """A letter with its attachments, as it is sent."""
    where = f"\n\n{settings.SITE_URL}{letter.url}" if letter.url else ""
    subject = " ".join(f"{letter.subject} | {settings.REGION_PROFILE.name}".split())
    mail = EmailMessage(subject, f"{letter.text}{where}\n", to=[letter.to])
    for attached in letter.attachments:
        mail.attach(attached.name, attached.content, attached.content_type)
    return mail


def attach_files(mail: EmailMessage, events: Iterable[int]) -> None:
    """What goes along with what happened, asked anew; one query."""
    for event in OutboxEvent.objects.filter(pk__in=list(events)).order_by("pk"):
        for attached in attachments(event):
            mail.attach(attached.name, attached.content, attached.content_type)


def mail_letters() -> int:
    """Sends what waits, each on its own. Returns how many were sent; safe in parallel."""
    waiting = OutgoingLetter.objects.filter(mailed_at=None, dropped_at=None, mail_tries__lt=TRIES)
    keys = list(waiting.order_by("id").values_list("pk", flat=True)[:BATCH])
    return sum(_mail_one(pk) for pk in keys)


def _mail_one(pk: int) -> int:
    with transaction.atomic():
        rows = OutgoingLetter.objects.select_for_update(skip_locked=True, no_key=True)
        row = rows.filter(pk=pk, mailed_at=None, dropped_at=None).first()
        if row is None:
            return 0
        row.mail_tries += 1
        try:
            _send(row)
        except Exception as error:  # the address and the words stay out of the log
            log.warning("letters.failed %s %s", row.pk, type(error).__name__)
        row.save(update_fields=["mail_tries", "mailed_at", "dropped_at"])
        return int(row.mailed_at is not None)


def _send(row: OutgoingLetter) -> None:
    event = OutboxEvent.objects.get(pk=row.event)
    compose = composer(event.topic)
    with transaction.atomic():
        letter = compose(event.payload) if compose is not None else None
    if letter is None or not letter.to:
        row.dropped_at = timezone.now()
        return
    letter_mail(letter).send()
    row.mailed_at = timezone.now()
