"""New rows that a verb makes: the form checks fields, the verb decides, its refusal comes back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from egov.desk.frame import DeskAdmin, DeskForm
from egov.verbs.refusal import Refusal
from egov.web.forms import put_back


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
            put_back(self, self.refusal)
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
