"""What waits at an officer's desk this morning: new, due soon, completed again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import User
from egov.portal.mornings import DeskLine
from egov.web.templatetags.portal import number
from musrenbang.domain.queue import Queue, Total
from musrenbang.models import Decision, Proposal
from musrenbang.procedure import DECIDING, PREPARING
from musrenbang.vocabulary import Outcome

NEW = timedelta(days=1)
SOON = timedelta(days=3)


def at_desk(user: User, now: datetime) -> Iterator[DeskLine]:
    """Three sentences at most; none for who neither decides nor prepares anything."""
    if not user.holds(*DECIDING, *PREPARING):
        return
    queue = Queue(user, now)
    if not queue.parts:
        return
    page = f"{reverse('admin:musrenbang_proposal_changelist')}?antrean=saya"
    since = now - NEW
    acts = Decision.objects.filter(proposal=OuterRef("pk"), decided_at__gt=since)
    completed = acts.filter(outcome=Outcome.COMPLETED)
    again = queue.total(Proposal.objects.filter(Exists(completed)))
    arrived = Q(submitted_at__gt=since, decided=0) | Q(Exists(acts), ~Exists(completed))
    new = queue.total(Proposal.objects.filter(arrived))
    if new.count:
        yield DeskLine(f"{_many(new)} usulan baru di meja Anda.", page)
    if again.count:
        yield DeskLine(f"{_many(again)} usulan sudah dilengkapi pengusulnya.", page)
    soon = queue.until(now + SOON)
    due = soon.total(Proposal.objects.all())
    if due.count:
        first = min(part.due for part in soon.parts) - timedelta(seconds=1)
        day = date_format(timezone.localtime(first), "l, j F")
        sentence = f"{_many(due)} usulan jatuh tempo dalam tiga hari, yang pertama {day}."
        yield DeskLine(sentence, page)


def _many(total: Total) -> str:
    return f"Lebih dari {number(total.count)}" if total.more else number(total.count)
