"""What is known of guests goes after its time, or when they ask; what the city counted stays."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from egov.files.documents import delete_document
from egov.verbs.verb import verb
from news.domain.visits.acting import add_act, locked
from news.domain.visits.answering import give_back
from news.domain.visits.the_day import attendance
from news.models import Visit, VisitContact, VisitDraft, VisitGuest
from news.procedure import DRAFT_KEPT, OPEN, PUBLIC_NOTES, UNPROVED_KEPT, VisitState
from news.procedure import VisitActKind as Kind

AT_ONCE = 200


@verb
def erase_guests(*, visit: Visit, now: datetime) -> Visit:
    """Contact, guests, letter, notes, unanswered questions and links go; the counts stay.

    What was still to come is given up with it, for nobody could be reached any more.
    """
    row = locked(visit)
    if row.erased_at is not None:
        return row
    if row.state in OPEN:
        give_back(row, "Dibatalkan tamu.", now)
        add_act(row, Kind.CANCELLED, actor=None, now=now)
    row.guests_erased, row.erased_at = attendance(row), now
    letter, row.letter = row.letter, None
    row.save(update_fields=["guests_erased", "erased_at", "letter"])
    VisitContact.objects.filter(visit=row).delete()
    VisitGuest.objects.filter(visit=row).delete()
    row.links.all().delete()
    row.questions.filter(approved_at=None).delete()
    row.acts.exclude(kind__in=PUBLIC_NOTES).exclude(note="").update(note="")
    VisitDraft.objects.filter(sent_as=row).delete()
    add_act(row, Kind.ERASED, actor=None, now=now)
    delete_document(letter)
    return row


@verb
def forget_guest(*, guest: VisitGuest) -> None:
    """One who signed in takes their row back; the count keeps them."""
    rows = VisitGuest.objects.select_for_update(of=("self",)).filter(pk=guest.pk)
    if rows.first() is None:
        return
    visit = locked(guest.visit)
    visit.guests_erased += 1
    visit.save(update_fields=["guests_erased"])
    rows.delete()


def forget_visits(now: datetime) -> int:
    """What the clock says: returns how many visits and drafts lost their people."""
    return _erase_old(now) + _drop_unproved(now) + _drop_drafts(now)


def _erase_old(now: datetime) -> int:
    """From the last of: its last act, its end."""
    before = now - timedelta(days=int(settings.VISIT_RETENTION_DAYS))
    rows = Visit.objects.filter(erased_at=None).with_state().exclude(Q(("last_act", Kind.ASKED)))
    last = rows.annotate(last_at=Max("acts__acted_at"), held_at=Max("bookings__ends_at"))
    old = last.filter(last_at__lt=before).exclude(held_at__gte=before)
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for pk in keys:
        erase_guests(visit=Visit(pk=pk), now=now)
    return len(keys)


def _drop_unproved(now: datetime) -> int:
    """Requests that nobody confirmed go whole: nobody knows whether they were meant."""
    rows = Visit.objects.in_states(VisitState.UNPROVED).filter(asked_at__lt=now - UNPROVED_KEPT)
    count = 0
    for row in rows.select_related("letter").order_by("pk")[:AT_ONCE]:
        with transaction.atomic():
            letter = row.letter
            row.delete()
            delete_document(letter)
        count += 1
    return count


def _drop_drafts(now: datetime) -> int:
    rows = VisitDraft.objects.filter(saved_at__lt=now - DRAFT_KEPT).select_related("letter")
    count = 0
    for row in rows.order_by("saved_at")[:AT_ONCE]:
        with transaction.atomic():
            letter = row.letter if row.sent_as_id is None else None
            row.delete()
            delete_document(letter)
        count += 1
    return count
