"""The demo's proposals and their decisions, in bulk."""

from __future__ import annotations

import random
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from egov.areas.models import Area
from egov.imports.progress import progress
from musrenbang.demo.pictures import draw_pictures
from musrenbang.demo.town import People, current_rws, make_agencies, make_cycles, make_kamus
from musrenbang.demo.writer import Writer
from musrenbang.domain.numbers import next_serials
from musrenbang.models import Channel, Cycle, Decision, Proposal, ProposalPhoto, Support

LEAST = 5200
PER_RW = (("old", 1), ("last", 1), ("now", 1), ("group", 1), ("youth", 1))


@transaction.atomic
def make_demo(*, seed: str, quiet: bool = False, least: int = LEAST) -> bool:
    """Fills an empty portal with example data. False when it already holds a cycle.

    Deterministic for a seed and a day.
    """
    if Cycle.objects.exists():
        return False
    rng = random.Random(seed)  # noqa: S311 - example data, not a secret
    now = timezone.now()
    today = timezone.localdate(now)
    rws = current_rws()
    example = settings.REGION_PROFILE.example_village
    fitting = (r for r in rws if r.parent and r.parent.code == example and r.name.endswith("05"))
    home = next(fitting, rws[0])
    agencies = make_agencies()
    variants = make_kamus(agencies, today - timedelta(days=365))
    people = People(rng, today)
    people.make(rws, home)
    channels = make_cycles(today)
    pictures = draw_pictures(16, seed)
    writer = Writer(rng, people, variants, pictures, now)
    writer.village_of = {rw.pk: rw.parent_id for rw in rws if rw.parent_id}
    _write(writer, channels, _places(rws, home, least), quiet=quiet)
    writer.supports()
    _store(writer)
    return True


def _places(rws: list[Area], home: Area, least: int) -> list[tuple[str, Area]]:
    """(channel, RW) of each proposal: as many of every RW, and `least` of all."""
    times = -(-least // (len(rws) * len(PER_RW)))
    places: list[tuple[str, Area]] = []
    for name, count in PER_RW:
        for rw in rws:
            places += [(name, rw)] * (count * times)
        places += [(name, home)] * 4  # the example RW has enough to try everything
    return places


def _write(
    writer: Writer, channels: dict[str, Channel], places: list[tuple[str, Area]], *, quiet: bool
) -> None:
    stages = {
        name: list(channel.stages.select_related("channel__cycle"))
        for name, channel in channels.items()
    }
    pks, serials = _ids(Proposal, len(places)), next_serials(len(places))
    rows = list(zip(places, pks, serials, strict=True))
    for (name, rw), pk, serial in progress(
        rows, label="usulan contoh", total=len(rows), quiet=quiet
    ):
        writer.proposal(pk, serial, channels[name], stages[name], rw)


def _store(writer: Writer) -> None:
    Proposal.objects.bulk_create(writer.proposals, batch_size=500)
    Decision.objects.bulk_create(writer.decisions, batch_size=1000)
    ProposalPhoto.objects.bulk_create(writer.photos, batch_size=1000)
    Support.objects.bulk_create(writer.backers, batch_size=2000)


def _ids(model: type, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],  # type: ignore[attr-defined]
        )
        return [row[0] for row in cursor.fetchall()]
