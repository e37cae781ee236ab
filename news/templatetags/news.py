"""What templates of the news need beside the portal's own tags."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from egov.web.html import clean_html
from news.domain import body_pictures
from news.domain.body_pictures import with_pictures
from news.models import BodyPicture

register = template.Library()
_SCROLLS = '<div class="table-wrap" tabindex="0" role="region" aria-label="Tabel">'


@register.filter
def cleaned(html: str) -> SafeString:
    """HTML of a text, cleaned once more: a row that came past the verb is inert too.

    A wide table scrolls on its own, by keyboard too.
    """
    shown = clean_html(html).replace("<table>", f"{_SCROLLS}<table>")
    return mark_safe(shown.replace("</table>", "</table></div>"))  # noqa: S308 - cleaned above


@register.filter
def illustrated(html: SafeString, pictures: dict[int, BodyPicture]) -> SafeString:
    """A cleaned text with the pictures that it names."""
    return mark_safe(with_pictures(html, pictures))  # noqa: S308 - figures escape what they hold


@register.filter
def without_pictures(html: SafeString) -> SafeString:
    """A cleaned text alone."""
    return mark_safe(body_pictures.without_pictures(html))  # noqa: S308 - only taken from
