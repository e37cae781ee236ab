"""What may be imported at the desk: apps offer an importer with its columns and who may use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from django.core.exceptions import ImproperlyConfigured

from egov.imports.engine import Importer
from egov.imports.readers import READERS, TABLES
from egov.portal.joining import importers
from egov.verbs.permission import may
from egov.web.exports import Table, export

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


NO_UNDO = (
    "Impor tidak punya tombol batal. Untuk kembali, impor berkas dengan isi sebelumnya: yang "
    "diubah ditimpa lagi. Baris yang baru dibuat tetap ada."
)


class Column(NamedTuple):
    """A column as the page explains it, with a value that stands in the example file."""

    name: str
    explanation: str
    example: Any = ""


@dataclass(frozen=True)
class Offer:
    """One kind of import at the desk.

    `slug` stands in its address and in the rows of its runs, so it stays. `permission` is a rule's
    name. `danger` says before it is applied what it overwrites, `undo` afterwards what the way back
    is. `importer` makes a new importer for each run.
    """

    slug: str
    title: str
    help: str
    columns: tuple[Column, ...]
    importer: Callable[[], Importer]
    permission: str
    formats: tuple[str, ...] = TABLES
    danger: str = ""
    undo: str = NO_UNDO

    def allows(self, user: User | AnonymousUser) -> bool:
        """Whether this person may check and apply files of this kind."""
        return may(user, self.permission)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a file is refused."""
        return tuple(self.importer().required)

    @property
    def format_names(self) -> str:
        """ "CSV, XLSX, JSON"; what one reader serves twice is named once."""
        known = {READERS[suffix]: suffix.removeprefix(".").upper() for suffix in self.formats[::-1]}
        return ", ".join(list(known.values())[::-1])

    def example_file(self) -> tuple[str, bytes]:
        """(name, content) of a file that shows the columns; it holds no real row."""
        values = {column.name: column.example for column in self.columns}
        if ".csv" in self.formats:
            table = Table(f"contoh {self.slug}", list(values), [list(values.values())])
            return f"contoh-{self.slug}.csv", export("csv", table)
        if ".yaml" in self.formats:
            given = {name: value for name, value in values.items() if value != ""}
            text = yaml.safe_dump(given, allow_unicode=True, sort_keys=False)
            return f"contoh-{self.slug}.yaml", text.encode()
        if ".ics" in self.formats:
            lines = [f"{name}:{value}" for name, value in values.items() if value != ""]
            around = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Contoh//ID", "BEGIN:VEVENT"]
            text = "\r\n".join([*around, *lines, "END:VEVENT", "END:VCALENDAR", ""])
            return f"contoh-{self.slug}.ics", text.encode()
        feature = {"type": "Feature", "geometry": values.pop("geometry", None)}
        features = [{**feature, "properties": values}]
        content = {"type": "FeatureCollection", "features": features}
        text = json.dumps(content, ensure_ascii=False, indent=2)
        return f"contoh-{self.slug}.geojson", text.encode()


@cache
def _offers() -> dict[str, Offer]:
    """What every app offers in its portal.py, by slug."""
    known: dict[str, Offer] = {}
    for offer in importers():
        if known.setdefault(offer.slug, offer) is not offer:
            raise ImproperlyConfigured(f"two imports are called {offer.slug}")
    return known


def offer_of(slug: str) -> Offer | None:
    """The offer of a slug; None where no app offers it any more."""
    return _offers().get(slug)


def offers_for(user: User | AnonymousUser) -> list[Offer]:
    """The offers that this person may use, by title."""
    allowed = [offer for offer in _offers().values() if offer.allows(user)]
    return sorted(allowed, key=lambda offer: offer.title)
