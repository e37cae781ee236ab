"""The frame of every admin page: one scope for lists, objects, history and autocomplete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import rules
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.contrib.postgres.forms import RangeWidget
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from egov.desk.history import ROWS, Happening, Said, Source, page_of, tracked
from egov.search.lists import Searchable, search
from egov.verbs.plain import plain
from egov.web.forms import say_plainly

COUNT_UP_TO = 5000


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts to a limit: nobody turns to page 101, and no list counts a million rows."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[:COUNT_UP_TO].count())


class PeriodWidget(RangeWidget):
    """From and until, each with its own name for a screen reader."""

    def __init__(self, widget: type[forms.TextInput] = forms.DateTimeInput) -> None:
        pair = (
            widget(attrs={"aria-label": "mulai"}),
            widget(attrs={"aria-label": "sampai, tidak termasuk"}),
        )
        forms.MultiWidget.__init__(self, pair)


class DeskForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose texts come without control characters, as word processors paste them."""

    def _clean_fields(self) -> None:
        say_plainly(self)
        super()._clean_fields()  # type: ignore[misc]
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = plain(value)


def may(user: Any, act: str, opts: Any, obj: Model | None = None) -> bool:
    """Whether a rule gives this act.

    No rule, no right: not even a superuser edits or deletes what must stay.
    """
    name = f"{opts.app_label}.{act}_{opts.model_name}"
    return bool(user.is_active and rules.perm_exists(name) and rules.has_perm(name, user, obj))


def knows_accounts(user: Any) -> bool:
    """Whether a person may look at accounts, and so be told their numbers."""
    return may(user, "view", get_user_model()._meta)


class DeskInline(admin.StackedInline):  # type: ignore[type-arg]
    """Rows of another model inside an object's page, by the rules of their own model."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "view", self.opts)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "add", self.opts)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "change", self.opts)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "delete", self.opts)


class DeskAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The frame of every admin page.

    The model's `administered_by` limits lists and objects, `rules` says who may. `searchable` says
    how its search box finds; `search_fields` are only named so that there is one.
    """

    form = DeskForm
    list_note = ""  # what stands in the list, where its name alone does not tell
    list_per_page = 50
    show_full_result_count = False
    paginator = CappedPaginator
    save_on_top = False
    actions_on_bottom = False
    view_on_site = False
    searchable: Searchable | None = None
    formfield_overrides = {
        DateTimeRangeField: {"widget": PeriodWidget(forms.DateTimeInput)},
        DateRangeField: {"widget": PeriodWidget(forms.DateInput)},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        if hasattr(rows, "administered_by"):
            rows = rows.administered_by(request.user)
        return rows  # type: ignore[no-any-return]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """For the list and for the boxes that complete what is typed."""
        if self.searchable is None:
            return super().get_search_results(request, queryset, search_term)
        term = search_term.strip()
        return (search(queryset, term, self.searchable) if term else queryset), False

    def _may(self, request: HttpRequest, act: str, obj: Model | None) -> bool:
        return may(request.user, act, self.opts, obj)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "view", obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "add", None)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request, "delete", obj)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """A list is called by what stands in it."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Two officers, or two taps, that save the same row at once: the second is told so."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            messages.error(
                request,
                "Baris ini baru saja disimpan, mungkin oleh ketukan sebelumnya. Periksa di daftar.",
            )
            rows = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            return HttpResponseRedirect(rows)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address brings along for a form; a key that is no number is left out."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        keys = {f.name for f in self.opts.get_fields() if f.many_to_one}
        return {
            name: value
            for name, value in initial.items()
            if name not in keys or (str(value).isdecimal() and len(str(value)) < 12)
        }

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What changed on this object, from the database's own history.

        Asks the same predicate as the object's page.
        """
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_view_permission(request, obj):
            raise PermissionDenied
        page = page_of(self.history_sources(request, obj), request.GET.get("sebelum", ""))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Riwayat: {obj}",
            "opts": self.opts,
            "object": obj,
            "page": page,
            "rows": ROWS,
            "leads": self.history_leads(obj),
        }
        return render(request, "admin/history.html", context)

    def history_sources(self, request: HttpRequest, obj: Any) -> list[Source]:
        """What this object's history page reads: the database's own history of its table."""
        events = getattr(self.model, "pgh_event_model", None)
        if events is None:
            return []
        rows = events.objects.filter(pgh_obj=obj.pk)
        return [tracked(rows, say=self.history_says, accounts=knows_accounts(request.user))]

    def history_says(self, happenings: Sequence[Happening]) -> list[Said | None]:
        """Sentences of this object's own in place of the general ones."""
        return [None for _ in happenings]

    def history_leads(self, obj: Any) -> list[tuple[str, str]]:
        """(address, text) of histories that tell more."""
        return []
