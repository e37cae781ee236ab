"""What is costly to find out and the same for everybody: kept in the shared cache for a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from django.core.cache import cache
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

T = TypeVar("T")
CACHE_AWAY = (NoConnection, NoAnswer)
log = logging.getLogger(__name__)


def _always(_value: object) -> bool:
    return True


def remembered(
    key: str,
    seconds: int,
    find_out: Callable[[], T],
    *,
    worth: Callable[[T], bool] = _always,
) -> T:
    """What the cache holds under this key, else what `find_out` gives.

    Only what is `worth` it is kept. A cache that is away only costs time.
    """
    try:
        value: T | None = cache.get(key)
    except CACHE_AWAY:
        log.warning("cache.away")
        return find_out()
    if value is None:
        value = find_out()
        if worth(value):
            remember(key, seconds, value)
    return value


def remember(key: str, seconds: int, value: object) -> None:
    """Keeps what was found out, instead of what is kept. A cache that is away keeps nothing."""
    with suppress(*CACHE_AWAY):
        cache.set(key, value, seconds)
