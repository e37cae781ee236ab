"""Which rows stay. An app names its records in its portal.py.

`egov.verbs.records` turns them into database rights.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class Record:
    """A table whose rows stay: they are read and added.

    Only the fields in `changes` are ever changed.
    """

    changes: tuple[str, ...] = ()
    goes: bool = False  # rows may be deleted; a trigger of the model says which


declared: dict[type[Model], Record] = {}


def stays(model: type[Model], record: Record) -> None:
    """Declares that the rows of a model stay."""
    declared[model] = record
