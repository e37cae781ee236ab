"""How a regulation's words are set on a page."""

from __future__ import annotations

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from regulations.domain.parsing.units import paragraphs
from regulations.search import START, STOP

register = template.Library()


@register.filter
def legal_text(text: str) -> SafeString:
    """The lines of a PDF as paragraphs: one for each ayat, huruf and angka.

    Whatever the width of the printed page was.
    """
    return format_html_join("", '<p class="{}">{}</p>', paragraphs(text))


@register.filter
def marked(text: str) -> SafeString:
    """A snippet with what matched in <mark>."""
    escaped = escape(text)
    html = escaped.replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(html)  # noqa: S308 - escaped first
