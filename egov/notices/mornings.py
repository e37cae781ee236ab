"""The morning of the offices: one event a day, from which each officer gets one mail at most."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from django.conf import settings
from django.db import connection
from django.utils import timezone

from egov.accounts.models import Appointment, Contact, ContactKind, User
from egov.notices.models import Due, Notice
from egov.portal.joining import mornings
from egov.portal.mornings import DeskLine
from egov.verbs.models import OutboxEvent
from egov.verbs.outbox import Message, publish
from egov.verbs.verb import verb

TOPIC = "desk.morning"
HOUR = time(6)  # in the region's zone


@verb
def open_morning(*, now: datetime | None = None) -> bool:
    """Lets the offices be told what waits for them; once a day, whoever asks how often."""
    day = timezone.localdate(now or timezone.now()).isoformat()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('egov.notices.mornings'))")
    if OutboxEvent.objects.filter(topic=TOPIC, payload__day=day).exists():
        return False
    publish(TOPIC, {"day": day})
    return True


def queue_mornings(event: OutboxEvent, at: datetime) -> None:
    """A due for everybody who holds an office today and has a proved e-mail address."""
    proved = Contact.objects.proved().filter(kind=ContactKind.EMAIL).values("user")
    holders = Appointment.objects.current().filter(user__in=proved, user__is_active=True)
    people = holders.order_by("user").values_list("user", flat=True).distinct()
    rows = [Due(event=event.pk, user_id=pk, due_at=at) for pk in people]
    Due.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def queue_offices(event: OutboxEvent, told: Iterable[Message], at: datetime) -> None:
    """What is told to offices stands on their page at once, and in their next morning's mail."""
    people = {pk for message in told if message.at_desk for pk in message.recipients}
    if not people:
        return
    rows = [Due(event=event.pk, user_id=pk, due_at=at) for pk in sorted(people)]
    Due.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    Notice.objects.filter(event=event.pk, user__in=people).update(in_digest=True)


def desk_lines(user: User, now: datetime) -> list[DeskLine]:
    """What waits for an officer this morning, as all apps tell it; addresses are whole."""
    told = [line for morning in mornings() for line in morning.lines(user, now)]
    return [DeskLine(line.text, settings.SITE_URL + line.url) for line in told]
