"""One action for all that is ticked in a list: how many, asked once, and what became of each.

Where the action previews, what would become of each is shown in between: it is done, told, and
taken back before anybody sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.desk.actions import DeskAction, RowResult, typed
from egov.desk.frame import DeskAdmin
from egov.verbs.refusal import Refusal
from egov.web.forms import put_back
from egov.web.params import int_param
from egov.web.requests import actor_of

if TYPE_CHECKING:
    from egov.accounts.models import User

CONFIRMED = "confirmed"  # in the post of who has read the preview
# a row is two fields of the form that asks, and Django takes a thousand fields in one post
MANY = 400


def bulk_page(
    desk: DeskAdmin, request: HttpRequest, queryset: Any, action: DeskAction
) -> HttpResponse | None:
    """The page that asks; after it, the page that tells. None goes back to the list."""
    rows = list(action.rows(queryset)[: MANY + 1])
    if len(rows) > MANY:
        sentence = f"Pilih paling banyak {MANY} sekaligus. Persempit dulu dengan saringan."
        desk.message_user(request, sentence, messages.ERROR)
        return None
    applied = "apply" in request.POST
    form = action.make_bulk_form(request, pressed=applied)
    context = {**desk.admin_site.each_context(request), "opts": desk.opts, "action": action}
    previewed = action.previews and CONFIRMED not in request.POST
    results = None
    if applied and form.is_valid():
        data = typed(form) | {"seen": _seen(request, rows)}
        try:
            results = _results(action, actor_of(request), rows, data, undone=previewed)
        except Refusal as refusal:  # of the whole, before any row
            put_back(form, refusal)
    if results is not None:
        context["results"] = [(result, action.name_of(result.obj)) for result in results]
    if results is not None and not previewed:
        context["title"] = "Hasil"
        return render(request, "admin/action_results.html", context)
    context |= {
        "title": action.title,
        "form": form,
        "rows": [(row.pk, action.name_of(row), action.seen(row)) for row in rows],
        "checkbox": ACTION_CHECKBOX_NAME,
        "confirmed": CONFIRMED,
    }
    page = "admin/action_many.html" if results is None else "admin/action_preview.html"
    return render(request, page, context)


def _results(
    action: DeskAction, actor: User, rows: list[Any], data: dict[str, Any], *, undone: bool
) -> list[RowResult]:
    """What becomes of each; `undone`: what would, and nothing stays."""
    if not undone:
        return action.perform_many(actor, rows, data)
    with transaction.atomic():
        results = action.perform_many(actor, rows, data)
        transaction.set_rollback(True)
    return results


def _seen(request: HttpRequest, rows: list[Any]) -> dict[Any, int | None]:
    """By key, which state of the row the officer had read."""
    return {row.pk: int_param(request.POST.get(f"seen_{row.pk}")) for row in rows}
