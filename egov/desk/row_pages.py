"""An action in its row of a list: one press, and the reader stays where they were.

The list's form is sent to `<object>/baris/`; the button of the action bears its slug. A script
that sends it asks for the row only. Without script the list comes back at the row that follows,
and what was done stands before it.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import mark_safe

from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.web.params import int_param
from egov.web.requests import actor_of

TOLD = "told_in_row"  # in the session, until the list is read again
FOLLOWING = "lalu"  # in the address: the key of the row that follows
DESK = "meja"  # in the address: the row stands on the desk's first page
KEY_DIGITS = 17


def asks_for_the_row(request: HttpRequest) -> bool:
    """Whether a script sent this, which puts the answer in the row itself."""
    return request.headers.get("X-Requested-With") == "fetch"


def told_in_row(request: HttpRequest) -> dict[str, Any]:
    """What was done before this page, once: its HTML and the key of the row that follows."""
    news = request.session.pop(TOLD, None)
    if not isinstance(news, dict):
        return {}
    html = mark_safe(str(news.get("html", "")))  # noqa: S308 - written by `_tell`, from a template
    return {"html": html, "before": news.get("before")}


class RowActionsAdmin(ActionsAdmin):
    """Adds `<object>/baris/` for the actions that a list offers in the row."""

    row_actions: tuple[DeskAction, ...] = ()
    done_template = ""

    @property
    def object_actions(self) -> tuple[DeskAction, ...]:
        """What the list offers in the row has its place there."""
        return tuple(a for a in super().object_actions if a not in self.row_actions)

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.row_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_row"
        return [path("<path:object_id>/baris/", page, name=name), *super().get_urls()]

    def done_context(self, obj: Any) -> dict[str, Any]:
        """What the line shows beside, of the object as it is after the action."""
        return {}

    def row_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        key = int_param(object_id, digits=KEY_DIGITS)
        obj = self.get_object(request, str(key)) if key else None
        if obj is None or not self.has_view_permission(request, obj):
            raise PermissionDenied
        change = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        if request.method != "POST":  # back from signing in again: nothing is done by reading
            return HttpResponseRedirect(reverse(change, args=[obj.pk]))
        action = next((a for a in self.row_actions if a.is_asked(request)), None)
        if action is None:
            raise PermissionDenied
        try:
            sentence = self._run_in_row(request, action, obj)
        except Refusal as refusal:
            return self._refused(request, obj, refusal)
        return self._done_in_row(request, obj, sentence)

    def _run_in_row(self, request: HttpRequest, action: DeskAction, obj: Any) -> str:
        """What the action says. Its form asks nothing: a row has no fields."""
        actor = actor_of(request)
        require(actor, action.permission, obj)
        seen = int_param(request.POST.get(f"seen_{obj.pk}"))
        return str(action.perform(actor, obj, {"seen": {obj.pk: seen}}))

    def _done_in_row(self, request: HttpRequest, obj: Any, sentence: str) -> HttpResponse:
        here = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_row", args=[obj.pk])
        context = {
            "object": obj,
            "sentence": sentence,
            "here": f"{here}?{request.GET.urlencode()}",
            **self.done_context(obj),
        }
        html = render_to_string(self.done_template, context, request)
        if asks_for_the_row(request):
            return HttpResponse(html)
        following = int_param(request.GET.get(FOLLOWING), digits=KEY_DIGITS)
        request.session[TOLD] = {"html": html, "before": following}
        return HttpResponseRedirect(self._list_address(request, following))

    def _refused(self, request: HttpRequest, obj: Any, refusal: Refusal) -> HttpResponse:
        """Why not: in the row; without script on a page that leads back to it."""
        if asks_for_the_row(request):
            answer = HttpResponse(refusal.sentence, "text/plain", refusal.status)
            answer["X-Row"] = "refused"  # no page of an error, but the sentence for the row
            return answer
        context = {
            **self.admin_site.each_context(request),
            "title": "Belum dilakukan",
            "opts": self.opts,
            "object": obj,
            "sentence": refusal.sentence,
            "back": self._list_address(request, obj.pk),
        }
        return render(request, "admin/row_refused.html", context, status=refusal.status)

    def _list_address(self, request: HttpRequest, key: int | None) -> str:
        """The page on which the row stands, at a row; at its end where none follows."""
        asked = request.GET.copy()
        asked.pop(FOLLOWING, None)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        page = reverse("admin:index") if DESK in asked else f"{reverse(name)}?{asked.urlencode()}"
        return f"{page}#baris-{key}" if key else f"{page}#baris-akhir"
