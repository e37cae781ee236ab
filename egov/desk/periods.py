"""Ranges of days and of moments as a list shows them, in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from egov.web.templatetags.portal import days, short_day


def days_of(period: Any) -> str:
    """A range of dates, whose upper bound is exclusive: "sejak 1 Januari 2027", "selalu"."""
    first, end = period.lower, period.upper
    last = short_day(end - timedelta(days=1)) if end else ""
    if first and end:
        return f"{short_day(first)} s.d. {last}"
    if first:
        return f"sejak {short_day(first)}"
    return f"sampai {last}" if end else "selalu"


def window_of(window: Any) -> str:
    """A range of moments, bounded on both sides: "10 November s.d. 29 Desember 2026"."""
    return days(window.lower, window.upper)
