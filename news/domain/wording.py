"""Short texts of agenda and news as they are kept."""

from __future__ import annotations

from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid


def one_line(text: str) -> str:
    return " ".join(plain(text).split())


def reason_of(text: str, *, field: str = "reason") -> str:
    """A reason as it is kept. Raises Invalid where there is none."""
    reason = one_line(text)
    if not reason:
        raise Invalid("no_reason", "Tulis sebabnya; dibaca umum.", field=field)
    if len(reason) > 300:
        raise Invalid("too_long", "Tulis paling banyak 300 huruf.", field=field)
    return reason
