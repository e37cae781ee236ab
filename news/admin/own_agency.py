"""Forms that offer only what their writer may write for."""

from __future__ import annotations

from typing import Any

from django import forms

from news.models.scope import agencies_kept_by


class OfOwnAgency(forms.BaseForm):
    """The field `agency` offers the agencies of who fills the form in; the only one is chosen."""

    actor: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = agencies_kept_by(self.actor).order_by("name")
        field: Any = self.fields["agency"]
        field.queryset = offered
        if len(offered[:2]) == 1:
            field.initial = offered[0].pk
