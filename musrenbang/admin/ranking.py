"""The list of a stage in its order at the desk: up, down, or a number, then saved in one act.

Without a script the buttons come back to this page with the rows in their new order; nothing is
kept before "Simpan urutan".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from egov.accounts.models import User
from egov.areas.models import Area
from egov.verbs.refusal import Refusal
from egov.web.params import int_param
from egov.web.requests import actor_of
from musrenbang.domain.ranking import movable, rank_list, ranking_office
from musrenbang.domain.ranks import ranked
from musrenbang.models import Proposal, Stage
from musrenbang.procedure import LEVELS

PAGE = "admin:musrenbang_proposal_ranking"


@dataclass(frozen=True)
class RankedList:
    """A list that this person's office puts in order, as the queue offers it."""

    stage: Stage
    place: Area

    @property
    def word(self) -> str:
        return f"{self.stage.name}, {self.place.place}"

    @property
    def address(self) -> str:
        return reverse(PAGE, args=[self.stage.pk, self.place.path])


def lists_of(user: User, running: Sequence[Stage]) -> list[RankedList]:
    """The lists whose stage is open now, of each office that this person holds.

    `running`: the stages of the channels that run.
    """
    places = [(a.role, a.area) for a in user.appointments_now if a.area is not None]
    now = timezone.now()
    stages = [stage for stage in running if stage.ranks and stage.phase(now) == "open"]
    pairs = product(stages, places)
    return [RankedList(stage, area) for stage, (role, area) in pairs if role == stage.role]


def ranking_page(request: HttpRequest, stage_id: int, code: str, frame: Any) -> HttpResponse:
    """GET shows the list; POST moves one row, or keeps the order. `frame`: what all pages show."""
    actor = actor_of(request)
    stage, place = _asked(actor, stage_id, code)
    rows = list(ranked(stage, place.pk).select_related("rw"))
    order, told, status = rows, "", 200
    if request.method == "POST":
        order = _typed(request.POST, rows)
        if "simpan" in request.POST:
            told, status = _keep(request, actor, stage, place, order)
            if not told:
                return HttpResponseRedirect(request.path)
        else:
            order = _stepped(request.POST, order)
    fixed = {row.pk for row in rows} - movable(stage, rows)
    context = {
        **frame,
        "title": f"Urutan {stage.name}, {place.place}",
        "stage": stage,
        "lines": [(row, row.pk not in fixed) for row in order],
        "changed": [row.pk for row in order] != [row.pk for row in rows],
        "told": told,
        "seen": _seen(request.POST, rows),
        "closes": stage.closes,
        "is_open": stage.phase(timezone.now()) == "open",
    }
    return render(request, "admin/ranking.html", context, status=status)


def _asked(actor: User, stage_id: int, code: str) -> tuple[Stage, Area]:
    stage = Stage.objects.filter(pk=stage_id, ranks=True).select_related("channel__cycle").first()
    place = Area.objects.filter(code=code.replace("~", "/")).order_by("-valid").first()
    if stage is None or place is None:
        raise Http404
    if ranking_office(actor, stage, place) is None or place.level != LEVELS[stage.tier].reach:
        raise PermissionDenied
    return stage, place


def _typed(sent: Mapping[str, str], rows: Sequence[Proposal]) -> list[Proposal]:
    """The rows as their numbers say. One that got the number of another stands in its place."""

    def place(at: int, row: Proposal) -> float:
        number = int_param(sent.get(f"urutan_{row.pk}"), digits=4)
        was = int_param(sent.get(f"dari_{row.pk}"), digits=4) or at
        if not number or number == was:
            return was
        return number - 0.5 if number < was else number + 0.5

    placed = {row.pk: place(at, row) for at, row in enumerate(rows, 1)}
    return sorted(rows, key=lambda row: placed[row.pk])


def _stepped(sent: Mapping[str, str], order: list[Proposal]) -> list[Proposal]:
    """One step up or down of the row whose button was pressed."""
    for name, step in (("naik", -1), ("turun", 1)):
        key = int_param(sent.get(name), digits=17)
        at = next((i for i, row in enumerate(order) if row.pk == key), None)
        if at is not None and 0 <= at + step < len(order):
            order[at], order[at + step] = order[at + step], order[at]
    return order


def _seen(sent: Mapping[str, str], rows: Sequence[Proposal]) -> dict[int, int]:
    """How many decisions each had when the page was first read."""
    return {row.pk: int_param(sent.get(f"seen_{row.pk}"), digits=5) or row.decided for row in rows}


def _keep(
    request: HttpRequest, actor: User, stage: Stage, place: Area, order: Sequence[Proposal]
) -> tuple[str, int]:
    """("", 200) where the order was kept, else why not and the status."""
    keys, seen = [row.pk for row in order], _seen(request.POST, order)
    try:
        moved = rank_list(actor=actor, stage=stage, place=place, order=keys, seen=seen)
    except Refusal as refusal:
        return refusal.sentence, refusal.status
    said = f"Urutan tersimpan: {moved} usulan berpindah tempat." if moved else "Urutan tetap."
    messages.success(request, said)
    return "", 200
