"""What a verb answers: a word to compare with."""

from __future__ import annotations

from typing import Any

from egov.verbs.refusal import Refusal


def outcome_of(act: Any, *arguments: Any, **named: Any) -> str:
    """The code of the refusal, or `ok`."""
    try:
        act(*arguments, **named)
    except Refusal as refusal:
        return refusal.code
    return "ok"
