"""Every address of the demo, each role: what it answers, before a change and after.

    python -m tests.bench.addresses record BEFORE.json
    python -m tests.bench.addresses record AFTER.json --like BEFORE.json
    python -m tests.bench.addresses compare BEFORE.json AFTER.json

`record` needs the database of a demo: of one that runs (`make demo` in another terminal), whose
address it finds in `.local/<region>/pg/postmaster.pid`, or that of DATABASE_URL. It asks in this
process and takes back whatever a page writes. `--demo` names another folder than
`.local/<region>`, for its media and static files. For two records that can be compared nothing
else may write meanwhile: a copy of the data, with PostgreSQL alone, is best.

`--like BEFORE.json` asks besides what it meets by itself all that BEFORE holds, at the hour at
which BEFORE was recorded (PostgreSQL keeps its own time; needs `time-machine`).

`compare` prints the differences and ends with 1 when something got worse. Nothing here imports
from the portal, so that a record of an older tree can be made by copying
`tests/bench/{addresses,comparing,pages,walking}.py` into it.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections import defaultdict
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.comparing import report

STRANGER = "-"
ROLES = (
    STRANGER,
    "warga",
    "ketua-rw",
    "operator-kelurahan",
    "lurah",
    "operator-kecamatan",
    "camat",
    "opd-dsdabm",
    "perencana",
    "hukum",
    "auditor",
    "admin",
    "infrastruktur",
    "penyunting",
)
LIMIT = 6  # addresses of a route that a role follows by itself; half as many with a query
ACROSS = 3  # addresses of a route that every role is asked for, whoever met them
START = (
    "/",
    "/admin/",
    "/akun/",
    "/akun/daftar/?cari=a",
    "/akun/tinggal/?cari=a",
    "/api/docs/",
    "/api/v1/",
    "/api/v1/schema/",
    "/api/v1/kamus/?q=paving",
    "/api/v1/usulan/?tahun=x",
    "/api/v1/wilayah/?fields=kode,nama",
    "/aplikasi/?pada=2020-01-01",
    "/aplikasi/?q=pajak",
    "/cari/?q=jalan",
    "/feed/document.json",
    "/healthz",
    "/infrastruktur/?jenis=site",
    "/infrastruktur/?q=kantor",
    "/infrastruktur/susunan/",
    "/infrastruktur/dampak/?kode=SEG-001",
    "/infrastruktur/peta/?lapis=lokasi&q=KEC",
    "/infrastruktur/peta/lokasi.json?bbox=112.6,-7.4,112.8,-7.2",
    "/infrastruktur/peta/ruas.json",
    "/infrastruktur/peta/wilayah.json",
    "/kamus/?q=paving",
    "/metrics",
    "/readyz",
    "/regulasi/?pada=2010-01-01",
    "/regulasi/?q=retribusi",
    "/robots.txt",
    "/sitemap.xml",
    "/tidak/ada/",
    "/usulan/?q=saluran",
    "/usulan/?tahun=x",
)


def prepare(demo: Path) -> None:
    """The environment of the demo, without its caches and its queue."""
    lock = demo / "pg" / "postmaster.pid"
    if "DATABASE_URL" not in os.environ:
        if not lock.exists():
            sys.exit(f"No demo runs over {demo}: start it, or set DATABASE_URL.")
        socket = lock.read_text().splitlines()[4]
        os.environ["DATABASE_URL"] = f"postgresql://postgres@/egov?host={socket}"
    os.environ["REDIS_URL"] = ""
    defaults = {
        "DJANGO_SETTINGS_MODULE": "egov.settings",
        "SECRET_KEY": "only-for-a-walk-" + "0123456789" * 5,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": "http://127.0.0.1:8000",
        "SECURE": "0",
        "DEMO": "1",
        "STAFF_MFA_REQUIRED": "0",
        "KEEP_PUBLIC_PAGES": "0",
        "MEDIA_ROOT": str(demo / "media"),
        "STATIC_ROOT": str(demo / "static"),
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    import django

    django.setup()
    logging.disable(logging.CRITICAL)  # refusals are what we come for


def travelling(moment: str) -> Any:
    """The clock of this process goes on from a moment; as it is where none is given."""
    if not moment:
        return nullcontext()
    import time_machine

    return time_machine.travel(datetime.fromisoformat(moment))


def walk(roles: list[str], like: dict[str, Any]) -> dict[str, Any]:
    """Each role by itself, then each role at what the others met and what no link led to."""
    from django.db import connection

    from tests.bench.walking import Visitor, Walk, sample, unlinked

    known: dict[str, set[str]] = defaultdict(set)
    for key in like:
        role, _, address = key.partition(" ")
        known[role].add(address)
    clean = connection.savepoint()
    walks: dict[str, Walk] = {}
    shared: set[str] = set()
    for role in roles:
        began = time.perf_counter()
        walks[role] = Walk(Visitor("" if role == STRANGER else role, clean))
        walks[role].crawl(START, LIMIT)
        shared |= walks[role].pages.keys()
        print(f"{role}: {len(walks[role].pages)} pages", file=sys.stderr, end=" ")
        print(f"({time.perf_counter() - began:.0f} s)", file=sys.stderr, flush=True)
    across = sample(shared, ACROSS) | unlinked(shared, ACROSS)
    pages = {}
    for role, own in walks.items():
        own.visitor.sign_in()
        for address in sorted(across | known[role]):
            own.see(address)
        pages |= {f"{role} {address}": page for address, page in own.pages.items()}
    return pages


def record(args: argparse.Namespace) -> None:
    older = json.loads(args.like.read_text()) if args.like else {"clock": "", "pages": {}}
    prepare(args.demo.resolve())
    from django.db import transaction

    clock = older["clock"] or datetime.now(UTC).isoformat(timespec="seconds")
    with travelling(older["clock"]), transaction.atomic():
        pages = walk(args.roles.split(","), older["pages"])
        transaction.set_rollback(True)
    rows = (f"{json.dumps(key)}: {json.dumps(pages[key])}" for key in sorted(pages))
    body = ",\n".join(rows)  # a page a line, for `diff` and `grep`
    args.path.write_text(f'{{"clock": "{clock}", "pages": {{\n{body}\n}}}}\n')
    failed = sorted(key for key, page in pages.items() if page["status"] >= 500)
    print(f"{len(pages)} pages, {len(failed)} failed: {failed[:10]}", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.addresses")
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("path", type=Path)
    recording.add_argument("--like", type=Path)
    region = os.environ.get("REGION", "35.78")
    recording.add_argument("--demo", type=Path, default=Path(".local") / region)
    recording.add_argument("--roles", default=",".join(ROLES), help="a part of them, for a trial")
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    args = parser.parse_args()
    if args.command == "record":
        record(args)
        return 0
    before, after = (json.loads(path.read_text()) for path in (args.before, args.after))
    if before["clock"][:10] != after["clock"][:10]:
        print(f"recorded on different days: {before['clock']}, {after['clock']}")
    lines, worse = report(before["pages"], after["pages"])
    print("\n".join(lines), end="\n" if lines else "")
    return int(worse)


if __name__ == "__main__":
    sys.exit(main())
