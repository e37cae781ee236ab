"""The HTML that staff write: what may stay of it, whichever way it came.

The editor cleans nothing that comes past it. Verbs clean what they keep.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import nh3
from django.utils.html import strip_tags

TAGS = {
    "p", "br", "h2", "h3", "strong", "em", "s", "sub", "sup", "ul", "ol", "li", "blockquote",
    "a", "hr", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
CUT = {"script", "style", "svg", "math", "iframe", "object", "template", "noscript", "title"}
SCHEMES = {"https", "mailto", "tel"}
_OWN_PATH = re.compile(r"/(?![/\\])[^\s\\]*|/")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}")
_BLOCK = re.compile(r"</(?:p|h2|h3|li|td|th|blockquote|figcaption|tr)>|<(?:br|hr)\b[^>]*>")
OwnPicture = Callable[[str], bool]


def no_picture(_address: str) -> bool:
    return False


def clean_html(text: str, *, own_picture: OwnPicture = no_picture) -> str:
    """What may stay of a text: no script, style, id or class, no address but those allowed.

    Links: https, mailto, tel, paths of this portal. A picture stays where `own_picture` knows its
    address. Cleaning what is clean changes nothing.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if tag == "a" and name == "href":
            return value if is_allowed_link(value) else None
        if tag == "img" and name == "src":
            return value if own_picture(value) else None
        if name in ("width", "height", "colspan", "rowspan", "start"):
            return value if _NUMBER.fullmatch(value) else None
        if name == "scope":
            return value if value in ("row", "col") else None
        return value

    cleaned = nh3.clean(
        text,
        tags=TAGS,
        clean_content_tags=CUT,
        attributes=ATTRIBUTES,
        attribute_filter=attribute,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    without_empty = re.sub(r"<img(?![^>]*\ssrc=)[^>]*>", "", cleaned)
    return re.sub(r"<a>(.*?)</a>", r"\1", without_empty, flags=re.DOTALL).strip()


def is_allowed_link(address: str) -> bool:
    """https, mailto or tel, or a path of this portal; never `//host`, nor a script."""
    plain = "".join(c for c in unescape(address).strip() if c.isprintable())
    if plain.startswith("#"):
        return False
    if _SCHEME.match(plain):
        return plain.partition(":")[0].lower() in SCHEMES and plain.lower() != "https:"
    return bool(_OWN_PATH.fullmatch(plain))


def plain_text(html: str) -> str:
    """The words of a text, a paragraph a line."""
    lines = unescape(strip_tags(_BLOCK.sub("\n", html))).splitlines()
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)


def links_of(html: str) -> list[str]:
    """The addresses that a cleaned text links to, in their order."""
    return [unescape(found) for found in re.findall(r'<a href="([^"]*)"', html)]
