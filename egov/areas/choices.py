"""Areas as fields of forms."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from django import forms

from egov.areas.profile import regions

EMPTY = ("", "- Pilih -")


@cache
def region_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The 514 kabupaten and kota under their provinces, both in the order of their codes."""
    grouped: dict[str, list[tuple[str, str]]] = defaultdict(list)
    known = regions()
    for code in sorted(known):
        if len(code) == 5:
            grouped[known[code[:2]]["name"]].append((code, known[code]["name"]))
    return list(grouped.items())


class RegionField(forms.ChoiceField):
    """A kabupaten or kota anywhere in the country; its value is the Kemendagri code ("33.10")."""

    def __init__(self, **kwargs: Any) -> None:
        unknown = "Pilih kabupaten atau kota dari daftar."
        messages = {"invalid_choice": unknown, **kwargs.pop("error_messages", {})}
        choices = [EMPTY, *region_choices()]
        super().__init__(choices=choices, error_messages=messages, **kwargs)
