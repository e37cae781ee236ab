"""Components of pages as tags; their HTML lies in templates/components/."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = template.Library()


def _component(component: str, /, **values: Any) -> SafeString:
    html = get_template(f"components/{component}.html").render(values)
    return SafeString(html.strip())


@register.simple_tag
def tag(tone: str, *words: Any, big: bool = False) -> SafeString:
    """A state in words, coloured by its tone: good, wait, stop, muted."""
    text = " ".join(map(str, words))
    return _component("tag", tone=f"big {tone}" if big else tone, text=text)


@register.simple_block_tag
def panel(content: str, element: str = "p") -> SafeString:
    """What must not be overlooked; a `div` or `section` where it has more than one paragraph."""
    return _component("panel", content=content, element=element)


@register.simple_block_tag
def nothing(content: str, element: str = "p") -> SafeString:
    """What is said where there is nothing to show; in a list it is a `li`."""
    return _component("nothing", content=content, element=element)


@register.simple_block_tag
def facts(content: str, kind: str = "summary-list") -> SafeString:
    """A list of facts; `figures` are numbers."""
    return _component("facts", content=content, kind=kind)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """One fact of the list, under its label."""
    return _component("fact", content=content, label=label)


@register.simple_block_tag
def table(content: str, label: str, caption: str = "", kind: str = "") -> SafeString:
    """A table that scrolls on its own, its rows as cards on a phone.

    `kind`: "numbers" where all but the first column are figures.
    """
    return _component("table", content=content, label=label, caption=caption, kind=kind)


@register.simple_block_tag
def search_box(content: str, id: str, label: str, value: str = "", **more: Any) -> SafeString:
    """A search in one line.

    `more`: name (q), longest (200 letters), action, help and button (its class). What stands
    inside is sent along.
    """
    values = {"name": "q", "longest": 200, **more}
    return _component("search_box", content=content, id=id, label=label, value=value, **values)
