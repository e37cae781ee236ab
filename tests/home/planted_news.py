"""Events and articles with something to hide, and the arguments of their addresses."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from news.domain.articles import withdraw_article
from news.domain.documents import add_document
from news.domain.embargo import give_embargo
from news.domain.emergencies import write_emergency
from news.domain.events import EventContent, record_event
from news.domain.rooms import record_room
from news.domain.signing_up import sign_up
from news.models import Event
from news.vocabulary import Audience, EventKind
from tests.files.test_documents import written
from tests.home.secret import READS_NEWS, Planted
from tests.news.conftest import approved, draft, with_picture

HOUR = timedelta(hours=1)


def plant_news(planted: Planted) -> None:
    """An event for everybody, and two that stand on no page."""
    editor = planted.town.staff["editor"]
    shown = _event(planted, "Acara umum", Audience.PUBLIC)
    for audience in (Audience.INVITED, Audience.INTERNAL):
        title = planted.hide(f"acara{audience}", may=READS_NEWS, shown_to="contributor")
        _event(planted, title, audience)
    upload = ContentFile(written(), "a.pdf")
    document = add_document(actor=editor, event=shown, upload=upload, title="Undangan")
    occurrence = shown.occurrences.get()
    sign_up(actor=planted.town.stranger, occurrence=occurrence, now=timezone.now())
    room = {"name": "Aula", "place": "Balai", "capacity": 40, "now": timezone.now()}
    record_room(actor=editor, agency=planted.town.agency, **room)
    keys = [{"pk": event.pk} for event in Event.objects.order_by("pk")]
    _articles(planted)
    heading = planted.hide("daruratbelumdipastikan", may=READS_NEWS - {"contributor"})
    ends, now = timezone.now() + 5 * HOUR, timezone.now()
    how = {"heading": heading, "sentence": "Hindari jalan itu.", "ends_at": ends, "now": now}
    write_emergency(actor=editor, **how)
    planted.arguments |= {
        "event": keys,
        "event_entry": keys,
        "event_document": [{**key, "document": document.pk} for key in keys],
        "sign_up": [{**key, "occurrence": occurrence.pk} for key in keys],
    }


def _articles(planted: Planted) -> None:
    """One that is public, one that waits for its moment, one in work, one that was withdrawn."""
    editor, now = planted.town.staff["editor"], timezone.now()
    public = approved(planted.town, draft(planted.town, "umum", now=now), now=now)
    rows = [public]
    for name, days in (("terjadwal", 3), ("konsep", None), ("ditarik", 0)):
        body = planted.hide(f"naskah{name}", may=READS_NEWS, shown_to="")
        title = planted.hide(f"judulnaskah{name}", may=READS_NEWS, shown_to="contributor")
        row = draft(planted.town, name, now=now, title=title, body=f"<p>{body}</p>")
        if days is not None:
            row = approved(planted.town, row, now + timedelta(days=days), now=now)
        rows.append(row)
    withdraw_article(actor=editor, article=rows[-1].article, reason="Keliru.", now=now)
    addresses = [{"year": row.article.year, "slug": row.article.slug} for row in rows]
    pictures = [
        {**address, "edition": row.pk, "name": "asli", "ending": "jpg"}
        for address, row in zip(addresses, rows, strict=True)
    ]
    link = give_embargo(actor=editor, edition=rows[1], newsroom="Redaksi", now=now)
    inside = [with_picture(planted.town, row, now) for row in rows[1:3]]
    address = {"name": "asli", "ending": "jpg"}
    planted.arguments |= {
        "article": addresses,
        "article_picture": pictures,
        "embargo": [{"token": f"{link.pk}:tebakan"}],
        "body_picture": [{"pk": row.pk, **address} for row in inside],
    }


def _event(planted: Planted, title: str, audience: str) -> Event:
    begins = timezone.now() + 30 * HOUR
    content = EventContent(
        title=title,
        agency=planted.town.agency,
        kind=EventKind.MEETING,
        begins_at=begins,
        ends_at=begins + HOUR,
        audience=audience,
        place="Balai",
        area=planted.town.rw.parent,
        capacity=3,
    )
    now = timezone.now()
    editor = planted.town.staff["editor"]
    return record_event(actor=editor, content=content, key=title, now=now)
