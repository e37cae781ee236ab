"""The words that the portal brings, put into their table where it is still empty."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

from egov.search.models import Term

WORDS = Path(__file__).resolve().parent / "data" / "words.csv"


@cache
def brought() -> tuple[tuple[str, str, str], ...]:
    """(kind, word, meaning) of every word in the file."""
    with WORDS.open(encoding="utf-8", newline="") as f:
        return tuple((row["kind"], row["word"], row["meaning"]) for row in csv.DictReader(f))


def seed(**_signal: Any) -> None:
    """After `migrate`; what was changed at the desk stays."""
    if Term.objects.exists():
        return
    rows = [Term(kind=kind, word=word, meaning=meaning) for kind, word, meaning in brought()]
    Term.objects.bulk_create(rows, ignore_conflicts=True)
