"""Who came for what, year by year: counts only, those too of visits whose people are forgotten."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, F
from django.utils import timezone

from egov.areas.profile import region_name
from news.models import Visit, VisitBooking
from news.procedure import Purpose, Topic, VisitState

HELD = (VisitState.HELD, VisitState.CLOSED)


@dataclass
class Year:
    """What was held in a year."""

    year: int
    visits: int = 0
    guests: int = 0
    purposes: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    provinces: Counter[str] = field(default_factory=Counter)

    @property
    def purpose_words(self) -> str:
        return _words({Purpose(key).label: n for key, n in self.purposes.items()})

    @property
    def topic_words(self) -> str:
        return _words({Topic(key).label: n for key, n in self.topics.items()})

    @property
    def province_words(self) -> str:
        return _words(self.provinces)


def _words(counts: dict[str, int] | Counter[str]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{word} {count}" for word, count in ordered)


def yearly() -> list[Year]:
    """The newest first, in one query."""
    held = Visit.objects.in_states(*HELD).values("pk")
    rows = VisitBooking.objects.filter(released_at=None, visit__in=held)
    rows = rows.annotate(came=F("visit__guests_erased") + Count("visit__guest_rows"))
    years: dict[int, Year] = {}
    columns = ("begins_at", "visit__purpose", "visit__topics", "visit__region", "came")
    for begins_at, purpose, topics, region, came in rows.values_list(*columns):
        number = timezone.localtime(begins_at).year
        year = years.setdefault(number, Year(number))
        year.visits += 1
        year.guests += came
        year.purposes[purpose] += 1
        year.topics.update(topics)
        year.provinces[region_name(region[:2])] += 1
    return [years[number] for number in sorted(years, reverse=True)]
