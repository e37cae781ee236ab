"""What a page offers: where its links lead, what its forms ask, how its buttons are called."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

FEW = 12  # a select with so many options at most is told with them: outcomes, actions
ITEM_KEYS = (".results[].kode", ".results[].nomor")  # of the API, whose names stay
CUT = 80  # a hidden value is told with so many letters
OWN_TOKENS = {"csrfmiddlewaretoken"}
# another at each request: left out of what is weighed
RANDOM = (
    re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[A-Za-z0-9]+'),
    re.compile(rb"(?<=nonce[=-])\"?[A-Za-z0-9+/=_-]{16,}\"?"),
    re.compile(rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"),
)
RANDOM_VALUE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[A-Za-z0-9_:-]{32,}", re.ASCII
)


@dataclass
class Offer:
    """What a page lets its reader do, each a set of words that a person can compare."""

    links: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    buttons: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)  # pages of the rows of a list, by their keys


class PageReader(HTMLParser):
    """Collects the Offer of a page at `address`; `site` is the portal's own origin."""

    def __init__(self, address: str, site: str) -> None:
        super().__init__()
        self.address, self.site = address, site
        self.offer = Offer()
        self.form = ""
        self.select: tuple[str, list[str]] | None = None
        self.button: list[str] | None = None

    def target(self, href: str) -> str:
        """The address that `href` means on this page, without fragment and origin of ours."""
        whole = urljoin(self.site + self.address, href.strip())
        return whole.partition("#")[0].removeprefix(self.site) or "/"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("a", "area") and "href" in given and not given["href"].startswith("#"):
            self.offer.links.add(self.target(given["href"]))
        elif tag == "img" and given.get("src") and not given["src"].startswith("data:"):
            self.offer.pictures.add(self.target(given["src"]))
        elif tag == "form":
            method = given.get("method", "get").lower()
            self.form = f"{method} {self.target(given.get('action') or self.address)}"
            self.offer.forms.add(self.form)
        elif tag in ("input", "textarea", "select", "button"):
            self._control(tag, given)
        elif tag == "option" and self.select is not None:
            self.select[1].append(given.get("value", ""))

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "")
        if tag == "button" or kind in ("submit", "button", "image"):
            self.button = [name, given.get("value", "")]
            if tag == "input":
                self._end_button()
        elif name in OWN_TOKENS or not name:
            return
        elif tag == "select":
            self.select = (name, [])
            self._autocomplete(given)
        elif kind in ("hidden", "radio"):
            value = RANDOM_VALUE.sub("<random>", given.get("value", ""))[:CUT]
            self._field(f"{name}={value}")
        else:
            self._field(name)

    def _autocomplete(self, given: dict[str, str]) -> None:
        """Where the admin's select asks for its options."""
        if given.get("data-ajax--url"):
            asked = {
                name.replace("-", "_"): given.get(f"data-{name}", "")
                for name in ("app-label", "model-name", "field-name")
            }
            href = f"{given['data-ajax--url']}?{urlencode(asked)}"
            self.offer.links.add(self.target(href))

    def _field(self, word: str) -> None:
        self.offer.fields.add(f"{self.form}: {word}")

    def handle_data(self, data: str) -> None:
        if self.button is not None:
            self.button.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = ""
        elif tag == "button" and self.button is not None:
            self._end_button()
        elif tag == "select" and self.select is not None:
            name, options = self.select
            self._field(name)
            for option in options if len(options) <= FEW else ():
                self._field(f"{name}={option[:CUT]}")
            self.select = None

    def _end_button(self) -> None:
        assert self.button is not None
        name, value, *texts = self.button
        text = " ".join("".join(texts).split()) or value
        self.offer.buttons.add(f"{self.form}: {name} [{text}]")
        self.button = None


def read_html(body: str, address: str, site: str) -> Offer:
    reader = PageReader(address, site)
    reader.feed(body)
    reader.close()
    return reader.offer


def read_json(body: str, address: str, site: str) -> Offer:
    """Links are the texts that are addresses; fields are the paths of keys."""
    offer, reader = Offer(), PageReader(address, site)
    for path, value in _leaves(json.loads(body), ""):
        if path in ITEM_KEYS and value:
            offer.items.add(f"{urlsplit(address).path}{value}/")
        offer.fields.add(path)
        if isinstance(value, str) and (value.startswith(site) or re.match(r"/\w[^ ]*$", value)):
            offer.links.add(reader.target(value))
    return offer


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, f"{path}[]")
    else:
        yield path, value


def read_xml(body: str, address: str, site: str) -> Offer:
    """Links are what stands in <loc> and in href."""
    reader = PageReader(address, site)
    targets = re.findall(r"<loc>\s*([^<\s]+)|\shref=\"([^\"]+)\"", body)
    return Offer(
        links={reader.target((loc or href).replace("&amp;", "&")) for loc, href in targets}
    )


def read_page(body: bytes, content_type: str, address: str, site: str) -> Offer:
    """The Offer of a page of any type; empty where a type offers nothing that is compared."""
    text = body.decode("utf-8", "replace")
    if content_type.startswith("text/html"):
        return read_html(text, address, site)
    # the schema names every example as an address; a test of its own compares it
    if "json" in content_type and "openapi" not in content_type:
        return read_json(text, address, site)
    if "xml" in content_type:
        return read_xml(text, address, site)
    return Offer()


def weight(body: bytes) -> int:
    """Bytes as sent compressed, without what is another at each request."""
    for pattern in RANDOM:
        body = pattern.sub(b"", body)
    return len(gzip.compress(body, 6, mtime=0))


def is_own(target: str) -> bool:
    """Whether a target lies in the portal."""
    return target.startswith("/") and not urlsplit(target).netloc
