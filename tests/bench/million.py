"""`SIZE=million make bench`: every public page beside a million proposals. Prints, asserts nothing.

A page is read some times with an empty cache; beside the median stand its buffers (8 kB pages of
the database) and both as multiples of the plain list's first page, in the same run. The
desk's queue comes last (tests/bench/queue.py).
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

ROWS = int(os.environ.get("ROWS", 1_000_000))
TIMES = 5
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN (
    SELECT conname FROM pg_constraint WHERE conrelid = ANY(%s::regclass[])
)
"""
MORE_RW = """
INSERT INTO areas_area (code, level, kind, name, name_key, sort_key, parent_id, valid, placeholder)
SELECT code || '/' || lpad(n::text, 2, '0'), 'rw', 'rw', 'RW ' || lpad(n::text, 2, '0'),
       'rw' || lpad(n::text, 2, '0'), 'rw' || lpad(n::text, 6, '0'), id, '[,)', true
FROM areas_area, generate_series(20, 28) n WHERE level = 'kelurahan'
"""
TABLES = ["musrenbang_proposal", "musrenbang_decision"]


@contextmanager
def step(name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{name:44} {time.perf_counter() - began:7.1f} s", flush=True)


@contextmanager
def without_indexes() -> Iterator[None]:
    """Indexes are built at once over all rows rather than grown a million times."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(INDEXES, [TABLES, TABLES])
        made = cursor.fetchall()
        for name, _ in made:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, definition in made:
            cursor.execute(definition)


def fill_up() -> None:
    """The demo's town, and the million beside its own proposals."""
    from django.core.management import call_command
    from django.db import connection

    from egov.accounts.models import User
    from musrenbang.domain.figures import count_figures
    from tests.filling import fill, settle

    with step("the demo"):
        call_command("prepare_demo")
        with connection.cursor() as cursor:
            cursor.execute(MORE_RW)
    with step(f"{ROWS:,} proposals, as many decisions"):
        with without_indexes():
            fill(ROWS, people=list(User.objects.values_list("pk", flat=True)[:5000]))
        settle()
    with step("figures of home and areas"):
        count_figures()
    with step("vacuum"), connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) musrenbang_proposal")
        cursor.execute("VACUUM (ANALYZE) musrenbang_decision")


def deep(address: str, *names: str) -> str:
    """The address of a page behind nine tenths of all rows."""
    from egov.web.keyset import encode
    from musrenbang.models import Proposal

    row = Proposal.objects.order_by(*(f"-{name}" for name in names))[ROWS * 9 // 10]
    return f"{address}&sesudah={encode([getattr(row, name) for name in names])}"


def cases() -> dict[str, str]:
    """Names and addresses of what is measured."""
    from egov.areas.models import Area, Level
    from musrenbang.models import Proposal

    last = Proposal.objects.select_related("rw", "kelurahan", "kecamatan").order_by("-id")[5]
    region = Area.objects.current().level(Level.REGION).get()
    year = Proposal.objects.order_by("id")[0].channel.cycle.year
    place = last.kelurahan.code
    return {
        "list": "/usulan/?",
        "list, deep": deep("/usulan/?", "id"),
        "by support": "/usulan/?urut=dukungan",
        "by support, deep": deep("/usulan/?urut=dukungan", "support_count", "id"),
        "by cost": "/usulan/?urut=biaya",
        "by cost, deep": deep("/usulan/?urut=biaya", "cost", "id"),
        "one kelurahan by cost": f"/usulan/?urut=biaya&wilayah={place}",
        "the oldest year": f"/usulan/?tahun={year}",
        "one state of one type": "/usulan/?keadaan=accepted&jenis=terop",
        "API": "/api/v1/usulan/?",
        "API, deep": deep("/api/v1/usulan/?", "id"),
        "API, one kelurahan": f"/api/v1/usulan/?kelurahan={place}",
        "API, decisions": "/api/v1/keputusan/?",
        "search: nothing": "/usulan/?q=zeppelin+antariksa",
        "search: nothing, of common words": "/usulan/?q=pavingisasi+cermin",
        "search: nothing, by cost": "/usulan/?q=zeppelin&urut=biaya",
        "search: a rare word": "/usulan/?q=punden",
        "search: a rare word by cost": "/usulan/?q=punden&urut=biaya",
        "search: a common word": "/usulan/?q=saluran",
        "search: a common word by cost": "/usulan/?q=saluran&urut=biaya",
        "search: every row": "/usulan/?q=gang",
        "search: part of a word": "/usulan/?q=luran",
        "search: two letters": "/usulan/?q=wc",
        "search: a kelurahan": f"/usulan/?q={last.kelurahan.name}",
        "search: an RW": f"/usulan/?q={last.rw.name}+{last.kelurahan.name}",
        "search everything": "/cari/?q=saluran",
        "home": "/",
        "the region": f"/wilayah/{region.path}/",
        "a kecamatan": f"/wilayah/{last.kecamatan.path}/",
        "a kelurahan": f"/wilayah/{last.kelurahan.path}/",
        "an RW": f"/wilayah/{last.rw.path}/",
        "one proposal": last.get_absolute_url(),
    }


def measure() -> None:
    from django.core.cache import cache
    from django.test import Client

    from tests.plans import page_buffers

    client = Client(headers={"host": "localhost"})
    base = (0.0, 0)
    print(f"\n{'':36} {'ms':>8} {'x list':>7} {'buffers':>9} {'x list':>7}")
    for name, address in cases().items():
        took = []
        for _ in range(TIMES):
            cache.clear()
            began = time.perf_counter()
            assert client.get(address).status_code == 200, address
            took.append((time.perf_counter() - began) * 1000)
        cache.clear()
        got = (statistics.median(took), page_buffers(client, address))
        base = base if base[1] else got
        ratios = got[0] / base[0], got[1] / base[1]
        print(f"{name:36} {got[0]:8.1f} {ratios[0]:7.1f} {got[1]:9,} {ratios[1]:7.1f}", flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    from tests.bench.queue import measure_queue

    fill_up()
    measure()
    measure_queue()
