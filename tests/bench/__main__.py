"""Loads the portal with the demo's 5,000 proposals and measures it.

Prints numbers, asserts none.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.bench import lighthouse


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def measure(port: int, count: int, workers: int, request: Any) -> dict[str, float]:
    """`count` requests over `workers` kept-alive connections; latencies in milliseconds."""
    local = threading.local()
    times: list[float] = []
    lock = threading.Lock()

    def one(number: int) -> None:
        link = getattr(local, "link", None)
        if link is None:
            link = local.link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        began = time.perf_counter()
        request(link, number)
        answer = link.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status not in (200, 201):
            raise SystemExit(f"{answer.status} {body[:300]!r}")
        if answer.getheader("Connection") == "close":
            link.close()
        with lock:
            times.append(took)

    began = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, range(count)))
    took = time.perf_counter() - began
    cuts = statistics.quantiles(times, n=100)
    return {"rps": count / took, "p50": cuts[49], "p95": cuts[94]}


def news() -> list[str]:
    """The newest article of the demo."""
    from django.utils import timezone

    from news.models import Edition

    newest = Edition.objects.live(timezone.now()).order_by("-publish_at").first()
    return [newest.get_absolute_url()] if newest is not None else []


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--workers", type=int, default=8)
    args = parser.parse_args()
    env = {
        **os.environ,
        "DEMO": "1",
        "STAFF_MFA_REQUIRED": "0",
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    }
    os.environ.update(env)
    subprocess.run([sys.executable, "manage.py", "prepare_demo"], env=env, check=True)
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from egov.accounts.models import User
    from musrenbang.demo.town import HOST
    from musrenbang.models import Proposal

    citizen = User.objects.get_by_natural_key(f"warga@{HOST}")
    browser = Client()
    browser.force_login(citizen, backend="egov.accounts.signing_in.ContactBackend")
    session, token = browser.cookies[settings.SESSION_COOKIE_NAME].value, secrets.token_hex(16)
    proposal = Proposal.objects.filter(state="accepted").order_by("id").first()
    assert proposal is not None and citizen.residence is not None
    body = json.dumps(
        {
            "jenis": "paving-6",
            "rw": citizen.residence.rw.code,
            "alamat": "Gang 3",
            "judul": "Paving",
            "masalah": "Becek",
            "harapan": "Rata",
            "volume": "10",
        }
    )
    run = secrets.token_hex(4)

    def page(address: str) -> Any:
        return lambda link, number: link.request(
            "GET", address, headers={"Accept-Encoding": "gzip"}
        )

    def anew(address: str) -> Any:
        """Each request its own address, so that none is answered from the minute before."""
        return lambda link, number: page(f"{address}ke={number}")(link, number)

    def submit(link: Any, number: int) -> None:
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
            "X-CSRFToken": token,
            "Idempotency-Key": f"{run}-{number}",
        }
        link.request("POST", "/api/v1/usulan/", body, headers)

    port = free_port()
    argv = [
        sys.executable,
        "-m",
        "gunicorn",
        "egov.wsgi",
        "--config",
        "deploy/gunicorn.conf.py",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    server = subprocess.Popen(
        argv,
        env={**env, "BENCH_OPEN": "1"},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as link:
                if link.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        cases = {
            "bare view": page("/_bare/"),
            "home": anew("/?"),
            "home, kept": page("/"),
            "list": anew("/usulan/?"),
            "list, kept": page("/usulan/"),
            "list, searched": anew("/usulan/?q=saluran+gang&urut=biaya&"),
            "page": anew(f"{proposal.get_absolute_url()}?"),
            "page, kept": page(proposal.get_absolute_url()),
            "submit": submit,
        }
        print(
            f"\n{args.count} requests each over {args.workers} connections, "
            f"{Proposal.objects.count()} proposals"
        )
        print(f"{'':16} {'req/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'x bare p50':>11}")
        bare = 0.0
        for name, request in cases.items():
            measure(
                port, 40, args.workers, request if name != "submit" else page("/_bare/")
            )  # warm
            got = measure(port, args.count, args.workers, request)
            bare = bare or got["p50"]
            print(
                f"{name:16} {got['rps']:8.0f} {got['p50']:8.1f} {got['p95']:8.1f} "
                f"{got['p50'] / bare:11.1f}"
            )
        village = f"/wilayah/{citizen.residence.rw.code.partition('/')[0]}/"
        pages = (
            "/",
            "/usulan/",
            proposal.get_absolute_url(),
            "/kamus/",
            village,
            "/cari/?q=paving",
        )
        pages = (*pages, *news())
        lighthouse.report(f"http://127.0.0.1:{port}", pages)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


if __name__ == "__main__":
    main()
