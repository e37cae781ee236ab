"""What the apps give, in templates: the menu, and panels on each other's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from egov.portal.declarations import MenuItem, Place
from egov.portal.joining import footer, legal_references, menu, panels

register = template.Library()


@register.simple_tag(takes_context=True)
def show_panels(context: Context, place: str, about: Any = None) -> SafeString:
    """The panels of a place, one after the other; `about` is what the page is about."""
    request = context.get("request")
    if request is None or context.template is None:  # a page of errors that knows no request
        return SafeString("")
    engine, shown = context.template.engine, []
    for panel in panels(Place(place)):
        values = panel.context(request, about)
        if values is not None:
            with context.push(panel=values):
                shown.append((engine.get_template(panel.template).render(context),))
    return format_html_join("", "{}", shown)


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
