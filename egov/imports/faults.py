"""What the readers of tables say of a file, or of a row of it, that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class UnreadableFile(Exception):
    """The file as a whole, or its rest, cannot be read; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UnreadableRow(dict[str, Any]):
    """A row that its reader already refuses: at which field, with what code and sentence.

    What could be read of it is its content. No importer is asked about it.
    """

    def __init__(self, row: dict[str, Any], field: str, code: str, sentence: str) -> None:
        super().__init__(row)
        self.field, self.code, self.sentence = field, code, sentence


@contextmanager
def told(sentence: str, *faults: type[Exception]) -> Iterator[None]:
    """What a library says of a damaged file becomes a sentence; everything else rises."""
    try:
        yield
    except faults:
        raise UnreadableFile(sentence) from None
