"""Days as regulations print them, and days counted from others."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
_SPELLINGS = {
    "pebruari": "februari",
    "nopember": "november",
    "nop": "november",
    "peb": "februari",
    "agt": "agustus",
}
DAY = (
    r"(\d{1,2}|[\dlIO]{1,2})\s*(?:[-–./]\s*)?"
    r"([A-Za-z]+(?:\s(?=[a-z])[a-z]+)?|\d{1,2})\s*(?:[-–./]\s*)?"
    r"((?:19|20)[\dlO]{2})"
)


def _month(name: str) -> int:
    """The number of a month by its name or its first three letters; 0 where it is none."""
    for number, month in enumerate(MONTHS, 1):
        if month == name or (len(name) == 3 and month.startswith(name)):
            return number
    return 0


def printed_day(day: str, month: str, year: str) -> date | None:
    digits = str.maketrans("lIO", "110")
    name = re.sub(r"\s", "", month.lower())
    name = _SPELLINGS.get(name, name)
    number = int(name) if name.isdecimal() else _month(name)
    try:
        return date(int(year.translate(digits)), number, int(day.translate(digits)))
    except ValueError:
        return None


def later(start: date, amount: int, unit: str) -> date:
    """`amount` days, months or years after `start`; the last day of a shorter month."""
    if unit == "hari":
        return start + timedelta(days=amount)
    months = start.month - 1 + (amount if unit == "bulan" else 12 * amount)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
