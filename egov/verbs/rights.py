"""Which rows stay: an app declares its records on its AppConfig.

`egov.verbs.records` turns them into database rights.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """A table whose rows stay: they are read and added.

    Only the fields in `changes` are ever changed.
    """

    model: str  # of the app that declares it
    changes: tuple[str, ...] = ()
    goes: bool = False  # rows may be deleted; a trigger of the model says which
