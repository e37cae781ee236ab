"""The inventory at size: 100,000 devices through the verb, the API's lists, search, a table in.

Prints numbers, asserts none. Lists are compared with a bare view that sends the same rows: the
same SQL, `json.dumps`, nothing else.
"""

from __future__ import annotations

import gc
import io
import json
import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from itertools import batched, chain
from typing import Any

from django.http import HttpRequest, HttpResponse

DEVICES = int(os.environ.get("DEVICES", "100000"))
AT_ONCE = 1000
ROWS = int(os.environ.get("ROWS", "10000"))  # of the table that comes in
CORES = 288
REPEATS = 25
KINDS = ("server", "switch", "radio")
statement: list[Any] = ["SELECT 1", ()]  # what the bare view asks


def bare_rows(_request: HttpRequest) -> HttpResponse:
    """The same SQL and `json.dumps`."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(*statement)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    body = json.dumps({"results": rows}, default=str)
    return HttpResponse(body, content_type="application/json")


def median(work: Callable[[int], object], repeats: int = REPEATS) -> float:
    """Milliseconds, after one that nobody counts."""
    work(0)
    times = []
    for n in range(1, repeats + 1):
        began = time.perf_counter()
        work(n)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def every(work: Callable[[], object]) -> float:
    """The same each time."""
    return median(lambda _: work())


def own_cpu(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Milliseconds of this process's processor, which nobody else beside it slows down."""
    began = time.process_time()
    for _ in range(repeats):
        work()
    return (time.process_time() - began) * 1000 / repeats


class Bench:
    def __init__(self) -> None:
        from django.test import Client

        from tests.factories.accounts import AppointmentFactory, UserFactory
        from tests.factories.infrastructure import DeviceRoleFactory, SiteFactory

        self.run = f"B{os.getpid()}"
        UserFactory.reset_sequence(os.getpid() * 1000)  # beside what stands there already
        self.actor: Any = AppointmentFactory(role="infra_operator").user
        self.client = Client(headers={"host": "localhost"})
        self.client.force_login(self.actor)
        for code in KINDS:
            DeviceRoleFactory._meta.model.objects.get_or_create(code=code, defaults={"name": code})
        self.sites = [SiteFactory(asset__code=f"{self.run}-L{n}") for n in range(100)]

    def row(self, number: int) -> dict[str, Any]:
        return {
            "code": f"{self.run}-{number:06}",
            "name": f"Perangkat contoh {number}",
            "role": KINDS[number % 3],
            "site": f"{self.run}-L{number % 100}",
            "serial": f"SN-{self.run}-{number}",
            "mgmt_ip": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
            "status": "active",
            "visibility": "government",
        }

    def asked(self, work: Callable[[], object]) -> list[tuple[str, Any]]:
        """The statements of it, without savepoints."""
        from django.db import connection

        statements: list[tuple[str, Any]] = []

        def note(execute: Any, sql: Any, params: Any, *rest: Any) -> Any:
            if "SAVEPOINT" not in str(sql):
                statements.append((str(sql), params))
            return execute(sql, params, *rest)

        with connection.execute_wrapper(note):
            work()
        return statements

    def queries(self, work: Callable[[], object]) -> int:
        return len(self.asked(work))

    # -- writing ------------------------------------------------------------------------------

    def write(self) -> None:
        from infrastructure.domain.planning import plan, plan_many
        from infrastructure.vocabulary import AssetKind

        kind, numbers = AssetKind.DEVICE, iter(range(DEVICES + 100))
        one = self.queries(
            lambda: plan(actor=self.actor, kind=kind, values=self.row(next(numbers)))
        )
        single = median(lambda _: plan(actor=self.actor, kind=kind, values=self.row(next(numbers))))
        print(f"create one          {single:8.1f} ms   {one} queries")
        rates, asked = [], 0
        for batch in batched(map(self.row, numbers), AT_ONCE):
            began = time.perf_counter()
            asked = self.queries(partial(plan_many, actor=self.actor, kind=kind, rows=batch))
            rates.append(len(batch) / (time.perf_counter() - began))
        rate = statistics.median(rates)
        print(f"bulk of {AT_ONCE}        {rate:8.0f} /s   {asked} queries, with history")

    def bring_in(self) -> None:
        """A table of devices, each new; then the same once more, where nothing changes."""
        from egov.imports.engine import run_import
        from egov.imports.readers import read_rows
        from infrastructure.imports.assets import AssetImporter
        from infrastructure.vocabulary import AssetKind

        rows = [{**self.row(n), "code": f"{self.run}-T{n}"} for n in range(ROWS)]
        heads = list(rows[0])
        lines = chain([heads], ([str(value) for value in row.values()] for row in rows))
        content = "\n".join(",".join(line) for line in lines).encode()
        for name in ("first", "repeat"):
            began = time.perf_counter()
            table = read_rows(io.BytesIO(content), "x.csv")
            run = run_import(
                AssetImporter(AssetKind.DEVICE), table, source="x", actor_id=self.actor.pk
            )
            took = time.perf_counter() - began
            print(f"table of {ROWS}, {name:6} {took:6.1f} s   {run.summary}")

    # -- reading ------------------------------------------------------------------------------

    def get(self, address: str) -> Any:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.content[:200])
        return answer

    def lists(self) -> None:
        from egov.web.keyset import encode
        from infrastructure.models import Asset

        last = Asset.objects.filter(kind="device").order_by("-code")[1500]
        deep = encode([last.code, last.pk])
        for size in (50, 1000):
            address = f"/api/v1/perangkat/?ukuran={size}"
            self.get(address)
            fetch, plain = partial(self.get, address), partial(self.get, "/_bare/rows/")
            asked = self.asked(fetch)
            statement[:] = asked[-1]
            bare, own = every(plain), every(fetch)
            far = every(partial(self.get, f"{address}&sesudah={deep}"))
            processor = own_cpu(fetch) / own_cpu(plain)
            print(
                f"list of {size:4}        {own:8.1f} ms   {own / bare:4.2f} x bare "
                f"({bare:.1f} ms), {processor:.2f} x by processor   "
                f"deep {far / own:4.2f} x   {len(asked)} queries"
            )

    def search(self) -> None:
        for name, query in (("code", f"{self.run}-0999"), ("serial", f"SN-{self.run}-4711")):
            took = every(partial(self.get, f"/api/v1/perangkat/?q={query}&ukuran=25"))
            print(f"search by {name:6}    {took:8.1f} ms")

    def paths(self) -> None:
        """Every core of one cable lit, each by a link of its own."""
        from infrastructure.models import Core, OpticalPath, PathElement
        from tests.factories.infrastructure import CableFactory, CableTypeFactory, LinkFactory

        CableTypeFactory.reset_sequence(os.getpid())
        cable = CableFactory(asset__code=f"{self.run}-FO")
        ends = {"a": self.sites[0].asset, "b": self.sites[1].asset}
        links = [LinkFactory(asset__code=f"{self.run}-TL{n}", **ends) for n in range(CORES)]
        cores = Core.objects.bulk_create(
            Core(cable=cable, number=n + 1, tube=n // 12 + 1) for n in range(CORES)
        )
        ways = OpticalPath.objects.bulk_create(OpticalPath(link=link) for link in links)
        PathElement.objects.bulk_create(
            PathElement(path=way, sequence=1, asset=cable.asset, core=core)
            for way, core in zip(ways, cores, strict=True)
        )
        address = f"/api/v1/jejak/?lewat={cable.asset.code}&ukuran=1000"
        signed_in = self.queries(lambda: self.get("/api/v1/jejak/?ukuran=1&lewat=X"))
        asked = self.queries(lambda: self.get(address))
        took = median(lambda _: self.get(address))
        print(f"paths of {CORES} cores   {took:8.1f} ms   {asked} queries ({signed_in} for none)")


def main() -> None:
    from django.db import connection

    bench = Bench()
    bench.write()
    bench.bring_in()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # what autovacuum does soon after
    gc.collect()
    gc.freeze()  # as a worker does when it has loaded; the tables above are no part of one
    bench.lists()
    bench.search()
    bench.paths()


if __name__ == "__main__":
    import django

    django.setup()
    from tests.bench import inventory  # the module whose `statement` the bare view reads

    inventory.main()
