"""What somebody of a demo has heard of before the demo was made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from egov.accounts.models import User
from egov.notices import mailbox
from egov.notices.models import Notice
from egov.notices.tasks import mail_of
from egov.verbs.models import OutboxEvent
from egov.verbs.outbox import messages

UNREAD = timedelta(days=3)  # what is newer has not been read yet


@transaction.atomic
def tell_past(*, user: User, past: Iterable[tuple[datetime, str, dict[str, Any]]]) -> int:
    """A notice and a mail of each (moment, topic, payload), the oldest first. Returns how many.

    In the words of the topic, to this person alone; the events count as told to everybody.
    """
    now, count = timezone.now(), 0
    for at, topic, payload in past:
        event = OutboxEvent.objects.create(topic=topic, payload=payload, consumed_at=at)
        for message in messages(event):
            if user.pk not in message.recipients:
                continue
            notice = Notice.objects.create(
                user=user,
                event=event.pk,
                subject=message.subject,
                sentence=message.sentence,
                url=message.url,
                made_at=at,
                mailed_at=at,
                read_at=at + UNREAD if now - at > UNREAD else None,
            )
            transaction.on_commit(partial(mailbox.keep, mail_of(notice), at))
            count += 1
    return count
