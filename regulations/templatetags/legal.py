"""How a regulation's words are set on a page."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from egov.web.templatetags.components import tag
from regulations.domain.law.states import force_of
from regulations.domain.parsing.units import paragraphs
from regulations.models import Provision, Regulation
from regulations.search import START, STOP
from regulations.vocabulary import Force

register = template.Library()


@register.filter
def legal_text(text: str) -> SafeString:
    """The lines of a PDF as paragraphs: one for each ayat, huruf and angka.

    Whatever the width of the printed page was.
    """
    return format_html_join("", '<p class="{}">{}</p>', paragraphs(text))


@register.simple_tag
def dead(
    regulation: Regulation | None, on: date | None, part: Provision | None = None
) -> SafeString:
    """Says of dead law that it is dead, wherever it is named; nothing of all other law.

    A row `with_force` knows it; else the regulation's events, read beforehand, as of a day.
    """
    if regulation is None:
        return SafeString("")
    force = vars(part if part is not None else regulation).get("force")
    if force is None and on is not None:
        force = force_of(regulation, on, part)
    return tag("stop", "Tidak berlaku") if force == Force.ENDED else SafeString("")


@register.filter
def marked(text: str) -> SafeString:
    """A snippet with what matched in <mark>."""
    escaped = escape(text)
    html = escaped.replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(html)  # noqa: S308 - escaped first
