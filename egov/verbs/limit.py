"""How often something may be done.

Counted in the shared cache, by keys that say nothing of a person.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Limit:
    """At most `count` times in `seconds` for one key.

    A fixed window, so that a counter is one number.
    """

    name: str
    count: int
    seconds: int

    def _key(self, parts: tuple[object, ...]) -> str:
        text = "|".join(str(part) for part in parts)
        return f"limit:{self.name}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"

    def reached(self, *parts: object) -> bool:
        """Whether the limit is reached already; counts nothing."""
        return int(cache.get(self._key(parts)) or 0) >= self.count

    def hit(self, *parts: object) -> bool:
        """Counts one. False when it is one too many."""
        key = self._key(parts)
        cache.add(key, 0, self.seconds)
        try:
            return int(cache.incr(key)) <= self.count
        except ValueError:  # it ended between the two lines
            cache.set(key, 1, self.seconds)
            return True
