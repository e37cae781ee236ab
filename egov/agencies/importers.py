"""Perangkat daerah from a table."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from egov.agencies.models import Agency
from egov.imports.engine import Effect, Importer, RowError
from egov.imports.readers import Row

COLUMNS = {"short_name": "nama pendek", "name": "nama", "basis": "dasar hukum"}


class AgencyImporter(Importer):
    """code, short_name, name[, basis]: matched by code; a name that changed is written over.

    An OPD that was merged or renamed by law is another row with days of its own, recorded at the
    desk: a table does not say from when.
    """

    kind = "perangkat daerah"
    required = ("code", "short_name", "name")

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def begin(self) -> None:
        self.known = {agency.code: agency for agency in Agency.objects.all()}
        self.new: list[Agency] = []
        self.changed: dict[str, Agency] = {}

    def store(self, row: Row) -> Effect:
        values = {name: " ".join(str(row.get(name) or "").split()) for name in COLUMNS}
        code = str(row["code"] or "").strip()
        self._check(code, values)
        agency = self.known.get(code)
        if agency is None:
            self.known[code] = Agency(code=code, **values)
            self.new.append(self.known[code])
            return "created"
        if values == {name: getattr(agency, name) for name in COLUMNS}:
            return "unchanged"
        for name, value in values.items():
            setattr(agency, name, value)
        self.changed[code] = agency
        return "updated"

    def flush(self) -> None:
        Agency.objects.bulk_create(self.new)
        Agency.objects.bulk_update(self.changed.values(), list(COLUMNS))
        self.new, self.changed = [], {}

    def _check(self, code: str, values: dict[str, Any]) -> None:
        """The model's own rules, each at its column; a code stands once in a file."""
        if code in self.seen:
            sentence = f"Kode {code} sudah ada di atas. Hapus salah satu barisnya."
            raise RowError("code", "duplicate", sentence)
        try:
            Agency(code=code, **values).clean_fields()
        except ValidationError as error:
            column, faults = next(iter(error.message_dict.items()))
            raise RowError(column, "bad_value", f"{column} “{code}”: {faults[0]}") from None
        self.seen.add(code)
