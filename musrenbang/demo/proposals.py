"""The demo's proposals and their decisions, in bulk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from egov.areas.models import Area
from egov.imports.progress import progress
from musrenbang.demo.calendar import DemoChannel, make_cycles
from musrenbang.demo.courses import stories
from musrenbang.demo.hours import office_hours, waking_hours
from musrenbang.demo.inbox import fill_inbox
from musrenbang.demo.offices import Offices
from musrenbang.demo.pictures import draw_pictures
from musrenbang.demo.sending import Sender, Sent
from musrenbang.demo.town import People, current_rws, make_agencies, make_kamus
from musrenbang.demo.writer import Writer
from musrenbang.domain.calendar import GRACE
from musrenbang.domain.numbers import next_serials
from musrenbang.models import Cycle, Proposal, Stage

LEAST = 5200
# so many more in each channel of the example RW, and of its village: enough to try everything
AT_HOME, AROUND = 4, 24
ONCE = 0.6  # of a channel's proposals; the others are a second or third of the same RW
YEARS_BACK, DAYS_AHEAD = 5, 20  # of the clocks: the oldest cycle, and a closing after holidays


@transaction.atomic
def make_demo(*, seed: str, quiet: bool = False, least: int = LEAST) -> bool:
    """Fills an empty portal with example data. False when it already holds a cycle.

    Deterministic for a seed and a moment.
    """
    if Cycle.objects.exists():
        return False
    rng = random.Random(seed)  # noqa: S311 - example data, not a secret
    now = timezone.now()
    today = timezone.localdate(now)
    rws = current_rws()
    home = _example(rws)
    variants = make_kamus(make_agencies(), today - timedelta(days=365))
    span = (today - timedelta(days=366 * YEARS_BACK), today + timedelta(days=DAYS_AHEAD))
    office, citizen = office_hours(*span), waking_hours(*span)
    people = People(rng, now, office, citizen)
    people.make(rws, home)
    channels = make_cycles(today)
    offices = Offices(rng, people, now, office, citizen)
    sender = Sender(rng, people, variants, citizen, now)
    writer = Writer(rng, people, offices, draw_pictures(seed))
    sent = [*_send(sender, channels, rws, home, least), *_tell(sender, channels, home)]
    _write(writer, sorted(sent, key=lambda each: each.proposal.submitted_at), quiet=quiet)
    writer.back(rws)
    writer.store()
    _close_ended(offices, channels)
    fill_inbox(people.warga)
    return True


def _example(rws: list[Area]) -> Area:
    """The RW whose offices get the short logins: RW 05 of the profile's example village."""
    example = settings.REGION_PROFILE.example_village
    fitting = (r for r in rws if r.parent and r.parent.code == example and r.name.endswith("05"))
    return next(fitting, rws[0])


def _send(
    sender: Sender, channels: dict[str, DemoChannel], rws: list[Area], home: Area, least: int
) -> Iterator[Sent]:
    """`least` proposals and a little more: not of every RW, and of some more than of others."""
    rng = sender.rng
    village = [rw for rw in rws if rw.parent_id == home.parent_id]
    for channel in channels.values():
        count = least * channel.share // 100
        most = min(int(count * ONCE), len(rws) * channel.proposing // 100) or 1
        proposing = rng.sample(rws, most)
        again = rng.choices(proposing, k=count - most)
        around = rng.choices(village, k=AROUND)
        for rw in [*proposing, *again, *around, *[home] * AT_HOME]:
            yield sender.send(channel, rw)


def _tell(sender: Sender, channels: dict[str, DemoChannel], home: Area) -> Iterator[Sent]:
    """What the example citizen sent. A neighbour's that it repeats was sent before."""
    before: Sent | None = None
    for number, story in enumerate(stories()):
        repeats = before is not None and before.kind.code == story.kind
        gang = before.gang if before is not None and repeats else 2 + number % 9
        sent = sender.tell(channels[story.channel], home, story, gang)
        if before is not None and repeats:
            moments = (before.proposal.submitted_at, sent.proposal.submitted_at)
            before.proposal.submitted_at, sent.proposal.submitted_at = min(moments), max(moments)
        before = sent if story.beside else None
        yield sent


def _write(writer: Writer, sent: list[Sent], *, quiet: bool) -> None:
    pks, serials = _ids(Proposal, len(sent)), next_serials(len(sent))
    rows = list(zip(pks, serials, sent, strict=True))
    for pk, serial, each in progress(rows, label="usulan contoh", total=len(rows), quiet=quiet):
        writer.write(pk, serial, each)


def _close_ended(offices: Offices, channels: dict[str, DemoChannel]) -> None:
    """The calendar closed the stages that are over."""
    stages = [stage for channel in channels.values() for stage in channel.stages]
    closed = [stage for stage in stages if stage.closes + GRACE <= offices.now]
    for stage in closed:
        stage.closed_at = stage.closes + GRACE
    Stage.objects.bulk_update(closed, ["closed_at"])


def _ids(model: type, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],  # type: ignore[attr-defined]
        )
        return [row[0] for row in cursor.fetchall()]
