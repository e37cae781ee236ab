"""A host with hours, and a council that asks, by the verbs that everybody uses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from news.domain.visits import answering, the_day
from news.domain.visits.acting import last_act
from news.domain.visits.asking import Request, ask_for_visit, keep_letter, prove_request
from news.domain.visits.keeping_hours import record_hours
from news.domain.visits.links import issue_link, link_at
from news.models import Visit, VisitBooking, VisitDraft, VisitHours
from news.procedure import LinkPurpose, Purpose, Topic
from tests.files.test_documents import written
from tests.town import Town

DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 30, 8, tzinfo=timezone.get_fixed_timezone(7 * 60))
DAYS = (date(2026, 12, 8), date(2026, 12, 9), date(2026, 12, 10))  # Tuesday to Thursday
NAME, OFFICE = "Lestari Namatamu", "Kepala Bagian Umum"
MAIL, PHONE = "tamu@klaten.example", "0812 7700 4321"


def open_hours(town: Town, weekdays: str = "123", agency: Any = None, **more: Any) -> VisitHours:
    how = {"begins": time(9), "ends": time(11, 30), "capacity": 40, **more}
    actor = town.staff["editor"]
    rows = [
        record_hours(
            actor=actor, agency=agency or town.agency, weekday=day, now=MONDAY - 30 * DAY, **how
        )
        for day in weekdays
    ]
    return rows[0]


def request(**changes: Any) -> Request:
    values: dict[str, Any] = {
        "institution": "DPRD Kabupaten Klaten",
        "region": "33.10",
        "purpose": Purpose.STUDY,
        "topics": [Topic.APPLICATIONS, Topic.MUSRENBANG],
        "guests": 12,
        "wished_on": list(DAYS),
        "contact_name": NAME,
        "contact_office": OFFICE,
        "email": MAIL,
        "phone": PHONE,
    }
    return Request(**{**values, **changes})


def ask(now: datetime = MONDAY, **changes: Any) -> Visit:
    draft = VisitDraft.objects.create()
    keep_letter(draft=draft, upload=ContentFile(written(), "surat.pdf"))
    return ask_for_visit(draft=draft, request=request(**changes), consents=True, now=now)


def prove(visit: Visit, now: datetime = MONDAY) -> Visit:
    link = link_at(issue_link(visit, LinkPurpose.CONFIRM, now), LinkPurpose.CONFIRM)
    assert link is not None
    return prove_request(link=link, now=now)


def asked(now: datetime = MONDAY, **changes: Any) -> Visit:
    """One that waits for its host's answer."""
    return prove(ask(now, **changes), now)


def how(town: Town, visit: Visit, who: str = "host", now: datetime = MONDAY) -> dict[str, Any]:
    return {"actor": town.staff[who], "visit": visit, "seen": last_act(visit), "now": now}


def slot_key(day: date = DAYS[1], begins: int = 9) -> str:
    weekday = str(day.weekday())
    hours = VisitHours.objects.get(weekday=weekday, begins=time(begins), closed_at=None)
    return f"{hours.pk}.{day.isoformat()}"


def confirmed(town: Town, now: datetime = MONDAY, day: date = DAYS[1], **changes: Any) -> Visit:
    if not VisitHours.objects.exists():
        open_hours(town)
    visit = asked(now, **changes)
    return answering.accept_visit(slot=slot_key(day), **how(town, visit, now=now))


@pytest.fixture
def hours(town: Town) -> VisitHours:
    return open_hours(town)


# -- by the real clock, for walks that cannot turn it -----------------------------------------


def coming_days() -> list[date]:
    """Tuesday to Thursday of the week after next."""
    today = timezone.localdate()
    monday = today + (14 - today.weekday()) * DAY
    return [monday + n * DAY for n in (1, 2, 3)]


def asked_now(town: Town, **changes: Any) -> Visit:
    if not VisitHours.objects.exists():
        open_hours(town)
    return asked(timezone.now(), **{"wished_on": coming_days(), **changes})


def confirmed_now(town: Town, **changes: Any) -> Visit:
    """One that is to come."""
    visit, now = asked_now(town, **changes), timezone.now()
    taken = {timezone.localtime(row.begins_at).date() for row in VisitBooking.objects.all()}
    day = next(each for each in coming_days() if each not in taken)
    return answering.accept_visit(slot=slot_key(day), **how(town, visit, now=now))


def begun(town: Town, **changes: Any) -> Visit:
    """One whose day it is: it began an hour ago."""
    visit, now = confirmed_now(town, **changes), timezone.now()
    span = {"begins_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    visit.bookings.update(**span)
    return visit


def received(town: Town) -> Visit:
    """One that is there."""
    visit, now = begun(town), timezone.now()
    at = now - timedelta(minutes=30)
    return the_day.note_arrival(actor=town.staff["host"], visit=visit, at=at, now=now)
