"""The hostile corpus through the verb, the desk, the API and calendars: inert everywhere."""

from __future__ import annotations

from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client

from news.models import Edition, Event
from tests.news.conftest import NOW, TUESDAY, approved, draft, record
from tests.town import Town, client_of
from tests.web.test_html import FORBIDDEN, HOSTILE


@pytest.mark.parametrize("text", HOSTILE)
def test_an_article_is_clean_by_every_way(town: Town, client: Client, text: str) -> None:
    row = approved(town, draft(town, body=f"<p>Isi</p>{text}"), checked=True)
    assert [bad for bad in FORBIDDEN if bad in row.body.lower()] == []
    with time_machine.travel(TUESDAY, tick=False):
        page = client.get(row.article.get_absolute_url()).content.decode()
        told = client.get("/api/v1/berita/").json()["results"][0]["isi"]
        feed = client.get("/berita/umpan.json").json()["items"][0]["content_html"]
    body = page.partition('<div class="body">')[2].partition("</div>")[0]
    for shown in (body, told, feed):
        assert [bad for bad in FORBIDDEN if bad in shown.lower()] == []


def test_the_desk_saves_it_clean(town: Town) -> None:
    row = draft(town)
    given: dict[str, Any] = {"title": "a", "lead": "b", "body": "<p>Isi</p>" + "".join(HOSTILE)}
    data = {"act": "simpan", "simpan-seen": "0"} | {f"simpan-{k}": v for k, v in given.items()}
    client = client_of(town.staff["contributor"])
    answer = client.post(f"/admin/news/edition/{row.pk}/tindakan/", data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    body = Edition.objects.get(pk=row.pk).body.lower()
    assert "isi" in body and [bad for bad in FORBIDDEN if bad in body] == []


@pytest.mark.parametrize("text", [*HOSTILE, "a\r\nATTACH:https://lacak.example/p", "a\x00b"])
def test_an_event_is_plain_text_everywhere(town: Town, client: Client, text: str) -> None:
    event = record(town, title="Acara", text=text, place=text[:150] or "a")
    with time_machine.travel(NOW, tick=False):
        page = client.get(event.get_absolute_url()).content.decode()
        feed = client.get("/agenda.ics").content
    assert "<script>alert" not in page and 'onerror="' not in page
    (entry,) = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    assert set(entry) <= {
        *("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY"),
        *("LOCATION", "DESCRIPTION", "URL", "CATEGORIES"),
    }
    assert Event.objects.count() == 1
