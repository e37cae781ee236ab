"""What agenda and news show on the pages of others, and on the desk's first page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from egov.areas.models import Area, Level
from egov.desk.overviews import Line, Overview
from egov.verbs.permission import may
from egov.web.context import viewer
from egov.web.requests import actor_of
from egov.web.templatetags.portal import moment, short_day
from news.domain.body_pictures import shown_picture
from news.domain.emergencies import standing_now
from news.domain.links import found_last
from news.models import Edition, Occurrence, Visit
from news.procedure import VisitState
from news.vocabulary import EDITOR, HOST, EditionState, EventKind

SHOWN = 5
SOON = timedelta(days=60)
CLOSED_SOON = timedelta(days=7)


def emergencies(_request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """On every page; asks no database."""
    rows = standing_now(timezone.now())
    return {"emergencies": rows} if rows else None


def week(_request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """The next that happens."""
    now = timezone.now()
    events = Occurrence.objects.visible_to(None).for_list().filter(cancelled_at=None)
    rows = list(events.filter(begins_at__gte=now).order_by("begins_at", "id")[:SHOWN])
    return {"coming": rows} if rows else None


def newest(_request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """The newest that was written, the first with its picture."""
    live = _live().select_related("picture").prefetch_related("picture__renditions")
    lead, *others = list(live.order_by("-first_publish_at", "-id")[:SHOWN]) or [None]
    if lead is None:
        return None
    return {"lead": lead, "picture": shown_picture(lead, eager=True), "articles": others}


def closed(_request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """Which services are closed, or will be within some days."""
    now = timezone.now()
    rows = Occurrence.objects.visible_to(None).for_list().between(now, now + CLOSED_SOON)
    shut = rows.filter(event__kind=EventKind.CLOSURE, cancelled_at=None)
    found = list(shut.order_by("begins_at", "id")[:SHOWN])
    return {"closed": found} if found else None


def of_area(request: HttpRequest, area: Area) -> dict[str, Any] | None:
    """What happens soon in an area, and what was written of it."""
    now = timezone.now()
    within = Area.objects.within(area)
    around = [area.parent_id] if area.level == Level.RW else []  # what its village does is here too
    events = Occurrence.objects.visible_to(viewer(request)).for_list()
    coming = events.filter(begins_at__range=(now, now + SOON))
    coming = coming.filter(Q(event__area__in=within) | Q(event__area__in=around))
    rows = list(coming.filter(cancelled_at=None).order_by("begins_at", "id")[:SHOWN])
    articles = _live().filter(article__area__in=within)
    texts = list(articles.order_by("-first_publish_at", "-id")[:SHOWN])
    if not rows and not texts:
        return None
    return {"coming": rows, "articles": texts, "code": area.code}


def _live() -> Any:
    return Edition.objects.live(timezone.now()).select_related("article__agency")


def _about(condition: Q) -> dict[str, Any] | None:
    rows = _live().filter(condition).order_by("-first_publish_at", "-id")
    texts = list(rows[:SHOWN])
    return {"articles": texts} if texts else None


def of_regulation(_request: HttpRequest, regulation: Any) -> dict[str, Any] | None:
    return _about(Q(article__regulations=regulation))


def of_application(_request: HttpRequest, application: Any) -> dict[str, Any] | None:
    return _about(Q(article__applications=application))


def of_proposal(_request: HttpRequest, proposal: Any) -> dict[str, Any] | None:
    return _about(Q(article__proposals=proposal))


def of_visits(_request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """That other regions may come, on the first page; asks no database."""
    return {}


def waiting_visits(request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """For who receives guests: what waits for their answer, the most urgent first."""
    actor = actor_of(request)
    if not actor.holds(HOST, EDITOR):
        return None
    rows = Visit.objects.administered_by(actor).in_states(VisitState.WAITING)
    today = timezone.localdate()
    lines = [
        Line(
            str(row),
            reverse("admin:news_visit_actions", args=[row.pk]),
            f"jawab paling lambat {short_day(row.answer_due_on)}",
            late="lewat waktunya" if row.answer_due_on and row.answer_due_on < today else "",
        )
        for row in rows.order_by("answer_due_on", "id")[:SHOWN]
    ]
    more = reverse("admin:news_visit_changelist")
    return Overview("kunjungan-menunggu", "Kunjungan", lines, more=more).context()


def waiting(request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """For editors: the texts that wait, the most urgent first, and those that are scheduled."""
    actor = actor_of(request)
    if not may(actor, "news.edit_text"):
        return None
    now = timezone.now()
    rows = Edition.objects.administered_by(actor)
    submitted = rows.filter(state=EditionState.SUBMITTED).order_by("review_due_at", "id")
    ahead = rows.filter(publish_at__gt=now, revoked_at=None).order_by("publish_at", "id")
    lines = [_line(row, late=bool(row.review_due_at and row.review_due_at < now))
             for row in submitted[:SHOWN]]  # fmt: skip
    lines += [_line(row, word=f"terbit {moment(row.publish_at)}") for row in ahead[:SHOWN]]
    more = reverse("admin:news_edition_changelist")
    return Overview("berita-menunggu", "Berita", lines, more=more).context()


def own_texts(request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """For who writes: one's texts that were given back."""
    actor = actor_of(request)
    if not may(actor, "news.write_text"):
        return None
    rows = Edition.objects.filter(written_by=actor, state=EditionState.RETURNED).order_by("id")
    lines = [_line(row, word="dikembalikan") for row in rows[:SHOWN]]
    more = reverse("admin:news_edition_changelist")
    return Overview("tulisan-saya", "Tulisan Anda", lines, more=more).context()


def broken_links(request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """For editors: own links of public texts that lead nowhere, as of last night."""
    if not may(actor_of(request), "news.edit_text"):
        return None
    lines = [
        Line(found.title, reverse("admin:news_edition_actions", args=[found.edition]), found.link)
        for found in found_last()[:SHOWN]
    ]
    return Overview("tautan-putus", "Tautan yang putus", lines).context()


def _line(row: Edition, *, word: str = "menunggu penyunting", late: bool = False) -> Line:
    address = reverse("admin:news_edition_actions", args=[row.pk])
    return Line(row.title, address, word, late="lewat waktunya" if late else "")
