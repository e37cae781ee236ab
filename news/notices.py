"""Who hears of what happens to events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from egov.verbs.outbox import Message
from egov.web.templatetags.portal import moment
from news.models import Edition, Occurrence


def event_changed(payload: dict[str, Any]) -> Iterable[Message]:
    """Those who signed up hear that it moved or does not happen, and why."""
    row = Occurrence.objects.select_related("event").get(pk=payload["occurrence"])
    people = frozenset(row.sign_ups.standing().values_list("user_id", flat=True))
    title = row.event.title
    if row.cancelled:
        subject = "Acara dibatalkan"
        sentence = f"{title}, {moment(row.begins_at)}, dibatalkan: {row.cancel_reason}"
    else:
        subject = "Acara berubah"
        where = f" di {row.place}" if row.place else ""
        sentence = f"{title} menjadi {moment(row.begins_at)}{where}: {row.change_note}"
    yield Message(people, subject, sentence, row.get_absolute_url())


def edition_returned(payload: dict[str, Any]) -> Iterable[Message]:
    """Who wrote the text hears what is to be changed."""
    row = Edition.objects.get(pk=payload["edition"])
    note = row.reviews.filter(act="dikembalikan").order_by("-id").first()
    said = note.note if note is not None else ""
    address = reverse("admin:news_edition_actions", args=[row.pk])
    people = frozenset({row.written_by_id})
    yield Message(people, "Teks dikembalikan", f"{row.title}: {said}", address)
