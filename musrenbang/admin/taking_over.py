"""Kinds whose OPD a Perda split, at the planner's desk: which successor goes on with them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from egov.desk.overviews import SHOWN, Figure, Line, Overview
from egov.web.requests import actor_of
from egov.web.templatetags.portal import number
from musrenbang.domain.taking_over import entries_without_agency, heirs_of, take_over
from musrenbang.forms import TakeOverForm
from musrenbang.models import KamusEntry
from musrenbang.vocabulary import PLANNER


class TakeOver(DeskAction):
    slug = "penerus"
    title = "Siapa yang meneruskan jenis ini?"
    button = "Tetapkan"
    help = "Perangkat daerahnya dipecah. Sampai ditetapkan, setiap penerusnya boleh bertindak."
    form = TakeOverForm
    permission = "musrenbang.settle_redirection"

    def available(self, obj: KamusEntry) -> bool:
        return heirs_of(obj).count() > 1

    def perform(self, actor: User, obj: KamusEntry, data: dict[str, Any]) -> str:
        moved = take_over(actor=actor, entry=obj, **data)
        told = f"{obj.name} kini di {data['agency']}."
        return f"{told} {number(moved)} usulan dialihkan; pengusulnya diberi tahu."


def kinds_without_agency(request: HttpRequest, _about: None) -> dict[str, Any] | None:
    """Kinds for which the planner has not said which successor goes on with them."""
    if not actor_of(request).holds(PLANNER):
        return None
    entries = entries_without_agency()
    lines = [
        Line(
            entry.name,
            reverse("admin:musrenbang_kamusentry_actions", args=[entry.pk]),
            f"{entry.agency} sudah berakhir. Tetapkan penerusnya.",
        )
        for entry in entries[:SHOWN]
    ]
    figures = [Figure("jenis usulan", len(entries))] if entries else []
    title = "Jenis usulan yang perangkat daerahnya dipecah"
    return Overview("penerus", title, lines, figures).context()
