"""One turn of the small checker: what programs told, what is due, what follows from it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from egov.verbs.soon import soon
from infrastructure.models import Heartbeat, StatusChange, Stoppage
from infrastructure.monitoring.claiming import BATCH, claim_due
from infrastructure.monitoring.delivering import deliver
from infrastructure.monitoring.probes import ask_all
from infrastructure.monitoring.pushes import forgive_silence, take_pings, take_silence
from infrastructure.monitoring.results import write
from infrastructure.monitoring.settling import settle

NAME = "checker"
WRITE = "infrastructure.tasks.write_status_page"
ABSENCE = timedelta(minutes=2)  # so long without a turn, silence may be our own fault
MOST_BATCHES = 10  # of one turn: then the next message goes on


@dataclass(frozen=True)
class Turn:
    """What one turn did."""

    asked: int = 0
    written: int = 0
    stopped: bool = False


def is_stopped() -> bool:
    """Whether all of our own checks stand still."""
    return Stoppage.objects.filter(resumed_at=None).exists()


def beat(name: str, now: datetime) -> None:
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, beaten_at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["beaten_at"],
    )


def run_turn() -> Turn:
    """Asks until nothing is due any more, then looks for causes and tells of them."""
    now = timezone.now()
    before = Heartbeat.objects.filter(name=NAME).values_list("beaten_at", flat=True).first()
    beat(NAME, now)
    stopped = is_stopped()
    asked = written = 0
    if not stopped:
        take_pings(timezone.now())
        if before is not None and now - before > ABSENCE:
            forgive_silence(now)
        take_silence(timezone.now())
        for _ in range(MOST_BATCHES):
            many, done = run_batch()
            asked, written = asked + many, written + done
            if many < BATCH:
                break
    try:
        settle(timezone.now())
    finally:  # what was decided before is sent, whatever the causes of the new are
        deliver(timezone.now())
        _pass_on_changes(timezone.now())
    return Turn(asked, written, stopped)


def _pass_on_changes(now: datetime) -> None:
    """The status page is written anew where something has changed."""
    if StatusChange.objects.filter(handled_at=None).update(handled_at=now):
        soon(WRITE)


def run_batch(many: int = BATCH) -> tuple[int, int]:
    """One batch: how many were asked, and how many results were written. Two queries, or three."""
    batch = claim_due(timezone.now(), many)
    if not batch.questions:
        return 0, 0
    seen = asyncio.run(ask_all(batch.questions, timezone.now))
    return len(seen), len(write(seen, batch.rows, claim=batch.claim))
