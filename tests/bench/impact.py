"""Impact at size: a city of 20,000 nodes, then of 100,000. Prints numbers, asserts none.

A node is a site or a device; links are about as many again. Forty segments are cut at once. Warm:
the graph is in memory; cold: it is loaded and drawn first. Memory: what a fresh process grows by.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

SIZES = (20_000, 100_000)
PER_SITE = 9  # devices, the first of them the site's switch
CUT = 40
APPLICATIONS = 200
PEOPLE = 5000
ROOTS = 3
STEP = 5000
TWO_WAYS = 0.2  # of the sites


def main() -> None:
    from django.db import connection

    from egov.accounts.models import User

    reader = User.objects.create_superuser("ukur-dampak@uji.example", "x", name="Ukur Dampak")
    made = 0
    for size in SIZES:
        began = time.perf_counter()
        build(made, size)
        made = size
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        print(f"\n{size} nodes, built in {time.perf_counter() - began:.0f} s", flush=True)
        measure(reader)
        memory = subprocess.run(
            [sys.executable, "-m", "tests.bench.impact", "memory"],
            env=os.environ,
            capture_output=True,
            text=True,
            check=True,
        )
        print(f"  memory of the graph      {memory.stdout.strip()}", flush=True)


def measure(reader: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from infrastructure.domain.expansion import Cut
    from infrastructure.domain.impacting import assess
    from infrastructure.domain.network import current_graph, forget_graph
    from infrastructure.models import Segment

    segments = list(Segment.objects.order_by("pk").values_list("pk", flat=True))
    chance = random.Random(7)
    cuts = [Cut(assets=frozenset(chance.sample(segments, CUT))) for _ in range(20)]

    def cold() -> None:
        forget_graph()
        assess(user=reader, cut=cuts[0])

    print(f"  cold, loading included   {timed(cold, 3)}")
    links = len(current_graph().network.links)
    turns = iter(cuts * 2)
    warm = timed(lambda: assess(user=reader, cut=next(turns)), 40)
    print(f"  warm, {CUT} segments cut    {warm}")
    with CaptureQueriesContext(connection) as queries:
        told = assess(user=reader, cut=cuts[0])
    what = f"{len(told.sites)} sites, {len(told.things)} devices, {len(told.applications)} apps"
    print(f"  one of them              {len(queries)} queries, {what}, of {links} links")


def timed(work: Callable[[], object], count: int) -> str:
    times = []
    for _ in range(count):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return f"p50 {statistics.median(times):7.1f} ms   max {max(times):7.1f} ms"


def memory() -> None:
    """How much this process grows by what it keeps, after all that loading lets go of."""
    import gc

    from infrastructure.domain.network import current
    from infrastructure.models import TopologyVersion

    TopologyVersion.objects.first()  # the connection and the models are there before

    def megabytes() -> float:
        gc.collect()
        with open("/proc/self/status") as status:
            line = next(line for line in status if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    before = megabytes()
    kept = current()
    after = megabytes()
    print(f"{after - before:.0f} MB for {len(kept.graph.assets)} nodes and links")


def build(made: int, size: int) -> None:
    """More nodes until there are so many, a part at a time: one transaction grows slow."""
    for part in range(made, size, STEP):
        grow(part, min(size, part + STEP))
    if not made:
        applications()


def grow(made: int, size: int) -> None:
    from infrastructure.models import Site

    per = PER_SITE + 1
    switches = [
        (site, site.devices.order_by("pk")[0])
        for site in Site.objects.filter(asset__code__startswith="UKUR-").prefetch_related("devices")
    ]
    City(switches, random.Random(size)).grow(made // per, size // per)


class City:
    """Each site hangs on one before it, some on two, by a cable in a segment of its own."""

    def __init__(self, known: list[tuple[Any, Any]], chance: random.Random) -> None:
        from infrastructure.demo.builder import Builder
        from infrastructure.models import CableType, DeviceRole

        self.known, self.chance, self.rows = known, chance, Builder()
        self.role = DeviceRole.objects.get_or_create(code="ukur", defaults={"name": "Ukur"})[0]
        given = {"name": "Ukur", "tubes": 1}
        self.type = CableType.objects.get_or_create(code="ukur", defaults=given)[0]

    def grow(self, first: int, end: int) -> None:
        from infrastructure import models as m

        for number in range(first, end):
            self.site(number)
        self.rows.write(
            (
                m.Site,
                m.Device,
                m.Structure,
                m.Segment,
                m.Cable,
                m.CableRoute,
                m.Link,
                m.OpticalPath,
                m.PathElement,
            )
        )

    def site(self, number: int) -> None:
        from infrastructure.models import Device, Link, Site

        code, people = f"UKUR-{number}", self.chance.randrange(PEOPLE)
        site = self.rows.thing(Site, code, kind="office", is_root=number < ROOTS, population=people)
        devices = [
            self.rows.thing(Device, f"{code}-{n}", role=self.role, site=site, is_virtual=False)
            for n in range(PER_SITE)
        ]
        switch, *others = devices
        for n, device in enumerate(others):
            link = f"{code}-L{n}"
            self.rows.thing(Link, link, a=switch.asset, b=device.asset, medium="copper")
        near = self.known[-200:]
        ways = 2 if self.chance.random() < TWO_WAYS else 1
        for n, (_, other) in enumerate(self.chance.sample(near, min(ways, len(near)))):
            self.fibre(f"{code}-F{n}", switch, other)
        self.known.append((site, switch))

    def fibre(self, code: str, here: Any, there: Any) -> None:
        from infrastructure import models as m

        ends = [self.rows.thing(m.Structure, f"{code}-{end}", kind="handhole") for end in "ab"]
        way = {"a": ends[0], "b": ends[1], "kind": "duct"}
        segment = self.rows.thing(m.Segment, f"{code}-S", **way)
        cable = self.rows.thing(m.Cable, f"{code}-C", type=self.type)
        self.rows.row(m.CableRoute, cable=cable, segment=segment, sequence=1)
        link = self.rows.thing(m.Link, code, a=here.asset, b=there.asset, medium="fibre")
        path = self.rows.row(m.OpticalPath, link=link, complete=True)
        self.rows.row(m.PathElement, path=path, sequence=1, asset=cable.asset)


def applications() -> None:
    """Each on three devices, two of which must be up; and under a Perwali."""
    from infrastructure.models import Deployment, DeploymentGroup, Device
    from tests.factories.regulations import BindingFactory

    devices = list(Device.objects.filter(asset__code__startswith="UKUR-"))
    chance = random.Random(3)
    for _ in range(APPLICATIONS):
        application = BindingFactory().application
        group = DeploymentGroup.objects.create(application=application, min_up=2)
        for device in chance.sample(devices, 3):
            Deployment.objects.create(group=group, device=device)


if __name__ == "__main__":
    import django

    django.setup()
    memory() if sys.argv[1:] == ["memory"] else main()
