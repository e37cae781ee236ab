"""Agenda and news at the desk."""

from news.admin import articles, emergencies, events, occurrences, rooms, sign_ups, texts

__all__ = ["articles", "emergencies", "events", "occurrences", "rooms", "sign_ups", "texts"]
