"""Words that found nothing: counted by week, so that the words of citizens can be learnt."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from egov.search.models import Miss

KEPT = timedelta(weeks=4)
SHOWN_FROM = 5  # asked by fewer, it may be somebody's name
_NUMBERED = re.compile(r"\d{5}")
_COUNT = """
INSERT INTO search_miss (counted_on, words, n) VALUES (%s, %s, 1)
ON CONFLICT (counted_on, words) DO UPDATE SET n = search_miss.n + 1
"""


def week_of(day: date) -> date:
    """The Monday."""
    return day - timedelta(days=day.weekday())


def missed(words: list[str]) -> None:
    """Counts a question without an answer; nothing that may be a person's number."""
    text = " ".join(words)[:100]
    if not text or _NUMBERED.search(text.replace(" ", "")):
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [week_of(timezone.localdate()), text])


def forget() -> int:
    """Deletes what is older than four weeks."""
    before = timezone.localdate() - KEPT
    return Miss.objects.filter(counted_on__lt=before).delete()[0]
