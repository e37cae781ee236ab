"""How the desk's forms ask for a day."""

from __future__ import annotations

from typing import Any

from django import forms

DAY: dict[str, Any] = {
    "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    "input_formats": ["%Y-%m-%d"],
}
