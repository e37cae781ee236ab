"""Acts on one object at the desk.

What is known of it on one side, its verbs as small forms on the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from egov.desk.frame import DeskAdmin
from egov.verbs.plain import plain
from egov.verbs.refusal import Refusal

TOO_LATE = (
    "Tindakan ini tidak dapat dilakukan lagi; mungkin sudah dilakukan. "
    "Keadaan terakhir ada di bawah."
)


class NoInput(forms.Form):
    """An act that asks nothing."""


@dataclass(frozen=True)
class Shown:
    """What an act gives to be read once on the page and stored nowhere: a code to hand over."""

    title: str
    big: str
    text: str


@dataclass(frozen=True)
class Act:
    """One verb on one object.

    `run(actor, object, data)` calls it, `when(object)` says whether it is offered.
    `done` is told after it, unless `run` returns something Shown.

    A form with a method `about(object)` is told what it is about before it is shown.
    """

    name: str
    title: str
    button: str
    run: Callable[[Any, Any, dict[str, Any]], Any]
    done: str
    form: type[forms.Form] = NoInput
    when: Callable[[Any], bool] = lambda obj: True
    help: str = ""


class ActsAdmin(DeskAdmin):
    """Adds `<object>/tindakan/` with the object's `acts`.

    Offered to those whom `may_act` lets; the verb itself refuses anybody else.
    """

    acts: tuple[Act, ...] = ()

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        raise NotImplementedError(f"{type(self).__name__}.may_act")

    def facts(self, request: HttpRequest, obj: Any) -> list[tuple[str, Any]]:
        """(label, value) of what this officer needs to see, and may, before acting."""
        return []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_acts"
        page = self.admin_site.admin_view(self.acts_view)
        return [path("<path:object_id>/tindakan/", page, name=name), *super().get_urls()]

    def acts_address(self, obj: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_acts", args=[obj.pk])

    def acts_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_view_permission(request, obj):
            raise PermissionDenied
        offered = [act for act in self.acts if self.may_act(request, obj) and act.when(obj)]
        asked = request.POST.get("act", "")
        shown: Shown | None = None
        made: list[tuple[Act, forms.Form]] = []
        for act in offered:
            form = act.form(request.POST if asked == act.name else None, prefix=act.name)
            if hasattr(form, "about"):
                form.about(obj)
            if asked == act.name and form.is_valid():
                try:
                    result = act.run(request.user, obj, _typed(form))
                except Refusal as refusal:
                    field = refusal.field if refusal.field in form.fields else None
                    form.add_error(field, refusal.sentence)
                else:
                    if not isinstance(result, Shown):
                        messages.success(request, act.done)
                        return HttpResponseRedirect(self.acts_address(obj))
                    shown, form = result, act.form(prefix=act.name)
            made.append((act, form))
        if asked and asked not in [act.name for act in offered]:
            return self._not_offered(request, obj, asked)
        context = {
            **self.admin_site.each_context(request),
            "title": str(obj),
            "opts": self.opts,
            "object": obj,
            "facts": self.facts(request, obj),
            "acts": made,
            "shown": shown,
        }
        response = render(request, "admin/acts.html", context)
        if shown is not None:
            response["Cache-Control"] = "private, no-store"
        return response

    def _not_offered(self, request: HttpRequest, obj: Any, asked: str) -> HttpResponse:
        """Who may not is refused; who comes too late is told so."""
        if asked not in [act.name for act in self.acts] or not self.may_act(request, obj):
            raise PermissionDenied
        messages.warning(request, TOO_LATE)
        return HttpResponseRedirect(self.acts_address(obj))


def _typed(form: forms.Form) -> dict[str, Any]:
    """What was typed, without the control characters that come with pasting."""
    return {k: plain(v) if isinstance(v, str) else v for k, v in form.cleaned_data.items()}
