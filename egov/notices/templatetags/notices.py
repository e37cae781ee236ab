"""What other rooms' templates show of following."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.http import urlencode

register = template.Library()


@register.simple_tag
def follow_address(kind: str, key: object) -> str:
    """The page on which one follows something; the same for everybody, so it asks nothing."""
    return f"{reverse('notices:follow')}?{urlencode({'jenis': kind, 'kunci': str(key)})}"
