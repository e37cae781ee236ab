"""Rows of the desk's lists as cards on a phone: each cell knows the heading of its column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.filter
def with_headings(cells: Iterable[SafeString], headers: Iterable[dict[str, Any]]) -> list[str]:
    """The cells of a row as Django's admin made them; the column of ticks needs no heading."""
    return [_headed(cell, header) for cell, header in zip(cells, headers, strict=False)]


def _headed(cell: SafeString, header: dict[str, Any]) -> str:
    if "action-checkbox" in header.get("class_attrib", ""):
        return cell
    heading = escape(capfirst(str(header["text"])))
    tag = cell[:3]  # "<td" or "<th", and its attributes; a short name, for it stands in each cell
    return mark_safe(f'{tag} data-h="{heading}"{cell[3:]}')  # noqa: S308 - Django's own cell
