"""Days and hours of a table, a form or a program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from infrastructure.domain.reading import Reader, Unreadable, words_of


@dataclass(frozen=True)
class Day(Reader):
    """A day, as 2024-05-31 or 31/5/2024."""

    def parse(self, raw: Any) -> date:
        if isinstance(raw, datetime):
            return raw.date()
        if isinstance(raw, date):
            return raw
        text = words_of(raw)
        parts = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", text)
        try:
            day = date(*map(int, parts.groups()[::-1])) if parts else date.fromisoformat(text)
        except ValueError:
            raise Unreadable("not_a_day", "Tulis tanggalnya seperti 2024-05-31.") from None
        if not 1950 <= day.year <= 2100:
            raise Unreadable("not_a_day", "Periksa tahunnya: antara 1950 dan 2100.")
        return day

    def cell(self, value: Any) -> Any:
        return value.isoformat() if value else ""


_HOURS = re.compile(r"(\d{1,2})[.:](\d\d)\s*(?:-|\u2013|sampai|s\.?d\.?)\s*(\d{1,2})[.:](\d\d)")


@dataclass(frozen=True)
class Hours(Reader):
    """From when until when on each day: 06.00-21.00."""

    empty: Any = ""

    def parse(self, raw: Any) -> str:
        match = _HOURS.fullmatch(words_of(raw))
        begin, begins, end, ends = (int(part) for part in match.groups()) if match else (99,) * 4
        if begin > 23 or end > 23 or begins > 59 or ends > 59:
            raise Unreadable("bad_window", "Tulis jamnya seperti 06.00-21.00.")
        return f"{begin:02}.{begins:02}-{end:02}.{ends:02}"
