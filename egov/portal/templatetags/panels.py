"""What the apps give, in templates: the menu, and panels on each other's pages."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from egov.portal.declarations import MenuItem, Panel, Place, Window
from egov.portal.joining import footer, legal_references, menu, panels, tasks
from egov.web.public import kept_part

register = template.Library()
TASKS = 6  # of the home page


@register.simple_tag(takes_context=True)
def show_panels(context: Context, place: str, about: Any = None) -> SafeString:
    """The panels of a place, one after the other; `about` is what the page is about."""
    request = context.get("request")
    if request is None or context.template is None:  # a page of errors that knows no request
        return SafeString("")
    shown = [_shown(context, panel, about) for panel in panels(Place(place))]
    return format_html_join("", "{}", ((part,) for part in shown))


def _shown(context: Context, panel: Panel, about: Any) -> SafeString:
    render = partial(_render, context, panel, about)
    if not panel.public:
        return render()
    return kept_part(f"{panel.template}:{getattr(about, 'pk', '')}", render)


def _render(context: Context, panel: Panel, about: Any) -> SafeString:
    """What a panel shows to this reader."""
    values = panel.context(context["request"], about)
    if values is None or context.template is None:
        return SafeString("")
    with context.push(panel=values):
        return context.template.engine.get_template(panel.template).render(context)


@register.simple_tag(takes_context=True)
def front_tasks(context: Context) -> list[tuple[str, str, Window]]:
    """(label, address, window) of the six tasks of these days, what ends first."""
    request, open_now = context["request"], []
    for task in tasks():
        window = task.now(request) if task.now is not None else Window()
        if window is not None:
            open_now.append((task.label, reverse(task.url_name), window))
    open_now.sort(key=lambda found: found[2].until is None)
    return open_now[:TASKS]


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[tuple[MenuItem, str, str]]:
    """(item, its address, what aria-current says) of the links of the main menu.

    "page" on the very page, "true" on what lies under it: of two that fit, the longer address.
    """
    request = context.get("request")
    here = request.path if request is not None else ""
    addresses = {item: reverse(item.url_name) for item in menu()}
    above = [a for a in addresses.values() if here.startswith(a)]
    nearest = max(above, key=len, default="")
    return [(item, a, _current(a, here, nearest)) for item, a in addresses.items()]


def _current(address: str, here: str, nearest: str) -> str:
    if address == here:
        return "page"
    return "true" if address == nearest else ""


@register.simple_tag
def footer_menu() -> tuple[MenuItem, ...]:
    """The apps' links at the foot of every page."""
    return footer()


@register.simple_tag(takes_context=True)
def legal_grounds(context: Context, regulation: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """(title, [(sentence, address)]) of what names this regulation as its ground."""
    viewer, grounds = context.get("viewer"), []
    for reference in legal_references():
        rows = reference.rows(regulation, viewer)
        lines = [(reference.sentence(row), reference.address(row)) for row in rows]
        if lines:
            grounds.append((reference.title, lines))
    return grounds
