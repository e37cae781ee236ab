"""Numbers of cores as people write them: `1-12, 15`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from egov.verbs.refusal import Invalid

MOST = 1000
_PART = re.compile(r"(\d{1,4})(?:\s*-\s*(\d{1,4}))?")


def read_numbers(text: str, *, field: str) -> list[int]:
    """In order, each once; empty where nothing is written."""
    numbers: set[int] = set()
    for part in filter(
        None, (part.strip() for part in text.replace(";", ",").replace("\u2013", "-").split(","))
    ):
        match = _PART.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last:
            raise Invalid("bad_numbers", "Tulis nomornya seperti 1-12, 15.", field=field)
        numbers |= set(range(first, last + 1))
        if len(numbers) > MOST:
            raise Invalid("too_many_numbers", f"Paling banyak {MOST} nomor sekaligus.", field=field)
    return sorted(numbers)


def write_numbers(numbers: Sequence[int]) -> str:
    """The other way round: runs are written as such."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
