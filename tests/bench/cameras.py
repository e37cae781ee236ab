"""The register of cameras at size: 2,000 on the map and its page, 10,000 from a table.

Prints numbers, asserts none. With `--browser BASE` (a demo that runs) it also says when the first
marker is drawn on a processor four times slower.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import time
from typing import Any

CAMERAS = int(os.environ.get("CAMERAS", "2000"))
ROWS = int(os.environ.get("ROWS", "10000"))
CHROMIUM = "/usr/bin/chromium"
PAGE, ALL = "/infrastruktur/cctv/", "/infrastruktur/cctv/kamera.json"


def bring_in(actor: Any) -> None:
    from egov.imports.engine import run_import
    from egov.imports.readers import read_rows
    from infrastructure.imports.cities import CityCameraImporter

    run = f"B{os.getpid()}"
    lines = ["id,nama,lat,lng,type,is_public"]
    lines += [
        f"{run}-{n},Simpang Contoh {run} {n},{-7.2 - n / 100_000},{112.6 + n / 60_000},Jalan,1"
        for n in range(ROWS)
    ]
    content = "\n".join(lines).encode()
    for turn in ("new", "again"):
        began = time.perf_counter()
        rows = read_rows(io.BytesIO(content), "x.csv")
        made = run_import(CityCameraImporter(), rows, source="x.csv", actor_id=actor.pk)
        took = time.perf_counter() - began
        counts = f"{made.created} new, {made.unchanged} unchanged, {made.bad} bad"
        print(f"import of {ROWS}, {turn:<5} {took:8.2f} s   {counts}")


def answers() -> None:
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    for address in (PAGE, ALL):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            answer: Any = client.get(address)
        began = time.perf_counter()
        cache.clear()
        client.get(address)
        took = (time.perf_counter() - began) * 1000
        size = len(gzip.compress(answer.content))
        print(
            f"{address:<32} {took:8.1f} ms   {len(queries)} queries, "
            f"{len(answer.content)} bytes, {size} gzipped"
        )
    many = len(json.loads(answer.content)["features"])
    etag = {"if-none-match": answer.headers["ETag"]}
    with CaptureQueriesContext(connection) as queries:
        again: Any = client.get(ALL, headers=etag)
    print(f"{many} cameras, asked again: {again.status_code}, {len(queries)} query")


def in_a_browser(base: str) -> None:
    """Milliseconds from the start of the page to its first marker."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
        for turn in ("first", "again"):
            page.goto(base + PAGE)
            page.locator("#peta[data-ready]").wait_for(timeout=60_000)
            marks = "performance.getEntriesByName('layer-kamera').map((e) => e.startTime)"
            print(f"first marker, {turn:<5} {page.evaluate(marks)[0]:8.0f} ms at a quarter speed")
        browser.close()


def main() -> None:
    from infrastructure.models import Asset
    from infrastructure.vocabulary import AssetKind
    from tests.factories.accounts import AppointmentFactory, UserFactory
    from tests.factories.infrastructure import CameraFactory

    UserFactory.reset_sequence(os.getpid() * 1000)
    standing = Asset.objects.filter(kind=AssetKind.CAMERA, visibility="public").count()
    for n in range(standing, CAMERAS):
        values = {"visibility": "public", "latitude": -7.2 - n / 20_000, "longitude": 112.7}
        code = f"B{os.getpid()}-CAM-{n}"
        CameraFactory(asset__code=code, **{f"asset__{name}": v for name, v in values.items()})
    answers()
    bring_in(AppointmentFactory(role="infra_operator").user)


if __name__ == "__main__":
    if "--browser" in sys.argv:
        in_a_browser(sys.argv[sys.argv.index("--browser") + 1])
    else:
        import django

        django.setup()
        main()
