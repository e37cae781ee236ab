"""What templates of the news need beside the portal's own tags."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from egov.web.html import clean_html
from news.domain import body_pictures
from news.domain.body_pictures import with_pictures
from news.domain.calendar import Mark
from news.models import BodyPicture

register = template.Library()
_OFF = ' class="off">'
_SCROLLS = '<div class="table-wrap" tabindex="0" role="region" aria-label="Tabel">'


@register.filter
def cleaned(html: str) -> SafeString:
    """HTML of a text, cleaned once more: a row that came past the verb is inert too.

    A wide table scrolls on its own, by keyboard too.
    """
    shown = clean_html(html).replace("<table>", f"{_SCROLLS}<table>")
    return mark_safe(shown.replace("</table>", "</table></div>"))  # noqa: S308 - cleaned above


@register.filter
def as_items(marks: list[Mark]) -> SafeString:
    """What a day of the month shows, written in one go: a template takes longer than its query."""
    items = (f"<li{_OFF if mark.cancelled else '>'}{_linked(mark)}</li>" for mark in marks)
    return mark_safe("\n".join(items))  # noqa: S308 - escaped below


def _linked(mark: Mark) -> str:
    said = '<span class="hidden">Dibatalkan: </span>' if mark.cancelled else ""
    return f'<a href="{escape(mark.address)}">{said}{escape(mark.text)}</a>'


@register.filter
def illustrated(html: SafeString, pictures: dict[int, BodyPicture]) -> SafeString:
    """A cleaned text with the pictures that it names."""
    return mark_safe(with_pictures(html, pictures))  # noqa: S308 - figures escape what they hold


@register.filter
def without_pictures(html: SafeString) -> SafeString:
    """A cleaned text alone."""
    return mark_safe(body_pictures.without_pictures(html))  # noqa: S308 - only taken from
