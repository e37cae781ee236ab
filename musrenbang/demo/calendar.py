"""The demo's years: two closed ones on the calendar, and this one around the day it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.text import slugify

from musrenbang.demo.hours import midnight
from musrenbang.demo.kinds import read
from musrenbang.domain.packs import pack_codes, read_pack
from musrenbang.models import Channel, Cycle, Stage
from musrenbang.procedure import columns_of

NOTE = (
    "Data contoh: jadwal, usulan, dan orangnya rekaan. Jadwal dihitung dari hari contoh ini "
    "dibuat, jadi dapat berbeda dari kalender yang sebenarnya."
)
JULY = 7


def pack_of_region() -> str:
    """The pack that is called after the region, else that of the first one."""
    own = f"{slugify(settings.REGION_PROFILE.short_name)}-kelurahan"
    return own if own in pack_codes() else "surabaya-kelurahan"


@dataclass(frozen=True)
class DemoChannel:
    """A channel of the demo: its share of 100 proposals, how many of 100 RW propose in it.

    `kinds` are weights by code; empty where each kind has its own.
    """

    channel: Channel
    stages: tuple[Stage, ...]
    share: int
    proposing: int
    kinds: Mapping[str, int]


def plan_year(today: date) -> int:
    """The year of the RKPD that a musrenbang of this day prepares.

    The one that ends in March N makes the RKPD of N+1; what is sent from April on belongs to
    the next March. `today` is the region's date.
    """
    return today.year + (1 if today.month <= 3 else 2)


def closed_day(year: int, text: str) -> date:
    """A month and day of the making of a year's RKPD: from July on, two years before it."""
    month, day = (int(part) for part in text.split("-"))
    return date(year - (2 if month >= JULY else 1), month, day)


def make_cycles(today: date) -> dict[str, DemoChannel]:
    """The cycles and channels of `data/channels.yaml`, by their keys."""
    year, rows = plan_year(today), read("channels.yaml")
    channels = {}
    for row in rows["closed"]:
        closed = year - row["years_ago"]
        days = {
            name: [closed_day(closed, text) for text in pair]
            for name, pair in row["windows"].items()
        }
        channels[row["key"]] = _make_channel(_cycle(closed), row, days)
    for row in rows["open"]:
        days = {
            name: [today + timedelta(days=number) for number in pair]
            for name, pair in row["windows"].items()
        }
        channels[row["key"]] = _make_channel(_cycle(year), row, days)
    return channels


def _cycle(year: int) -> Cycle:
    values = {"name": f"Musrenbang RKPD {year}", "example": True}
    cycle, _ = Cycle.objects.get_or_create(year=year, defaults={**values, "note": NOTE})
    return cycle


def _procedure(windows: Mapping[str, Any]) -> str:
    """The pack's name where all its stages have dates."""
    pack = read_pack(pack_of_region())
    whole = all(rule.tier in windows for rule in pack.rules)
    return f"{pack.code}/{pack.edition}" if whole else ""


def _make_channel(cycle: Cycle, row: dict[str, Any], days: dict[str, list[date]]) -> DemoChannel:
    """A channel with its stages; `days` is [from, until] of the submission and of each tier."""
    windows = {name: DateTimeTZRange(*map(midnight, pair)) for name, pair in days.items()}
    words = {tier: word.lower() for tier, word in settings.REGION_PROFILE.tiers.items()}
    channel = Channel.objects.create(
        cycle=cycle,
        code=row["code"],
        name=row["name"],
        description=row["about"].format(**words),
        submission=windows["submission"],
        procedure=_procedure(windows),
    )
    stages = [
        Stage(channel=channel, window=windows[rule.tier], **columns_of(rule))
        for rule in read_pack(pack_of_region()).rules
        if rule.tier in windows
    ]
    for stage in stages:
        stage.save()
    kinds = row.get("kinds", {})
    return DemoChannel(channel, tuple(stages), row["share"], row["proposing"], kinds)
