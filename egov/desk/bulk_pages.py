"""One action for all that is ticked in a list: how many, asked once, and what became of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from egov.desk.actions import DeskAction, typed
from egov.desk.frame import DeskAdmin
from egov.web.params import int_param
from egov.web.requests import actor_of

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
    if applied and form.is_valid():
        data = typed(form) | {"seen": _seen(request, rows)}
        results = action.perform_many(actor_of(request), rows, data)
        named = [(result, action.name_of(result.obj)) for result in results]
        context |= {"title": "Hasil", "results": named}
        return render(request, "admin/action_results.html", context)
    context |= {
        "title": action.title,
        "form": form,
        "rows": [(row.pk, action.name_of(row), action.seen(row)) for row in rows],
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return render(request, "admin/action_many.html", context)


def _seen(request: HttpRequest, rows: list[Any]) -> dict[Any, int | None]:
    """By key, which state of the row the officer had read."""
    return {row.pk: int_param(request.POST.get(f"seen_{row.pk}")) for row in rows}
