"""A row of a file as the API would get it, and its faults at their columns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rest_framework import serializers

from egov.accounts.models import User
from egov.imports.engine import Importer, RowError
from egov.imports.readers import Row
from egov.verbs.refusal import Refusal
from news.models.scope import agencies_kept_by


class SerializedImporter(Importer):
    """Rows that a serializer of the API reads; who gave the file acts."""

    serializer: type[serializers.Serializer[Any]]
    columns: dict[str, str]  # of a verb's field: the column
    actor: User

    def begin(self) -> None:
        self.actor = User.objects.get(pk=self.actor_id or 0)
        own = list(agencies_kept_by(self.actor).values_list("code", flat=True)[:2])
        self.only_agency = own[0] if len(own) == 1 else ""

    def read(self, row: Row) -> dict[str, Any]:
        """The checked values. An empty cell says nothing. Raises RowError for the first fault."""
        given: Row = {"perangkat_daerah": self.only_agency}
        given |= {name: value for name, value in row.items() if value not in ("", None)}
        sent = self.serializer(data=given)
        if sent.is_valid():
            values: dict[str, Any] = sent.validated_data
            return values
        name, faults = next(iter(sent.errors.items()))
        raise RowError(self.column_of(str(name)), "invalid", _first(faults))

    def column_of(self, field: str) -> str:
        """The column in which a field of the API stands."""
        return field

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Within, a refusal of a verb is a fault of its column."""
        try:
            yield
        except Refusal as refusal:
            field = self.columns.get(refusal.field, refusal.field)
            raise RowError(self.column_of(field), refusal.code, refusal.sentence) from None


def _first(faults: Any) -> str:
    """The first sentence of a serializer's faults, however deep it lies."""
    while isinstance(faults, dict | list):
        faults = next(iter(faults.values() if isinstance(faults, dict) else faults), "")
    return str(faults)
