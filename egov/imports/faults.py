"""What the readers of tables say of a file, or of a row of it, that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Line = int | str  # within a ZIP "berkas.csv: 12"


class UnreadableFile(Exception):
    """The file as a whole, or its rest, cannot be read; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class RowError(Exception):
    """One bad value: the field's name, a code, and a sentence that says how to mend it.

    `line`: where it stands within a row of many lines, if not where the row begins.
    """

    def __init__(self, field: str, code: str, sentence: str, line: Line | None = None) -> None:
        super().__init__(sentence)
        self.field, self.code, self.sentence, self.line = field, code, sentence, line


class UnreadableRow(dict[str, Any]):
    """A row that its reader already refuses: at which field, with what code and sentence.

    What could be read of it is its content. No importer is asked about it.
    """

    def __init__(self, row: dict[str, Any], field: str, code: str, sentence: str) -> None:
        super().__init__(row)
        self.field, self.code, self.sentence = field, code, sentence


def refused(row: dict[str, Any]) -> RowError | None:
    """What its reader says of a row that it could not read."""
    if isinstance(row, UnreadableRow):
        return RowError(row.field, row.code, row.sentence)
    return None


@contextmanager
def told(sentence: str, *faults: type[Exception]) -> Iterator[None]:
    """What a library says of a damaged file becomes a sentence; everything else rises."""
    try:
        yield
    except faults:
        raise UnreadableFile(sentence) from None
