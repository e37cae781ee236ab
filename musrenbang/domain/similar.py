"""Which other proposals may be the same wish: of the same kind near by, or in similar words.

Only the newest of the place are looked at, so that it costs the same in a city of a million.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from egov.accounts.models import User
from musrenbang.models import Draft, KamusVariant, Proposal
from musrenbang.vocabulary import State, Tier, rw_word

NEWEST = 300  # so many of the RW, and so many of the kelurahan or kecamatan
SHOWN = 3
NEAR = 300  # metres
KIND, PLACE, LIKELY = 0.5, 0.4, 0.7  # what a sign weighs beside the likeness of words, 0 to 1
ALIKE = 0.3
DEGREE = 111_320  # metres of a degree of latitude


@dataclass(frozen=True)
class Candidate:
    """A proposal that may be the same, and by which signs."""

    proposal: Proposal
    signs: tuple[str, ...]


@dataclass(frozen=True)
class _Likeness:
    key: int
    weight: float
    signs: tuple[str, ...]


def candidates(*, actor: User, proposal: Proposal) -> list[Candidate]:
    """The likeliest first, at most SHOWN, of those that run and that the actor works with."""
    rows = Proposal.objects.administered_by(actor).filter(
        pk__in=_newest(proposal),
        channel__cycle=proposal.channel.cycle_id,
        state__in=[State.WAITING, State.RESERVE],
    )
    likely = sorted(_likely(proposal, rows), key=lambda each: (-each.weight, -each.key))[:SHOWN]
    wanted = Proposal.objects.filter(pk__in=[each.key for each in likely]).for_page()
    shown = wanted.prefetch_related("photos").in_bulk()
    return [Candidate(shown[each.key], each.signs) for each in likely if each.key in shown]


def _newest(proposal: Proposal) -> list[int]:
    """Keys of the newest in the RW and in the area of the tier, each from its own index alone.

    A further condition here, and the planner may walk all of the newest until enough are of the RW.
    """
    rows = Proposal.objects.exclude(pk=proposal.pk).order_by("-id")
    column = "kecamatan" if proposal.tier == Tier.KECAMATAN else "kelurahan"
    around = rows.filter(**{column: getattr(proposal, f"{column}_id")}).values_list("pk")[:NEWEST]
    beside = rows.filter(rw=proposal.rw_id).values_list("pk")[:NEWEST]
    return [key for (key,) in beside.union(around)]


def _likely(proposal: Proposal, rows: QuerySet[Proposal]) -> Iterator[_Likeness]:
    kind = Q(variant__in=KamusVariant.objects.filter(entry=proposal.variant.entry_id))
    alike = rows.annotate(
        same_kind=ExpressionWrapper(kind, BooleanField()),
        words=TrigramSimilarity("title", proposal.title),
    )
    columns = ("pk", "same_kind", "rw", "latitude", "longitude", "words")
    for key, same_kind, rw, latitude, longitude, words in alike.values_list(*columns):
        metres = _metres(proposal, latitude, longitude)
        near = rw == proposal.rw_id if metres is None else metres <= NEAR
        weight = words + KIND * same_kind + PLACE * near
        signs = (
            "jenis sama" if same_kind else "",
            _place(metres, same_rw=rw == proposal.rw_id) if near else "",
            "judul mirip" if words >= ALIKE else "",
        )
        if weight >= LIKELY:
            yield _Likeness(key, weight, tuple(sign for sign in signs if sign))


def _metres(proposal: Proposal, latitude: float | None, longitude: float | None) -> float | None:
    """How far apart two points are, on a flat piece of the earth; None where one has none."""
    if None in (proposal.latitude, proposal.longitude, latitude, longitude):
        return None
    assert proposal.latitude is not None and proposal.longitude is not None
    assert latitude is not None and longitude is not None
    north = latitude - proposal.latitude
    east = (longitude - proposal.longitude) * math.cos(math.radians(latitude))
    return math.hypot(north, east) * DEGREE


def _place(metres: float | None, *, same_rw: bool) -> str:
    if metres is not None:
        return f"{max(10, round(metres, -1)):.0f} meter dari sini"
    return f"{rw_word()} yang sama" if same_rw else ""


def similar_drafted(draft: Draft) -> list[Proposal]:
    """What its RW has sent already of the same kind or in similar words, before one more is sent.

    At most SHOWN, of those that run in the same year.
    """
    area, title = draft.data.get("rw"), str(draft.data.get("title", ""))
    kind = KamusVariant.objects.filter(pk=draft.data.get("variant")).values("entry")
    if not area:
        return []
    rows = Proposal.objects.listed().filter(
        rw=area,
        channel__cycle=draft.channel.cycle_id,
        state__in=[State.WAITING, State.RESERVE, State.RETURNED],
    )
    same = Q(variant__entry__in=kind)
    alike = rows.annotate(words=TrigramSimilarity("title", title))
    near = alike.filter(same | Q(words__gte=ALIKE)).order_by("-words", "-id")
    return list(near.select_related("rw", "kelurahan", "kecamatan").defer("search")[:SHOWN])
