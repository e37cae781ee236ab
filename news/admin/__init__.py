"""Agenda, news and visits at the desk."""

from news.admin import (
    articles,
    emergencies,
    events,
    occurrences,
    rooms,
    sign_ups,
    texts,
    visit_days,
    visit_questions,
    visits,
)

__all__ = [
    "articles",
    "emergencies",
    "events",
    "occurrences",
    "rooms",
    "sign_ups",
    "texts",
    "visit_days",
    "visit_questions",
    "visits",
]
