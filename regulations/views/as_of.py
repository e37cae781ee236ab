"""What every page of the registry shares: the day it answers for, and the tones of a status."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.csp import CSP

from egov.verbs.refusal import Invalid
from egov.web.params import DAY_SENTENCE
from regulations.models import LegalEvent, Regulation
from regulations.models.event import LAW
from regulations.vocabulary import Force

# for pages that show a PDF in themselves
FRAMES_PDF = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
TONES = {
    Force.IN_FORCE: "good",
    Force.PARTLY: "wait",
    Force.NOT_YET: "wait",
    Force.ENDED: "stop",
    Force.UNKNOWN: "muted",
}


def as_of_date(request: HttpRequest, name: str = "pada") -> date:
    """The day of `?pada=YYYY-MM-DD`, today without it."""
    text = request.GET.get(name, "").strip()
    if not text:
        return timezone.localdate()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # ISO 8601 knows other spellings
        raise Invalid("bad_day", DAY_SENTENCE, field=name)
    return day


def as_of(on: date) -> dict[str, Any]:
    """What templates need of the day.

    `as_of` is the query string that keeps it from link to link, empty today.
    """
    today = timezone.localdate()
    return {"on": on, "today": today, "as_of": f"?pada={on.isoformat()}" if on != today else ""}


def with_law() -> QuerySet[Regulation]:
    """Regulations with all that a page tells of their changes and that `force_of` reads."""
    changes = LegalEvent.objects.select_related("source__kind", "provision").defer(
        "search", *(f"provision__{name}" for name in ("text", "explanation", "search"))
    )
    rows = Regulation.objects.select_related("kind", "initiator")
    return rows.prefetch_related(Prefetch("changes", changes), LAW)


def regulation_or_404(kind: str, year: int, number: str) -> Regulation:
    """A regulation by its short address: this region's, its province's or the nation's.

    In `number` a ~ stands for /.
    """
    return get_object_or_404(
        with_law(), kind__code=kind, year=year, number=number.replace("~", "/"), other_region=""
    )


def by_eli(country: str, kind: str, year: int, number: str) -> Regulation:
    """A regulation by its ELI-like address, of whatever region.

    `country` is "id", "id-35" or "id-3578".
    """
    for row in with_law().filter(kind__code=kind, year=year, number=number.replace("~", "/")):
        region = f"-{row.region.replace('.', '')}" if row.region else ""
        if f"id{region}" == country:
            return row
    raise Http404
