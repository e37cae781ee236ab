"""The page of one object's actions: what is known of it on one side, what may be done on the other.

One way to run an action, whatever it is: its form is checked, its verb is called, and a refusal
stands in the form as it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import Action, ActionLocation
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html

from egov.desk.actions import DeskAction, Shown, typed
from egov.desk.bulk_pages import bulk_page
from egov.desk.frame import DeskAdmin
from egov.verbs.permission import may, require
from egov.verbs.refusal import NotAllowed, Refusal
from egov.web.forms import put_back
from egov.web.requests import actor_of

if TYPE_CHECKING:
    from egov.accounts.models import User


@dataclass(frozen=True)
class Offer:
    """An action as it stands on the page."""

    action: DeskAction
    form: forms.Form


@dataclass(frozen=True)
class ActionPage:
    """A page that shows an object and runs its actions.

    `here` is where it is read again after an action, `describe` gives what else its template
    shows, as it is after the action.
    """

    here: str
    actions: Sequence[DeskAction]
    template: str
    describe: Callable[[], dict[str, Any]]


@dataclass
class Asker:
    """Who asks of which object. A permission that several actions share is asked once."""

    actor: User
    obj: Any
    answers: dict[str, bool] = field(default_factory=dict)

    def may(self, permission: str) -> bool:
        if permission not in self.answers:
            self.answers[permission] = may(self.actor, permission, self.obj)
        return self.answers[permission]

    def offered(self, action: DeskAction) -> bool:
        """The office first, for nothing is read for it; the object's own last."""
        office = may(self.actor, action.permission)
        return office and action.available(self.obj) and self.may(action.permission)


class ActionsAdmin(DeskAdmin):
    """Adds `<object>/tindakan/` with the object's actions, and to its list those for many."""

    desk_actions: tuple[DeskAction, ...] = ()
    page_is_actions = False  # the object's page is the page of its actions
    unknown: type[Exception] = PermissionDenied  # what an address of no object answers
    action_template = "admin/action.html"
    actions_word = "Tindakan"  # how the list and the object's page call its actions

    def facts(self, request: HttpRequest, obj: Any) -> list[tuple[str, Any]]:
        """(label, value) of what this officer needs to see, and may, before acting."""
        return []

    def action_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What a template of its own shows beside."""
        return {}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # -- the object's page ---------------------------------------------------------------

    @property
    def object_actions(self) -> tuple[DeskAction, ...]:
        return tuple(action for action in self.desk_actions if action.on_object)

    def get_urls(self) -> list[Any]:
        if not self.object_actions:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_actions"
        page = self.admin_site.admin_view(self.actions_view)
        return [path("<path:object_id>/tindakan/", page, name=name), *super().get_urls()]

    def actions_address(self, obj: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_actions", args=[obj.pk])

    def actions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj is None:
            raise self.unknown
        if not self.has_view_permission(request, obj):
            raise PermissionDenied

        def describe() -> dict[str, Any]:
            return {"facts": self.facts(request, obj), **self.action_context(request, obj)}

        here, template = self.actions_address(obj), self.action_template
        return self.run_actions(
            request, obj, ActionPage(here, self.object_actions, template, describe)
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if self.page_is_actions:
            return self.actions_view(request, object_id)
        links = {"actions_word": self.actions_word} if self.may_act(request) else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **links})

    def run_actions(self, request: HttpRequest, obj: Any, page: ActionPage) -> HttpResponse:
        """Runs the action that was asked for, if one was, and shows those that are offered."""
        asker = Asker(actor_of(request), obj)
        offered = [action for action in page.actions if asker.offered(action)]
        asked = _asked(request, page.actions, offered, asker)
        form, result, status = None, None, 200
        if asked is not None and asked in offered:
            form = asked.make_form(request, obj, pressed=True)
            result = _perform(asked, asker.actor, obj, form)
        elif asked is not None:
            status = _not_offered(request, obj, asked, asker)
        if asked is not None and isinstance(result, str):
            return self._done(request, obj, asked, result, page.here)
        shown_of = asked if result is not None else None  # not asked for once more beside it
        offers = [
            Offer(a, form if a is asked and form else a.make_form(request, obj, pressed=False))
            for a in offered
            if a is not shown_of
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": str(obj),
            "opts": self.opts,
            "object": obj,
            "offers": offers,
            "shown": result,
            **page.describe(),
        }
        response = render(request, page.template, context, status=status)
        if result is not None:
            response["Cache-Control"] = "private, no-store"
        return response

    def _done(
        self, request: HttpRequest, obj: Any, action: DeskAction, sentence: str, here: str
    ) -> HttpResponse:
        if action.undo:
            link = '{} <a href="{}#tindakan-{}">Batalkan</a>'
            sentence = format_html(link, sentence, self.actions_address(obj), action.undo)
        messages.success(request, action.tell(request, obj, sentence))
        return HttpResponseRedirect(action.address_after(here))

    # -- the list -----------------------------------------------------------------------

    def may_act(self, request: HttpRequest) -> bool:
        """Whether this person's office does any of the actions to any object."""
        return any(may(request.user, action.permission) for action in self.object_actions)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Only the links of one's role."""
        columns = list(super().get_list_display(request))
        if "actions_link" in columns and not self.may_act(request):
            columns.remove("actions_link")
        return columns

    @admin.display(description="tindakan")
    def actions_link(self, obj: Any) -> str:
        return format_html('<a href="{}">{}</a>', self.actions_address(obj), self.actions_word)

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        rest = super().get_actions(request, action_location)
        if action_location is not ActionLocation.CHANGE_LIST or "_popup" in request.GET:
            return rest
        own = [a for a in self.desk_actions if a.bulk and may(request.user, a.permission)]
        return rest | {action.slug: _in_list(action) for action in own}


def _asked(
    request: HttpRequest,
    actions: Sequence[DeskAction],
    offered: Sequence[DeskAction],
    asker: Asker,
) -> DeskAction | None:
    """The action that a post is for: where it may be for several, one that is offered or allowed.

    An action that this page does not know is refused.
    """
    if request.method != "POST":
        return None
    meant = [action for action in actions if action.is_asked(request)]
    if not meant and "act" in request.POST:
        raise PermissionDenied
    return min(meant, key=lambda a: (a not in offered, not asker.may(a.permission)), default=None)


def _perform(action: DeskAction, actor: User, obj: Any, form: forms.Form) -> str | Shown | None:
    """What the action says or shows; None when the form says why not."""
    if not form.is_valid():
        return None
    try:
        return action.perform(actor, obj, typed(form))
    except Refusal as refusal:
        put_back(form, refusal)
        return None


def _not_offered(request: HttpRequest, obj: Any, action: DeskAction, asker: Asker) -> int:
    """Who may not is refused; who comes too late is told so. Returns the status of the page."""
    if asker.may(action.permission):
        messages.warning(request, action.too_late)
        return 200
    try:
        require(request.user, action.permission, obj)
    except NotAllowed as refusal:
        messages.error(request, refusal.sentence)
    return 403


def _in_list(action: DeskAction) -> Action:
    """The action as Django's list knows it."""
    name = action.in_list or action.title
    run = partial(_run_in_list, action=action)
    return Action(run, action.slug, name, name, [ActionLocation.CHANGE_LIST])


def _run_in_list(
    desk: DeskAdmin, request: HttpRequest, queryset: Any, *, action: DeskAction
) -> HttpResponse | None:
    return bulk_page(desk, request, queryset, action)
