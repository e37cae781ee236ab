"""What the end of a stage costs where nobody decided on 20,000 proposals, by its rule.

Prints queries and seconds for a tenth and for all of them: queries a step stay the same. Asserts
nothing. Runs in one transaction that is taken back:

    DATABASE_URL=... python -m tests.bench.silence
"""

from __future__ import annotations

import os
import time
from copy import copy
from typing import Any

ROWS = int(os.environ.get("ROWS", 20_000))


def fill(town: Any, count: int) -> None:
    """So many wait at the RW, each RW of the town in its turn."""
    from musrenbang.domain.numbers import make_number, next_serials
    from musrenbang.models import Proposal

    rws = [area for area in town.areas.values() if area.level == "rw"]
    model = town.proposal("rw")
    rows = []
    for place, serial in enumerate(next_serials(count - 1)):
        row, rw = copy(model), rws[place % len(rws)]
        row.pk, row.number = None, make_number(town.cycle.year, serial)
        row.rw, row.kelurahan, row.kecamatan = rw, rw.parent, rw.parent.parent
        row._state.adding = True
        rows.append(row)
    Proposal.objects.bulk_create(rows, batch_size=1000)


def measure(silence: str, count: int) -> None:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from musrenbang.domain.calendar import GRACE, STEP, close_by_calendar
    from musrenbang.models import Proposal
    from tests.town import build_town

    with transaction.atomic():
        town = build_town()
        stage = town.stages["rw"]
        stage.silence = silence
        stage.save(update_fields=["silence"])
        fill(town, count)
        with connection.cursor() as cursor:  # a step has a transaction of its own: nothing waits
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ANALYZE musrenbang_proposal")
        with CaptureQueriesContext(connection) as asked:
            began = time.perf_counter()
            done = close_by_calendar(stage=stage, now=stage.closes + 2 * GRACE)
            took = time.perf_counter() - began
        left = Proposal.objects.filter(stage=stage, state="waiting").count()
        steps = -(-done // STEP) or 1
        print(
            f"{silence:5} {count:7,} wait: {done:7,} moved or ended, {left:7,} wait on, "
            f"{len(asked):5} queries, {len(asked) / steps:5.1f} a step of {STEP}, {took:6.1f} s",
            flush=True,
        )
        transaction.set_rollback(True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    import django

    django.setup()
    from musrenbang.vocabulary import Silence

    for silence in Silence:
        for count in (ROWS // 10, ROWS):
            measure(silence, count)


if __name__ == "__main__":
    main()
