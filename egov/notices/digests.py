"""What is told to those who follow: queued when it happens, written when its hour comes.

A digest asks every event for its words again, so it tells nothing that was withheld or withdrawn
in the meantime, and one event reaches a person once, however many things of it they follow.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from egov.accounts.models import Contact, ContactKind, User
from egov.notices.letters import attach_files
from egov.notices.models import Due, Notice, Pace, Reader, Subscription
from egov.notices.mornings import HOUR, TOPIC, desk_lines
from egov.notices.subscriptions import end_token
from egov.portal.mornings import DeskLine
from egov.verbs.models import OutboxEvent
from egov.verbs.outbox import Message, messages

MONDAY = 0
TRIES = 5
AT_ONCE = 500  # people of one run
log = logging.getLogger(__name__)


def queue_followers(event: OutboxEvent, told: Iterable[Message], now: datetime) -> None:
    """Notices and dues for who follows what an event is about; not for who hears of it anyway."""
    told = [message for message in told if message.about]
    if not told:
        return
    direct = frozenset().union(*(message.recipients for message in told))
    notices: dict[int, Notice] = {}
    dues: dict[tuple[int | None, int | None], Due] = {}
    for message in told:
        for row in _followers(message, now):
            at = due_at(row.pace, now)
            if row.user_id is None:
                _sooner(dues, Due(event=event.pk, reader_id=row.reader_id, due_at=at))
            elif row.user_id not in direct:
                late = row.pace != Pace.AT_ONCE
                notices.setdefault(row.user_id, _notice(event, row.user_id, message, late=late))
                if late:
                    _sooner(dues, Due(event=event.pk, user_id=row.user_id, due_at=at))
                notices[row.user_id].in_digest &= late
    later = [due for due in dues.values() if due.user_id is None or notices[due.user_id].in_digest]
    Notice.objects.bulk_create(notices.values(), ignore_conflicts=True, batch_size=1000)
    Due.objects.bulk_create(later, ignore_conflicts=True, batch_size=1000)


def _followers(message: Message, now: datetime) -> Iterable[Subscription]:
    about = reduce(or_, (Q(kind=kind, key=key) for kind, key in sorted(message.about)))
    awake = Q(reader=None, user__is_active=True) | Q(reader__paused_until=None)
    rows = Subscription.objects.standing().filter(about)
    return rows.filter(awake | Q(reader__paused_until__lte=now)).order_by("id").iterator()


def _notice(event: OutboxEvent, user: int, message: Message, *, late: bool) -> Notice:
    words = {"subject": message.subject, "sentence": message.sentence, "url": message.url}
    return Notice(user_id=user, event=event.pk, in_digest=late, **words)


def _sooner(dues: dict[tuple[int | None, int | None], Due], due: Due) -> None:
    key = (due.user_id, due.reader_id)
    if key not in dues or due.due_at < dues[key].due_at:
        dues[key] = due


def due_at(pace: str, now: datetime) -> datetime:
    """When something that happens now is told: at once, or at six of the region's next day."""
    if pace == Pace.AT_ONCE:
        return now
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=local.time() >= HOUR)
    if pace == Pace.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(day, HOUR))


def send_due(now: datetime | None = None) -> int:
    """One mail to each person for whom something is due. How many; safe in parallel."""
    now = now or timezone.now()
    waiting = Due.objects.filter(due_at__lte=now, tries__lt=TRIES)
    people = list(waiting.values_list("user_id", "reader_id").distinct()[:AT_ONCE])
    return sum(_send_or_wait(user, reader, now) for user, reader in people)


def _whose(user: int | None, reader: int | None) -> Q:
    return Q(user=user) if user is not None else Q(reader=reader)


def _send_or_wait(user: int | None, reader: int | None, now: datetime) -> int:
    """What cannot be told to one holds nobody else up."""
    try:
        return _send_one(user, reader, now)
    except Exception:
        log.exception("digests.one_failed")
        Due.objects.filter(_whose(user, reader), due_at__lte=now).update(tries=F("tries") + 1)
        return 0


def _send_one(user: int | None, reader: int | None, now: datetime) -> int:
    with transaction.atomic():
        whose = _whose(user, reader)
        rows = Due.objects.filter(whose, due_at__lte=now)
        locked = list(rows.select_for_update(skip_locked=True, no_key=True).order_by("event"))
        keys = [row.pk for row in locked]
        if not keys:
            return 0
        who, address = _address(user, reader)
        events = [row.event for row in locked]
        told = still_told(who, events) if address else []
        desk = _desk(who, events, now) if address else []
        try:
            if told or desk:
                mail = digest(who, address, told, desk)
                attach_files(mail, events)
                mail.send()
        except OSError:  # SMTP errors are OSErrors; the address stays out of the log
            log.warning("digests.failed %s", keys[0])
            Due.objects.filter(pk__in=keys).update(tries=F("tries") + 1)
            return 0
        Due.objects.filter(pk__in=keys).delete()
        return int(bool(told or desk))


def _desk(who: User | Reader, events: Sequence[int], now: datetime) -> list[DeskLine]:
    """What waits for an officer, where one of these events is a morning."""
    if not isinstance(who, User):
        return []
    morning = OutboxEvent.objects.filter(pk__in=events, topic=TOPIC)
    return desk_lines(who, now) if morning.exists() else []


def _address(user: int | None, reader: int | None) -> tuple[User | Reader, str]:
    """Whom, and where to: "" for an account without a proved e-mail address."""
    if reader is not None:
        row = Reader.objects.get(pk=reader)
        return row, row.address
    assert user is not None  # one of the two, by the table's constraint
    person = User.objects.get(pk=user)
    proved = Contact.objects.proved().filter(user=person, kind=ContactKind.EMAIL)
    return person, person.email if proved.exists() else ""


def still_told(who: User | Reader, events: Sequence[int]) -> list[Message]:
    """Of these events, in their order, what one who follows or holds an office may be told."""
    person = who.pk if isinstance(who, User) else None
    follows = set(who.subscriptions.standing().values_list("kind", "key"))
    rows = OutboxEvent.objects.in_bulk(events)
    told = []
    for key in events:
        known = messages(rows[key]) if key in rows else []
        told += [m for m in known if m.about & follows or _for_office(m, person)][:1]
    return told


def _for_office(message: Message, person: int | None) -> bool:
    return message.at_desk and person in message.recipients


def digest(
    who: User | Reader, address: str, told: Sequence[Message], desk: Sequence[DeskLine] = ()
) -> EmailMultiAlternatives:
    """A mail in text and HTML; what is followed, one click ends (RFC 8058).

    What an office tells its holder ends with the office, and with nothing else.
    """
    region, site = settings.REGION_PROFILE, settings.SITE_URL
    token = end_token(who)
    person = who.pk if isinstance(who, User) else None
    follows = not all(_for_office(message, person) for message in told)
    context = {
        "told": told,
        "desk": desk,
        "follows": follows,
        "region": region,
        "site": site,
        "manage": site + reverse("notices:by_link", args=[token]),
    }
    subject = _subject(told, desk)
    text = render_to_string("notices/digest.txt", context)
    mail = EmailMultiAlternatives(" ".join(subject.split()), text, to=[address])
    mail.attach_alternative(render_to_string("notices/digest.html", context), "text/html")
    if follows:
        end = site + reverse("notices:end_by_link", args=[token])
        mail.extra_headers["List-Unsubscribe"] = f"<{end}>"
        mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def _subject(told: Sequence[Message], desk: Sequence[DeskLine]) -> str:
    region = settings.REGION_PROFILE.name
    if desk:
        return f"Meja Anda pagi ini, {region}"
    return told[0].subject if len(told) == 1 else f"{len(told)} kabar dari {region}"
