"""What an app tells officers in the morning, each a frozen value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class DeskLine:
    """A sentence of an officer's morning mail, and the page of the desk where it is done."""

    text: str
    url: str


@dataclass(frozen=True)
class Morning:
    """What waits for somebody this morning: `lines(user, now)`, none where nothing does."""

    order: int
    lines: Callable[[Any, datetime], Iterable[DeskLine]]
