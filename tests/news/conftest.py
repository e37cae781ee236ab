from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from egov.accounts.models import User
from news.domain.articles import begin_article
from news.domain.body_pictures import add_picture
from news.domain.changing import EventText, edit_event
from news.domain.editions import approve_text, submit_text
from news.domain.events import EventContent, record_event
from news.domain.texts import TextContent
from news.models import BodyPicture, Edition, Event
from news.vocabulary import EventKind
from tests.conftest import picture
from tests.town import Town

TUESDAY = datetime(2027, 1, 5, 9, tzinfo=timezone.get_fixed_timezone(7 * 60))
NOW = TUESDAY - timedelta(days=10)
HOUR = timedelta(hours=1)


@pytest.fixture
def editor(town: Town) -> User:
    return town.staff["editor"]


def content(town: Town, **changes: Any) -> EventContent:
    values = {
        "title": "Senam pagi",
        "agency": town.agency,
        "kind": EventKind.GATHERING,
        "begins_at": TUESDAY,
        "ends_at": TUESDAY + 2 * HOUR,
        "place": "Taman",
        **changes,
    }
    return EventContent(**values)


def record(town: Town, key: str = "k", actor: User | None = None, **changes: Any) -> Event:
    return record_event(
        actor=actor or town.staff["editor"], content=content(town, **changes), key=key, now=NOW
    )


def edit(actor: User, event: Event, **changes: Any) -> Event:
    """Writes an event anew, all else as it is."""
    values = {name: getattr(event, name) for name in EventText.__dataclass_fields__}
    how = {"seen": event.sequence, "reason": "Salah tulis", "now": NOW}
    how |= {name: changes.pop(name) for name in list(changes) if name in how}
    content = EventText(**{**values, **changes})
    return edit_event(actor=actor, event=event, content=content, **how)


def text(**changes: Any) -> TextContent:
    values = {
        "title": "Taman dibuka lagi",
        "lead": "Taman kota terbuka mulai Senin.",
        "body": "<p>Isi contoh.</p>",
        **changes,
    }
    return TextContent(**values)


def draft(
    town: Town,
    key: str = "k",
    *,
    kind: str = "berita",
    now: datetime = NOW,
    actor: User | None = None,
    **changes: Any,
) -> Edition:
    """A text of the contributor's."""
    return begin_article(
        actor=actor or town.staff["contributor"],
        kind=kind,
        agency=town.agency,
        content=text(**changes),
        key=key,
        now=now,
    )


def with_picture(town: Town, edition: Edition, now: datetime = NOW) -> BodyPicture:
    """A picture for the texts of an article."""
    upload = ContentFile(picture(size=(900, 600)), "a.jpg")
    how = {"alt": "Taman & kota", "caption": "Taman.", "credit": "Contoh", "now": now}
    contributor = town.staff["contributor"]
    return add_picture(actor=contributor, edition=edition, upload=upload, **how)


def approved(town: Town, edition: Edition, at: datetime | None = None, **more: Any) -> Edition:
    """A draft on its whole way, public from a moment on."""
    now = more.pop("now", NOW)
    submit_text(actor=town.staff["contributor"], edition=edition, now=now)
    return approve_text(actor=town.staff["editor"], edition=edition, now=now, publish_at=at, **more)
