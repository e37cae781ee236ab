"""What pages of accounts say of a browser."""

from __future__ import annotations

from django import template

register = template.Library()

# the first that stands in the name a browser gives itself; most also claim to be those below
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """ "Chrome di Android"; "Peramban" where it says nothing that is known."""
    browser = next((word for sign, word in BROWSERS if sign in user_agent), "Peramban")
    system = next((word for sign, word in SYSTEMS if sign in user_agent), "")
    return f"{browser} di {system}" if system else browser
