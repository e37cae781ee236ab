"""One alert as any system tells it, and what all readers of their words share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid
from infrastructure.models.outage import EARLIEST, LATEST

LONGEST = 300  # letters of what is told
MOST_LABELS = 40
LONGEST_LABEL = 200


class NotUnderstood(Invalid):
    """What came is none of the formats that this door knows."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__("not_understood", sentence)


@dataclass(frozen=True)
class Told:
    """An alert that began, or that ended.

    `fingerprint` is the same at both; where a system does not say when it began, `starts_at` is
    the moment of the news, and its end closes what is open. `targets` are names by which the
    inventory may know what it is about, the surest first; `check` is the id of one of our checks.
    """

    source: str
    fingerprint: str
    firing: bool
    starts_at: datetime
    ends_at: datetime | None = None
    severity: str = ""
    summary: str = ""
    check: int | None = None
    targets: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    knows_start: bool = True


def text_of(value: Any, longest: int = LONGEST) -> str:
    """One line of plain text; nothing for what is no text or number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(plain(str(value)).split())[:longest]


def labels_of(value: Any) -> dict[str, str]:
    """Names and values as text, as many as anybody reads."""
    if not isinstance(value, dict):
        return {}
    pairs = list(value.items())[:MOST_LABELS]
    told = {text_of(name, 60): text_of(word, LONGEST_LABEL) for name, word in pairs}
    return {name: word for name, word in told.items() if name}


def moment_of(value: Any, what: str) -> datetime:
    """A moment in UTC, of ISO 8601 or of seconds since 1970. Raises NotUnderstood.

    Also for years in which nothing is watched: of year 1 and 9999 some offsets lead out of what
    can be written or shown.
    """
    try:
        if isinstance(value, int | float) or (isinstance(value, str) and value.isdecimal()):
            moment = datetime.fromtimestamp(float(value), UTC)
        else:
            moment = datetime.fromisoformat(value)
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise NotUnderstood(f"{what} bukan waktu yang dapat dibaca.") from None
    if not EARLIEST <= moment < LATEST:
        raise NotUnderstood(f"{what} bertahun {moment.year}. Periksa jam pengirimnya.")
    return moment


def check_of(value: Any) -> int | None:
    """The id of a check, as the label of a target carries it."""
    text = text_of(value, 20)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def names_of(*values: Any) -> tuple[str, ...]:
    """Those that are there, each once."""
    return tuple(dict.fromkeys(name for value in values if (name := text_of(value, 80))))
