"""What a verb answers: a word to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from egov.verbs.refusal import Refusal


def outcome_of(act: Any, *arguments: Any, **named: Any) -> str:
    """The code of the refusal, or `ok`."""
    try:
        act(*arguments, **named)
    except Refusal as refusal:
        return refusal.code
    return "ok"


@contextmanager
def refused(code: str, *, says: str = "") -> Iterator[None]:
    """What stands within is refused with this code, in a sentence that holds `says`."""
    with pytest.raises(Refusal) as refusal:
        yield
    assert (refusal.value.code, says in refusal.value.sentence) == (code, True)
