"""What a queue reads when 200 wait and when 200,000 do, beside a million proposals. Prints."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

SIZES = (200, 200_000)
OFFICES = ("perencana", "opd-dsdabm", "camat")
PAGES = {
    "the list": "/admin/musrenbang/proposal/?antrean=saya",
    "by cost": "/admin/musrenbang/proposal/?antrean=saya&urut=biaya",
    "the desk's first page": "/admin/",
}
TIMES = 5

# half of them with an opinion: for the planner; half without: for the OPD
_WAIT = """
UPDATE musrenbang_proposal SET channel_id = %(channel)s, stage_id = %(stage)s, tier = 'kota',
       state = 'waiting', has_opinion = id %% 2 = 0, rw_rank = NULL, merged_into_id = NULL,
       return_until = NULL
WHERE id IN (SELECT id FROM musrenbang_proposal ORDER BY id LIMIT %(count)s)
"""
_NOBODY_WAITS = """
UPDATE musrenbang_proposal SET state = 'accepted', merged_into_id = NULL
WHERE channel_id = %(channel)s AND state IN ('waiting', 'returned')
"""


def wait(count: int) -> None:
    """So many wait at the city, in the newest channel with an open stage there."""
    from django.db import connection, transaction
    from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
    from django.utils import timezone

    from musrenbang.models import Stage
    from tests.filling import vacuum

    stage = Stage.objects.filter(tier="kota").order_by("-channel__submission", "-id")[0]
    now = timezone.now()
    window = DateTimeTZRange(now - timedelta(days=1), now + timedelta(days=30))
    near = Stage.objects.filter(channel=stage.channel, tier__in=("opd", "kota"))
    near.update(window=window, closed_at=None)
    values = {"stage": stage.pk, "channel": stage.channel_id, "count": 2 * count}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_NOBODY_WAITS, values)
        cursor.execute(_WAIT, values)
        cursor.execute("SET LOCAL session_replication_role = origin")
    vacuum()


def measure_queue() -> None:
    from django.test import Client

    from egov.accounts.models import User
    from musrenbang.demo.town import HOST
    from tests.plans import page_buffers

    print(f"\n{'':44} {'ms':>8} {'buffers':>9} {'more':>7}")
    few: dict[tuple[str, str], int] = {}
    for size in SIZES:
        wait(size)
        for office in OFFICES:
            client = Client(headers={"host": "localhost"})
            person = User.objects.get_by_natural_key(f"{office}@{HOST}")
            client.force_login(person, backend="egov.accounts.signing_in.ContactBackend")
            for name, address in PAGES.items():
                took = []
                for _ in range(TIMES):
                    began = time.perf_counter()
                    assert client.get(address).status_code == 200, address
                    took.append((time.perf_counter() - began) * 1000)
                read = page_buffers(client, address)
                more = read - few.setdefault((office, name), read)
                label = f"{size:,} wait: {office}, {name}"
                print(f"{label:44} {statistics.median(took):8.1f} {read:9,} {more:7,}", flush=True)
