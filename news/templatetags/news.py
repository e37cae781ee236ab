"""What templates of the news need beside the portal's own tags."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from egov.web.html import clean_html

register = template.Library()


@register.filter
def cleaned(html: str) -> SafeString:
    """HTML of a text, cleaned once more: a row that came past the verb is inert too."""
    return mark_safe(clean_html(html))  # noqa: S308 - cleaned on this line
