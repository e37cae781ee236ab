"""The staff's desk: Django's admin with a work queue in front.

One scope for lists, objects, history and autocomplete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import rules
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField
from django.contrib.postgres.forms import RangeWidget
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property

from egov.accounts.history import ROWS, Happening, Said, Source, page_of, tracked
from egov.acts.plain import plain
from egov.acts.refusal import Refusal

Panel = Callable[[HttpRequest], dict[str, Any] | None]
_panels: list[tuple[int, str, Panel]] = []
COUNT_UP_TO = 5000


def desk_panel(*, order: int, template: str) -> Callable[[Panel], Panel]:
    """Registers a panel of the desk's first page.

    A function from the request to its template's context, or None for nobody.
    """

    def register(function: Panel) -> Panel:
        _panels.append((order, template, function))
        return function

    return register


class DeskSite(admin.AdminSite):
    site_header = f"Meja kerja {settings.REGION_PROFILE.name}"
    site_title = "Meja kerja"
    index_title = "Yang menunggu Anda"
    index_template = "admin/desk.html"
    enable_nav_sidebar = False

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One way to sign in for everybody, with MFA.

        Who is signed in without an office is told so.
        """
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        panels = []
        for _, template, function in sorted(_panels, key=lambda panel: panel[0]):
            context = function(request)
            if context is not None:
                panels.append({"template": template, **context})
        return super().index(request, {**(extra_context or {}), "panels": panels})


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

    The model's `administered_by` limits lists and objects, `rules` says who may.
    """

    form = DeskForm
    list_per_page = 50
    show_full_result_count = False
    paginator = CappedPaginator
    save_on_top = False
    actions_on_bottom = False
    view_on_site = False
    formfield_overrides = {
        DateTimeRangeField: {"widget": PeriodWidget(forms.DateTimeInput)},
        DateRangeField: {"widget": PeriodWidget(forms.DateInput)},
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        if hasattr(rows, "administered_by"):
            rows = rows.administered_by(request.user)
        return rows  # type: ignore[no-any-return]

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
        given: dict[str, Any] = super().get_changeform_initial_data(request)
        keys = {f.name for f in self.opts.get_fields() if f.many_to_one}
        return {
            name: value
            for name, value in given.items()
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


class VerbForm(DeskForm):
    """A form whose rules are those of a verb: it checks fields, the admin page runs the verb."""

    actor: Any = None
    refusal: Refusal | None = None  # what the verb said of these fields

    def run(self, data: dict[str, Any]) -> Any:
        """Calls the verb; returns the row that it made."""
        raise NotImplementedError(f"{type(self).__name__}.run")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.refusal is not None:
            field = self.refusal.field if self.refusal.field in self.fields else None
            self.add_error(field, self.refusal.sentence)
        return data

    def _post_clean(self) -> None:
        """The row's own rules are the verb's too."""

    def save(self, commit: bool = True) -> Any:
        return self.instance

    def save_m2m(self) -> None:
        """No relations beside the verb's."""


class AddsByVerb(admin.ModelAdmin):  # type: ignore[type-arg]
    """A new row is made by the verb of its VerbForm; a refusal gives the form back as typed."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        bound = {"actor": request.user, "refusal": getattr(request, "refusal", None)}
        return type("Bound", (form,), bound)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refusal as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """`obj`, empty until now, becomes the row that the verb made."""
        obj.__dict__.update(form.run(form.cleaned_data).__dict__)


class VerbAdmin(AddsByVerb, DeskAdmin):
    """Rows are added by their verb and never edited."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not even a superuser: what was recorded is corrected by another row."""
        return False
