"""What every page tells: written by an editor, confirmed by a planner, over by itself.

Pages ask no database: what stands is kept in the shared cache, written by the verbs and every half
minute by a task, and each process keeps a copy of it for half a minute.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction

from egov.accounts.models import User
from egov.areas.models import Area
from egov.verbs.memory import CACHE_AWAY
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from egov.web.html import is_allowed_link
from news.models import Emergency
from news.vocabulary import LONGEST_EMERGENCY

KEY = "emergencies"
COPIED = 30.0  # seconds
KEPT = 3600  # seconds in the shared cache; written anew long before
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """One of them as pages show it."""

    heading: str
    sentence: str
    link: str
    area: str
    ends_at: datetime


@dataclass
class _Copy:
    """This process's own."""

    rows: list[Told]
    read_at: float


_copy = _Copy([], float("-inf"))


@verb
def write_emergency(
    *,
    actor: User,
    heading: str,
    sentence: str,
    ends_at: datetime,
    now: datetime,
    link: str = "",
    area: Area | None = None,
) -> Emergency:
    """Writes one; no page tells it before another person confirms it."""
    require(actor, "news.write_emergency")
    heading, sentence = (" ".join(plain(text).split()) for text in (heading, sentence))
    if not heading or len(heading) > 80:
        raise Invalid("no_heading", "Tulis judul, paling banyak 80 huruf.", field="heading")
    if not sentence or len(sentence) > 240:
        words = "Tulis satu kalimat: apa yang terjadi dan apa yang harus dilakukan."
        raise Invalid("no_sentence", words, field="sentence")
    if link and not is_allowed_link(link):
        words = "Tulis tautan yang diawali https:// atau alamat di portal ini."
        raise Invalid("bad_link", words, field="link")
    if not now < ends_at <= now + LONGEST_EMERGENCY:
        words = "Isi kapan berakhir, paling lama 72 jam dari sekarang."
        raise Invalid("bad_end", words, field="ends_at")
    return Emergency.objects.create(
        heading=heading, sentence=sentence, link=link, area=area,
        ends_at=ends_at, written_by=actor, written_at=now,
    )  # fmt: skip


def _locked(emergency: Emergency) -> Emergency:
    row = Emergency.objects.select_for_update(of=("self",)).get(pk=emergency.pk)
    if row.ended_at is not None:
        raise Refusal("already_ended", "Pengumuman ini sudah diakhiri.")
    return row


@verb
def confirm_emergency(*, actor: User, emergency: Emergency, now: datetime) -> Emergency:
    """A second person lets it stand on every page."""
    require(actor, "news.confirm_emergency")
    row = _locked(emergency)
    if row.confirmed_at is not None:
        raise Refusal("already_confirmed", "Pengumuman ini sudah dipastikan.")
    if row.ends_at <= now:
        raise Refusal("already_over", "Waktunya sudah lewat. Tulis yang baru.")
    if row.written_by_id == actor.pk:
        raise NotAllowed("own_text", "Yang menulis bukan yang memastikan.")
    row.confirmed_at, row.confirmed_by = now, actor
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    transaction.on_commit(lambda: keep_standing(now), robust=True)
    return row


@verb
def end_emergency(*, actor: User, emergency: Emergency, now: datetime) -> Emergency:
    """Takes it off every page before its end."""
    require(actor, "news.end_emergency")
    row = _locked(emergency)
    row.ended_at, row.ended_by = now, actor
    row.save(update_fields=["ended_at", "ended_by"])
    transaction.on_commit(lambda: keep_standing(now), robust=True)
    return row


def keep_standing(now: datetime) -> int:
    """Writes what stands into the shared cache. Returns how many there are."""
    rows = Emergency.objects.standing(now).select_related("area__parent").order_by("-id")
    told = [
        Told(row.heading, row.sentence, row.link, str(row.area) if row.area else "", row.ends_at)
        for row in rows[:3]
    ]
    with suppress(*CACHE_AWAY):
        cache.set(KEY, told, KEPT)
    _copy.read_at = float("-inf")
    return len(told)


def standing_now(now: datetime) -> list[Told]:
    """What a page tells now; no query, and the cache asked once in half a minute."""
    moment = time.monotonic()
    if moment - _copy.read_at >= COPIED:
        _copy.rows, _copy.read_at = _read(), moment
    return [row for row in _copy.rows if row.ends_at > now]


def _read() -> list[Told]:
    try:
        rows: Any = cache.get(KEY)
    except CACHE_AWAY:
        log.warning("cache.away")
        return _copy.rows
    return rows or []


def forget_copy() -> None:
    """This process asks the cache again."""
    _copy.rows, _copy.read_at = [], float("-inf")
