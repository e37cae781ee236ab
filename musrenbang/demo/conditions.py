"""Examples of what the kamus asks of who proposes; what was sent before keeps no answers."""

from __future__ import annotations

from musrenbang.demo.kinds import read
from musrenbang.models import KamusCondition, KamusEntry


def lacks_conditions() -> bool:
    return not KamusCondition.objects.exists()


def ask_examples() -> bool:
    """Of the kinds that are there; returns whether any was."""
    entries = KamusEntry.objects.filter(example=True).in_bulk(field_name="code")
    rows = [
        KamusCondition(entry=entries[code], position=position, **condition)
        for code, conditions in read("conditions.yaml").items()
        for position, condition in enumerate(conditions, start=1)
        if code in entries
    ]
    return bool(KamusCondition.objects.bulk_create(rows))
