from __future__ import annotations

from typing import Any

from egov.imports.engine import Effect, Importer
from egov.imports.offers import Column, Offer
from tests.toy.models import Kite


class KiteImporter(Importer):
    """name, colour: matched by name."""

    kind = "layang-layang"
    required = ("name", "colour")

    def store(self, row: dict[str, Any]) -> Effect:
        _, new = Kite.objects.update_or_create(name=row["name"], defaults={"colour": row["colour"]})
        return "created" if new else "updated"


OFFERS = (
    Offer(
        slug="layang",
        title="Layang-layang",
        help="Nama dan warnanya.",
        columns=(Column("name", "nama", "Contoh"), Column("colour", "warna", "biru")),
        importer=KiteImporter,
        permission="areas.change_area",
    ),
)
