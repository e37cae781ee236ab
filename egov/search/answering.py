"""The whole answer to what somebody typed: one for the page and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from egov.portal.joining import search_sources
from egov.search.asked import Asked, says_nothing
from egov.search.complaints import is_complaint
from egov.search.finding import Results, find, guessed, read
from egov.search.misses import missed
from egov.search.models import Entry
from egov.search.text import words

EMERGENCY = "112"


@dataclass(frozen=True)
class Answer:
    """Results, and for a complaint where it is reported and what can be proposed."""

    results: Results
    complaint: bool = False
    channels: tuple[tuple[str, str], ...] = ()
    remedy: Entry | None = None
    nearly: bool = False  # the hits are numbers like the one that was typed


def directly(text: str) -> str | None:
    """The address that a number or a citation leads to."""
    if not text:
        return None
    addresses = (source.read_directly(text) for source in search_sources())
    return next((address for address in addresses if address), None)


def answer(asked: Asked, user: Any = None) -> Answer:
    """What is found; words that find nothing are counted."""
    if says_nothing(asked.text) or not words(asked.text):
        return Answer(Results())
    near = guessed(asked.text, user=user)
    if near:
        return Answer(Results(hits=near), nearly=True)
    question = read(asked.text)
    results = find(question, asked.facets, user=user, page=asked.page)
    if not results.hits and asked.page == 1:
        missed(words(asked.text))
    if not is_complaint(asked.text):
        return Answer(results)
    channels = tuple(settings.REGION_PROFILE.complaint_channels.items())
    return Answer(results, True, channels, _remedy(results))


def _remedy(results: Results) -> Entry | None:
    """What of the hits can be proposed."""
    kinds = {source.kind for source in search_sources() if source.remedy}
    return next((hit for hit in results.hits if hit.kind in kinds), None)
